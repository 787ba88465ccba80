import ApusAPI
import Synchronization

/// How scheduled snapshots went, for `/metrics`.
public final class ScheduleStatistics: Sendable {
    private struct State {
        var successes = 0
        var failures = 0
        var lastSuccess: Timestamp?
        var duration = 0.0
        var size: UInt64 = 0
        var kept = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// - Parameter kept: How many of the schedule's snapshots lie in the destination.
    func succeeded(at time: Timestamp, took duration: Duration, size: UInt64, kept: Int) {
        state.withLock { state in
            state.successes += 1
            state.lastSuccess = time
            state.duration = duration / .seconds(1)
            state.size = size
            state.kept = kept
        }
    }

    func failed() { state.withLock { $0.failures += 1 } }

    /// In Prometheus' text format. What is not known yet is left out.
    public var text: String {
        let state = state.withLock { $0 }
        var text = ""
        func add(_ name: String, _ type: String, _ help: String, _ value: String) {
            let name = "apus_scheduled_snapshot\(name)"
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n\(name) \(value)\n"
        }
        add("s_total", "counter", "Scheduled snapshots that came into their place.", "\(state.successes)")
        add("_failures_total", "counter", "Scheduled snapshots that failed.", "\(state.failures)")
        guard let last = state.lastSuccess else { return text }
        add(
            "_last_success_timestamp_seconds", "gauge", "When the newest scheduled snapshot was begun.",
            "\(last.seconds)")
        add("_duration_seconds", "gauge", "How long the newest scheduled snapshot took.", "\(state.duration)")
        add("_size_bytes", "gauge", "How large the newest scheduled snapshot is.", "\(state.size)")
        add("s_kept", "gauge", "Scheduled snapshots of this cluster in their place.", "\(state.kept)")
        return text
    }
}
