import ApusAPI
import ApusClient
import ApusJSON

extension PodWorker {
    /// One step towards a pod that runs: volumes, sandbox, init containers, containers.
    func sync() async {
        checkDeadline()
        let phase = publish().text("phase")
        if phase == "Succeeded" || phase == "Failed" { return await terminate() }
        do {
            try await prepareVolumes()
            try await ensureSandbox()
            failures = 0
        } catch {
            failures += 1
            wake(after: min(.seconds(10), .milliseconds(250) * (1 << min(failures, 6))))
            _ = publish()
            return
        }
        await syncContainers()
        await refresh()
        let after = publish().text("phase")
        if after == "Succeeded" || after == "Failed" { return await terminate() }
        scheduleNext()
    }

    /// Sees to it that the worker looks again when a back-off, a token or the deadline ends.
    private func scheduleNext() {
        let now = context.time.now
        var delays: [Duration] = []
        for container in pod.initContainers + pod.containers {
            if let remaining = backoffRemaining(container.text("name")) { delays.append(remaining) }
        }
        if findings.waiting.values.contains(where: { $0.reason.contains("Pull") }) {
            delays.append(context.images.retry(uid) ?? .seconds(10))
        } else if !findings.waiting.isEmpty, delays.isEmpty {
            delays.append(.seconds(10))
        }
        if let renewal = volumes?.renewal {
            delays.append(max(.seconds(1), renewal.sinceEpoch - now.sinceEpoch))
            if renewal <= now { areVolumesCurrent = false }
        }
        if let deadline { delays.append(max(.zero, deadline.sinceEpoch - now.sinceEpoch)) }
        if let delay = delays.min() { wake(after: delay + .milliseconds(1)) }
    }

    private var deadline: Timestamp? {
        guard let seconds = pod.spec["activeDeadlineSeconds"].int, let startTime else { return nil }
        return startTime.advanced(by: .seconds(seconds))
    }

    private func checkDeadline() {
        if let renewal = volumes?.renewal, renewal <= context.time.now { areVolumesCurrent = false }
        guard failure == nil, let deadline, deadline <= context.time.now else { return }
        let message = "Pod was active on the node longer than the specified deadline"
        failure = WaitingReason(reason: "DeadlineExceeded", message: message)
        record(.normal, "DeadlineExceeded", message)
    }

    // MARK: - Volumes and sandbox

    private func prepareVolumes() async throws(WaitingReason) {
        if volumes != nil, areVolumesCurrent { return }
        areVolumesCurrent = true
        let maker = PodVolumes(
            directories: context.directories, objects: context.objects, tokens: context.tokens,
            node: context.addresses, time: context.time, secretsInMemory: context.configuration.secretsInMemory)
        do throws(VolumeError) {
            volumes = try await maker.prepare(
                pod, podAddresses: runtime.sandbox?.addresses ?? [], allocatable: context.allocatable)
        } catch {
            areVolumesCurrent = false
            record(.warning, "FailedMount", error.description)
            // A volume that cannot be written anew keeps what it has, and the pod goes on.
            if volumes == nil { throw WaitingReason(reason: "ContainerCreating", message: error.description) }
            wake(after: .seconds(10))
        }
    }

    private func ensureSandbox() async throws(WaitingReason) {
        if runtime.sandbox != nil { return }
        for container in runtime.running { await stop(container, grace: 2, message: nil) }
        let attempt = runtime.sandboxes.first.map { $0.attempt + 1 } ?? 0
        if !runtime.sandboxes.isEmpty {
            record(.normal, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.")
        }
        let config = SandboxConfiguration.make(pod, attempt: attempt, context)
        do {
            try FileTree.makeDirectories(context.directories.logs(pod))
            for sandbox in runtime.sandboxes where !sandbox.isReady {
                try await context.runtime.stopSandbox(sandbox.id)
            }
            _ = try await context.runtime.call("RunPodSandbox", ["config": config])
            await refresh()
            try writeHostsFile()
        } catch {
            record(.warning, "FailedCreatePodSandBox", "Failed to create pod sandbox: \(error)")
            throw WaitingReason(reason: "ContainerCreating", message: "\(error)")
        }
        areVolumesCurrent = areVolumesCurrent && !pod.spec["volumes"].elements.contains { $0.mentionsAddress }
        try await prepareVolumes()
    }

    private func writeHostsFile() throws(FileError) {
        let path = context.directories.hostsFile(uid)
        let subdomain = pod.spec.text("subdomain")
        let domain =
            subdomain.isEmpty ? "" : "\(subdomain).\(pod.namespace).svc.\(context.configuration.clusterDomain)"
        let text = HostsFile.contents(
            of: pod, addresses: runtime.sandbox?.addresses ?? [], hostname: SandboxConfiguration.hostname(pod),
            domain: domain, hosts: FileTree.text("/etc/hosts"))
        try FileTree.makeDirectories(context.directories.pod(uid))
        try FileTree.write(Array(text.utf8), to: path)
    }

    // MARK: - Containers

    private func syncContainers() async {
        await stopUnwanted()
        let hasRegular = pod.containers.contains { runtime.current($0.text("name")) != nil }
        for container in pod.initContainers {
            let current = runtime.current(container.text("name"))
            if container.isSidecar {
                if !(current?.isRunning ?? false) {
                    guard await start(container) || hasRegular else { return }
                    await refresh()
                }
                if !hasRegular, !hasStarted(container) { return }
                continue
            }
            if hasRegular { continue }
            switch current?.state {
            case .running: return
            case .exited where current?.exitCode == 0: continue
            case .exited, .unknown:
                if pod.restartPolicy != "Never" { await start(container) }
                return
            case .created, nil:
                await start(container)
                return
            }
        }
        for container in pod.containers {
            let current = runtime.current(container.text("name"))
            switch current?.state {
            case .running: continue
            case .exited, .unknown:
                if pod.restartPolicy == "Always" || pod.restartPolicy == "OnFailure" && current?.exitCode != 0 {
                    await start(container)
                }
            case .created, nil: await start(container)
            }
        }
    }

    /// Stops containers that are to be made anew: a probe failed, or their definition changed.
    private func stopUnwanted() async {
        for current in runtime.running {
            guard let container = pod.container(current.name) else { continue }
            var message: String?
            var grace = pod.gracePeriod
            if let kind = failedProbe(current) {
                message = "Container \(current.name) failed \(kind.rawValue) probe, will be restarted"
                grace = Probe(container, kind)?.gracePeriod ?? grace
            } else if !current.hash.isEmpty, current.hash != ContainerConfiguration.hash(container) {
                message = "Container \(current.name) definition changed, will be restarted"
            }
            guard let message else { continue }
            await stop(current, grace: grace, message: message)
            await refresh()
        }
    }
}

extension JSONValue {
    /// Whether a volume shows the pod's address, which is known only once the sandbox runs.
    fileprivate var mentionsAddress: Bool {
        let items =
            self["downwardAPI"]["items"].elements
            + self["projected"]["sources"].elements.flatMap { $0["downwardAPI"]["items"].elements }
        return items.contains { $0["fieldRef"]["fieldPath"].string?.hasPrefix("status.podIP") ?? false }
    }
}
