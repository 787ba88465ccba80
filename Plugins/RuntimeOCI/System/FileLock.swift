import CLinux
import Glibc

/// A lock between processes (flock): many readers or one writer. Held until the value ends; the kernel drops it with a
/// process that dies.
struct FileLock: ~Copyable {
    enum Mode { case shared, exclusive }

    private let file: Descriptor

    /// Waits for the lock.
    init(_ path: String, _ mode: Mode) throws(SystemError) {
        let file = try Descriptor(path, O_RDWR | O_CREAT)
        try check("flock", path) { flock(file.number, mode == .shared ? LOCK_SH : LOCK_EX) }
        self.file = file
    }

    /// Takes the lock if nobody else holds it.
    init?(tryExclusive path: String) throws(SystemError) {
        let file = try Descriptor(path, O_RDWR | O_CREAT)
        if flock(file.number, LOCK_EX | LOCK_NB) != 0 { return nil }
        self.file = file
    }
}
