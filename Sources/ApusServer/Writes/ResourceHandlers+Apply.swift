import ApusAPI
import ApusJSON

extension ResourceHandlers {
    /// Applies a configuration: makes the object where there is none (Kubernetes documentation, "Server-Side Apply").
    func apply(
        _ body: JSONValue, _ validation: Resource.FieldValidation, _ call: Call, _ reply: @escaping Reply
    ) throws(StatusError) {
        let key = try call.key
        let cache = try call.cache
        let force = call.request.options.force ?? false
        let isSubresource = !(call.request.subresource ?? "").isEmpty
        let fields = fieldManager(call)
        try checkKind(body, call.resource.definition)
        if cache.object(key) == nil, !isSubresource {
            var object = try fields.apply(body, to: .null, force: force, call.writer).object
            try checkDuplicates(validation, call)
            if let uid = object["metadata"]["uid"].string, !uid.isEmpty {
                throw .conflict(
                    call.resource.gvr, key.name,
                    "uid mismatch: the provided object specified uid \(uid), and no existing object was found")
            }
            if call.resource.definition.isNamespaced {
                try SystemFields.checkNamespace(object["metadata"], key.namespace)
            }
            try checkName(object, key)
            try authorizeCreate(key, call)
            try complete(&object, call.resource.resource)
            SystemFields.wipe(&object["metadata"])
            return try create(decoded: object, call, isApplied: true) { [self] result in
                // Somebody else has made it meanwhile: it is changed then.
                guard case .failure(let error) = result, error.reason == .alreadyExists, cache.object(key) != nil else {
                    return reply(result)
                }
                do throws(StatusError) {
                    try apply(body, validation, call, reply)
                } catch {
                    reply(.failure(error))
                }
            }
        }
        change(key, cache, call, reply) { [self] current, old throws(StatusError) -> Prepared? in
            var live = try call.resource.fromStorage(old)
            live["metadata"]["resourceVersion"] = .string(current.resourceVersion)
            let applied = try fields.apply(body, to: live, force: force, call.writer)
            try checkDuplicates(validation, call)
            if applied.isUnchanged { return nil }
            var new = applied.object
            if call.resource.definition.isNamespaced {
                try SystemFields.checkNamespace(new["metadata"], key.namespace)
            }
            try checkName(new, key)
            try complete(&new, call.resource.resource)
            new = try call.resource.toStorage(new)
            try checkIdentity(&new, current, call, checksUID: false)
            return try finish(&new, old: old, current, call, isApplied: true)
        }
    }

    /// The merged object as a decoded one is: without nulls, with zero values and defaults.
    private func complete(_ object: inout JSONValue, _ resource: Resource) throws(StatusError) {
        let definition = resource.definition
        var decoder = ObjectDecoder(definition.schema.table)
        do {
            try decoder.decode(&object, as: definition.schema)
        } catch {
            let metadata = object["metadata"]
            throw StatusError(
                code: 500, reason: .unknown,
                message: "failed to convert new typed object (\(metadata["namespace"].string ?? "")/"
                    + "\(metadata["name"].string ?? ""); \(definition.group)/\(definition.version), "
                    + "Kind=\(definition.kind)) to object: \(error.conversion)", details: nil)
        }
        resource.applyDefaults(&object)
    }

    /// The configuration is of the kind and version that the path names.
    private func checkKind(_ body: JSONValue, _ definition: Definition) throws(StatusError) {
        guard body.object != nil else {
            throw .badRequest(
                "error decoding patch: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                    + "\(body.array == nil ? "value" : "array") into Go value of type map[string]interface {}")
        }
        let found = GroupVersionKind(apiVersion: body["apiVersion"].string ?? "", kind: body["kind"].string ?? "")
        guard found == definition.gvk else {
            throw .badRequest("invalid object type: \(found.group)/\(found.version), Kind=\(found.kind)")
        }
    }

    /// What the parser found to be doubled in the configuration.
    private func checkDuplicates(_ validation: Resource.FieldValidation, _ call: Call) throws(StatusError) {
        let doubled = call.context.duplicateFields
        guard validation != .ignore, !doubled.isEmpty else { return }
        let texts = doubled.map { path in
            "line 1: key \(GoText.quoted(path.split(separator: ".").last.map(String.init) ?? path)) already set in map"
        }
        guard validation == .strict else { return call.context.warnings.add(texts) }
        throw .badRequest(
            "error strict decoding patch: error converting YAML to JSON: yaml: unmarshal errors:\n"
                + texts.map { "  \($0)" }.joined(separator: "\n"))
    }
}
