import HeapModule

/// The Pods that wait for a node: active, in back-off, unschedulable until something changes, gated
/// (`scheduler/backend/queue`). Belongs to the scheduling thread.
final class SchedulingQueue {
    struct Settings: Sendable {
        var initialBackoff: Duration = .seconds(1)
        var maximumBackoff: Duration = .seconds(10)
        /// After that long an unschedulable Pod is tried again, whatever has happened.
        var unschedulableLimit: Duration = .seconds(300)
    }

    /// What a heap holds: the order, and the Pod as it was when it was put in.
    private struct Entry: Comparable {
        var order: (Int64, Duration, UInt64)
        var pod: QueuedPod
        var move: UInt64

        var isCurrent: Bool { pod.move == move }
        static func == (a: Entry, b: Entry) -> Bool { a.order == b.order }
        static func < (a: Entry, b: Entry) -> Bool { a.order < b.order }
    }

    private let settings: Settings
    private var pods: [String: QueuedPod] = [:]
    private var active = Heap<Entry>()
    private var backoff = Heap<Entry>()
    private var unschedulable: [String: QueuedPod] = [:]
    /// The unschedulable ones, those that have waited longest first.
    private var parked = Heap<Entry>()
    private var sequence: UInt64 = 0
    private(set) var activeCount = 0
    private(set) var backoffCount = 0
    private(set) var gatedCount = 0

    init(_ settings: Settings = Settings()) { self.settings = settings }

    var unschedulableCount: Int { unschedulable.count }
    var count: Int { pods.count }

    subscript(uid: String) -> QueuedPod? { pods[uid] }

    // MARK: - From the API

    /// A Pod without a node was added or changed.
    func set(_ facts: PodFacts, at now: Duration) {
        guard let pod = pods[facts.uid] else {
            let pod = QueuedPod(facts, at: now)
            pods[facts.uid] = pod
            put(pod, facts.requirements.isGated ? .gated : .active)
            return
        }
        let old = pod.facts
        pod.facts = facts
        switch pod.place {
        case .gated where !facts.requirements.isGated: put(pod, .active)
        case .unschedulable where old.requirements != facts.requirements: putBack(pod, at: now)
        case .active where old.priority != facts.priority: put(pod, .active)
        default: break
        }
    }

    /// A Pod was deleted or has a node.
    func remove(_ uid: String) {
        guard let pod = pods.removeValue(forKey: uid) else { return }
        put(pod, .gone)
    }

    // MARK: - From the scheduler

    /// The next Pod to schedule; it stays known until it is removed or put back.
    func pop(at now: Duration) -> QueuedPod? {
        advance(to: now)
        while let entry = active.popMin() {
            guard entry.isCurrent else { continue }
            put(entry.pod, .taken)
            entry.pod.attempts += 1
            return entry.pod
        }
        return nil
    }

    /// The Pod fits nowhere: it waits for a change that may help.
    func park(_ pod: QueuedPod, rejectedBy plugins: Set<String>, at now: Duration) {
        guard pod.place == .taken else { return }
        pod.rejectedBy = plugins
        pod.timestamp = now
        pod.backoffEnd = now + backoffTime(pod.attempts)
        put(pod, .unschedulable)
    }

    /// The attempt failed for another reason than the cluster's state: it is tried again after the back-off.
    func retryLater(_ pod: QueuedPod, at now: Duration) {
        guard pod.place == .taken else { return }
        pod.rejectedBy = []
        pod.timestamp = now
        pod.backoffEnd = now + backoffTime(pod.attempts)
        put(pod, .backoff)
    }

    /// Lets the Pods go on that `cause` may help.
    func wake(_ cause: WakeCause, at now: Duration) {
        guard !unschedulable.isEmpty else { return }
        for pod in Array(unschedulable.values)
        where pod.rejectedBy.isEmpty || pod.rejectedBy.contains(where: { cause.mayHelp(after: $0) }) {
            putBack(pod, at: now)
        }
    }

    /// Moves on what time has made ready.
    func advance(to now: Duration) {
        while let entry = backoff.min, !entry.isCurrent || entry.pod.backoffEnd <= now {
            backoff.removeMin()
            if entry.isCurrent { put(entry.pod, .active) }
        }
    }

    /// Tries the Pods again that have waited too long.
    func flushUnschedulable(at now: Duration) {
        while let deadline = nextFlush, deadline <= now, let entry = parked.popMin() { putBack(entry.pod, at: now) }
    }

    /// When `advance` will have something to do; nil when only an event can bring that.
    var nextReady: Duration? {
        while let entry = backoff.min, !entry.isCurrent { backoff.removeMin() }
        return backoff.min?.pod.backoffEnd
    }

    /// When the first unschedulable Pod will have waited too long.
    var nextFlush: Duration? {
        while let entry = parked.min, !entry.isCurrent { parked.removeMin() }
        return parked.min.map { $0.pod.timestamp + settings.unschedulableLimit }
    }

    // MARK: -

    private func putBack(_ pod: QueuedPod, at now: Duration) {
        put(pod, pod.backoffEnd > now ? .backoff : .active)
    }

    private func put(_ pod: QueuedPod, _ place: QueuedPod.Place) {
        switch pod.place {
        case .active: activeCount -= 1
        case .backoff: backoffCount -= 1
        case .unschedulable: unschedulable[pod.facts.uid] = nil
        case .gated: gatedCount -= 1
        case .taken, .gone: break
        }
        pod.place = place
        pod.move += 1
        sequence += 1
        switch place {
        case .active:
            activeCount += 1
            active.insert(
                Entry(order: (-Int64(pod.facts.priority), pod.timestamp, sequence), pod: pod, move: pod.move))
        case .backoff:
            backoffCount += 1
            backoff.insert(Entry(order: (0, pod.backoffEnd, sequence), pod: pod, move: pod.move))
        case .unschedulable:
            unschedulable[pod.facts.uid] = pod
            parked.insert(Entry(order: (0, pod.timestamp, sequence), pod: pod, move: pod.move))
        case .gated: gatedCount += 1
        case .taken, .gone: break
        }
    }

    /// Doubles with each attempt.
    private func backoffTime(_ attempts: Int) -> Duration {
        var time = settings.initialBackoff
        for _ in 1..<max(1, attempts) {
            time *= 2
            if time >= settings.maximumBackoff { return settings.maximumBackoff }
        }
        return min(time, settings.maximumBackoff)
    }
}
