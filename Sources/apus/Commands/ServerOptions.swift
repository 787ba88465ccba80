import ApusAPI
import ArgumentParser
import Logging

/// What a command that serves the API takes; the names are kube-apiserver's where it has the flag.
struct ServerOptions: ParsableArguments {
    @Option(name: [.long, .customLong("secure-port")], help: "The port of the API.")
    var port = 6443

    @Option(help: "The address to listen on.")
    var bindAddress = "0.0.0.0"

    @Option(help: "The address that others reach the server at; without it, the one of the default route.")
    var advertiseAddress: String?

    /// Who looks after the endpoints of the Service `kubernetes`.
    enum EndpointReconciler: String, ExpressibleByArgument, CaseIterable {
        case lease, none
    }

    @Option(help: "lease: the Service kubernetes leads to all servers that share the store; none: it has no endpoints.")
    var endpointReconcilerType = EndpointReconciler.lease

    @Option(
        help: """
            Where cluster IPs of Services come from: a block such as 10.96.0.0/12, or two of different families with \
            a comma between them for a dual-stack cluster.
            """)
    var serviceClusterIpRange = "10.96.0.0/12"

    @Option(help: "Where node ports of Services come from.")
    var serviceNodePortRange = "30000-32767"

    @Option(help: "Where addresses of Pods come from; each node gets a part of it.")
    var clusterCidr = "10.244.0.0/16"

    @Option(help: "How long an Event lives, such as 1h or 90m; 0: for ever.")
    var eventTtl: GoTime = .init(seconds: 3600)

    @OptionGroup(title: "The store") var store: StoreOptions
    @OptionGroup(title: "Snapshots of the store") var snapshots: SnapshotOptions
    @OptionGroup(title: "Limits of the API") var limits: RequestLimitOptions
    @OptionGroup(title: "Admission") var admission: AdmissionFlags

    @OptionGroup(title: "Who may") var access: AccessOptions

    func validate() throws {
        guard store.kind != .memory || snapshots.snapshotSchedule == nil else {
            throw ValidationError("--snapshot-schedule: there are no snapshots of a store in memory")
        }
    }
}

/// How much clients of the API may ask for at a time, and how long it may take.
struct RequestLimitOptions: ParsableArguments {
    @Option(help: "Reads that may be under way at a time; 0: any number.")
    var maxRequestsInflight = 400

    @Option(help: "Writes that may be under way at a time; 0: any number.")
    var maxMutatingRequestsInflight = 200

    @Option(help: "Watches that one user may hold open; 0: any number.")
    var maxWatchesPerClient = 10_000

    @Option(help: "How long a request that is no watch may take, such as 1m0s.")
    var requestTimeout = GoTime(seconds: 60)

    @Option(help: "How many seconds a watch stays open at least; at most it is twice as many.")
    var minRequestTimeout = 1800

    @Option(help: "How long requests are still answered, and /readyz fails, before the server stops, such as 10s.")
    var shutdownDelayDuration = GoTime(seconds: 0)

    @Option(help: "The part of HTTP/2 requests whose client is asked to connect anew, at most 0.02; 0: none.")
    var goawayChance = 0.0

    func validate() throws {
        for (flag, value) in [
            ("max-requests-inflight", maxRequestsInflight),
            ("max-mutating-requests-inflight", maxMutatingRequestsInflight),
            ("max-watches-per-client", maxWatchesPerClient),
        ] where value < 0 {
            throw ValidationError("--\(flag) can not be negative value")
        }
        guard requestTimeout.duration > .zero else { throw ValidationError("--request-timeout must be greater than 0") }
        guard minRequestTimeout > 0 else { throw ValidationError("--min-request-timeout must be greater than 0") }
        guard (0...0.02).contains(goawayChance) else {
            throw ValidationError("--goaway-chance can not be less than 0 or greater than 0.02")
        }
    }
}

/// What a command that runs a node takes.
struct NodeOptions: ParsableArguments {
    @Option(name: [.long, .customLong("hostname-override")], help: "The node's name; without it, the machine's.")
    var nodeName: String?

    @Option(help: "The node's address; without it, the one of the default route.")
    var nodeIp: String?

    @Option(help: "The port of the kubelet; 0 lets the system choose.")
    var kubeletPort = 0

    @OptionGroup var runtime: RuntimeOptions

    var name: String { nodeName ?? LocalAddress.hostname }
}

/// Which programs containers run with.
struct RuntimeOptions: ParsableArguments {
    @Option(help: "crun, runc or a path; without it, crun, or runc where a trial run of crun fails.")
    var containerRuntime: String?

    @Option(help: "The path of conmon, which holds the containers; without it, the one on the PATH.")
    var conmon: String?
}

/// How much is logged.
struct LoggingOptions: ParsableArguments {
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: LogLevel = .warning

    /// Writes to standard error.
    func logger(_ label: String) -> Logger {
        var logger = Logger(label: label) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel.level
        return logger
    }
}

/// A length of time as Go writes it, such as 1m0s.
struct GoTime: ExpressibleByArgument {
    let duration: Duration

    /// In whole seconds.
    var seconds: Int64 { duration.components.seconds }

    init(seconds: Int64) { duration = .seconds(seconds) }

    init?(argument: String) {
        guard let duration = GoDuration.parse(argument), duration >= .zero else { return nil }
        self.duration = duration
    }

    var defaultValueDescription: String { GoDuration.text(duration) }
}

struct LogLevel: ExpressibleByArgument, CustomStringConvertible {
    var level: Logger.Level

    static let warning = LogLevel(level: .warning)

    init(level: Logger.Level) { self.level = level }

    init?(argument: String) {
        guard let level = Logger.Level(rawValue: argument) else { return nil }
        self.level = level
    }

    var description: String { level.rawValue }
    var defaultValueDescription: String { level.rawValue }
}
