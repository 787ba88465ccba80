import ApusAPI
import ApusJSON

/// `pods/binding`: gives a Pod its node. The same Pod is bound once (`registry/core/pod/storage`).
struct BindingSubresource: SubresourceHandler {
    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        guard call.request.verb == .create else { throw .methodNotAllowed }
        try BindingSubresource.bind(try call.key, try call.object, call, handlers, reply)
    }

    private static let resource = GroupVersionResource("", "v1", "pods/binding")
    private static let condition = "PodScheduled"

    static func bind(
        _ key: ObjectKey, _ binding: JSONValue, _ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply
    ) throws(StatusError) {
        let name = binding["metadata"]["name"].string ?? ""
        guard name == key.name else { throw .badRequest("name in URL does not match name in Binding object") }
        let node = try target(of: binding, key)
        let binding = try handlers.admission.review(binding, call.admission(.create, name: key.name, old: .null))
        guard let pods = handlers.catalog.stored("", "pods"), let cache = pods.cache else { throw .noSuchPath }
        let uid = binding["metadata"]["uid"].string ?? ""
        let version = binding["metadata"]["resourceVersion"].string ?? ""
        let now = call.context.now
        let change = { @Sendable (current: APIObject) throws(StatusError) -> Committer.Change in
            if !uid.isEmpty, uid != current.uid {
                throw .preconditionFailed(
                    pods.gvr, key.name, key: cache.storeKey(key), "UID", expected: uid, found: current.uid)
            }
            if !version.isEmpty, version != current.resourceVersion {
                throw .preconditionFailed(
                    pods.gvr, key.name, key: cache.storeKey(key), "ResourceVersion", expected: version,
                    found: current.resourceVersion)
            }
            var pod = current.tree()
            try assign(&pod, to: node, binding["metadata"], key, now)
            return .put(pods.resource.encode(pod))
        }
        let answer: @Sendable (Result<Committer.Outcome, StatusError>) -> Void = { result in
            reply(
                result.map { _ in
                    .document(
                        ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201],
                        code: 201)
                })
        }
        guard call.request.options.dryRun else {
            return handlers.committer.update(key, in: cache, change: change, done: answer)
        }
        guard let current = cache.object(key) else { throw cache.missing(key, pods.gvr) }
        _ = try change(current)
        answer(.success(Committer.Outcome(object: current)))
    }

    private static func target(of binding: JSONValue, _ key: ObjectKey) throws(StatusError) -> String {
        let target = binding["target"]
        var errors = FieldErrors()
        let kind = target["kind"].string ?? ""
        if !kind.isEmpty, kind != "Node" {
            errors.notSupported(FieldPath("target")["kind"], .string(kind), ["Node", "<empty>"])
        }
        let name = target["name"].string ?? ""
        if name.isEmpty { errors.required(FieldPath("target")["name"]) }
        guard errors.isEmpty else { throw .invalid(group: "", kind: "Binding", name: key.name, errors) }
        return name
    }

    private static func assign(
        _ pod: inout JSONValue, to node: String, _ metadata: JSONValue, _ key: ObjectKey, _ now: Timestamp
    ) throws(StatusError) {
        if !pod["metadata"]["deletionTimestamp"].isNull {
            throw .conflict(resource, key.name, "pod \(key.name) is being deleted, cannot be assigned to a host")
        }
        if let current = pod["spec"]["nodeName"].string, !current.isEmpty {
            throw .conflict(
                resource, key.name, "pod \(key.name) is already assigned to node \(GoText.quoted(current))")
        }
        if !pod["spec"]["schedulingGates"].elements.isEmpty {
            throw .conflict(resource, key.name, "pod \(key.name) has non-empty .spec.schedulingGates")
        }
        pod["spec"]["nodeName"] = .string(node)
        for map in ["annotations", "labels"] {
            for member in metadata[map].object?.members ?? [] { pod["metadata"][map][member.key] = member.value }
        }
        var conditions = pod["status"]["conditions"].elements
        var scheduled: JSONValue = [
            "type": .string(condition), "status": "True", "lastProbeTime": .null,
            "lastTransitionTime": .string(now.rfc3339),
        ]
        if let generation = pod["metadata"]["generation"].int, pod["status"]["observedGeneration"].int != nil {
            scheduled["observedGeneration"] = .int(generation)
        }
        if let index = conditions.firstIndex(where: { $0["type"].string == condition }) {
            if conditions[index]["status"] == "True", !conditions[index]["lastTransitionTime"].isNull {
                scheduled["lastTransitionTime"] = conditions[index]["lastTransitionTime"]
            }
            conditions[index] = scheduled
        } else {
            conditions.append(scheduled)
        }
        pod["status"]["conditions"] = .array(conditions)
    }
}

/// The resource `bindings`: the older way to bind a Pod, named by the object.
struct Bindings: VirtualResource {
    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        guard call.request.verb == .create, let namespace = call.request.namespace else { throw .methodNotAllowed }
        let binding = try call.object
        let key = ObjectKey(namespace, binding["metadata"]["name"].string ?? "")
        try BindingSubresource.bind(key, binding, call, handlers, reply)
    }
}
