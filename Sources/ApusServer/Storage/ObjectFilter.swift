import ApusAPI

/// What a list or watch asks for: a namespace, and selectors that look at what is kept beside the objects' bytes.
struct ObjectFilter: Sendable {
    /// Nil: all namespaces.
    var namespace: String?
    /// The one name that is asked for; nil: any.
    var name: String?
    var labels: LabelSelector?
    /// Nil where it says no more than `name` and `namespace` do.
    var fields: FieldSelector?

    func matches(_ object: APIObject) -> Bool {
        if let namespace, object.namespace != namespace { return false }
        if let name, object.name != name { return false }
        if let labels, !labels.matches(object.labels) { return false }
        if let fields, !fields.matches(object.selectableValue) { return false }
        return true
    }

    /// Whether every object of the namespace matches.
    var isOpen: Bool { name == nil && labels == nil && fields == nil }

    /// The value that `path` must have, where the field selector says so.
    func requiredField(_ path: String) -> String? { fields?.exactValue(of: path) }
}

extension APIObject {
    /// The value of a selectable field; "" where the object has none.
    func selectableValue(_ path: String) -> String {
        switch path {
        case "metadata.name": name
        case "metadata.namespace": namespace
        default: fields[path] ?? ""
        }
    }
}
