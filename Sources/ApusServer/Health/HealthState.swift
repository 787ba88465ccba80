import ApusStore
import Synchronization

/// How far the server has come, for its health checks.
final class HealthState: Sendable {
    private struct Flags: Sendable {
        var isLoaded = false
        var isBootstrapped = false
        var isStopping = false
        var storeFailure: String?
    }

    private let flags = Mutex(Flags())

    func loaded() { flags.withLock { $0.isLoaded = true } }
    func bootstrapped() { flags.withLock { $0.isBootstrapped = true } }
    func stopping() { flags.withLock { $0.isStopping = true } }

    func storeEnded(_ error: StoreError?) {
        flags.withLock { flags in
            if !flags.isStopping { flags.storeFailure = error.map { "\($0)" } ?? "the watch of the store ended" }
        }
    }

    var isReady: Bool {
        flags.withLock { $0.isLoaded && $0.isBootstrapped && !$0.isStopping && $0.storeFailure == nil }
    }

    /// The paths that tell it, with upstream's names of the checks.
    var paths: HealthPaths {
        let ping = HealthPaths.Check(name: "ping") { nil }
        let store = HealthPaths.Check(name: "etcd") { [self] in flags.withLock { $0.storeFailure } }
        let sync = HealthPaths.Check(name: "informer-sync") { [self] in
            flags.withLock { $0.isLoaded ? nil : "the store is being read" }
        }
        let roles = HealthPaths.Check(name: "poststarthook/rbac/bootstrap-roles") { [self] in
            flags.withLock { $0.isBootstrapped ? nil : "not finished" }
        }
        let shutdown = HealthPaths.Check(name: "shutdown") { [self] in
            flags.withLock { $0.isStopping ? "process is shutting down" : nil }
        }
        return HealthPaths(checks: [
            "livez": [ping, store, roles], "healthz": [ping, store, roles],
            "readyz": [ping, store, sync, roles, shutdown],
        ])
    }
}
