import ApusAPI
import ApusClient
import ApusJSON
import Synchronization

/// Declares nodes that give no sign of life unknown, and says by taints what is wrong with a node.
struct NodeLifecycleController: Controller {
    static let leaseNamespace = "kube-node-lease"
    /// How long a node that never reported may take.
    static let startupGrace: Duration = .seconds(60)
    /// One node in ten seconds is emptied, in each zone.
    static let evictionRate = 0.1

    let context: ControllerContext
    let grace: Duration
    let nodes: Informer
    let leases: Informer
    let pods: Informer
    let queue: WorkQueue<String>
    let health = NodeHealth()
    private let evictions = ZoneBuckets()

    init(_ context: ControllerContext, grace: Duration) {
        self.context = context
        self.grace = grace
        nodes = context.informers.informer(Resources.nodes)
        leases = context.informers.informer(InformerScope(Resources.leases, namespace: Self.leaseNamespace))
        pods = context.informers.informer(Resources.pods, indexers: [.nodeName])
        queue = WorkQueue(time: context.time)
        nodes.addHandler { [queue, health, nodes] change in
            if case .deleted(let node) = change {
                health.forget(node.name)
                // The last node that worked may be gone: what holds for the others may have changed.
                for other in nodes.cache.all() { queue.add(other.name) }
                return
            }
            queue.add(change.object.name)
        }
        leases.addHandler { [queue] in queue.add($0.object.name) }
    }

    func run() async {
        guard await context.synced(nodes, leases, pods) else { return }
        await queue.run(workers: 4, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard var node = nodes.cache[name]?.tree else { return .done }
        let lease = leases.cache.get(namespace: Self.leaseNamespace, name: name)?.tree
        let now = context.time.elapsed
        let seen = health.observe(name, node: node, lease: lease, now: now)
        let ready = node["status"]["conditions"].elements.condition("Ready")
        let allowed = ready == nil ? Self.startupGrace : grace
        let left = seen + allowed - now
        let wasReady = ready?["status"].string == "True"

        if left <= .zero { node = try await declareUnknown(node, isNew: ready == nil) }
        let isReady = node["status"]["conditions"].elements.condition("Ready")?["status"].string == "True"
        if wasReady, !isReady {
            context.events.record(
                ObjectReference(Kinds.node, node), .normal, reason: "NodeNotReady",
                message: "Node \(name) status is now: NodeNotReady")
        }
        if !isReady { try await markPodsNotReady(on: name) }
        let wait = try await taint(node)
        // As long as it lives it is looked at when it might have died; a sign of life wakes a dead one.
        let next = [wait, left > .zero ? left : nil].compactMap { $0 }.min()
        return next.map { .again(after: $0) } ?? .done
    }

    // MARK: - Conditions

    private func declareUnknown(_ node: JSONValue, isNew: Bool) async throws(StatusError) -> JSONValue {
        let now = context.time.now
        var conditions = node["status"]["conditions"].elements
        for type in ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] {
            let old = conditions.condition(type)
            guard old?["status"].string != "Unknown" else { continue }
            let condition =
                old == nil
                ? Condition(
                    type: type, status: "Unknown", reason: "NodeStatusNeverUpdated",
                    message: "Kubelet never posted node status.")
                : Condition(
                    type: type, status: "Unknown", reason: "NodeStatusUnknown",
                    message: "Kubelet stopped posting node status.")
            var value = condition.value(now: now, replacing: old)
            value["lastHeartbeatTime"] = old?["lastHeartbeatTime"] ?? node["metadata"]["creationTimestamp"]
            conditions.removeCondition(type)
            conditions.append(value)
        }
        var changed = node
        changed["status"]["conditions"] = .array(conditions)
        guard changed != node else { return node }
        return try await context.client.updateStatus(Resources.nodes, changed).decoded()
    }

    /// Endpoints must not lead to a node that does not answer.
    private func markPodsNotReady(on name: String) async throws(StatusError) {
        for object in pods.cache.indexed(.nodeName, name) {
            let pod = PodState(object)
            guard pod.isReady else { continue }
            var status = pod.value["status"]
            var conditions = status["conditions"].elements
            guard let index = conditions.firstIndex(where: { $0["type"].string == "Ready" }) else { continue }
            conditions[index]["status"] = "False"
            conditions[index]["lastTransitionTime"] = .string(context.time.now.rfc3339)
            status["conditions"] = .array(conditions)
            context.events.record(
                ObjectReference(Kinds.pod, pod.value), .warning, reason: "NodeNotReady", message: "Node is not ready")
            do {
                try await context.client.writeStatus(Resources.pods, of: pod.value, status)
            } catch {
                if error.reason != .notFound { throw error }
            }
        }
    }

    // MARK: - Taints

    /// Brings the taints up to date; returns how long an eviction has to wait for its turn.
    private func taint(_ node: JSONValue) async throws(StatusError) -> Duration? {
        var evicting = true
        var wait: Duration?
        if let key = NodeTaints.noExecute(for: node) {
            let isTainted = node["spec"]["taints"].elements.contains {
                $0["key"].string == key && $0["effect"].string == "NoExecute"
            }
            if !isTainted {
                if allAreDown() {
                    // Rather this process cannot see them than that all are down at once.
                    evicting = false
                } else {
                    wait = evictions.take(zone(of: node), at: context.time.elapsed)
                    evicting = wait == nil
                }
            }
        }
        let taints = NodeTaints.reconciled(node, evicting: evicting, now: context.time.now)
        guard taints != node["spec"]["taints"].elements else { return wait }
        var changed = node
        changed["spec"].set("taints", unlessEmpty: taints)
        try await context.client.update(Resources.nodes, changed)
        return wait
    }

    private func allAreDown() -> Bool {
        !nodes.cache.all().contains {
            $0.tree["status"]["conditions"].elements.condition("Ready")?["status"].string == "True"
        }
    }

    private func zone(of node: JSONValue) -> String {
        let labels = node.labels
        return "\(labels["topology.kubernetes.io/region"] ?? "")/\(labels["topology.kubernetes.io/zone"] ?? "")"
    }
}

/// How many nodes of a zone may still be emptied now.
private final class ZoneBuckets: Sendable {
    private let buckets = Mutex<[String: TokenBucket]>([:])

    /// Nil when it is this node's turn, else how long it is until then.
    func take(_ zone: String, at now: Duration) -> Duration? {
        buckets.withLock { buckets in
            let fresh = TokenBucket(rate: NodeLifecycleController.evictionRate, burst: 1)
            return buckets[zone, default: fresh].take(at: now)
                ? nil : .seconds(1 / NodeLifecycleController.evictionRate)
        }
    }
}
