public import ApusAPI
public import ApusClient
import ApusJSON
public import Logging
public import NIOCore

/// The node's agent: registers the node and runs the pods that are bound to it.
///
/// It reaches the API through `transport` only, and containers through `runtime` only. Everything it does follows an
/// event or a timer; idle, it renews a lease every ten seconds.
public final class Kubelet: Sendable {
    static let pods = GroupVersionResource("", "v1", "pods")

    private let configuration: KubeletConfiguration
    private let transport: any APITransport
    private let time: TimeSource
    private let logger: Logger
    private let group: any EventLoopGroup
    private let workers = PodWorkers()
    private let context: NodeContext
    private let connections: ProbeConnections

    /// - Parameters:
    ///   - transport: with the identity `system:node:<name>`.
    ///   - group: serves the kubelet's server and the connections of probes.
    public init(
        configuration: KubeletConfiguration, transport: any APITransport, runtime: any ContainerRuntime,
        group: any EventLoopGroup, time: TimeSource = .system, logger: Logger
    ) {
        self.configuration = configuration
        self.transport = transport
        self.time = time
        self.logger = logger
        self.group = group
        connections = ProbeConnections(group: group)
        let workers = workers
        context = NodeContext(
            configuration: configuration, transport: transport, runtime: runtime, connections: connections, time: time,
            logger: logger
        ) { uid in workers.inbox(uid)?.post { $0.haveSourcesChanged = true } }
    }

    /// Runs until the task is cancelled; containers go on then, and the next start takes them over.
    ///
    /// - Throws: where the kubelet cannot work: its folders cannot be made, the runtime does not answer, the port is in
    ///   use.
    public func run() async throws {
        try FileTree.makeDirectories("\(configuration.rootDirectory)/pods", mode: 0o750)
        try FileTree.makeDirectories(configuration.podLogsDirectory)
        let version = try await context.runtime.call("Version", [:])
        let name = version.text("runtimeName")
        context.setRuntimeIdentity(name: name, version: "\(name)://\(version.text("runtimeVersion"))")
        let server = KubeletServer(context: context, workers: workers, group: group)
        let port = try await server.start()
        let reporter = NodeReporter(context: context, serverPort: port)
        defer { context.objects.stop() }
        await withTaskGroup { tasks in
            let context = context
            tasks.addTask { await context.recorder.run() }
            tasks.addTask { await context.services.run() }
            tasks.addTask { await self.runNode(reporter) }
            tasks.addTask { await self.watchRuntime(reporter) }
            tasks.addTask { await self.runPods() }
            tasks.addTask { await LogRotation(context: context).run() }
            await tasks.waitForAll()
        }
        await workers.stop()
        await server.shutdown()
        await connections.shutdown()
    }

    // MARK: - Node

    private func runNode(_ reporter: NodeReporter) async {
        do { try await reporter.register() } catch { return }
        context.node.addHandler { [context] change in
            switch change {
            case .deleted: reporter.changed()
            case .added(let node, _), .updated(_, let node):
                if let range = node.tree["spec"]["podCIDR"].string { Self.setPodRange(range, context) }
            }
        }
        if let range = configuration.podCIDR { Self.setPodRange(range, context) }
        await withTaskGroup { tasks in
            let context = context
            tasks.addTask { await context.node.run() }
            tasks.addTask { await NodeLease(context: context).run() }
            tasks.addTask { await reporter.run() }
            reporter.changed()
            await tasks.waitForAll()
        }
    }

    private static func setPodRange(_ range: String, _ context: NodeContext) {
        Task {
            do throws(RuntimeError) {
                _ = try await context.runtime.call(
                    "UpdateRuntimeConfig", ["runtimeConfig": ["networkConfig": ["podCidr": .string(range)]]])
            } catch {
                if error.code != .unimplemented {
                    context.logger.warning("cannot set the pods' address range: \(error)")
                }
            }
        }
    }

    // MARK: - Pods

    private func runPods() async {
        let orphans = OrphanedPods(context: context)
        var found: [String: PodRuntime] = [:]
        while !Task.isCancelled {
            do throws(RuntimeError) {
                found = try await orphans.running()
                break
            } catch {
                logger.error("cannot list the runtime's pods: \(error)")
                guard (try? await time.sleep(for: .seconds(1))) != nil else { return }
            }
        }
        workers.start(context)
        let informer = Informer(
            InformerScope(Self.pods, fieldSelector: "spec.nodeName=\(configuration.nodeName)"), transport: transport,
            time: time, logger: logger)
        let adopted = found
        let workers = workers
        informer.addHandler { change in
            switch change {
            case .added(let object, let initial):
                let pod = Pod(object.tree)
                workers.update(pod, isKnown: initial && adopted[pod.uid] != nil)
            case .updated(_, let object): workers.update(Pod(object.tree))
            case .deleted(let object):
                let pod = Pod(object.tree)
                workers.remove(pod.uid, last: pod)
            }
        }
        await withTaskGroup { tasks in
            tasks.addTask { await informer.run() }
            tasks.addTask {
                await informer.waitForSync()
                guard informer.hasSynced, !Task.isCancelled else { return }
                await orphans.remove(adopted, wanted: Set(informer.cache.all().map(\.uid)))
            }
            await tasks.waitForAll()
        }
    }

    /// Tells the pods' workers what happens to their containers.
    private func watchRuntime(_ reporter: NodeReporter) async {
        let workers = workers
        let context = context
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                do throws(RuntimeError) {
                    try await context.runtime.events { event in
                        if let uid = event["podSandboxStatus"]["metadata"]["uid"].string {
                            workers.inbox(uid)?.post { $0.hasRuntimeChanged = true }
                        } else {
                            for uid in workers.uids { workers.inbox(uid)?.post { $0.hasRuntimeChanged = true } }
                        }
                        return true
                    }
                    if Task.isCancelled { return }
                } catch {
                    if error.code == .cancelled || Task.isCancelled { return }
                    logger.error("the runtime's events ended: \(error)")
                }
                reporter.changed()
                guard (try? await time.sleep(for: .seconds(1))) != nil else { return }
                // What was missed meanwhile is looked up.
                for uid in workers.uids { workers.inbox(uid)?.post { $0.hasRuntimeChanged = true } }
            }
        } onCancel: {
            context.runtime.cancel()
        }
    }
}
