import Glibc

extension SpecBuilder {
    private var isPrivileged: Bool { config.linux?.securityContext?.privileged ?? false }

    /// The root's propagation must let through what a mount in it asks for.
    var propagation: String? {
        let wanted = (config.mounts ?? []).compactMap(\.propagation)
        if wanted.contains(.PROPAGATION_BIDIRECTIONAL) { return "rshared" }
        return wanted.contains(.PROPAGATION_HOST_TO_CONTAINER) ? "rslave" : nil
    }

    /// The kernel's file systems, then CRI's mounts, parents before children; a CRI mount takes the place of a standard one.
    func buildMounts() throws -> [RuntimeSpec.SpecMount] {
        let given = try (config.mounts ?? []).map(mount)
        let taken = Set(given.map(\.destination))
        let standard = standardMounts().filter { !taken.contains($0.destination) }
        func depth(_ mount: RuntimeSpec.SpecMount) -> Int { mount.destination.split(separator: "/").count }
        // A stable sort: mounts on one path keep their order.
        return standard
            + given.enumerated().sorted { (depth($0.element), $0.offset) < (depth($1.element), $1.offset) }.map(
                \.element)
    }

    private func standardMounts() -> [RuntimeSpec.SpecMount] {
        let system = isPrivileged ? "rw" : "ro"
        var mounts: [RuntimeSpec.SpecMount] = [
            .init(destination: "/proc", type: "proc", source: "proc", options: ["nosuid", "noexec", "nodev"]),
            .init(
                destination: "/dev", type: "tmpfs", source: "tmpfs",
                options: ["nosuid", "strictatime", "mode=755", "size=65536k"]),
            .init(
                destination: "/dev/pts", type: "devpts", source: "devpts",
                options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
            .init(
                destination: "/dev/mqueue", type: "mqueue", source: "mqueue", options: ["nosuid", "noexec", "nodev"]),
            .init(destination: "/sys", type: "sysfs", source: "sysfs", options: ["nosuid", "noexec", "nodev", system]),
            .init(
                destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup",
                options: ["nosuid", "noexec", "nodev", "relatime", system]),
        ]
        if let shm {
            mounts.append(.init(destination: "/dev/shm", type: "bind", source: shm, options: ["rbind", "rw"]))
        }
        if let resolver {
            let access = config.linux?.securityContext?.readonlyRootfs ?? false ? "ro" : "rw"
            mounts.append(
                .init(destination: "/etc/resolv.conf", type: "bind", source: resolver, options: ["bind", access]))
        }
        if namespaces["network"] == nil {
            // The host's network: a fresh sysfs would need a network namespace of the container's own.
            mounts = mounts.map { mount in
                guard mount.destination == "/sys" else { return mount }
                return .init(
                    destination: "/sys", type: "bind", source: "/sys",
                    options: ["rbind", "nosuid", "noexec", "nodev", system])
            }.filter { $0.destination != "/sys/fs/cgroup" }
        }
        if namespaces["ipc"] == nil {
            mounts = mounts.map { mount in
                guard mount.destination == "/dev/mqueue" else { return mount }
                return .init(
                    destination: "/dev/mqueue", type: "bind", source: "/dev/mqueue",
                    options: ["bind", "nosuid", "noexec", "nodev"])
            }.filter { $0.destination != "/dev/mqueue" || Files.isDirectory("/dev/mqueue") }
        }
        return mounts
    }

    private func mount(_ mount: Mount) throws -> RuntimeSpec.SpecMount {
        guard let destination = mount.containerPath, destination.hasPrefix("/") else {
            throw RuntimeError.invalid(
                "mounts.containerPath: Invalid value: \"\(mount.containerPath ?? "")\": must be an absolute path")
        }
        guard let source = mount.hostPath, !source.isEmpty else {
            throw RuntimeError.invalid("mounts.hostPath: Required value: of the mount on \(destination)")
        }
        guard Files.exists(source) else {
            throw RuntimeError.invalid(
                "mounts.hostPath: Invalid value: \"\(source)\": \(String(cString: strerror(ENOENT)))")
        }
        let propagation =
            switch mount.propagation ?? .PROPAGATION_PRIVATE {
            case .PROPAGATION_PRIVATE: "rprivate"
            case .PROPAGATION_HOST_TO_CONTAINER: "rslave"
            case .PROPAGATION_BIDIRECTIONAL: "rshared"
            }
        var clean = destination
        while clean.count > 1 && clean.hasSuffix("/") { clean.removeLast() }
        return .init(
            destination: clean, type: "bind", source: source,
            options: ["rbind", propagation, mount.readonly ?? false ? "ro" : "rw"])
    }
}
