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

    /// What upstream's server does once it has read its state, and Apus while it reads.
    private static let readHooks = [
        "generic-apiserver-start-informers", "start-apiextensions-informers", "start-apiextensions-controllers",
        "crd-informer-synced",
    ]

    /// What upstream's server makes when it starts; Apus makes it in one go.
    private static let bootstrapHooks = [
        "start-system-namespaces-controller", "start-cluster-authentication-info-controller",
        "start-service-ip-repair-controllers", "rbac/bootstrap-roles", "scheduling/bootstrap-system-priority-classes",
        "priority-and-fairness-config-producer", "bootstrap-controller", "start-kubernetes-service-cidr-controller",
        "apiservice-registration-controller", "kube-apiserver-autoregistration",
    ]

    private let store: any Store
    private let checksKMS: Bool
    private let flags = Mutex(Flags())

    /// - Parameter checksKMS: Whether there is upstream's check of the key services, of which there are none: its server
    ///   has it wherever the encryption configuration is reloaded.
    init(store: any Store, checksKMS: Bool) {
        self.store = store
        self.checksKMS = checksKMS
    }

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

    /// The paths that tell it, with upstream's names of the checks that have a meaning here.
    func paths(_ results: HealthResults) -> HealthPaths {
        let store = storeCheck("etcd")
        let sync = check("informer-sync") { $0.isLoaded ? nil : "the store is being read" }
        let shutdown = check("shutdown") { $0.isStopping ? "process is shutting down" : nil }
        let hooks =
            HealthState.readHooks.map { name in
                check("poststarthook/\(name)") { $0.isLoaded ? nil : "not finished" }
            }
            + HealthState.bootstrapHooks.map { name in
                check("poststarthook/\(name)") { $0.isBootstrapped ? nil : "not finished" }
            }
            + [check("autoregister-completion") { $0.isBootstrapped ? nil : "missing APIService" }]
        let always =
            [check("ping") { _ in nil }, check("log") { _ in nil }, store]
            + (checksKMS ? [check("kms-providers") { _ in nil }] : [])
        return HealthPaths(
            checks: [
                "livez": always + hooks, "healthz": always + hooks,
                "readyz": always + [storeCheck("etcd-readiness"), sync] + hooks + [shutdown],
            ], results: results)
    }

    private func storeCheck(_ name: String) -> HealthPaths.Check {
        HealthPaths.Check(name: name) { [self] in
            flags.withLock { $0.storeFailure } ?? store.failure.map { "error getting data from etcd: \($0)" }
        }
    }

    private func check(_ name: String, _ failure: @escaping @Sendable (borrowing Flags) -> String?) -> HealthPaths.Check
    {
        HealthPaths.Check(name: name) { [self] in flags.withLock { failure($0) } }
    }
}
