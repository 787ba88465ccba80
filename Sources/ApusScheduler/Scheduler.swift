public import ApusAPI
public import ApusClient
public import ApusPluginHost
public import Logging

/// Gives Pods their nodes, as kube-scheduler does, against any Kubernetes API.
///
/// What a good node is, is decided by plugins alone; the default ones are in `Plugins/SchedulerDefaults`.
public final class Scheduler: Sendable {
    private let configuration: SchedulerConfiguration
    private let transport: any APITransport
    private let plugins: PluginHost
    private let time: TimeSource
    private let logger: Logger

    public init(
        configuration: SchedulerConfiguration = SchedulerConfiguration(), transport: any APITransport,
        plugins: PluginHost, time: TimeSource = .system, logger: Logger
    ) {
        self.configuration = configuration
        self.transport = transport
        self.plugins = plugins
        self.time = time
        self.logger = logger
    }

    /// Schedules until the task is cancelled.
    ///
    /// - Throws: `PluginError` where a plugin of the configuration cannot be had; `LeadershipLost`.
    public func run() async throws {
        guard let election = configuration.election else { return try await work() }
        let lease = LeaderElection(
            namespace: election.namespace, name: election.name, identity: election.identity, transport: transport,
            time: time, logger: logger)
        try await lease.run { try await self.work() }
    }

    private func work() async throws {
        let snapshot = ClusterSnapshot()
        let loaded = try await LoadedProfiles(configuration, from: plugins, snapshot: snapshot)
        let settings = SchedulingQueue.Settings(
            initialBackoff: configuration.initialBackoff, maximumBackoff: configuration.maximumBackoff,
            unschedulableLimit: configuration.unschedulableLimit)
        let engine = SchedulingEngine(
            snapshot: snapshot, profiles: loaded.profiles, queue: settings,
            seed: configuration.seed ?? .random(in: 0 ... .max))
        let events = EventRecorder(
            transport: transport, component: configuration.profiles.first?.schedulerName ?? "default-scheduler",
            time: time, logger: logger)
        let bindings = BoundedWork(limit: configuration.parallelBindings)
        let reports = BoundedWork(limit: 8)
        let loop = makeLoop(
            engine, PodWriter(client: APIClient(transport), events: events, time: time), bindings, reports)

        let informers = InformerFactory(transport: transport, time: time, logger: logger)
        watch(informers, loop)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await informers.run() }
            group.addTask { await bindings.run() }
            group.addTask { await reports.run() }
            group.addTask { await events.run() }
            group.addTask {
                await informers.waitForSync()
                loop.post(.synced)
            }
            await group.waitForAll()
        }
        await loop.stop()
        await loaded.destroy()
    }

    private func makeLoop(
        _ engine: SchedulingEngine, _ writer: PodWriter, _ bindings: BoundedWork, _ reports: BoundedWork
    ) -> SchedulingLoop {
        SchedulingLoop(
            engine,
            actions: SchedulingLoop.Actions(
                bind: { [time, logger] loop, pod, nodeName in
                    bindings.submit {
                        let start = time.elapsed
                        do throws(StatusError) {
                            try await writer.bind(pod, to: nodeName)
                            loop.post(.bound(uid: pod.uid, duration: time.elapsed - start))
                        } catch {
                            logger.warning("failed to bind pod \(pod.key) to \(nodeName): \(error.message)")
                            loop.post(.bindingFailed(uid: pod.uid))
                            if error.reason == .notFound { return }
                            let message = "running Bind plugin \"DefaultBinder\": \(error.message)"
                            try? await writer.reportFailure(pod, reason: "SchedulerError", message: message)
                        }
                    }
                },
                reportFailure: { [logger] pod, reason, message in
                    logger.debug("unable to schedule pod \(pod.key): \(message)")
                    reports.submit {
                        do throws(StatusError) {
                            try await writer.reportFailure(pod, reason: reason, message: message)
                        } catch {
                            logger.warning("error updating pod \(pod.key): \(error.message)")
                        }
                    }
                }),
            time: time, metrics: SchedulerMetrics(plugins.metrics), mostUnbound: configuration.mostUnbound)
    }

    private func watch(_ informers: InformerFactory, _ loop: SchedulingLoop) {
        informers.informer(GroupVersionResource("", "v1", "nodes")).addHandler { change in
            switch change {
            case .added(let object, _), .updated(_, let object):
                if let node = NodeFacts(object) { loop.post(.node(node)) }
            case .deleted(let object): loop.post(.nodeRemoved(object.name))
            }
        }
        // Pods that have ended take nothing from their nodes; a watch shows one that ends as deleted.
        let living = InformerScope(PodWriter.pods, fieldSelector: "status.phase!=Succeeded,status.phase!=Failed")
        informers.informer(living).addHandler { change in
            switch change {
            case .added(let object, _), .updated(_, let object):
                if let pod = PodFacts(object) { loop.post(.pod(pod)) }
            case .deleted(let object): loop.post(.podRemoved(uid: object.uid))
            }
        }
    }
}
