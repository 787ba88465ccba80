import ApusStore
import Glibc

/// The file of a store on disk: made with mode 0600, checked before anything writes to it, and locked against other
/// processes by `<file>.lock` as long as this object lives.
final class StoreFile: Sendable {
    let path: String
    private let lock: Int32

    init(path: String) throws(StoreError) {
        self.path = path
        lock = try StoreFile.prepare(path)
    }

    /// Returns the lock's descriptor.
    private static func prepare(_ path: String) throws(StoreError) -> Int32 {
        let lockPath = path + ".lock"
        let isNew = access(lockPath, F_OK) != 0
        let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .unavailable("\(path): \(reason())") }
        do throws(StoreError) {
            try take(lock, path)
            try checkHeader(path)
            try create(path)
        } catch {
            Glibc.close(lock)
            // Nothing is left behind where the file turns out to be somebody else's.
            if isNew { unlink(lockPath) }
            throw error
        }
        return lock
    }

    deinit { Glibc.close(lock) }

    private static func take(_ lock: Int32, _ path: String) throws(StoreError) {
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .unavailable("\(path): \(reason())") }
            var text = [UInt8](repeating: 0, count: 20)
            let count = pread(lock, &text, text.count, 0)
            let holder = String(decoding: text.prefix(max(0, count)), as: UTF8.self)
            throw .unavailable("\(path): in use by process \(holder.isEmpty ? "unknown" : holder)")
        }
        let text = Array(String(getpid()).utf8)
        guard ftruncate(lock, 0) == 0, pwrite(lock, text, text.count, 0) == text.count else {
            throw .unavailable("\(path).lock: \(reason())")
        }
    }

    /// The process that has the store in `path`; nil where none has, or it cannot be told.
    static func holder(of path: String) -> pid_t? {
        let lock = open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard lock >= 0 else { return nil }
        defer { Glibc.close(lock) }
        guard flock(lock, LOCK_SH | LOCK_NB) != 0 else { return nil }
        var text = [UInt8](repeating: 0, count: 20)
        let count = pread(lock, &text, text.count, 0)
        return pid_t(String(decoding: text.prefix(max(0, count)), as: UTF8.self))
    }

    /// Refuses a file that is no database of ours, before SQLite touches it. An empty file is a new store.
    private static func checkHeader(_ path: String) throws(StoreError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            guard errno == ENOENT else { throw .unavailable("\(path): \(reason())") }
            return
        }
        defer { Glibc.close(file) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = read(file, &header, header.count)
        guard count != 0 else { return }
        guard count > 0 else { throw .unavailable("\(path): \(reason())") }
        guard count == header.count, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw .corrupt("\(path): not an Apus store")
        }
        // A store that was killed while it was made has its first page only in the write-ahead log.
        let identifier = header[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard identifier == SQLiteSchema.applicationID || identifier == 0 else {
            throw .corrupt("\(path): a database of another program (application id \(identifier))")
        }
    }

    /// Makes the file where it is missing; its name is durable before anything is acknowledged.
    private static func create(_ path: String) throws(StoreError) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unavailable("\(path): \(reason())") }
        Glibc.close(file)
        let directory = directory(of: path)
        let handle = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw .unavailable("\(directory): \(reason())") }
        defer { Glibc.close(handle) }
        guard fsync(handle) == 0 else { throw .unavailable("\(directory): \(reason())") }
    }

    static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
