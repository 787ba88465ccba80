import ApusAPI
import ApusJSON

extension ResourceHandlers {
    /// Applies a configuration: makes the object where there is none (Kubernetes documentation, "Server-Side Apply").
    func apply(_ body: JSONValue, _ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        guard let manager = call.request.options.fieldManager, !manager.isEmpty else {
            var errors = FieldErrors()
            errors.required(FieldPath("fieldManager"), "is required for apply patch")
            throw .invalid(group: "meta.k8s.io", kind: "PatchOptions", name: "", errors)
        }
        let key = try call.key
        let cache = try call.cache
        let config = try decode(configuration: body, call)
        let wanted = try call.resource.toStorage(config)
        let force = call.request.options.force ?? false
        let isSubresource = !(call.request.subresource ?? "").isEmpty
        let fields = call.resource.storage.fieldManager
        if cache.object(key) == nil, !isSubresource {
            var object = try fields.apply(wanted, to: .null, force: force, call.writer)
            object["metadata"].setName(key.name)
            complete(&object, call.resource.storage)
            return try create(decoded: call.resource.fromStorage(object), call, isApplied: true, reply)
        }
        change(key, cache, call, reply) { [self] current, old throws(StatusError) -> Prepared in
            var live = old
            live["metadata"]["resourceVersion"] = .string(current.resourceVersion)
            var new = try fields.apply(wanted, to: live, force: force, call.writer)
            try checkIdentity(&new, current, call)
            complete(&new, call.resource.storage)
            return try finish(&new, old: live, current, call, isApplied: true)
        }
    }

    /// What a decoded object has that a configuration need not have.
    private func complete(_ object: inout JSONValue, _ resource: Resource) {
        resource.definition.schema.fillZeroes(&object)
        resource.applyDefaults(&object)
    }

    /// The configuration in the form of its kind, without defaults: what is not said is not owned.
    private func decode(configuration body: JSONValue, _ call: Call) throws(StatusError) -> JSONValue {
        let definition = call.resource.resource.definition
        guard body.object != nil, body["kind"].string == definition.kind,
            body["apiVersion"].string == definition.apiVersion
        else {
            throw .badRequest(
                "invalid object type: \(body["apiVersion"].string ?? "")/\(body["kind"].string ?? "")")
        }
        guard body["metadata"]["managedFields"].isNull else {
            throw .badRequest("metadata.managedFields must be nil")
        }
        var config = body
        var decoder = ObjectDecoder(definition.schema.table, fillsZeroes: false)
        do {
            try decoder.decode(&config, as: definition.schema)
        } catch {
            throw .badRequest("failed to create typed patch object: \(error.description)")
        }
        let problems = decoder.unknownFields.map { "unknown field \(GoText.quoted($0))" }
        if try call.fieldValidation == .strict, !problems.isEmpty {
            throw .badRequest("error strict decoding patch: \(problems.joined(separator: ", "))")
        }
        call.context.warnings.add(problems)
        return config
    }
}

extension JSONValue {
    fileprivate mutating func setName(_ name: String) {
        if (self["name"].string ?? "").isEmpty { self["name"] = .string(name) }
    }
}
