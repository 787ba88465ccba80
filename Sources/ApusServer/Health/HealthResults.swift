import Synchronization

/// What the health checks said when they were asked: `/metrics/slis` (apiserver's `kubernetes_healthcheck`).
final class HealthResults: Sendable {
    private struct Key: Hashable, Sendable {
        var name: String
        /// The endpoint that asked: `livez`.
        var type: String
    }

    private struct Result: Sendable {
        var isHealthy = false
        var successes = 0
        var errors = 0
    }

    private let results = Mutex<[Key: Result]>([:])

    func note(_ name: String, of type: String, isHealthy: Bool) {
        results.withLock { results in
            var result = results[Key(name: name, type: type)] ?? Result()
            result.isHealthy = isHealthy
            if isHealthy { result.successes += 1 } else { result.errors += 1 }
            results[Key(name: name, type: type)] = result
        }
    }

    func write(to text: inout MetricsText) {
        let all = results.withLock { $0 }.sorted { ($0.key.name, $0.key.type) < ($1.key.name, $1.key.type) }
        text.begin("kubernetes_healthcheck", "gauge", "Whether a check was well when it was asked last.")
        for (key, result) in all {
            text.add([("name", key.name), ("type", key.type)], result.isHealthy ? 1 : 0)
        }
        text.begin("kubernetes_healthchecks_total", "counter", "How often a check was asked, by what it said.")
        for (key, result) in all {
            for (status, count) in [("error", result.errors), ("success", result.successes)] where count > 0 {
                text.add([("name", key.name), ("status", status), ("type", key.type)], Double(count))
            }
        }
    }
}
