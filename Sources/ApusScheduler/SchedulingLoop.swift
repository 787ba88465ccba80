import ApusClient
import ApusPluginHost
import Synchronization

/// What the scheduling thread is told.
enum SchedulerEvent: Sendable {
    case node(NodeFacts)
    case nodeRemoved(String)
    case pod(PodFacts)
    case podRemoved(uid: String)
    /// Everything that was there at the beginning has been told.
    case synced
    case bound(uid: String, duration: Duration)
    case bindingFailed(uid: String)
    /// Time has passed.
    case tick
}

/// Brings events and the engine together on the scheduling thread, which plugins are called on.
///
/// The thread runs only while there is something to do; between, a timer waits for the next back-off to end.
final class SchedulingLoop: @unchecked Sendable {  // what is not behind `mailbox` is used on the scheduling thread only
    /// Does what a decision asks for; must not block.
    struct Actions: Sendable {
        var bind: @Sendable (_ loop: SchedulingLoop, _ pod: PodFacts, _ nodeName: String) -> Void
        var reportFailure: @Sendable (_ pod: PodFacts, _ reason: String, _ message: String) -> Void
    }

    private struct Mailbox {
        var events: [SchedulerEvent] = []
        /// A turn is under way or on its way.
        var isTurning = false
        var isStopped = false
    }

    private let engine: SchedulingEngine
    private let threads = HostThreads(maximum: 1)
    private let actions: Actions
    private let time: TimeSource
    private let metrics: SchedulerMetrics
    private let mostUnbound: Int
    private let mailbox = Mutex(Mailbox())

    private var isSynced = false
    /// Placed and not yet bound, by uid: what is needed when the binding fails.
    private var unbound: [String: QueuedPod] = [:]
    private var timer: (deadline: Duration, task: Task<Void, Never>)?

    init(
        _ engine: SchedulingEngine, actions: Actions, time: TimeSource, metrics: SchedulerMetrics, mostUnbound: Int
    ) {
        self.engine = engine
        self.actions = actions
        self.time = time
        self.metrics = metrics
        self.mostUnbound = mostUnbound
    }

    /// Tells the scheduling thread something; from any thread, never waits.
    func post(_ event: SchedulerEvent) {
        let start = mailbox.withLock { mailbox in
            guard !mailbox.isStopped else { return false }
            mailbox.events.append(event)
            defer { mailbox.isTurning = true }
            return !mailbox.isTurning
        }
        if start { threads.submit { self.turn() } }
    }

    /// Ends the work; returns when no plugin is called any more.
    func stop() async {
        mailbox.withLock { mailbox in
            mailbox.isStopped = true
            mailbox.events = []
        }
        await threads.run { [self] in
            timer?.task.cancel()
            timer = nil
        }
        threads.shutdown()
    }

    // MARK: - On the scheduling thread

    private func turn() {
        while true {
            let (events, isStopped) = mailbox.withLock { mailbox in
                defer { mailbox.events = [] }
                return (mailbox.events, mailbox.isStopped)
            }
            if isStopped { return }
            for event in events { apply(event) }
            if scheduleOne() { continue }
            let isDone = mailbox.withLock { mailbox in
                if mailbox.events.isEmpty { mailbox.isTurning = false }
                return mailbox.events.isEmpty
            }
            if isDone { break }
        }
        metrics.queues(engine.queue)
        setTimer()
    }

    private func apply(_ event: SchedulerEvent) {
        let now = time.elapsed
        switch event {
        case .node(let node): engine.set(node, at: now)
        case .nodeRemoved(let name): engine.removeNode(name)
        case .pod(let pod): engine.set(pod, at: now)
        case .podRemoved(let uid): engine.removePod(uid, at: now)
        case .synced: isSynced = true
        case .bound(let uid, let duration):
            guard let pod = unbound.removeValue(forKey: uid) else { return }
            metrics.bound(
                profile: pod.facts.schedulerName, attempts: pod.attempts, attempt: duration,
                sinceFirstSeen: now - pod.firstSeen)
        case .bindingFailed(let uid):
            if let pod = unbound.removeValue(forKey: uid) { engine.unbind(pod, at: now) }
        case .tick: engine.queue.flushUnschedulable(at: now)
        }
    }

    /// Schedules one Pod; false when none can be scheduled now.
    private func scheduleOne() -> Bool {
        guard isSynced, unbound.count < mostUnbound else { return false }
        let start = time.elapsed
        guard let decision = engine.scheduleNext(at: start) else { return false }
        switch decision {
        case .placed(let pod, let nodeName):
            metrics.attempt(.scheduled, profile: pod.facts.schedulerName, algorithm: time.elapsed - start)
            unbound[pod.facts.uid] = pod
            actions.bind(self, pod.facts, nodeName)
        case .unschedulable(let pod, let diagnosis):
            metrics.attempt(.unschedulable, profile: pod.facts.schedulerName, algorithm: time.elapsed - start)
            actions.reportFailure(pod.facts, "Unschedulable", diagnosis.message)
        case .failed(let pod, let message):
            metrics.attempt(.error, profile: pod.facts.schedulerName, algorithm: time.elapsed - start)
            actions.reportFailure(pod.facts, "SchedulerError", message)
        }
        return true
    }

    /// Sees to it that the thread turns again when time alone makes a Pod ready.
    private func setTimer() {
        let deadlines = [engine.queue.nextReady, engine.queue.nextFlush].compactMap { $0 }
        guard isSynced, let deadline = deadlines.min() else { return }
        if let timer {
            if timer.deadline <= deadline, timer.deadline > time.elapsed { return }
            timer.task.cancel()
        }
        let delay = max(.zero, deadline - time.elapsed)
        timer = (
            deadline,
            Task { [time] in
                do {
                    try await time.sleep(for: delay)
                    self.post(.tick)
                } catch {
                    // Cancelled: another deadline came first, or the scheduler stops.
                }
            }
        )
    }
}
