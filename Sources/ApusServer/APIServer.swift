public import ApusAPI
import ApusHTTP
import ApusJSON
import ApusResources
public import ApusStore
import Glibc
import Logging
public import NIOCore
import Synchronization

/// The API server: the one component that knows the store. Others reach it over HTTPS, or in the same process through
/// `transport(as:)`, with the same authorization, admission and metrics.
public final class APIServer: Sendable {
    private let core: ServerCore
    private let http: HTTPServer?
    private let feeds: [any Watcher]
    private let issuers: Issuers
    private let authenticationReload: AuthenticationReload?
    let encryptionReload: EncryptionReload?
    private let reloading = Mutex<[Task<Void, Never>]>([])
    private let state = Mutex(State.new)
    private let health: HealthState
    private let compaction: Compaction
    private let inspection: StoreInspection
    private let customResources: CustomResourceController
    private let addressRecords: AddressRecords?
    private let defaultRange: DefaultRangeKeeper?
    private let customAPIServices: CustomAPIServices?
    private let serverLeases = Mutex<ServerLeases?>(nil)
    private let group: any EventLoopGroup

    private enum State: Sendable {
        case new, started, stopped
    }

    public enum StartError: Error, Sendable, CustomStringConvertible {
        /// `start` was called twice, or after `shutdown`.
        case alreadyStarted
        case store(StoreError)
        case bootstrap(String)

        public var description: String {
            switch self {
            case .alreadyStarted: "the API server was started before"
            case .store(let error): "the store cannot be read: \(error)"
            case .bootstrap(let what): "the cluster's first objects cannot be made: \(what)"
            }
        }
    }

    /// - Parameters:
    ///   - store: stays open when the server shuts down; its owner closes it.
    ///   - group: the event loops of HTTP; must outlive the server.
    ///   - clock: what time it is.
    public init(
        configuration: Configuration, store: any Store, group: any EventLoopGroup,
        clock: @escaping @Sendable () -> Timestamp = { Timestamp.now }
    ) {
        let assembly = ServerAssembly(configuration: configuration, store: store, group: group, clock: clock)
        core = assembly.core
        feeds = assembly.feeds
        issuers = assembly.issuers
        authenticationReload = assembly.authenticationReload
        encryptionReload = assembly.encryptionReload
        health = assembly.health
        customResources = assembly.customResources
        inspection = assembly.inspection
        self.group = group
        compaction = Compaction(
            store: core.caches.store, progress: core.caches.progress,
            interval: .seconds(configuration.compactionSeconds),
            logger: configuration.logger)
        addressRecords = AddressRecords(server: core)
        defaultRange = DefaultRangeKeeper(server: core)
        customAPIServices = CustomAPIServices(server: core)
        let frontEnd = HTTPFrontEnd(server: core)
        assembly.gates.set(frontEnd)
        assembly.legacyTokenUse.set(InProcessTransport(user: Bootstrap.user, server: core))
        http = configuration.http.map { HTTPServer(configuration: $0, service: frontEnd, group: group) }
    }

    /// Reads the store, makes what every cluster has, and listens. Returns the port; 0 where it does not listen.
    @discardableResult
    public func start() async throws -> Int {
        let isFirst = state.withLock { state in
            guard state == .new else { return false }
            state = .started
            return true
        }
        guard isFirst else { throw StartError.alreadyStarted }
        do {
            try await core.caches.load { [health] error in health.storeEnded(error) }
        } catch {
            throw StartError.store(error)
        }
        for feed in feeds { (feed as? any CacheFeed)?.begin() }
        await customResources.start()
        health.loaded()
        issuers.start()
        if let authenticationReload, let file = core.configuration.authenticationFile {
            reloading.withLock { $0.append(authenticationReload.start(from: file.text)) }
        }
        if let encryptionReload, let file = core.configuration.encryptionFile {
            reloading.withLock { $0.append(encryptionReload.start(from: file.hash)) }
        }
        compaction.start(on: group.next())
        let bootstrap = Bootstrap(
            transport: transport(as: Bootstrap.user), configuration: core.configuration, clock: core.clock)
        do throws(StatusError) {
            try await bootstrap.makeFirstObjects()
        } catch {
            throw StartError.bootstrap(error.message)
        }
        health.bootstrapped()
        defaultRange?.begin()
        customAPIServices?.begin()
        guard let http else {
            await addressRecords?.begin()
            inspection.begin()
            return 0
        }
        let port = try await http.start()
        do throws(StatusError) {
            try await bootstrap.publishService(port: port)
            try await publishEndpoints(bootstrap, port: port)
        } catch {
            core.configuration.logger.error("the kubernetes Service cannot be made", metadata: ["error": "\(error)"])
        }
        await addressRecords?.begin()
        inspection.begin()
        return port
    }

    /// Makes the Service `kubernetes` lead to this server, and to the others that share its store.
    private func publishEndpoints(_ bootstrap: Bootstrap, port: Int) async throws(StatusError) {
        guard core.configuration.publishesEndpoints, let address = bootstrap.endpointAddress else { return }
        guard core.caches.store.isShared else { return try await bootstrap.publishEndpoints([address], port: port) }
        let leases = ServerLeases(
            address: address, prefix: core.caches.keys.root + "masterleases/", store: core.caches.store,
            logger: core.configuration.logger
        ) { addresses async throws(StatusError) in
            try await bootstrap.publishEndpoints(addresses, port: port)
        }
        await leases.begin()
        serverLeases.withLock { $0 = leases }
    }

    /// The server in the same process, for a component with the identity `user`.
    public func transport(as user: User) -> any APITransport { InProcessTransport(user: user, server: core) }

    /// Whether it is ready: everything is loaded and the cluster's first objects are made.
    public var isReady: Bool { health.isReady }

    /// Stops listening, lets requests finish, ends watches. The store stays open.
    public func shutdown(gracePeriod: TimeAmount = .seconds(5)) async {
        let wasRunning = state.withLock { state in
            defer { state = .stopped }
            return state == .started
        }
        guard wasRunning else { return }
        health.stopping()
        // Who sends clients here has time to see that the server is no longer ready.
        if core.configuration.shutdownDelay > .zero { try? await Task.sleep(for: core.configuration.shutdownDelay) }
        compaction.stop()
        await inspection.stop()
        await serverLeases.withLock { $0 }?.stop()
        await customResources.stop()
        addressRecords?.stop()
        defaultRange?.stop()
        customAPIServices?.stop()
        for cache in core.caches.all { cache.endWatches() }
        await http?.shutdown(gracePeriod: gracePeriod)
        for task in reloading.withLock({ $0 }) { task.cancel() }
        await issuers.shutdown()
        core.caches.close()
    }
}

extension Timestamp {
    /// The time of day, to the nanosecond.
    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }
}

/// A watcher that a client holds open, which ends when the server stops.
protocol EndableWatcher: Watcher {
    func endWatch()
}

/// A watcher of the server itself that begins once the caches are loaded.
protocol CacheFeed: Watcher {
    func begin()
}
