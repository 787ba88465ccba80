import ApusAPI
import ApusClient
import ApusJSON
import Logging

extension PodWorker {
    /// Starts a container, and returns whether it runs; where it does not, its status says why.
    @discardableResult
    func start(_ container: JSONValue) async -> Bool {
        let name = container.text("name")
        do {
            try checkBackoff(container)
            try await makeAndStart(container)
            findings.waiting[name] = nil
            return true
        } catch {
            findings.waiting[name] = error
            return false
        }
    }

    /// How long the container's restart has to wait; nil: not at all.
    func backoffRemaining(_ name: String) -> Duration? {
        guard let ended = runtime.current(name), ended.hasEnded, let backoff = backoffs[name] else { return nil }
        return backoff.remaining(since: .nanoseconds(ended.finishedAt), now: context.time.sinceEpoch)
    }

    private func checkBackoff(_ container: JSONValue) throws(WaitingReason) {
        let name = container.text("name")
        guard let ended = runtime.current(name), ended.hasEnded else { return }
        if backoffRemaining(name) != nil, let backoff = backoffs[name] {
            record(
                name, .warning, "BackOff", "Back-off restarting failed container \(name) in pod \(pod.description)")
            throw WaitingReason(
                reason: "CrashLoopBackOff",
                message: "back-off \(backoff.delay.goText) restarting failed container=\(name) pod=\(pod.description)")
        }
        backoffs[name, default: CrashBackoff()].next(
            since: .nanoseconds(ended.finishedAt), now: context.time.sinceEpoch)
    }

    private func makeAndStart(_ container: JSONValue) async throws(WaitingReason) {
        let name = container.text("name")
        guard let sandbox = runtime.sandbox else {
            throw WaitingReason(reason: "ContainerCreating", message: "")
        }
        let reference = try await context.images.ensure(pod, container)
        let attempt = nextAttempt(name)
        let config: JSONValue
        do {
            let image = try await context.runtime.call("ImageStatus", ["image": ["image": .string(reference)]])
            try UserCheck.verify(pod, container, image: image["image"])
            config = try ContainerConfiguration(
                pod: pod, container: container, attempt: attempt, imageReference: reference,
                environment: try await environment(container, sandbox), volumePaths: volumes?.paths ?? [:],
                context: context
            ).make()
            try FileTree.makeDirectories("\(context.directories.logs(pod))/\(name)")
        } catch {
            record(name, .warning, "Failed", "Error: \(error)")
            throw WaitingReason(reason: "CreateContainerConfigError", message: "\(error)")
        }
        let id = try await create(config, in: sandbox, name)
        do throws(RuntimeError) {
            _ = try await context.runtime.call("StartContainer", ["containerId": .string(id)])
        } catch {
            record(name, .warning, "Failed", "Error: \(error)")
            throw WaitingReason(reason: "RunContainerError", message: error.message)
        }
        record(name, .normal, "Started", "Started container \(name)")
        try await runPostStart(container, id)
        await prune(name, keeping: id)
    }

    private func create(
        _ config: JSONValue, in sandbox: RuntimeSandbox, _ name: String
    ) async throws(WaitingReason) -> String {
        do throws(RuntimeError) {
            let answer = try await context.runtime.call(
                "CreateContainer",
                [
                    "podSandboxId": .string(sandbox.id), "config": config,
                    "sandboxConfig": SandboxConfiguration.make(pod, attempt: sandbox.attempt, context),
                ])
            record(name, .normal, "Created", "Created container: \(name)")
            return answer.text("containerId")
        } catch {
            record(name, .warning, "Failed", "Error: \(error)")
            throw WaitingReason(reason: "CreateContainerError", message: error.message)
        }
    }

    /// The number of the container's next run: it goes on after a restart of the node, too.
    private func nextAttempt(_ name: String) -> Int64 {
        if let latest = runtime.latest(name) { return latest.attempt + 1 }
        let statuses = pod.status["initContainerStatuses"].elements + pod.status["containerStatuses"].elements
        guard let old = statuses.first(where: { $0.text("name") == name }), !old["containerID"].isNull else { return 0 }
        return (old["restartCount"].int ?? 0) + 1
    }

    private func environment(_ container: JSONValue, _ sandbox: RuntimeSandbox) async throws -> ContainerEnvironment {
        await context.services.waitForSync()
        let objects = context.objects
        let namespace = pod.namespace
        let data = {
            @Sendable [uid] (kind: ReferencedObjects.Reference.Kind, name: String) async -> [String: String]? in
            let reference = ReferencedObjects.Reference(kind: kind, namespace: namespace, name: name)
            return await objects.get(reference, for: uid)?.objectData(kind)
                .mapValues { String(decoding: $0, as: UTF8.self) }
        }
        let addresses = pod.isHostNetwork ? context.addresses.internalIPs : sandbox.addresses
        return try await ContainerEnvironment.make(
            pod, container,
            ContainerEnvironment.Sources(
                configMap: { await data(.configMap, $0) }, secret: { await data(.secret, $0) },
                services: context.services.cache.all().map(\.tree), podAddresses: addresses,
                node: context.addresses, allocatable: context.allocatable))
    }

    private func runPostStart(_ container: JSONValue, _ id: String) async throws(WaitingReason) {
        let hook = container["lifecycle"]["postStart"]
        guard !hook.isNull else { return }
        do {
            try await run(hook, container, id, timeout: .seconds(3600))
        } catch {
            record(container.text("name"), .warning, "FailedPostStartHook", "PostStartHook failed")
            context.logger.error("postStart hook of \(container.text("name")) in pod \(pod.key) failed: \(error)")
            await refresh()
            if let current = runtime.containers.first(where: { $0.id == id }) {
                await stop(current, grace: pod.gracePeriod, message: "FailedPostStartHook")
            }
            throw WaitingReason(reason: "PostStartHookError", message: "PostStartHook failed")
        }
    }

    func run(_ hook: JSONValue, _ container: JSONValue, _ id: String, timeout: Duration) async throws {
        if let seconds = hook["sleep"]["seconds"].int {
            try await context.time.sleep(for: min(.seconds(seconds), timeout))
            return
        }
        try await ActionRunner(runtime: context.runtime, connections: context.connections)
            .run(hook, container: container, id: id, address: address, timeout: timeout)
    }

    /// Of the runs of a container, this one and the one before it stay (`MaxPerPodContainer` 1).
    private func prune(_ name: String, keeping id: String) async {
        for old in runtime.containers.filter({ $0.name == name && $0.id != id && !$0.isRunning }).dropFirst() {
            do {
                try await context.runtime.removeContainer(old.id)
                if !old.logPath.isEmpty { try FileTree.remove(old.logPath) }
            } catch {
                context.logger.warning("cannot remove container \(old.id): \(error)")
            }
        }
    }
}

extension TimeSource {
    /// The time of day as a duration since 1970.
    var sinceEpoch: Duration { now.sinceEpoch }
}

extension Timestamp {
    var sinceEpoch: Duration { .seconds(seconds) + .nanoseconds(Int64(nanoseconds)) }
}
