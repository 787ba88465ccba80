import ApusAPI
import Logging
import Synchronization

/// Makes the ServiceCIDR of `--service-cluster-ip-range` again when somebody has deleted it.
final class DefaultRangeKeeper: Watcher {
    let filter = ObjectFilter(name: ServiceRanges.defaultName)
    private let ranges: ResourceCache
    private let bootstrap: Bootstrap
    private let isStopped = Atomic(false)

    init?(server: ServerCore) {
        guard let ranges = server.catalog.stored("networking.k8s.io", "servicecidrs")?.cache else { return nil }
        self.ranges = ranges
        bootstrap = Bootstrap(
            transport: InProcessTransport(user: Bootstrap.user, server: server), configuration: server.configuration,
            clock: server.clock)
    }

    func begin() { ranges.watch(self, from: nil) { _ in } }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        guard event.object == nil, !isStopped.load(ordering: .relaxed) else { return }
        Task { [bootstrap] in
            do throws(StatusError) {
                try await bootstrap.publishServiceCIDR()
            } catch {
                bootstrap.configuration.logger.warning(
                    "the default ServiceCIDR cannot be made", metadata: ["error": "\(error)"])
            }
        }
    }
}
