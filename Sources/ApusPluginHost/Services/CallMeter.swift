import Logging
import Synchronization

/// Measures the calls of one function of one instance, and reports those that take longer than their budget.
public final class CallMeter: Sendable {
    private let clock: HostClock
    private let logger: Logger
    private let labels: [String]
    private let budget: Int64?
    private let durations: MetricFamily?
    private let overruns: MetricFamily?
    /// When an overrun was logged last: one line in ten seconds, the rest is counted.
    private let lastLogged = Mutex<Int64?>(nil)
    private static let logInterval: Int64 = 10_000_000_000

    init(_ instance: PluginInstance, function: String, budget: Duration?, environment: HostEnvironment) {
        clock = environment.clock
        logger = environment.logger
        labels = [instance.plugin.manifest.id, instance.component, function]
        self.budget = budget.map { $0.components.seconds * 1_000_000_000 + $0.components.attoseconds / 1_000_000_000 }
        let names = ["plugin", "component", "function"]
        let bounds = (0..<14).map { 0.000_001 * Double(1 << (2 * $0)) }  // 1 µs to 67 s
        durations = environment.metrics.family(
            .histogram(bounds: bounds), "apus_plugin_call_duration_seconds",
            help: "How long calls of plugins took.", labels: names)
        overruns = environment.metrics.family(
            .counter, "apus_plugin_calls_over_budget_total",
            help: "Calls of plugins that took longer than their budget.",
            labels: names)
    }

    /// Calls `body` and records how long it took.
    public func measure<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        let start = clock.monotonic()
        defer { record(clock.monotonic() - start) }
        return try body()
    }

    private func record(_ nanoseconds: Int64) {
        durations?.record(Double(nanoseconds) / 1e9, labels)
        guard let budget, nanoseconds > budget else { return }
        overruns?.record(1, labels)
        let now = clock.monotonic()
        let report = lastLogged.withLock { last in
            if let last, now - last < Self.logInterval { return false }
            last = now
            return true
        }
        if report {
            logger.warning(
                "plugin call took longer than its budget",
                metadata: [
                    "plugin": "\(labels[0])", "component": "\(labels[1])", "function": "\(labels[2])",
                    "microseconds": "\(nanoseconds / 1000)", "budget": "\(budget / 1000)",
                ])
        }
    }
}

extension PluginInstance {
    /// A meter for the calls of `function`; one that takes longer than `budget` is counted and logged.
    public func meter(_ function: String, budget: Duration? = nil) -> CallMeter {
        CallMeter(self, function: function, budget: budget, environment: plugin.environment)
    }
}
