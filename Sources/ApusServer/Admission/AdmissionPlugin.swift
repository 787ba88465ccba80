import ApusAPI
import ApusJSON

/// What a write asks for, as admission sees it.
struct AdmissionRequest: Sendable {
    enum Operation: Sendable { case create, update, delete, connect }

    let operation: Operation
    let definition: Definition
    let subresource: String
    let namespace: String
    let name: String
    /// The object before the write; null for a create.
    let old: JSONValue
    let user: User
    let isDryRun: Bool
    let now: Timestamp

    func isFor(_ group: String, _ resource: String, _ subresource: String = "") -> Bool {
        definition.group == group && definition.resource == resource && self.subresource == subresource
    }

    /// 403 as admission answers it: `pods "x" is forbidden: …`.
    func forbidden(_ why: String) -> StatusError { .forbidden(definition.gvr, name, why) }
}

/// A rule that changes or refuses writes, beyond what a kind's own strategy says. Plugins run in a fixed order, between
/// defaulting and validation, on the one tree of the write; they read other objects from memory and must not block.
protocol AdmissionPlugin: Sendable {
    /// The name under which upstream knows the plugin.
    var name: String { get }

    /// Changes `object` (null for a delete), or refuses the request.
    func admit(_ object: inout JSONValue, _ request: AdmissionRequest, _ objects: ObjectReader) throws(StatusError)
}

/// The chain of plugins.
struct Admission: Sendable {
    let plugins: [any AdmissionPlugin]
    let objects: ObjectReader

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        for plugin in plugins { try plugin.admit(&object, request, objects) }
    }
}
