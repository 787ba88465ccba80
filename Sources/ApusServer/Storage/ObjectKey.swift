import ApusAPI

/// Where an object stands among those of its resource: the order of `namespace/name` in the store.
package struct ObjectKey: Hashable, Sendable {
    var namespace: String
    var name: String

    package init(_ namespace: String, _ name: String) {
        self.namespace = namespace
        self.name = name
    }

    init(_ object: APIObject) { self.init(object.namespace, object.name) }

    /// Reads `namespace/name`, or `name` alone.
    init(path: some StringProtocol) {
        if let slash = path.firstIndex(of: "/") {
            self.init(String(path[..<slash]), String(path[path.index(after: slash)...]))
        } else {
            self.init("", String(path))
        }
    }

    /// What follows the resource's prefix in the store.
    var path: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}

extension ObjectKey: Comparable {
    package static func < (a: ObjectKey, b: ObjectKey) -> Bool {
        // The slash counts: `a-b/x` comes before `a/x`, though `a` comes before `a-b`.
        a.namespace == b.namespace ? a.name < b.name : a.namespace + "/" < b.namespace + "/"
    }
}
