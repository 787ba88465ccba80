import ApusAPI
import ApusJSON
import ApusResources

/// `scale`: how many replicas a workload has and is to have, in the same form for all kinds (`autoscaling/v1` `Scale`).
struct ScaleSubresource: SubresourceHandler {
    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        let key = try call.key
        let cache = try call.cache
        switch call.request.verb {
        case .get:
            guard let object = cache.object(key) else { throw .notFound(call.resource.gvr, key.name) }
            reply(.success(.document(ScaleSubresource.scale(of: object.tree()))))
        case .update:
            let wanted = try call.object
            let name = wanted["metadata"]["name"].string ?? ""
            guard name == key.name else {
                throw .badRequest("the name of the object (\(name)) does not match the name on the URL (\(key.name))")
            }
            change(key, cache, call, handlers, reply) { _ in wanted }
        case .patch:
            guard case .patch(let type, let body) = call.request.body, type != .apply else {
                throw .unsupportedMediaType(["application/json-patch+json", "application/merge-patch+json"])
            }
            let schema = BuiltInDefinitions.types.schema(named: "io.k8s.api.autoscaling.v1.Scale")
            let patch = ObjectPatch(type, body)
            change(key, cache, call, handlers, reply) { scale throws(StatusError) -> JSONValue in
                try patch.apply(to: scale, schema: schema)
            }
        default: throw .methodNotAllowed
        }
    }

    /// Sets the replicas that `make` asks for, given the current scale.
    private func change(
        _ key: ObjectKey, _ cache: ResourceCache, _ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply,
        make: @escaping @Sendable (JSONValue) throws(StatusError) -> JSONValue
    ) {
        // The workload itself is updated, so that its generation rises.
        let main = call.withoutSubresource
        let answer: Reply = { result in
            reply(
                result.map { answer in
                    guard case .object(let object, _) = answer else { return answer }
                    return .document(ScaleSubresource.scale(of: object.tree()))
                })
        }
        handlers.change(key, cache, main, answer) { current, old throws(StatusError) -> ResourceHandlers.Prepared in
            let wanted = try make(ScaleSubresource.scale(of: old))
            let replicas = wanted["spec"]["replicas"].int ?? 0
            guard replicas >= 0 else {
                var errors = FieldErrors()
                errors.invalid(
                    FieldPath("spec")["replicas"], .int(replicas), "must be greater than or equal to 0")
                throw .invalid(group: "autoscaling", kind: "Scale", name: key.name, errors)
            }
            let version = wanted["metadata"]["resourceVersion"].string ?? ""
            guard version.isEmpty || version == current.resourceVersion else {
                throw .conflict(call.resource.gvr, key.name)
            }
            if let uid = wanted["metadata"]["uid"].string, !uid.isEmpty, uid != current.uid {
                throw .preconditionFailed(call.resource.gvr, key.name, "UID", expected: uid, found: current.uid)
            }
            var object = old
            object["spec"]["replicas"] = .int(replicas)
            return try handlers.finish(&object, old: old, current, main)
        }
    }

    static func scale(of workload: JSONValue) -> JSONValue {
        var metadata: JSONValue = [:]
        for key in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
            let value = workload["metadata"][key]
            if !value.isNull { metadata[key] = value }
        }
        var status: JSONValue = ["replicas": .int(workload["status"]["replicas"].int ?? 0)]
        let selector = workload["spec"]["selector"]
        let text: String
        if selector["matchLabels"].isNull, selector["matchExpressions"].isNull {
            // The plain map of a ReplicationController.
            let pairs = (selector.object?.members ?? []).map { ($0.key, $0.value.string ?? "") }
            text = pairs.sorted { $0.0 < $1.0 }.map { "\($0.0)=\($0.1)" }.joined(separator: ",")
        } else {
            text = (try? LabelSelector(selector))?.description ?? ""
        }
        if !text.isEmpty { status["selector"] = .string(text) }
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
            "spec": ["replicas": .int(workload["spec"]["replicas"].int ?? 0)], "status": status,
        ]
    }
}
