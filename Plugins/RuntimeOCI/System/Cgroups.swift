import CLinux
import Glibc

/// The control groups of this host: version 2, or version 1 with a hierarchy for each controller.
struct Cgroups {
    /// Mount points by controller; empty on version 2.
    private let controllers: [String: String]
    private let unified: String?

    var isVersion2: Bool { controllers.isEmpty }

    init() {
        var controllers: [String: String] = [:]
        var unified: String?
        for line in ((try? Files.text("/proc/self/mounts")) ?? "").split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 3 else { continue }
            if fields[2] == "cgroup2" { unified = String(fields[1]) }
            if fields[2] == "cgroup" {
                for option in fields[3].split(separator: ",") { controllers[String(option)] = String(fields[1]) }
            }
        }
        for option in ["rw", "relatime", "nosuid", "nodev", "noexec", "noatime"] { controllers[option] = nil }
        self.controllers = controllers
        self.unified = unified
    }

    private var roots: [String] { Array(Set(controllers.values)) + (unified.map { [$0] } ?? []) }

    private func file(_ controller: String, _ path: String, _ name: String) -> String {
        "\(isVersion2 ? unified ?? "/sys/fs/cgroup" : controllers[controller] ?? "/sys/fs/cgroup/\(controller)")\(path)/\(name)"
    }

    private func number(_ path: String) -> UInt64? {
        (try? Files.text(path)).flatMap { UInt64($0.split(separator: "\n").first ?? "") }
    }

    /// The lines `name value` of a file.
    private func table(_ path: String) -> [Substring: UInt64] {
        var table: [Substring: UInt64] = [:]
        for line in ((try? Files.text(path)) ?? "").split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count == 2 { table[fields[0]] = UInt64(fields[1]) }
        }
        return table
    }

    /// CPU time used since the group began, nanoseconds.
    func cpuNanoseconds(_ path: String) -> UInt64? {
        isVersion2
            ? table(file("cpu", path, "cpu.stat"))["usage_usec"].map { $0 * 1000 }
            : number(file("cpuacct", path, "cpuacct.usage"))
    }

    struct Memory {
        var usage: UInt64
        var workingSet: UInt64
        var rss: UInt64
        var faults: UInt64
        var majorFaults: UInt64
        var limit: UInt64?
    }

    /// Memory in use; the working set is what is left without inactive file pages, as cAdvisor has it.
    func memory(_ path: String) -> Memory? {
        let prefix = isVersion2 ? "" : "total_"
        let stat = table(file("memory", path, "memory.stat"))
        guard let usage = number(file("memory", path, isVersion2 ? "memory.current" : "memory.usage_in_bytes")) else {
            return nil
        }
        let inactive = stat["\(prefix)inactive_file"] ?? 0
        let limit = number(file("memory", path, isVersion2 ? "memory.max" : "memory.limit_in_bytes"))
        return Memory(
            usage: usage, workingSet: usage > inactive ? usage - inactive : 0,
            rss: stat[isVersion2 ? "anon" : "total_rss"] ?? 0, faults: stat["\(prefix)pgfault"] ?? 0,
            majorFaults: stat["\(prefix)pgmajfault"] ?? 0, limit: limit.flatMap { $0 < 1 << 60 ? $0 : nil })
    }

    /// Processes of the group itself.
    func processes(_ path: String) -> [Int32] {
        let controller =
            isVersion2 ? "" : controllers["freezer"] != nil ? "freezer" : controllers["pids"] != nil ? "pids" : "memory"
        let text = (try? Files.text(file(controller, path, "cgroup.procs"))) ?? ""
        return text.split(separator: "\n").compactMap { Int32($0) }
    }

    /// Kills what is left in a group; processes that fork meanwhile are caught in the next round.
    func killAll(_ path: String) {
        for _ in 0..<16 {
            let left = processes(path).compactMap { ProcessIdentity(pid: $0) }
            if left.isEmpty { return }
            for process in left {
                guard let ended = process.descriptor() else { continue }
                defer { close(ended) }
                clinux_pidfd_signal(ended, SIGKILL)
                var polled = pollfd(fd: ended, events: Int16(POLLIN), revents: 0)
                poll(&polled, 1, 1000)
            }
        }
    }

    /// Removes a group and the groups in it from every hierarchy, if no process is left in them.
    func remove(_ path: String) {
        guard path.split(separator: "/").count > 0 else { return }
        for root in roots { Self.removeTree("\(root)\(path)") }
    }

    private static func removeTree(_ path: String) {
        guard Files.isDirectory(path) else { return }
        for name in Files.names(in: path) where Files.isDirectory("\(path)/\(name)") { removeTree("\(path)/\(name)") }
        rmdir(path)
    }

    /// Removes a group if it is empty.
    func removeIfEmpty(_ path: String) {
        guard path.split(separator: "/").count > 0 else { return }
        for root in roots { rmdir("\(root)\(path)") }
    }
}
