import ApusAPI
import ApusClient
import ApusJSON
import Logging

/// Brings one pod to what its spec says, one step after another (`pkg/kubelet/pod_workers.go`): it runs, it ends
/// (because it was deleted, or all its work is done), it has ended.
actor PodWorker {
    enum Stage: Sendable {
        case running
        /// Containers are being stopped.
        case terminating
        /// No container runs; the pod waits for its deletion.
        case terminated
        /// Nothing is left of it.
        case finished
    }

    nonisolated let uid: String
    nonisolated let inbox = PodInbox()
    let context: NodeContext
    let status: StatusWriter
    var pod: Pod
    var runtime: PodRuntime
    var stage = Stage.running
    var isGone = false
    var findings = ContainerFindings()
    /// Why the pod fails whatever its containers do.
    var failure: WaitingReason?
    var backoffs: [String: CrashBackoff] = [:]
    /// What the probes of a container have come to, by its id.
    var probeResults: [String: [ProbeKind: Bool]] = [:]
    var probeTasks: [String: Task<Void, Never>] = [:]
    var volumes: PodVolumes.Result?
    var areVolumesCurrent = false
    /// How often setting up has failed in a row.
    var failures = 0
    /// The grace period of the stop that is under way.
    var stopping: Int64?
    var hasStopped = false
    /// Whether `runtime` is what the runtime last told.
    var isRuntimeCurrent: Bool
    var observers: [Int: @Sendable (PodRuntime) -> Void] = [:]
    var nextObserver = 0
    private var timer: Task<Void, Never>?
    private var timerDue: Duration = .zero
    /// When the kubelet first saw the pod (`status.startTime`).
    var startTime: Timestamp?

    /// - Parameter isKnown: whether the runtime may have something of the pod already.
    init(_ pod: Pod, isKnown: Bool, context: NodeContext) {
        uid = pod.uid
        self.pod = pod
        runtime = PodRuntime()
        isRuntimeCurrent = !isKnown
        self.context = context
        status = StatusWriter(client: context.client, time: context.time, logger: context.logger)
        inbox.wake()
    }

    /// Works until nothing is left of the pod, or the task is cancelled, which leaves its containers running.
    func run() async {
        for await _ in inbox.signals {
            if Task.isCancelled { break }
            guard take(inbox.take()) else { continue }
            timer?.cancel()
            timer = nil
            await step()
            if stage == .finished { break }
        }
        timer?.cancel()
        for task in probeTasks.values { task.cancel() }
        probeTasks = [:]
    }

    /// Whether anything is to be done for the news.
    private func take(_ news: PodInbox.News) -> Bool {
        if let newer = news.pod { status.reconcile(newer) }
        if news.isOnlyStatus(since: pod) {
            // What the kubelet wrote itself comes back; of others' conditions only readiness gates matter here.
            if let newer = news.pod { pod = newer }
            if !pod.spec["readinessGates"].elements.isEmpty, stage == .running { _ = publish() }
            return false
        }
        if let newer = news.pod {
            if pod.metadata["annotations"] != newer.metadata["annotations"]
                || pod.metadata["labels"] != newer.metadata["labels"]
            {
                areVolumesCurrent = false  // downward API files show them
            }
            pod = newer
        }
        if news.isGone { isGone = true }
        if news.haveSourcesChanged { areVolumesCurrent = false }
        if news.hasStopped { hasStopped = true }
        for result in news.probes { probeResults[result.containerID, default: [:]][result.kind] = result.succeeded }
        if news.hasRuntimeChanged { isRuntimeCurrent = false }
        return true
    }

    private func step() async {
        if !isRuntimeCurrent { await refresh() }
        switch stage {
        case .running:
            if pod.isDeleted || isGone { await terminate() } else { await sync() }
        case .terminating: await terminate()
        case .terminated:
            if pod.isDeleted || isGone { await remove() }
        case .finished: break
        }
    }

    /// Looks again after `delay`; the earliest of several counts.
    func wake(after delay: Duration) {
        let time = context.time
        let due = time.elapsed + delay
        if timer != nil, due >= timerDue { return }
        timer?.cancel()
        timerDue = due
        timer = Task { [inbox] in
            let left = due - time.elapsed
            if left > .zero, (try? await time.sleep(for: left)) == nil { return }
            inbox.wake()
        }
    }

    /// Asks the runtime what it has of the pod.
    func refresh() async {
        do throws(RuntimeError) {
            runtime = try await context.runtime.pod(uid: uid)
            isRuntimeCurrent = true
            readTerminationMessages()
            reconcileProbes()
            for observer in observers.values { observer(runtime) }
        } catch {
            context.logger.error("cannot list the containers of pod \(pod.key): \(error)")
            wake(after: .seconds(1))
        }
    }

    /// Writes the status that follows from what is known.
    func publish(finalPhase: String? = nil) -> JSONValue {
        findings.started = []
        findings.ready = []
        for container in pod.initContainers + pod.containers {
            let name = container.text("name")
            guard let current = runtime.latest(name), current.isRunning else { continue }
            let results = probeResults[current.id] ?? [:]
            let hasStarted = container["startupProbe"].isNull || results[.startup] == true
            if hasStarted { findings.started.insert(name) }
            if hasStarted, container["readinessProbe"].isNull || results[.readiness] == true {
                findings.ready.insert(name)
            }
        }
        let value = PodStatus(
            pod: pod, runtime: runtime, findings: findings, isInitialized: isInitialized, node: context.addresses,
            runtimeName: context.runtimeName, now: context.time.now, startTime: startTime, failure: failure,
            finalPhase: finalPhase
        ).make()
        startTime = value["startTime"].string.flatMap { Timestamp(rfc3339: $0) }
        if !isGone { status.set(value, of: pod) }
        return value
    }

    /// Whether the init containers are done in the current sandbox, and the sidecars have started.
    var isInitialized: Bool {
        if pod.containers.contains(where: { runtime.current($0.text("name")) != nil }) { return true }
        return pod.initContainers.allSatisfy { container in
            let current = runtime.current(container.text("name"))
            if container.isSidecar { return current?.isRunning ?? false && hasStarted(container) }
            return current.map { $0.hasEnded && $0.exitCode == 0 } ?? false
        }
    }

    func hasStarted(_ container: JSONValue) -> Bool {
        guard let current = runtime.current(container.text("name")), current.isRunning else { return false }
        return container["startupProbe"].isNull || probeResults[current.id]?[.startup] == true
    }

    func record(_ type: EventType, _ reason: String, _ message: String) {
        context.recorder.record(pod.reference, type, reason: reason, message: message)
    }

    func record(_ container: String, _ type: EventType, _ reason: String, _ message: String) {
        context.recorder.record(pod.reference(to: container), type, reason: reason, message: message)
    }

    /// What containers wrote to their termination log, once they have ended.
    private func readTerminationMessages() {
        for container in runtime.containers
        where container.hasEnded && findings.terminationMessages[container.id] == nil {
            var message = String(
                decoding: FileTree.read(container.terminationMessageFile, limit: 4096) ?? [], as: UTF8.self)
            if message.isEmpty, container.terminationMessagePolicy == "FallbackToLogsOnError", container.exitCode != 0 {
                message = LogTail.text(container.logPath, lines: 80, bytes: 2048)
            }
            findings.terminationMessages[container.id] = message.isEmpty ? container.message : message
        }
        let known = Set(runtime.containers.map(\.id))
        findings.terminationMessages = findings.terminationMessages.filter { known.contains($0.key) }
    }
}
