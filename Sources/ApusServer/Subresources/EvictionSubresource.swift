import ApusAPI
import ApusJSON

/// `pods/eviction`: deletes a Pod unless that would take more of an application than its disruption budget allows
/// (`registry/core/pod/storage/eviction.go`).
struct EvictionSubresource: SubresourceHandler {
    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        guard call.request.verb == .create else { throw .methodNotAllowed }
        _ = try call.writeOptions("CreateOptions")
        let key = try call.key
        let eviction = try call.object
        guard eviction["metadata"]["name"].string == key.name else {
            throw .badRequest("name in URL does not match name in Eviction object")
        }
        guard let pods = handlers.catalog.stored("", "pods"), let cache = pods.cache else { throw .noSuchPath }
        var deletion = call
        deletion.request = APIRequest(.delete, pods.gvr, namespace: key.namespace, name: key.name)
        deletion.request.options.dryRun = call.request.options.dryRun
        var wanted = eviction["deleteOptions"]
        if wanted.object != nil {
            if call.request.options.dryRun, wanted["dryRun"].elements.isEmpty { wanted["dryRun"] = ["All"] }
            deletion.request.body = .value(wanted)
        }
        let options = try DeleteOptions(deletion.request)
        try handlers.admission.review(eviction, call.admission(.create, name: key.name, old: .null))
        let run = Eviction(
            key: key, options: options, call: deletion, handlers: handlers, pods: cache, reply: reply)
        try run.start()
    }
}

/// One eviction on its way.
private struct Eviction: Sendable {
    /// More Pods than this whose end the controller has not seen yet stop evictions.
    private static let disruptedLimit = 2000
    /// How often a Pod that changes in between is looked at again.
    private static let attempts = 20

    let key: ObjectKey
    let options: DeleteOptions
    let call: Call
    let handlers: ResourceHandlers
    let pods: ResourceCache
    let reply: Reply

    func start(attempt: Int = 1) throws(StatusError) {
        guard let pod = pods.object(key) else { throw pods.missing(key) }
        let tree = pod.tree()
        let phase = tree["status"]["phase"].string ?? ""
        let hasEnded = ["Succeeded", "Failed"].contains(phase) || !tree["metadata"]["deletionTimestamp"].isNull
        guard hasEnded || phase == "Pending" else { return try askBudget(pod, tree) }
        // What waits must not begin in between.
        var exact = options
        if !hasEnded, options.resourceVersion == nil { exact.resourceVersion = pod.resourceVersion }
        delete(exact) { error in
            guard error.reason == .conflict, options.resourceVersion == nil, attempt < Eviction.attempts else {
                return error
            }
            do throws(StatusError) {
                try start(attempt: attempt + 1)
                return nil
            } catch {
                return error
            }
        }
    }

    // MARK: - Budgets

    private func askBudget(_ pod: APIObject, _ tree: JSONValue) throws(StatusError) {
        guard let budgets = handlers.catalog.stored("policy", "poddisruptionbudgets"), let cache = budgets.cache else {
            return delete(options)
        }
        let matching = Eviction.budgets(for: pod, in: cache)
        guard let budget = matching.first else { return delete(options) }
        guard matching.count == 1 else {
            throw StatusError(
                code: 500, reason: .unknown,
                message:
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
                details: nil)
        }
        if !Eviction.isReady(tree), Eviction.leavesUnready(budget.tree()) {
            var exact = options
            if options.resourceVersion == nil { exact.resourceVersion = pod.resourceVersion }
            return delete(exact) { error in
                // The Pod may have become ready: the client tries again.
                error.reason == .conflict && options.resourceVersion == nil ? Eviction.busy(budget.name) : error
            }
        }
        let now = call.context.now
        let isDryRun = options.isDryRun
        guard !isDryRun else {
            var copy = budget.tree()
            try Eviction.spend(&copy, pod.name, now)
            return delete(options)
        }
        let writer = FieldManager.Writer(
            manager: "kube-apiserver", apiVersion: budgets.definition.apiVersion, subresource: "status", now: now)
        handlers.committer.update(ObjectKey(budget), in: cache) { current throws(StatusError) -> Committer.Change in
            let old = current.tree()
            var object = old
            try Eviction.spend(&object, pod.name, now)
            budgets.resource.fieldManager.update(&object, old: old, writer)
            return .put(budgets.resource.encode(object))
        } done: { result in
            switch result {
            case .success: delete(options)
            case .failure(let error): reply(.failure(error))
            }
        }
    }

    private static func budgets(for pod: APIObject, in cache: ResourceCache) -> [APIObject] {
        let objects = cache.snapshot().objects
        let items = ListItems(objects, range: objects.range(namespace: pod.namespace), filter: nil)
        return items.filter { budget in
            let wanted = budget.tree()["spec"]["selector"]
            // One that selects nothing in particular selects nothing.
            guard let members = wanted.object, !members.isEmpty else { return false }
            return (try? LabelSelector(wanted))?.matches(pod.labels) ?? false
        }
    }

    private static func isReady(_ pod: JSONValue) -> Bool {
        pod["status"]["conditions"].elements.contains { $0["type"] == "Ready" && $0["status"] == "True" }
    }

    /// Whether a Pod that is not ready may go without a disruption being spent: always, or while enough others are well.
    private static func leavesUnready(_ budget: JSONValue) -> Bool {
        if budget["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow" { return true }
        let desired = budget["status"]["desiredHealthy"].int ?? 0
        return (budget["status"]["currentHealthy"].int ?? 0) >= desired && desired > 0
    }

    private static func refuse(_ why: String, retryAfter: Int) -> StatusError {
        var error = StatusError.tooManyRequests(
            "Cannot evict pod as it would violate the pod's disruption budget.", retryAfter: retryAfter)
        error.details?.causes = [.init(reason: "DisruptionBudget", message: why)]
        return error
    }

    private static func busy(_ budget: String) -> StatusError {
        refuse("The disruption budget \(budget) is still being processed by the server.", retryAfter: 10)
    }

    /// Takes one allowed disruption; 429 where there is none.
    private static func spend(_ budget: inout JSONValue, _ pod: String, _ now: Timestamp) throws(StatusError) {
        let name = budget["metadata"]["name"].string ?? ""
        let status = budget["status"]
        let named = GroupVersionResource("policy", "v1", "poddisruptionbudget")
        guard (status["observedGeneration"].int ?? 0) >= (budget["metadata"]["generation"].int ?? 0) else {
            throw busy(name)
        }
        let allowed = status["disruptionsAllowed"].int ?? 0
        guard allowed >= 0 else { throw .forbidden(named, name, "pdb disruptions allowed is negative") }
        guard (status["disruptedPods"].object?.count ?? 0) <= disruptedLimit else {
            throw .forbidden(
                named, name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller")
        }
        guard allowed > 0 else {
            throw refuse(
                "The disruption budget \(name) needs \(status["desiredHealthy"].int ?? 0) healthy pods and has "
                    + "\(status["currentHealthy"].int ?? 0) currently", retryAfter: 0)
        }
        budget["status"]["disruptionsAllowed"] = .int(allowed - 1)
        if allowed == 1 { noteThatNoneIsLeft(&budget["status"], now) }
        budget["status"]["disruptedPods"][pod] = .string(now.rfc3339)
    }

    private static func noteThatNoneIsLeft(_ status: inout JSONValue, _ now: Timestamp) {
        var conditions = status["conditions"].elements
        var condition: JSONValue = [
            "type": "DisruptionAllowed", "status": "False", "reason": "InsufficientPods", "message": "",
            "lastTransitionTime": .string(now.rfc3339),
        ]
        if let generation = status["observedGeneration"].int { condition["observedGeneration"] = .int(generation) }
        if let index = conditions.firstIndex(where: { $0["type"] == "DisruptionAllowed" }) {
            if conditions[index]["status"] == "False" {
                condition["lastTransitionTime"] = conditions[index]["lastTransitionTime"]
            }
            conditions[index] = condition
        } else {
            conditions.append(condition)
        }
        status["conditions"] = .array(conditions)
    }

    // MARK: - The end

    /// - Parameter failed: What the client is told of a failure; nil: it is dealt with.
    private func delete(
        _ options: DeleteOptions, failed: @escaping @Sendable (StatusError) -> StatusError? = { $0 }
    ) {
        let answer: Committer.Done = { result in
            switch result {
            case .success:
                reply(
                    .success(
                        .document(
                            ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201],
                            code: 201)))
            case .failure(let error):
                if let error = failed(error) { reply(.failure(error)) }
            }
        }
        do throws(StatusError) {
            try handlers.delete(key, options, call, answer)
        } catch {
            answer(.failure(error))
        }
    }
}
