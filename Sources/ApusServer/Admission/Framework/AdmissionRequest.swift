import ApusAPI
import ApusJSON

/// What a write asks for, as admission sees it (upstream's `admission.Attributes`).
struct AdmissionRequest: Sendable {
    enum Operation: String, Sendable, CaseIterable {
        case create = "CREATE"
        case update = "UPDATE"
        case delete = "DELETE"
        case connect = "CONNECT"
    }

    let operation: Operation
    let definition: Definition
    let subresource: String
    let namespace: String
    /// "" where the name of a new object is yet to be generated.
    var name: String
    /// The object before the write; null for a create.
    let old: JSONValue
    let user: User
    let isDryRun: Bool
    let now: Timestamp
    /// What the client is told beside the answer.
    let warnings: Warnings
    /// How messages name an object that has no name yet.
    var nameless = "Unknown"

    func isFor(_ group: String, _ resource: String, _ subresource: String = "") -> Bool {
        definition.group == group && definition.resource == resource && self.subresource == subresource
    }

    /// 403 as admission answers it: `pods "x" is forbidden: …`.
    func forbidden(_ why: String) -> StatusError { .forbidden(definition.gvr, name.isEmpty ? nameless : name, why) }
}

extension Call {
    func admission(_ operation: AdmissionRequest.Operation, name: String, old: JSONValue) -> AdmissionRequest {
        AdmissionRequest(
            operation: operation, definition: resource.definition, subresource: request.subresource ?? "",
            namespace: request.namespace ?? "", name: name, old: old, user: context.user,
            isDryRun: request.options.dryRun, now: context.now, warnings: context.warnings)
    }

    /// The creation of `object`, whose name may be yet to be generated.
    func admission(creating object: JSONValue) -> AdmissionRequest {
        let metadata = object["metadata"]
        var admission = admission(.create, name: metadata["name"].string ?? "", old: .null)
        if let prefix = metadata["generateName"].string, !prefix.isEmpty { admission.nameless = prefix }
        return admission
    }
}
