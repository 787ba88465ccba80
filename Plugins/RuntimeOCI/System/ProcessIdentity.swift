import CLinux
import Glibc

/// A process that stays the same one: its number and when it began (field 22 of /proc/PID/stat, clock ticks since boot).
struct ProcessIdentity: Codable, Hashable {
    let pid: Int32
    let started: UInt64

    /// The process that has the number now; nil when there is none.
    init?(pid: Int32) {
        guard pid > 0, let stat = try? Files.text("/proc/\(pid)/stat"), let close = stat.lastIndex(of: ")") else {
            return nil
        }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        // The text behind the name begins with field 3.
        guard fields.count > 19, let started = UInt64(fields[19]), fields[0] != "Z" else { return nil }
        self.pid = pid
        self.started = started
    }

    var isAlive: Bool { ProcessIdentity(pid: pid) == self }

    /// A descriptor of this very process, readable when it ends; nil when it has.
    func descriptor() -> Int32? {
        let pidfd = clinux_pidfd_open(pid)
        guard pidfd >= 0 else { return nil }
        if isAlive { return pidfd }
        close(pidfd)
        return nil
    }

    /// Sends a signal; false when the process has ended.
    @discardableResult
    func signal(_ number: Int32) -> Bool {
        guard let pidfd = descriptor() else { return false }
        defer { close(pidfd) }
        return clinux_pidfd_signal(pidfd, number) == 0
    }
}
