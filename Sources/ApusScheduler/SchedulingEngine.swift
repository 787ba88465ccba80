import CApusPlugin

/// The scheduler without its API: what is known of the cluster, the queue, and decisions. Belongs to one thread.
final class SchedulingEngine {
    /// What came of one Pod's turn.
    enum Decision {
        /// The Pod is counted on the node from now on; it has to be bound.
        case placed(QueuedPod, nodeName: String)
        case unschedulable(QueuedPod, Diagnosis)
        case failed(QueuedPod, String)
    }

    let snapshot: ClusterSnapshot
    let ledger: PodLedger
    let queue: SchedulingQueue
    private let profiles: [String: Profile]
    private let context = CycleContext()
    private let podBlock = PodBlock()
    private var random: SplitMix

    init(snapshot: ClusterSnapshot, profiles: [Profile], queue: SchedulingQueue.Settings, seed: UInt64) {
        self.snapshot = snapshot
        ledger = PodLedger(snapshot)
        self.queue = SchedulingQueue(queue)
        self.profiles = Dictionary(profiles.map { ($0.schedulerName, $0) }, uniquingKeysWith: { first, _ in first })
        random = SplitMix(seed: seed)
    }

    // MARK: - What happens in the cluster

    func set(_ node: NodeFacts, at now: Duration) {
        let change = ledger.set(node)
        if !change.isEmpty { queue.wake(.node(change), at: now) }
    }

    func removeNode(_ name: String) { ledger.removeNode(name) }

    func set(_ pod: PodFacts, at now: Duration) {
        if pod.isTerminal { return removePod(pod.uid, at: now) }
        if pod.nodeName.isEmpty {
            guard profiles[pod.schedulerName] != nil else { return }
            // An event from before the binding was seen: the Pod has its place.
            if ledger[pod.uid]?.isAssumed == true { return }
            if pod.isTerminating { return removePod(pod.uid, at: now) }
            queue.set(pod, at: now)
        } else {
            let isNew = ledger[pod.uid].map(\.isAssumed) ?? true
            ledger.place(pod.uid, PodUsage(pod), on: pod.nodeName, isAssumed: false)
            queue.remove(pod.uid)
            if isNew { queue.wake(.podPlaced, at: now) }
        }
    }

    func removePod(_ uid: String, at now: Duration) {
        queue.remove(uid)
        if ledger.remove(uid) != nil { queue.wake(.podRemoved, at: now) }
    }

    /// The API refused to bind: the Pod has no place any more and is tried again, unless it is gone.
    func unbind(_ pod: QueuedPod, at now: Duration) {
        guard ledger[pod.facts.uid]?.isAssumed == true else { return }
        ledger.remove(pod.facts.uid)
        queue.wake(.podRemoved, at: now)
        queue.retryLater(pod, at: now)
    }

    // MARK: - Decisions

    /// Schedules the next Pod; nil when none is ready.
    func scheduleNext(at now: Duration) -> Decision? {
        guard let pod = queue.pop(at: now) else { return nil }
        guard let profile = profiles[pod.facts.schedulerName] else {
            queue.remove(pod.facts.uid)
            return nil
        }
        context.begin(snapshot, pod: podBlock.compile(pod.facts, for: snapshot))
        do throws(SchedulingFailure) {
            switch try profile.schedule(context, nodeCount: snapshot.nodeCount, random: &random) {
            case .row(let row, _):
                guard let node = snapshot.nodes[row] else {
                    throw SchedulingFailure(description: "row \(row) holds no node")
                }
                ledger.place(pod.facts.uid, PodUsage(pod.facts), on: node.name, isAssumed: true)
                return .placed(pod, nodeName: node.name)
            case .unschedulable(var diagnosis):
                diagnosis.neverPreempts = pod.facts.neverPreempts
                queue.park(pod, rejectedBy: diagnosis.plugins, at: now)
                return .unschedulable(pod, diagnosis)
            }
        } catch {
            queue.retryLater(pod, at: now)
            return .failed(pod, error.description)
        }
    }
}
