import ApusKubelet
import ApusPluginHost
import ApusServer
import ApusStore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// What runs on a data directory: an API server, and whichever components beside it.
struct Installation {
    enum Parts {
        /// The API server alone.
        case server
        /// With the controllers and the scheduler.
        case controlPlane(ControllerOptions)
        /// With a node too.
        case all(ControllerOptions, NodeOptions)

        var node: NodeOptions? { if case .all(_, let options) = self { options } else { nil } }
        var controllers: ControllerOptions? {
            switch self {
            case .server: nil
            case .controlPlane(let options), .all(let options, _): options
            }
        }
    }

    let data: DataDirectory
    let plugins: [String]
    let server: ServerOptions
    let parts: Parts
    let logger: Logger
    let progress: Progress

    /// Starts everything, says so, and returns after a signal has stopped it in order.
    func run() async throws {
        do {
            try await start()
        } catch let failure as Failure {
            progress.failed(failure)
        } catch let error as StoreError {
            progress.failed(Failure("the store \(server.store.description(data)): \(error)"))
        } catch {
            progress.failed(Failure("\(error)"))
        }
    }

    private func start() async throws {
        // What can be wrong outside is looked at before anything is written.
        try data.prepare()
        try LocalAddress.checkFree(port: server.port, on: server.bindAddress)
        try data.claim()
        let plugins = PluginHost(directories: PluginDirectories(plugins), logger: logger)
        var runtime: NodeRuntime?
        if let node = parts.node {
            progress.say("loading the container runtime")
            let loaded = try await NodeRuntime(host: plugins, data: data, options: node.runtime)
            progress.say("  containers run with \(try await loaded.name())")
            runtime = loaded
        }
        progress.say("opening the store \(server.store.description(data))")
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let plane = try await ControlPlane(data: data, options: server, logger: logger, group: group)
        progress.say("starting the API server")
        try await plane.start()
        var services: [any Service] = [plane]
        if let controllers = parts.controllers {
            progress.say("starting the controllers and the scheduler")
            services += try plane.components(controllers, plugins: plugins)
        }
        if let runtime, let node = parts.node {
            progress.say("starting the node \(node.name)")
            services += try nodeServices(node, plane, runtime, group)
        }
        if let snapshots = plane.snapshots { services.append(snapshots) }
        services.append(Announcement { try await announce(plane) })
        let run = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await run.run()
        data.release()
    }

    private func nodeServices(
        _ node: NodeOptions, _ plane: ControlPlane, _ runtime: NodeRuntime, _ group: any EventLoopGroup
    ) throws -> [any Service] {
        let name = node.name
        let credentials = try plane.pki.node(name, names: [node.nodeIp ?? plane.address, "127.0.0.1"])
        let parts = NodeComponents(data: data, options: node, clusterCIDR: server.clusterCidr, logger: logger)
        let tls = KubeletConfiguration.ServerTLS(
            certificateChainPEM: credentials.serving.certificatePEM, privateKeyPEM: credentials.serving.keyPEM,
            clientCAPEM: plane.pki.caPEM)
        return [
            parts.proxy(plane.transport(as: "system:kube-proxy")),
            parts.kubelet(plane.transport(as: "system:node:\(name)"), runtime: runtime, tls: tls, group: group),
        ]
    }

    private func announce(_ plane: ControlPlane) async throws {
        if let node = parts.node {
            progress.say("waiting for the node to be ready")
            try await NodeReadiness(transport: plane.transport(as: "system:kube-controller-manager")).wait(
                for: node.name)
        }
        progress.ready(
            """
            ready: https://127.0.0.1:\(server.port)
              export KUBECONFIG=\(data.kubeconfig)
              kubectl get \(parts.node != nil ? "nodes" : "namespaces")
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
