import ApusHTTP
import ApusServer
import ApusSnapshots
import ApusStore
import Glibc
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The API server on its store, with its keys, and what it hands the components in the same process.
final class ControlPlane: Service {
    let data: DataDirectory
    let options: ServerOptions
    let logger: Logger
    let pki: ClusterPKI
    let server: APIServer
    let address: String
    /// Nil: none are made.
    let snapshots: ScheduledSnapshots?
    private let store: any Store

    init(data: DataDirectory, options: ServerOptions, logger: Logger, group: any EventLoopGroup) async throws {
        let ranges = try options.serviceRanges
        let services = ranges[0]
        self.data = data
        self.options = options
        self.logger = logger
        address = options.advertiseAddress ?? LocalAddress.outward
        store = try await options.store.open(data, logger: logger)
        pki = try ClusterPKI(
            .init(
                directory: data.pki, serverNames: [address, services.first, LocalAddress.hostname],
                now: Int64(time(nil))))
        var configuration = APIServer.Configuration(
            http: .init(
                host: options.bindAddress, port: options.port,
                tls: .init(
                    certificateChainPEM: pki.serving.certificatePEM, privateKeyPEM: pki.serving.keyPEM,
                    clientCAPEM: pki.caPEM)),
            serviceAddresses: services, logger: logger)
        try options.access.apply(to: &configuration, pki)
        configuration.secondaryServiceAddresses = ranges.count > 1 ? ranges[1] : nil
        try options.store.apply(to: &configuration)
        configuration.nodePorts = try options.nodePorts
        configuration.maxReadsInFlight = options.limits.maxRequestsInflight
        configuration.maxWritesInFlight = options.limits.maxMutatingRequestsInflight
        configuration.maxWatchesPerClient = options.limits.maxWatchesPerClient
        configuration.requestTimeout = options.limits.requestTimeout.duration
        configuration.shutdownDelay = options.limits.shutdownDelayDuration.duration
        configuration.goawayChance = options.limits.goawayChance
        configuration.minWatchSeconds = options.limits.minRequestTimeout
        configuration.eventSeconds = options.eventTtl.seconds
        configuration.advertiseAddress = address
        configuration.publishesEndpoints = options.endpointReconcilerType == .lease
        configuration.admission = try options.admission.options()
        configuration.kubelet = .init(
            certificateChainPEM: pki.kubeletClient.certificatePEM, privateKeyPEM: pki.kubeletClient.keyPEM,
            caPEM: pki.caPEM)
        let statistics = ScheduleStatistics()
        if options.snapshots.snapshotSchedule != nil { configuration.componentMetrics = { statistics.text } }
        server = APIServer(configuration: configuration, store: store, group: group)
        snapshots = try ScheduledSnapshots(
            options, data, store: store, server: server, group: group, statistics: statistics, logger: logger)
    }

    /// Serves, and writes the administrator's kubeconfig.
    func start() async throws {
        let port = try await server.start()
        try Kubeconfig(
            server: "https://127.0.0.1:\(port)", caPEM: pki.caPEM, user: "kubernetes-admin", credential: pki.admin
        ).write(to: data.kubeconfig)
    }

    /// Serves until a signal comes; then lets requests finish and closes the store.
    func run() async throws {
        try await gracefulShutdown()
        await server.shutdown()
        await store.close()
    }
}

extension ServerOptions {
    /// One range, or two of different families.
    var serviceRanges: [AddressRange] {
        get throws(Failure) {
            var ranges: [AddressRange] = []
            for text in serviceClusterIpRange.split(separator: ",", omittingEmptySubsequences: false) {
                guard let range = AddressRange(String(text)) else {
                    throw Failure(
                        "--service-cluster-ip-range: Invalid value: \"\(text)\": must be a block such as 10.96.0.0/12")
                }
                ranges.append(range)
            }
            guard ranges.count <= 2 else {
                throw Failure("--service-cluster-ip-range must not contain more than two entries")
            }
            guard ranges.count == 1 || ranges[0].family != ranges[1].family else {
                throw Failure(
                    "--service-cluster-ip-range[0] and --service-cluster-ip-range[1] must be of different IP family")
            }
            return ranges
        }
    }

    var nodePorts: ClosedRange<Int64> {
        get throws(Failure) {
            let sides = serviceNodePortRange.split(separator: "-").compactMap { Int64($0) }
            guard sides.count == 2, (1...65535).contains(sides[0]), (sides[0]...65535).contains(sides[1]) else {
                throw Failure(
                    "--service-node-port-range: Invalid value: \"\(serviceNodePortRange)\": must be two ports such as 30000-32767"
                )
            }
            return sides[0]...sides[1]
        }
    }
}
