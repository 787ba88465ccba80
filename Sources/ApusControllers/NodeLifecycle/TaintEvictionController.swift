import ApusAPI
import ApusClient
import ApusJSON

/// Deletes Pods that do not tolerate a NoExecute taint of their node, or no longer do.
struct TaintEvictionController: Controller {
    let context: ControllerContext
    let nodes: Informer
    let pods: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        nodes = context.informers.informer(Resources.nodes)
        pods = context.informers.informer(Resources.pods, indexers: [.nodeName])
        queue = WorkQueue(time: context.time)
        nodes.addHandler { [queue, pods] change in
            if case .updated(let old, let new) = change, Self.taints(of: old.tree) == Self.taints(of: new.tree) {
                return
            }
            for pod in pods.cache.indexed(.nodeName, change.object.name) { queue.add(pod.key) }
        }
        pods.addHandler { [queue] change in
            switch change {
            case .deleted: return
            case .updated(let old, let new) where old.fields["spec.nodeName"] == new.fields["spec.nodeName"]:
                guard old.tree["spec"]["tolerations"] != new.tree["spec"]["tolerations"] else { return }
                queue.add(new.key)
            case .added(let pod, _), .updated(_, let pod): queue.add(pod.key)
            }
        }
    }

    func run() async {
        guard await context.synced(nodes, pods) else { return }
        await queue.run(workers: 8, logger: context.logger, sync)
    }

    private static func taints(of node: JSONValue) -> [JSONValue] {
        node["spec"]["taints"].elements.filter { $0["effect"].string == "NoExecute" }
    }

    private func sync(_ key: String) async throws -> WorkResult {
        guard let object = pods.cache[key], let node = nodes.cache[object.fields["spec.nodeName"] ?? ""]?.tree else {
            return .done
        }
        let pod = PodState(object)
        guard !pod.isBeingDeleted else { return .done }
        let taints = Self.taints(of: node)
        guard !taints.isEmpty, let delay = delay(pod, taints) else { return .done }
        if delay > .zero { return .again(after: delay) }
        try await evict(pod)
        return .done
    }

    /// How long the Pod may still run; nil for ever.
    private func delay(_ pod: PodState, _ taints: [JSONValue]) -> Duration? {
        let tolerations = pod.value["spec"]["tolerations"].elements
        var least: Duration?
        for taint in taints {
            let matching = tolerations.filter { NodeTaints.tolerates($0, taint) }
            guard !matching.isEmpty else { return .zero }
            let limits = matching.compactMap { $0["tolerationSeconds"].int }
            guard let seconds = limits.min() else { continue }
            let since = taint["timeAdded"].timestamp ?? context.time.now
            let left = since.advanced(by: .seconds(max(seconds, 0))).since(context.time.now)
            least = min(least ?? left, left)
        }
        return least.map { max($0, .zero) }
    }

    private func evict(_ pod: PodState) async throws(StatusError) {
        context.events.record(
            ObjectReference(Kinds.pod, pod.value), .normal, reason: "TaintManagerEviction",
            message: "Marking for deletion Pod \(pod.key)")
        var status = pod.value["status"]
        var conditions = status["conditions"].elements
        if conditions.condition("DisruptionTarget") == nil {
            conditions.append(
                Condition(
                    type: "DisruptionTarget", status: "True", reason: "DeletionByTaintManager",
                    message: "Taint manager: deleting due to NoExecute taint"
                ).value(now: context.time.now))
            status["conditions"] = .array(conditions)
            do {
                try await context.client.writeStatus(Resources.pods, of: pod.value, status)
            } catch {
                if error.reason != .notFound { throw error }
            }
        }
        try await context.client.deleteIfPresent(Resources.pods, namespace: pod.value.namespace, name: pod.name)
    }
}
