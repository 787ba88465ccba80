public import ApusAPI
public import ApusClient
import CNFTables
import Glibc
public import Logging
import Synchronization

/// Leads traffic for Services to their endpoints on this node, by nftables: ClusterIPs, NodePorts, external addresses.
///
/// One table in each IP family belongs to it. A change of a Service or of its endpoints changes what depends on it, in one
/// transaction; a change that somebody else makes to the tables is answered by writing them anew.
public final class Proxy: Sendable {
    private let configuration: ProxyConfiguration
    private let services: Informer
    private let slices: Informer
    private let time: TimeSource
    private let logger: Logger
    private let onReady: @Sendable () -> Void
    private let pending = Mutex(Pending())
    private let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    private struct Pending {
        /// Services, `namespace/name`, that are to be looked at anew.
        var services: Set<String> = []
        /// Whether the tables are to be written whole.
        var rebuild = true
        /// Whether that is because of somebody else.
        var foreign = false
        var synced = false
    }

    private static let sliceIndex = Indexer("service") { slice in
        slice.labels["kubernetes.io/service-name"].map { ["\(slice.namespace)/\($0)"] } ?? []
    }

    /// `onReady` is called once, when the rules of everything that was there at the start are in the kernel.
    public init(
        configuration: ProxyConfiguration, transport: any APITransport, time: TimeSource = .system, logger: Logger,
        onReady: @escaping @Sendable () -> Void = {}
    ) {
        self.configuration = configuration
        self.time = time
        self.logger = logger
        self.onReady = onReady
        services = Informer(
            InformerScope(GroupVersionResource("", "v1", "services")), transport: transport, time: time, logger: logger)
        slices = Informer(
            InformerScope(GroupVersionResource("discovery.k8s.io", "v1", "endpointslices")), transport: transport,
            indexers: [Self.sliceIndex], time: time, logger: logger)
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Works until the task is cancelled; the rules stay then, and traffic goes on. Call it once.
    ///
    /// - Throws: `NFTablesError` where the kernel cannot be programmed at all.
    public func run() async throws {
        let tables = try NFTables(networkNamespace: configuration.networkNamespace)
        defer { tables.stop() }
        let families = try await Self.families(tables)
        let configuration = configuration
        for warning in await tables.perform({ _ in KernelSettings.prepare(configuration, families: families) }) {
            logger.warning("\(warning)")
        }
        let monitor = try await startMonitor(tables)
        defer { monitor?.stop() }
        services.addHandler { [weak self] change in self?.note([change.object.key]) }
        slices.addHandler { [weak self] change in
            var objects = [change.object]
            // A slice may be given to another Service.
            if case .updated(let old, _) = change { objects.append(old) }
            self?.note(objects.flatMap(Self.sliceIndex.values))
        }
        await withTaskGroup { group in
            group.addTask { await self.services.run() }
            group.addTask { await self.slices.run() }
            group.addTask {
                await self.services.waitForSync()
                await self.slices.waitForSync()
                self.pending.withLock { $0.synced = true }
                self.changed.yield()
            }
            await self.follow(tables, families)
            group.cancelAll()
        }
    }

    /// Takes the tables of an installation away.
    public static func cleanUp(_ configuration: ProxyConfiguration) async throws {
        let tables = try NFTables(networkNamespace: configuration.networkNamespace)
        defer { tables.stop() }
        let names = try await families(tables)
        try await tables.run(script: names.map { RuleTable(configuration: configuration, family: $0).removal }.joined())
    }

    /// The families that the kernel has: IPv4 in any case.
    private static func families(_ tables: NFTables) async throws -> [Family] {
        let hasIPv6 = await tables.perform { _ in access("/proc/sys/net/ipv6", F_OK) == 0 }
        return hasIPv6 ? [.ipv4, .ipv6] : [.ipv4]
    }

    // MARK: - Changes

    private func note(_ services: [String]) {
        pending.withLock { $0.services.formUnion(services) }
        changed.yield()
    }

    private func startMonitor(_ tables: NFTables) async throws -> RulesetMonitor? {
        let socket = await tables.perform { _ in cnft_open_monitor() }
        guard socket >= 0 else {
            logger.warning("cannot watch nftables for changes of others: \(String(cString: strerror(-socket)))")
            return nil
        }
        return try RulesetMonitor(socket: socket, table: configuration.tableName) { [weak self] in
            guard let self else { return }
            pending.withLock {
                $0.rebuild = true
                $0.foreign = true
            }
            changed.yield()
        }
    }

    /// Applies changes as they come, several at once where they come quicker than the kernel takes them.
    private func follow(_ tables: NFTables, _ families: [Family]) async {
        var state = families.map { RuleTable(configuration: configuration, family: $0) }
        var backoff = Backoff(initial: .milliseconds(100), limit: .seconds(30), jitter: 0.1, resetAfter: .seconds(60))
        var ready = false
        for await _ in changes {
            let taken = pending.withLock { pending -> Pending? in
                guard pending.synced, pending.rebuild || !pending.services.isEmpty else { return nil }
                defer {
                    pending.services = []
                    pending.rebuild = false
                    pending.foreign = false
                }
                return pending
            }
            guard let taken else { continue }
            if taken.foreign {
                logger.warning("table \(configuration.tableName) was changed by somebody else: it is written anew")
                // Two who both insist must not keep the machine busy.
                guard (try? await time.sleep(for: backoff.next(at: time.elapsed))) != nil else { return }
            }
            do throws(NFTablesError) {
                try await apply(taken, &state, tables)
                if !ready { onReady() }
                ready = true
            } catch {
                logger.error("cannot write the rules of Services, trying again: \(error)")
                pending.withLock { $0.rebuild = true }
                guard (try? await time.sleep(for: backoff.next(at: time.elapsed))) != nil else { return }
                changed.yield()
            }
        }
    }

    private func apply(_ taken: Pending, _ state: inout [RuleTable], _ tables: NFTables) async throws(NFTablesError) {
        var script = ""
        var stale: [(Family, Fragment.UDPAddress, Set<String>)] = []
        for index in state.indices {
            let fragments = Dictionary(
                uniqueKeysWithValues: taken.services.map { ($0, fragment(of: $0, state[index].family)) })
            for (service, fragment) in fragments {
                let addresses = StaleConnections.addresses(before: state[index].fragments[service], after: fragment)
                stale += addresses.map { (state[index].family, $0.key, $0.value) }
            }
            let change = state[index].update(fragments)
            script += taken.rebuild ? state[index].script : change
        }
        if script.isEmpty { return }
        try await tables.run(script: script)
        if !stale.isEmpty {
            await tables.perform { [stale] _ in
                for (family, address, endpoints) in stale {
                    _ = StaleConnections.forget(address, endpoints: endpoints, family: family)
                }
            }
        }
    }

    /// The rules of a Service as the caches have it; nil where it needs none.
    private func fragment(of key: String, _ family: Family) -> Fragment? {
        guard let object = services.cache[key], let service = ServiceModel(object.tree) else { return nil }
        var endpoints: [EndpointSliceModel.PortKey: [Endpoint]] = [:]
        for slice in slices.cache.indexed(Self.sliceIndex, key) {
            guard let model = EndpointSliceModel(slice.tree, nodeName: configuration.nodeName), model.family == family
            else {
                continue
            }
            endpoints.merge(model.endpoints) { $0 + $1 }
        }
        return ServiceCompiler(family: family, configuration: configuration).compile(service, endpoints)
    }
}
