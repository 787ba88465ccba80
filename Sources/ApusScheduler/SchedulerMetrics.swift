import ApusPluginHost

/// The scheduler's metrics, under upstream's names.
struct SchedulerMetrics: Sendable {
    private let attempts: MetricFamily?
    private let attemptDuration: MetricFamily?
    private let algorithmDuration: MetricFamily?
    private let attemptsPerPod: MetricFamily?
    private let untilBound: MetricFamily?
    private let pending: MetricFamily?

    enum Result: String {
        case scheduled, unschedulable, error
    }

    init(_ registry: MetricRegistry) {
        let seconds = (0..<15).map { 0.001 * Double(1 << $0) }
        attempts = registry.family(
            .counter, "scheduler_schedule_attempts_total",
            help: "Number of attempts to schedule pods, by the result.", labels: ["profile", "result"])
        attemptDuration = registry.family(
            .histogram(bounds: seconds), "scheduler_scheduling_attempt_duration_seconds",
            help: "Scheduling attempt latency in seconds (algorithm and binding).", labels: ["profile", "result"])
        algorithmDuration = registry.family(
            .histogram(bounds: (0..<15).map { 0.000_01 * Double(1 << $0) }),
            "scheduler_scheduling_algorithm_duration_seconds", help: "Scheduling algorithm latency in seconds.")
        attemptsPerPod = registry.family(
            .histogram(bounds: [1, 2, 4, 8, 16]), "scheduler_pod_scheduling_attempts",
            help: "Number of attempts to successfully schedule a pod.")
        untilBound = registry.family(
            .histogram(bounds: (0..<20).map { 0.01 * Double(1 << $0) }),
            "scheduler_pod_scheduling_sli_duration_seconds",
            help: "Time from a pod's first sight to its binding.", labels: ["attempts"])
        pending = registry.family(
            .gauge, "scheduler_pending_pods", help: "Number of pending pods, by the queue.", labels: ["queue"])
    }

    func attempt(_ result: Result, profile: String, algorithm: Duration) {
        attempts?.record(1, [profile, result.rawValue])
        algorithmDuration?.record(algorithm.inSeconds, [])
        if result != .scheduled { attemptDuration?.record(algorithm.inSeconds, [profile, result.rawValue]) }
    }

    func bound(profile: String, attempts count: Int, attempt: Duration, sinceFirstSeen: Duration) {
        attemptDuration?.record(attempt.inSeconds, [profile, Result.scheduled.rawValue])
        attemptsPerPod?.record(Double(count), [])
        untilBound?.record(sinceFirstSeen.inSeconds, [count < 16 ? String(count) : "16+"])
    }

    func queues(_ queue: SchedulingQueue) {
        pending?.record(Double(queue.activeCount), ["active"])
        pending?.record(Double(queue.backoffCount), ["backoff"])
        pending?.record(Double(queue.unschedulableCount), ["unschedulable"])
        pending?.record(Double(queue.gatedCount), ["gated"])
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
