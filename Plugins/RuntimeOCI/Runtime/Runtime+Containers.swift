import CLinux
import FoundationEssentials
import Glibc

extension Runtime {
    // MARK: - Create

    func createContainer(_ request: CreateContainerRequest) throws -> CreateContainerResponse {
        let sandbox = try sandbox(request.podSandboxId)
        guard sandbox.ready else {
            throw RuntimeError(.failedPrecondition, "podSandbox \"\(sandbox.id)\" is not ready")
        }
        guard let config = request.config else { throw RuntimeError.invalid("config: Required value") }
        guard config.metadata?.name?.isEmpty == false else {
            throw RuntimeError.invalid("config.metadata.name: Required value")
        }
        guard let name = config.image?.image, !name.isEmpty else {
            throw RuntimeError.invalid("config.image.image: Required value")
        }
        let id = Self.freshID()
        do {
            let record = try prepare(id, config, sandbox, imageName: name)
            try layout.save(record)
            state.withLock { $0.containers[id] = record }
        } catch {
            try? removeContainerFolder(id)
            throw error
        }
        emit(.CONTAINER_CREATED_EVENT, id)
        return CreateContainerResponse(containerId: id)
    }

    private func prepare(_ id: String, _ config: ContainerConfig, _ sandbox: SandboxRecord, imageName: String) throws
        -> ContainerRecord
    {
        let folder = layout.container(id)
        try Files.makeDirectory("\(folder)/persist", mode: 0o711)
        let (image, layers) = try useImage(imageName, for: id)
        try mountRoot(folder, layers)
        let options = config.linux?.securityContext?.namespaceOptions ?? sandbox.config.namespaces
        let cgroup = "\(sandbox.cgroupParent)/\(id)"
        let builder = SpecBuilder(
            config: config, sandbox: sandbox, defaults: image.image.configuration.config ?? .init(),
            users: UserLookup(root: "\(folder)/rootfs"), rootfs: "\(folder)/rootfs",
            shm: sandbox.pinned.contains("ipc") ? "\(layout.sandbox(sandbox.id))/shm" : "/dev/shm",
            resolver: sandbox.config.dnsConfig?.resolverFile.map { _ in
                "\(layout.sandbox(sandbox.id))/resolv.conf"
            },
            namespaces: try namespaces(options, sandbox), cgroupPath: cgroup,
            availableCapabilities: availableCapabilities,
            hostDevices: config.linux?.securityContext?.privileged ?? false ? HostDevices.all() : [],
            oomScoreAdj: oomScoreAdj,
            cgroup2: cgroups.isVersion2)
        let spec = try builder.build()
        try Files.replace("\(folder)/config.json", with: try Documents.encode(spec))
        var logPath = ""
        if let directory = sandbox.config.logDirectory, !directory.isEmpty, let path = config.logPath, !path.isEmpty {
            logPath = "\(directory)/\(path)"
            try Files.makeDirectory(Files.parent(of: logPath))
        }
        return ContainerRecord(
            id: id, sandboxID: sandbox.id, config: config, imageID: image.image.id,
            imageRef: image.digests.first ?? image.image.id, createdAt: Self.now(), logPath: logPath, cgroup: cgroup,
            stopSignal: Signals.number(config.stopSignal) ?? Signals.number(
                image.image.configuration.config?.stopSignal) ?? SIGTERM,
            user: spec.process.user,
            sharesProcesses: spec.linux.namespaces.first { $0.type == "pid" }.map { $0.path != nil } ?? true)
    }

    /// Finds the image and notes its use, so that it cannot be removed in between; gives its unpacked layers, lowest first.
    private func useImage(_ name: String, for id: String) throws -> (NamedImage, [String]) {
        let lock = try images.lock(.shared)
        defer { _ = lock }
        guard let image = try images.find(name) else { throw RuntimeError.notFound("image \"\(name)\" not found") }
        try Files.replace("\(layout.container(id))/image", with: Array(image.image.manifestDigest.utf8))
        let ingest = try Ingest(below: images.ingests)
        return (image, try images.unpack(image.image, blob: { images.path(of: $0) }, aside: ingest.directory))
    }

    /// The container's root: the image's layers below a layer of its own.
    private func mountRoot(_ folder: String, _ layers: [String]) throws {
        for name in ["upper", "work", "rootfs", "empty"] { try Files.makeDirectory("\(folder)/\(name)") }
        let lower = layers.isEmpty ? "\(folder)/empty" : layers.reversed().joined(separator: ":")
        let options = "lowerdir=\(lower),upperdir=\(folder)/upper,workdir=\(folder)/work"
        // The layer lives as long as the container, never across a crash of the machine: it need not be synced. Kernels
        // before 5.10 do not know the option.
        let result = clinux_mount_from(images.snapshots, "overlay", "\(folder)/rootfs", 0, options + ",volatile")
        if result == -EINVAL {
            try checkNegated("mount overlay", "\(folder)/rootfs") {
                clinux_mount_from(images.snapshots, "overlay", "\(folder)/rootfs", 0, options)
            }
        } else {
            try checkNegated("mount overlay", "\(folder)/rootfs") { result }
        }
    }

    /// Namespaces of a container: its own, its sandbox's, another container's, or (absent) the host's.
    private func namespaces(_ options: NamespaceOption, _ sandbox: SandboxRecord) throws -> [String: NamespaceSource] {
        var namespaces: [String: NamespaceSource] = ["mount": .new]
        if cgroups.isVersion2 { namespaces["cgroup"] = .new }
        for (type, file) in [("network", "net"), ("ipc", "ipc"), ("uts", "uts")] where sandbox.pinned.contains(file) {
            namespaces[type] = .joined(namespacePath(sandbox.id, file))
        }
        switch options.pid ?? .CONTAINER {
        case .NODE: break
        case .POD where sandbox.pinned.contains("pid"): namespaces["pid"] = .joined(namespacePath(sandbox.id, "pid"))
        case .TARGET:
            let target = try container(options.targetId)
            guard let process = target.process, process.isAlive else {
                throw RuntimeError(
                    .failedPrecondition, "namespaceOptions.targetId: Invalid value: \"\(target.id)\": does not run")
            }
            namespaces["pid"] = .joined("/proc/\(process.pid)/ns/pid")
        default: namespaces["pid"] = .new
        }
        return namespaces
    }

    // MARK: - Start

    func startContainer(_ request: ContainerRequest) throws -> Empty {
        let id = try container(request.containerId).id
        try exclusively(id) {
            let record = try container(id)
            guard record.state == .CONTAINER_CREATED else {
                throw RuntimeError(.failedPrecondition, "container \"\(id)\" is in \(record.state.rawValue) state")
            }
            do {
                let (conmon, process) = try conmon.create(record)
                try oci.start(id)
                try update(id) {
                    $0.conmon = conmon
                    $0.process = process
                    $0.state = .CONTAINER_RUNNING
                    $0.startedAt = Self.now()
                }
                // An end before this point was not noted: the container was not running yet.
                if !watcher.watch(id, conmon) { conmonGone(id) } else { noteExitFile(id) }
            } catch {
                try? oci.delete(id)
                try update(id) {
                    $0.end(code: 128, at: Self.now(), outOfMemory: false)
                    $0.reason = "StartError"
                    $0.message = "failed to start container: \(error)"
                }
                throw RuntimeError.failed("failed to start container \"\(id)\": \(error)")
            }
        }
        emit(.CONTAINER_STARTED_EVENT, id)
        return Empty()
    }

    // MARK: - Stop and remove

    func stopContainer(_ request: StopContainerRequest) throws -> Empty {
        guard let record = try found({ try container(request.containerId) }) else { return Empty() }
        try stop(record.id, seconds: request.timeout?.value ?? 0)
        return Empty()
    }

    /// Sends the stop signal, and SIGKILL after the grace; returns when the end is noted.
    func stop(_ id: String, seconds: Int64) throws {
        func hasEnded(_ seconds: Double) -> Bool {
            state.wait(seconds: seconds) { $0.containers[id].map { !$0.isRunning } ?? true }
        }
        let record = try container(id)
        guard record.isRunning else { return }
        if seconds > 0 {
            record.process?.signal(record.stopSignal)
            if hasEnded(Double(seconds)) { return }
        }
        record.process?.signal(SIGKILL)
        if !hasEnded(60) {
            throw RuntimeError(.deadlineExceeded, "container \"\(id)\" did not end within a minute of SIGKILL")
        }
    }

    func removeContainer(_ request: ContainerRequest) throws -> Empty {
        guard let record = try found({ try container(request.containerId) }) else { return Empty() }
        try remove(record.id)
        return Empty()
    }

    func remove(_ id: String) throws {
        try exclusively(id) {
            guard let record = try found({ try container(id) }) else { return }
            try stop(id, seconds: 0)
            if Files.exists("\(layout.container(id))/conmon.pid") { try oci.delete(id) }
            watcher.forget(id)
            cgroups.killAll(record.cgroup)
            cgroups.remove(record.cgroup)
            try removeContainerFolder(id)
            state.withLock { _ = $0.containers.removeValue(forKey: id) }
            emit(.CONTAINER_DELETED_EVENT, record)
        }
    }

    func removeContainerFolder(_ id: String) throws {
        let folder = layout.container(id)
        if umount2("\(folder)/rootfs", Int32(MNT_DETACH)) != 0 && errno != EINVAL && errno != ENOENT {
            throw SystemError("unmount", "\(folder)/rootfs")
        }
        unlink("\(layout.exits)/\(id)")
        unlink("\(layout.sockets)/\(layout.socketName(id))")
        try Files.removeTree(folder)
    }

    // MARK: - Status

    func containerStatus(_ request: ContainerRequest) throws -> ContainerStatusResponse {
        let record = try container(request.containerId)
        let info =
            request.verbose ?? false ? ["pid": "\(record.process?.pid ?? 0)", "sandboxID": record.sandboxID] : nil
        return ContainerStatusResponse(status: record.status, info: info)
    }

    func listContainers(_ filter: ContainerFilter?) -> [ContainerRecord] {
        state.withLock { Array($0.containers.values) }.filter { record in
            Self.matches(filter?.id, record.id) && Self.matches(filter?.podSandboxId, record.sandboxID)
                && (filter?.state?.state).map { $0 == record.state } ?? true
                && Self.selects(filter?.labelSelector, record.config.labels)
        }.sorted { $0.createdAt > $1.createdAt }
    }

    func updateContainerResources(_ request: UpdateContainerResourcesRequest) throws -> Empty {
        let id = try container(request.containerId).id
        guard let resources = request.linux else { return Empty() }
        try exclusively(id) {
            let record = try container(id)
            guard record.state == .CONTAINER_RUNNING else {
                throw RuntimeError(.failedPrecondition, "container \"\(id)\" is in \(record.state.rawValue) state")
            }
            try oci.update(id, SpecBuilder.resources(resources, cgroup2: cgroups.isVersion2))
            try update(id) {
                var linux = $0.config.linux ?? LinuxContainerConfig()
                linux.resources = (linux.resources ?? LinuxContainerResources()).merging(resources)
                $0.config.linux = linux
            }
        }
        return Empty()
    }

    func reopenContainerLog(_ request: ContainerRequest) throws -> Empty {
        let record = try container(request.containerId)
        guard record.isRunning else {
            throw RuntimeError(.failedPrecondition, "container \"\(record.id)\" is not running")
        }
        try conmon.reopenLog(record.id)
        return Empty()
    }
}

extension LinuxContainerResources {
    /// These with what `other` sets in their place.
    func merging(_ other: LinuxContainerResources) -> LinuxContainerResources {
        var merged = self
        merged.cpuPeriod = other.cpuPeriod ?? cpuPeriod
        merged.cpuQuota = other.cpuQuota ?? cpuQuota
        merged.cpuShares = other.cpuShares ?? cpuShares
        merged.memoryLimitInBytes = other.memoryLimitInBytes ?? memoryLimitInBytes
        merged.memorySwapLimitInBytes = other.memorySwapLimitInBytes ?? memorySwapLimitInBytes
        merged.oomScoreAdj = other.oomScoreAdj ?? oomScoreAdj
        merged.cpusetCpus = other.cpusetCpus ?? cpusetCpus
        merged.cpusetMems = other.cpusetMems ?? cpusetMems
        merged.hugepageLimits = other.hugepageLimits ?? hugepageLimits
        merged.unified = other.unified ?? unified
        return merged
    }
}

/// Signals by name.
enum Signals {
    private static let numbers: [String: Int32] = [
        "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ILL": SIGILL, "TRAP": SIGTRAP, "ABRT": SIGABRT, "BUS": SIGBUS,
        "FPE": SIGFPE, "KILL": SIGKILL, "USR1": SIGUSR1, "SEGV": SIGSEGV, "USR2": SIGUSR2, "PIPE": SIGPIPE,
        "ALRM": SIGALRM,
        "TERM": SIGTERM, "STKFLT": SIGSTKFLT, "CHLD": SIGCHLD, "CONT": SIGCONT, "STOP": SIGSTOP, "TSTP": SIGTSTP,
        "TTIN": SIGTTIN, "TTOU": SIGTTOU, "URG": SIGURG, "XCPU": SIGXCPU, "XFSZ": SIGXFSZ, "VTALRM": SIGVTALRM,
        "PROF": SIGPROF, "WINCH": SIGWINCH, "POLL": SIGPOLL, "IO": SIGIO, "PWR": SIGPWR, "SYS": SIGSYS,
    ]

    /// The number of `SIGTERM`, `TERM`, `15`, `SIGRTMIN+3`; nil for anything else.
    static func number(_ text: String?) -> Int32? {
        guard let text, !text.isEmpty else { return nil }
        if let number = Int32(text) { return (1...64).contains(number) ? number : nil }
        let upper = text.uppercased()
        let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
        // CRI spells SIGRTMIN+3 as SIGRTMINPLUS3 and SIGRTMAX-1 as SIGRTMAXMINUS1.
        let spelled = name.replacing("PLUS", with: "+").replacing("MINUS", with: "-")
        if spelled.hasPrefix("RTMIN") { return (spelled == "RTMIN" ? 0 : Int32(spelled.dropFirst(5))).map { 34 + $0 } }
        if spelled.hasPrefix("RTMAX") { return (spelled == "RTMAX" ? 0 : Int32(spelled.dropFirst(5))).map { 64 + $0 } }
        return numbers[name]
    }
}
