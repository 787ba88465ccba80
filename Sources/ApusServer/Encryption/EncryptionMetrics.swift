import ApusAPI
import Synchronization

/// How reloading the encryption configuration goes: upstream's `apiserver_encryption_config_controller_*`.
final class EncryptionMetrics: Sendable {
    private struct Result: Sendable {
        var count = 0
        var time = 0.0
    }

    private struct State: Sendable {
        var success = Result()
        var failure = Result()
        var hash: String
    }

    private let server: String
    private let clock: @Sendable () -> Timestamp
    private let state: Mutex<State>

    /// - Parameters:
    ///   - server: The hash of the server's identity.
    ///   - hash: That of the configuration which it started with.
    init(server: String, hash: String, clock: @escaping @Sendable () -> Timestamp) {
        self.server = server
        self.clock = clock
        state = Mutex(State(hash: hash))
    }

    func succeeded(hash: String) {
        let time = now
        state.withLock { state in
            state.success = Result(count: state.success.count + 1, time: time)
            state.hash = hash
        }
    }

    func failed() {
        let time = now
        state.withLock { $0.failure = Result(count: $0.failure.count + 1, time: time) }
    }

    private var now: Double {
        let time = clock()
        return Double(time.seconds) + Double(time.nanoseconds) / 1e9
    }

    func write(to text: inout MetricsText) {
        let state = state.withLock { $0 }
        let prefix = "apiserver_encryption_config_controller"
        let results = [("failure", state.failure), ("success", state.success)].filter { $0.1.count > 0 }
        text.begin(
            "\(prefix)_automatic_reloads_total", "counter", "How often a changed encryption configuration was read.")
        for (status, result) in results {
            text.add([("apiserver_id_hash", server), ("status", status)], Double(result.count))
        }
        text.begin(
            "\(prefix)_automatic_reload_last_timestamp_seconds", "gauge",
            "When a changed encryption configuration was read last.")
        for (status, result) in results { text.add([("apiserver_id_hash", server), ("status", status)], result.time) }
        text.begin("\(prefix)_last_config_info", "gauge", "Which encryption configuration is in use; always 1.")
        text.add([("apiserver_id_hash", server), ("hash", state.hash)], 1)
    }
}
