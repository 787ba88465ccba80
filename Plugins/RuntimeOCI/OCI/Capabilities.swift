/// Capability sets of containers, by the names of capabilities(7).
enum CapabilitySet {
    /// What a container gets that asks for nothing: the set that Docker and containerd give.
    static let defaults = [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW", "CAP_SETGID",
        "CAP_SETUID",
        "CAP_SETFCAP", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE",
    ]

    /// All capabilities in the order of their numbers.
    static let names = [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID",
        "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST",
        "CAP_NET_ADMIN",
        "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT",
        "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE",
        "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL",
        "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND",
        "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
    ]

    /// The capabilities of a mask as /proc/PID/status prints it.
    static func names(mask: UInt64) -> [String] {
        names.enumerated().filter { mask & (1 << UInt64($0.offset)) != 0 }.map(\.element)
    }

    /// What a container gets: everything available when privileged; else the defaults, plus what it adds, minus what it
    /// drops. `ALL` stands for every available one; a name works with and without `CAP_`. A capability that this host does
    /// not have cannot be given: one that is asked for by name is refused, the defaults go on without it.
    static func resolve(_ wanted: Capability?, privileged: Bool, available: [String]) throws(RuntimeError) -> [String] {
        if privileged { return available }
        func full(_ name: String) -> String {
            let upper = name.uppercased()
            return upper.hasPrefix("CAP_") || upper == "ALL" ? upper : "CAP_" + upper
        }
        let add = (wanted?.addCapabilities ?? []).map(full)
        let drop = Set((wanted?.dropCapabilities ?? []).map(full))
        var given = Set(defaults).intersection(available)
        if add.contains("ALL") { given = Set(available) }
        if drop.contains("ALL") { given = [] }
        for name in add where name != "ALL" {
            guard names.contains(name) else {
                throw .invalid("linux.securityContext.capabilities.addCapabilities: Unsupported value: \"\(name)\"")
            }
            guard available.contains(name) else {
                throw .invalid(
                    "linux.securityContext.capabilities.addCapabilities: Invalid value: \"\(name)\": this host does not have it"
                )
            }
            given.insert(name)
        }
        given.subtract(drop)
        return names.filter(given.contains)
    }
}
