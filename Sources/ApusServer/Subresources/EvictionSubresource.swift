import ApusAPI
import ApusJSON

/// `pods/eviction`: deletes a Pod unless that would take more of an application than its disruption budget allows
/// (`registry/core/pod/storage/eviction.go`).
struct EvictionSubresource: SubresourceHandler {
    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        guard call.request.verb == .create else { throw .methodNotAllowed }
        let key = try call.key
        let eviction = try call.object
        let name = eviction["metadata"]["name"].string ?? ""
        guard name.isEmpty || name == key.name else {
            throw .badRequest("name in URL does not match name in Eviction object")
        }
        try handlers.admission.review(eviction, call.admission(.create, name: key.name, old: .null))
        guard let pods = handlers.catalog.stored("", "pods"), let cache = pods.cache else { throw .noSuchPath }
        guard let pod = cache.object(key) else { throw .notFound(pods.gvr, key.name) }
        var deletion = call
        deletion.request = APIRequest(.delete, pods.gvr, namespace: key.namespace, name: key.name)
        deletion.request.options.dryRun = call.request.options.dryRun
        if eviction["deleteOptions"].object != nil { deletion.request.body = .value(eviction["deleteOptions"]) }
        let options = try DeleteOptions(deletion.request)
        let delete: @Sendable () -> Void = { [deletion] in
            do throws(StatusError) {
                try handlers.delete(key, options, deletion) { result in
                    reply(
                        result.map { _ in
                            .document(
                                [
                                    "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
                                    "code": 201,
                                ], code: 201)
                        })
                }
            } catch {
                reply(.failure(error))
            }
        }
        guard let budgets = handlers.catalog.stored("policy", "poddisruptionbudgets"), let budgetCache = budgets.cache,
            Self.counts(pod.tree())
        else { return delete() }
        let matching = Self.budgets(for: pod, in: budgetCache)
        guard let budget = matching.first else { return delete() }
        guard matching.count == 1 else {
            throw .internalError(
                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.")
        }
        guard !call.request.options.dryRun else {
            var copy = budget.tree()
            try Self.spend(&copy, pod.name, call.context.now)
            return delete()
        }
        handlers.committer.update(ObjectKey(budget), in: budgetCache) {
            current throws(StatusError) -> Committer.Change in
            var object = current.tree()
            try Self.spend(&object, pod.name, call.context.now)
            return .put(budgets.resource.encode(object))
        } done: { result in
            switch result {
            case .success: delete()
            case .failure(let error) where error.reason == .notFound: delete()
            case .failure(let error): reply(.failure(error))
            }
        }
    }

    /// Whether losing the Pod is a disruption: one that has ended, waits or is going already is none.
    private static func counts(_ pod: JSONValue) -> Bool {
        let phase = pod["status"]["phase"].string ?? ""
        return !["Succeeded", "Failed", "Pending"].contains(phase) && pod["metadata"]["deletionTimestamp"].isNull
    }

    private static func budgets(for pod: APIObject, in cache: ResourceCache) -> [APIObject] {
        let objects = cache.snapshot().objects
        let items = ListItems(objects, range: objects.range(namespace: pod.namespace), filter: nil)
        return items.filter { budget in
            let selector = try? LabelSelector(budget.tree()["spec"]["selector"])
            return selector?.matches(pod.labels) ?? false
        }
    }

    /// Takes one allowed disruption; 429 where there is none.
    private static func spend(_ budget: inout JSONValue, _ pod: String, _ now: Timestamp) throws(StatusError) {
        let name = budget["metadata"]["name"].string ?? ""
        let status = budget["status"]
        func refuse(_ why: String, retryAfter: Int) -> StatusError {
            var error = StatusError.tooManyRequests(
                "Cannot evict pod as it would violate the pod's disruption budget.", retryAfter: retryAfter)
            error.details?.causes = [.init(reason: "DisruptionBudget", message: why)]
            return error
        }
        guard (status["observedGeneration"].int ?? 0) >= (budget["metadata"]["generation"].int ?? 0) else {
            throw refuse("The disruption budget \(name) is still being processed by the server.", retryAfter: 10)
        }
        let allowed = status["disruptionsAllowed"].int ?? 0
        guard allowed > 0 else {
            throw refuse(
                "The disruption budget \(name) needs \(status["desiredHealthy"].int ?? 0) healthy pods and has "
                    + "\(status["currentHealthy"].int ?? 0) currently", retryAfter: 0)
        }
        budget["status"]["disruptionsAllowed"] = .int(allowed - 1)
        budget["status"]["disruptedPods"][pod] = .string(now.rfc3339)
    }
}
