/// Where a container's namespace comes from.
enum NamespaceSource {
    case new
    case joined(String)

    var path: String? { if case .joined(let path) = self { path } else { nil } }
}

/// Makes a container's config.json out of CRI's documents and the image's defaults.
struct SpecBuilder {
    var config: ContainerConfig
    var sandbox: SandboxRecord
    var defaults: ImageConfiguration.Defaults
    var users: UserLookup
    /// Paths on the host of this container and its sandbox.
    var rootfs: String
    var shm: String?
    /// The sandbox's `resolv.conf`; nil: the image's.
    var resolver: String?
    /// Namespaces by type; absent: the host's.
    var namespaces: [String: NamespaceSource]
    var cgroupPath: String
    /// What this process may hand on.
    var availableCapabilities: [String]
    /// Every device node of the host, for privileged containers.
    var hostDevices: [RuntimeSpec.SpecDevice]
    /// This process's own: a child's can be raised without a capability, never lowered.
    var oomScoreAdj: Int64
    var cgroup2: Bool

    private var security: LinuxContainerSecurityContext {
        config.linux?.securityContext ?? LinuxContainerSecurityContext()
    }
    private var privileged: Bool { security.privileged ?? false }

    func build() throws -> RuntimeSpec {
        let user = try resolveUser()
        let (devices, rules) = try buildDevices()
        var resources = Self.resources(config.linux?.resources, cgroup2: cgroup2)
        resources.devices = rules
        let namespaces = ["mount", "pid", "network", "ipc", "uts", "cgroup"].compactMap { type in
            self.namespaces[type].map { RuntimeSpec.Namespace(type: type, path: $0.path) }
        }
        return RuntimeSpec(
            process: try process(user),
            root: .init(path: rootfs, readonly: security.readonlyRootfs ?? false),
            mounts: try buildMounts(),
            annotations: config.annotations ?? [:],
            linux: .init(
                namespaces: namespaces, resources: resources, cgroupsPath: cgroupPath,
                rootfsPropagation: propagation,
                maskedPaths: privileged ? [] : security.maskedPaths ?? Self.maskedPaths,
                readonlyPaths: privileged ? [] : security.readonlyPaths ?? Self.readonlyPaths,
                devices: devices))
    }

    // MARK: - Process

    func resolveUser() throws -> RuntimeSpec.User {
        var user: RuntimeSpec.User
        if let id = security.runAsUser?.value {
            guard let id = UInt32(exactly: id) else {
                throw RuntimeError.invalid(
                    "linux.securityContext.runAsUser: Invalid value: \(id): must be between 0 and 4294967295")
            }
            user = users.user(id: id)
        } else if let name = security.runAsUsername, !name.isEmpty {
            user = try users.user(name)
        } else {
            user = try users.user(defaults.user ?? "")
        }
        if let id = security.runAsGroup?.value, let gid = UInt32(exactly: id) { user.gid = gid }
        if security.supplementalGroupsPolicy == .Strict { user.additionalGids = [] }
        for group in (security.supplementalGroups ?? []).compactMap({ UInt32(exactly: $0.value) })
        where !user.additionalGids.contains(group) { user.additionalGids.append(group) }
        return user
    }

    private func process(_ user: RuntimeSpec.User) throws -> RuntimeSpec.Process {
        // Kubernetes: a command replaces the entrypoint, and then the image's arguments do not apply.
        let command = config.command ?? []
        let arguments = config.args ?? []
        var args = command.isEmpty ? defaults.entrypoint ?? [] : command
        args += !arguments.isEmpty ? arguments : command.isEmpty ? defaults.cmd ?? [] : []
        guard !args.isEmpty else { throw RuntimeError.invalid("no command specified") }
        let given = try CapabilitySet.resolve(
            security.capabilities, privileged: privileged, available: availableCapabilities)
        let ambient = (security.capabilities?.addAmbientCapabilities ?? []).filter(given.contains)
        var cwd = config.workingDir ?? ""
        if cwd.isEmpty { cwd = defaults.workingDir ?? "" }
        return RuntimeSpec.Process(
            terminal: config.tty ?? false, user: user, args: args, env: environment(user),
            cwd: cwd.isEmpty ? "/" : cwd,
            capabilities: .init(
                bounding: given, effective: given, permitted: given, ambient: ambient, inheritable: ambient),
            noNewPrivileges: security.noNewPrivs ?? false,
            oomScoreAdj: config.linux?.resources?.oomScoreAdj.flatMap { $0.value > oomScoreAdj ? $0.value : nil })
    }

    /// PATH, HOSTNAME, the image's variables, the container's; later ones win.
    private func environment(_ user: RuntimeSpec.User) -> [String] {
        var names: [String] = []
        var values: [String: String] = [:]
        func set(_ name: String, _ value: String) {
            if values.updateValue(value, forKey: name) == nil { names.append(name) }
        }
        set("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        if let hostname = sandbox.hostname { set("HOSTNAME", hostname) }
        if config.tty ?? false { set("TERM", "xterm") }
        for variable in defaults.env ?? [] {
            let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            set(String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        for variable in config.envs ?? [] where variable.key?.isEmpty == false {
            set(variable.key ?? "", variable.value ?? "")
        }
        if values["HOME"] == nil { set("HOME", users.home(of: user.uid) ?? "/") }
        return names.map { "\($0)=\(values[$0] ?? "")" }
    }

    // MARK: - Resources

    /// CRI's limits in the runtime's terms. On cgroup v1 a memory limit also bounds swap.
    static func resources(_ given: LinuxContainerResources?, cgroup2: Bool) -> RuntimeSpec.Resources {
        func positive(_ field: Int64Field?) -> Int64? { field.flatMap { $0.value > 0 ? $0.value : nil } }
        func nonEmpty(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
        var resources = RuntimeSpec.Resources()
        guard let given else { return resources }
        let quota = given.cpuQuota.flatMap { $0.value != 0 ? $0.value : nil }
        resources.cpu = .init(
            shares: positive(given.cpuShares).map(UInt64.init), quota: quota,
            period: positive(given.cpuPeriod).map(UInt64.init), cpus: nonEmpty(given.cpusetCpus),
            mems: nonEmpty(given.cpusetMems))
        if let limit = positive(given.memoryLimitInBytes) {
            resources.memory = .init(limit: limit, swap: positive(given.memorySwapLimitInBytes) ?? limit)
        }
        let pages = (given.hugepageLimits ?? []).filter { $0.limit?.value ?? 0 > 0 }
        if !pages.isEmpty {
            resources.hugepageLimits = pages.map {
                .init(pageSize: $0.pageSize ?? "", limit: UInt64($0.limit?.value ?? 0))
            }
        }
        if cgroup2, let unified = given.unified, !unified.isEmpty { resources.unified = unified }
        return resources
    }

    // MARK: - Devices

    private func buildDevices() throws -> ([RuntimeSpec.SpecDevice], [RuntimeSpec.DeviceRule]) {
        if privileged { return (hostDevices, [.init(allow: true, access: "rwm")]) }
        var devices: [RuntimeSpec.SpecDevice] = []
        var rules = [RuntimeSpec.DeviceRule(allow: false, access: "rwm")]
        for device in config.devices ?? [] {
            let path = device.hostPath ?? ""
            guard var found = HostDevices.device(at: path) else {
                throw RuntimeError.invalid("devices.hostPath: Invalid value: \"\(path)\": not a device")
            }
            found.path = device.containerPath ?? path
            devices.append(found)
            rules.append(
                .init(
                    allow: true, type: found.type, major: found.major, minor: found.minor,
                    access: device.permissions ?? "rwm"))
        }
        return (devices, rules)
    }

    /// What the specification's runtimes and Docker hide of /proc and /sys.
    static let maskedPaths = [
        "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
        "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware",
        "/sys/devices/virtual/powercap",
    ]
    static let readonlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
}
