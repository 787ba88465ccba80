import Glibc

/// A file that appears under its name whole and durable, or not at all.
///
/// It is written beside its place as `<name>.partial`, locked while it is written. A process that is killed leaves that
/// behind; who next writes to the name or lists the directory takes it away.
package final class NewFile {
    package static let suffix = ".partial"

    package let path: String
    package let temporary: String
    private let overwrites: Bool
    package private(set) var descriptor: Int32

    /// - Throws: where `path` exists and is not to be replaced, or somebody writes to it already.
    package init(_ path: String, overwrites: Bool = false) throws {
        self.path = path
        self.overwrites = overwrites
        temporary = path + NewFile.suffix
        if !overwrites, access(path, F_OK) == 0 { throw SnapshotError("\(path): exists already") }
        descriptor = try NewFile.open(temporary, for: path)
    }

    deinit { abandon() }

    private static func open(_ temporary: String, for path: String) throws -> Int32 {
        while true {
            let file = Glibc.open(temporary, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard file >= 0 else { throw SnapshotError("\(path): \(systemMessage())") }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                close(file)
                throw SnapshotError("\(path): another process is writing it")
            }
            // Between opening and locking, its last owner may have given it its name.
            guard isStill(file, at: temporary) else {
                close(file)
                continue
            }
            guard ftruncate(file, 0) == 0, fchmod(file, 0o600) == 0 else {
                let reason = systemMessage()
                close(file)
                throw SnapshotError("\(path): \(reason)")
            }
            return file
        }
    }

    private static func isStill(_ file: Int32, at path: String) -> Bool {
        var held = stat()
        var named = stat()
        return fstat(file, &held) == 0 && lstat(path, &named) == 0 && held.st_ino == named.st_ino
            && held.st_dev == named.st_dev
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw SnapshotError("\(path): \(systemMessage())") }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    package func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    /// Makes it durable and gives it its name.
    package func finish() throws {
        guard fsync(descriptor) == 0 else { throw SnapshotError("\(path): \(systemMessage())") }
        if overwrites {
            guard rename(temporary, path) == 0 else { throw SnapshotError("\(path): \(systemMessage())") }
        } else if link(temporary, path) == 0 {
            unlink(temporary)
        } else {
            // A file system without hard links.
            guard errno != EEXIST, access(path, F_OK) != 0 else { throw SnapshotError("\(path): exists already") }
            guard rename(temporary, path) == 0 else { throw SnapshotError("\(path): \(systemMessage())") }
        }
        close(descriptor)
        descriptor = -1
        try NewFile.synchronize(directory: NewFile.directory(of: path))
    }

    /// Takes it away, unless it was finished.
    package func abandon() {
        guard descriptor >= 0 else { return }
        unlink(temporary)
        close(descriptor)
        descriptor = -1
    }

    /// Makes the names in `directory` durable.
    package static func synchronize(directory: String) throws {
        let handle = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw SnapshotError("\(directory): \(systemMessage())") }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw SnapshotError("\(directory): \(systemMessage())") }
    }

    package static func directory(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Takes away what killed processes left in `directory`, and nothing that is being written.
    package static func removeLeftovers(in directory: String) {
        guard let folder = opendir(directory) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasSuffix(suffix) else { continue }
            let path = "\(directory)/\(name)"
            let file = Glibc.open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard file >= 0 else { continue }
            if flock(file, LOCK_EX | LOCK_NB) == 0, isStill(file, at: path) { unlink(path) }
            close(file)
        }
    }
}

/// What the C library says of the last error.
func systemMessage() -> String { String(cString: strerror(errno)) }
