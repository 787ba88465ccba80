import ApusStore
import Logging
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// What runs on a data directory: an API server, and whichever components beside it.
struct Installation {
    enum Parts {
        /// The API server alone.
        case server
        /// With the controllers and the scheduler.
        case controlPlane
        /// With a node too.
        case all
    }

    let data: DataDirectory
    let plugins: [String]
    let server: ServerOptions
    let parts: Parts
    let node: NodeOptions?
    let logger: Logger
    let progress: Progress

    /// Starts everything, says so, and returns after a signal has stopped it in order.
    func run() async throws {
        do {
            try await start()
        } catch let failure as Failure {
            progress.failed(failure)
        } catch let error as StoreError {
            progress.failed(Failure("the store \(data.store): \(error)"))
        } catch {
            progress.failed(Failure("\(error)"))
        }
    }

    private func start() async throws {
        // What can be wrong outside is looked at before anything is written.
        try data.prepare()
        try LocalAddress.checkFree(port: server.port, on: server.bindAddress)
        try data.claim()
        var services: [any Service] = []
        progress.say("opening the store \(data.store)")
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let plane = try ControlPlane(data: data, options: server, logger: logger, group: group)
        progress.say("starting the API server")
        try await plane.start()
        services.append(plane)
        services.append(Announcement { try await announce(plane) })
        let run = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await run.run()
        data.release()
    }

    private func announce(_ plane: ControlPlane) async throws {
        progress.ready(
            """
            ready: https://127.0.0.1:\(server.port)
              export KUBECONFIG=\(data.kubeconfig)
              kubectl get \(parts == .all ? "nodes" : "namespaces")
            """)
    }
}

/// Says something once everything has been started, and then only waits.
private struct Announcement: Service {
    let announce: @Sendable () async throws -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await announce()
            try await gracefulShutdown()
        }
    }
}
