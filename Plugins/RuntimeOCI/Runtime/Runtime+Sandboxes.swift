import CArchive
import CLinux
import FoundationEssentials
import Glibc

extension Runtime {
    func namespacePath(_ sandbox: String, _ type: String) -> String { "\(layout.sandbox(sandbox))/ns/\(type)" }

    /// Whether a namespace is still pinned: a mount of nsfs.
    func isPinned(_ sandbox: String, _ type: String) -> Bool {
        var status = statfs()
        return statfs(namespacePath(sandbox, type), &status) == 0 && status.f_type == 0x6e73_6673
    }

    // MARK: - Run

    func runPodSandbox(_ request: RunPodSandboxRequest) throws -> RunPodSandboxResponse {
        guard let config = request.config else { throw RuntimeError.invalid("config: Required value") }
        guard let metadata = config.metadata, metadata.name?.isEmpty == false else {
            throw RuntimeError.invalid("config.metadata.name: Required value")
        }
        if let handler = request.runtimeHandler, !handler.isEmpty {
            throw RuntimeError.invalid("runtimeHandler: Not found: \"\(handler)\"")
        }
        let id = Self.freshID()
        let parent = config.linux?.cgroupParent ?? ""
        var record = SandboxRecord(
            id: id, config: config, runtimeHandler: "", createdAt: Self.now(), ready: false,
            cgroupParent: parent.isEmpty ? "/apus-\(network.installation)/\(id)" : parent)
        do {
            try makeNamespaces(&record)
            // From here on the record leads to everything that must be taken back.
            try layout.save(record)
            if record.config.namespaces.network != .NODE { try join(&record) }
            record.ready = true
            try layout.save(record)
        } catch {
            try? tearDown(&record)
            try? removeSandboxFolder(id)
            throw error
        }
        let made = record
        state.withLock { $0.sandboxes[id] = made }
        return RunPodSandboxResponse(podSandboxId: id)
    }

    private func makeNamespaces(_ record: inout SandboxRecord) throws {
        let options = record.config.namespaces
        let folder = layout.sandbox(record.id)
        try Files.makeDirectory("\(folder)/ns", mode: 0o711)
        // Pods on the host's network have the host's name, as upstream's do.
        if options.network != .NODE { record.pinned += ["net", "uts"] }
        if options.ipc != .NODE { record.pinned.append("ipc") }
        for type in record.pinned { try Files.touch(namespacePath(record.id, type)) }
        try create(record, sysctls: try sysctls(of: record))
        if let resolver = record.config.dnsConfig?.resolverFile {
            try Files.replace("\(folder)/resolv.conf", with: Array(resolver.utf8))
        }
        if options.ipc != .NODE {
            try Files.makeDirectory("\(folder)/shm")
            try check("mount", "\(folder)/shm") {
                mount("shm", "\(folder)/shm", "tmpfs", UInt(MS_NOSUID | MS_NODEV | MS_NOEXEC), "mode=1777,size=64m")
            }
        }
        if options.pid == .POD { try startPause(&record) }
    }

    private func create(_ record: SandboxRecord, sysctls: [(path: String, value: String)]) throws {
        func path(_ type: String) -> UnsafeMutablePointer<CChar>? {
            record.pinned.contains(type) ? strdup(namespacePath(record.id, type)) : nil
        }
        let texts = sysctls.map { (strdup($0.path), strdup($0.value)) }
        var settings = texts.map { clinux_sysctl(path: $0.0, value: $0.1) }
        let strings = [path("net"), path("ipc"), path("uts"), record.hostname.map { strdup($0) } ?? nil]
        defer {
            for (name, value) in texts {
                free(name)
                free(value)
            }
            for string in strings { free(string) }
        }
        let (result, failed) = settings.withUnsafeMutableBufferPointer { settings in
            var request = clinux_namespaces(
                net: strings[0], ipc: strings[1], uts: strings[2], hostname: strings[3], sysctls: settings.baseAddress,
                sysctl_count: settings.count, failed_sysctl: 0)
            return (clinux_make_namespaces(&request), request.failed_sysctl)
        }
        if result < 0, failed < sysctls.count {
            let name = sysctls[failed].path.replacing("/", with: ".")
            throw RuntimeError.invalid(
                "linux.sysctls[\(name)]: Invalid value: \"\(sysctls[failed].value)\": \(String(cString: strerror(-result)))"
            )
        }
        try checkNegated("make namespaces of sandbox", record.id) { result }
    }

    /// What is set in the new namespaces: first what makes ports and ping free of privileges, then what the pod asks for.
    private func sysctls(of record: SandboxRecord) throws -> [(path: String, value: String)] {
        let options = record.config.namespaces
        var settings: [(path: String, value: String)] = []
        if options.network != .NODE {
            settings = [("net/ipv4/ip_unprivileged_port_start", "0"), ("net/ipv4/ping_group_range", "0 2147483647")]
        }
        for (name, value) in (record.config.linux?.sysctls ?? [:]).sorted(by: { $0.key < $1.key }) {
            let path = name.contains("/") ? name : name.replacing(".", with: "/")
            let isNetwork = path.hasPrefix("net/")
            let isIPC =
                path.hasPrefix("kernel/shm") || path.hasPrefix("kernel/msg") || path == "kernel/sem"
                || path.hasPrefix("fs/mqueue/")
            guard !path.contains(".."), isNetwork && options.network != .NODE || isIPC && options.ipc != .NODE else {
                throw RuntimeError.invalid(
                    "linux.sysctls[\(name)]: Forbidden: it is not of a namespace of this sandbox's own")
            }
            settings.append((path, value))
        }
        return settings
    }

    /// A process 1 for the containers that share one PID namespace.
    private func startPause(_ record: inout SandboxRecord) throws {
        guard let sleep = OCIRuntime.find("sleep") else {
            throw RuntimeError(.failedPrecondition, "sleep: not installed")
        }
        func path(_ type: String) -> UnsafeMutablePointer<CChar>? {
            record.pinned.contains(type) ? strdup(namespacePath(record.id, type)) : nil
        }
        let joined = [path("net"), path("ipc"), path("uts")]
        var arguments = [strdup("pause"), strdup("infinity"), nil]
        defer { for string in joined + arguments { free(string) } }
        let pid = try checkNegated("start pause process", record.id) {
            clinux_spawn_pid_namespace(sleep, &arguments, joined[0], joined[1], joined[2])
        }
        record.pause = ProcessIdentity(pid: pid)
        let target = namespacePath(record.id, "pid")
        try Files.touch(target)
        try check("pin PID namespace", target) { mount("/proc/\(pid)/ns/pid", target, nil, UInt(MS_BIND), nil) }
        record.pinned.append("pid")
    }

    private func join(_ record: inout SandboxRecord) throws {
        let podCIDR = state.withLock { $0.podCIDR }
        prepareHost()
        let list = try network.list(podCIDR: podCIDR)
        record.network = list
        try layout.save(record)
        let result = try network.cni.add(list, cniSandbox(record))
        record.networkResult = result
        record.addresses = CNI.addresses(of: result)
    }

    /// Settings and rules of the host, before the first pod of this process.
    func prepareHost() {
        let (isPrepared, podCIDR) = state.withLock { state in
            defer { state.hostPrepared = true }
            return (state.hostPrepared, state.podCIDR)
        }
        if isPrepared { return }
        let warnings = network.prepareHost(podCIDR: podCIDR)
        for warning in warnings { log.warning(warning) }
        state.withLock { $0.networkWarnings = warnings }
    }

    private func cniSandbox(_ record: SandboxRecord) -> CNI.Sandbox {
        CNI.Sandbox(
            id: record.id, netns: isPinned(record.id, "net") ? namespacePath(record.id, "net") : "",
            metadata: record.config.metadata ?? PodSandboxMetadata(), portMappings: record.config.portMappings ?? [])
    }

    // MARK: - Stop and remove

    func stopPodSandbox(_ request: PodSandboxRequest) throws -> Empty {
        // A sandbox that is not there is stopped (CRI: the call is idempotent).
        guard var record = try found({ try sandbox(request.podSandboxId) }) else { return Empty() }
        try exclusively(record.id) {
            for container in containers(of: record.id) where container.isRunning { try stop(container.id, seconds: 0) }
            try tearDown(&record)
            record.ready = false
            try layout.save(record)
            let stopped = record
            state.withLock { $0.sandboxes[record.id] = stopped }
        }
        return Empty()
    }

    func removePodSandbox(_ request: PodSandboxRequest) throws -> Empty {
        guard let record = try found({ try sandbox(request.podSandboxId) }) else { return Empty() }
        _ = try stopPodSandbox(PodSandboxRequest(podSandboxId: record.id))
        for container in containers(of: record.id) { try remove(container.id) }
        try exclusively(record.id) {
            cgroups.removeIfEmpty(record.cgroupParent)
            if (record.config.linux?.cgroupParent ?? "").isEmpty {
                cgroups.removeIfEmpty("/apus-\(network.installation)")
            }
            try removeSandboxFolder(record.id)
            state.withLock { _ = $0.sandboxes.removeValue(forKey: record.id) }
        }
        return Empty()
    }

    func containers(of sandbox: String) -> [ContainerRecord] {
        state.withLock { $0.containers.values.filter { $0.sandboxID == sandbox } }
    }

    /// The record, or nil where there is none.
    func found<Record>(_ body: () throws -> Record) throws -> Record? {
        do {
            return try body()
        } catch let error as RuntimeError where error.code == .notFound {
            return nil
        }
    }

    /// Leaves the network and lets the namespaces go. Again and again without harm.
    private func tearDown(_ record: inout SandboxRecord) throws {
        if let list = record.network {
            try network.cni.delete(list, cniSandbox(record), record.networkResult)
            record.network = nil
            record.networkResult = nil
        }
        record.pause?.signal(SIGKILL)
        if let pause = record.pause { waitpid(pause.pid, nil, 0) }
        record.pause = nil
        for type in record.pinned { umount2(namespacePath(record.id, type), Int32(MNT_DETACH)) }
        record.pinned = []
    }

    func removeSandboxFolder(_ id: String) throws {
        let folder = layout.sandbox(id)
        for type in ["net", "uts", "ipc", "pid"] { umount2("\(folder)/ns/\(type)", Int32(MNT_DETACH)) }
        umount2("\(folder)/shm", Int32(MNT_DETACH))
        try Files.removeTree(folder)
    }

    // MARK: - Status

    func podSandboxStatus(_ request: PodSandboxRequest) throws -> PodSandboxStatusResponse {
        let record = try sandbox(request.podSandboxId)
        return PodSandboxStatusResponse(
            status: record.status, info: request.verbose ?? false ? ["netns": namespacePath(record.id, "net")] : nil,
            containersStatuses: containers(of: record.id).sorted { $0.createdAt < $1.createdAt }.map(\.status),
            timestamp: Self.now())
    }

    func listPodSandbox(_ request: ListPodSandboxRequest) -> ListPodSandboxResponse {
        let filter = request.filter
        let records = state.withLock { Array($0.sandboxes.values) }
        return ListPodSandboxResponse(
            items: records.filter { record in
                Self.matches(filter?.id, record.id) && (filter?.state?.state).map { $0 == record.state } ?? true
                    && Self.selects(filter?.labelSelector, record.config.labels)
            }.sorted { $0.createdAt > $1.createdAt }.map(\.summary))
    }

    static func matches(_ wanted: String?, _ id: String) -> Bool {
        wanted.map { $0.isEmpty || id.hasPrefix($0) } ?? true
    }

    static func selects(_ selector: [String: String]?, _ labels: [String: String]?) -> Bool {
        (selector ?? [:]).allSatisfy { labels?[$0.key] == $0.value }
    }
}
