import ApusAPI
import ApusClient
import ArgumentParser
import Logging
import ServiceLifecycle
import UnixSignals

/// What a component that runs apart from the API server takes.
struct ComponentOptions: ParsableArguments {
    @Option(help: "How to reach the API server, and as whom.")
    var kubeconfig: String

    @OptionGroup var logging: LoggingOptions

    var logger: Logger { logging.logger("apus") }

    func transport() throws(Failure) -> HTTPTransport {
        do throws(ConfigurationError) {
            return try HTTPTransport(
                ApusClient.Kubeconfig(path: kubeconfig).configuration(), logger: logger)
        } catch {
            throw Failure("\(error)")
        }
    }

    /// Runs `services` until SIGTERM or Ctrl-C.
    func run(_ services: [any Service], over transport: HTTPTransport) async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }
}

/// Whether only one of several copies of a component works at a time.
struct ElectionOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Work only while holding the component's Lease in kube-system.")
    var leaderElect = true

    /// Runs `work` as the holder of the lease `name`, or at once.
    func run(
        _ name: String, over transport: any APITransport, logger: Logger,
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard leaderElect else { return try await work() }
        let identity = "\(LocalAddress.hostname)_\(UInt64.random(in: 0 ... .max))"
        try await LeaderElection(
            namespace: "kube-system", name: name, identity: identity, transport: transport, logger: logger
        ).run(work)
    }
}
