import CLinux
import Glibc

/// An operation on a file that failed: `mkdir /var/lib/x: Permission denied`.
struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    var description: String
    var code: Int32

    init(_ operation: String, _ path: String, _ code: Int32 = errno) {
        description = "\(operation) \(path): \(String(cString: strerror(code)))"
        self.code = code
    }
}

/// The few operations on files and folders that the kubelet needs.
enum FileTree {
    /// Makes a folder and those above it.
    static func makeDirectories(_ path: String, mode: mode_t = 0o755) throws(FileError) {
        if mkdir(path, mode) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw FileError("mkdir", path)
        }
        try makeDirectories(String(path[..<slash]), mode: mode)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw FileError("mkdir", path) }
    }

    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws(FileError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw FileError("open", path) }
        defer { close(file) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(file, $0.baseAddress.map { $0 + offset }, $0.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError("write", path) }
            offset += count
        }
        // The mode of `open` is cut by the umask; the one that was asked for counts.
        guard fchmod(file, mode) == 0 else { throw FileError("chmod", path) }
    }

    /// The contents of a file, at most its last `limit` bytes; nil where it cannot be read.
    static func read(_ path: String, limit: Int = 1 << 20) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let size = size(of: path) ?? 0
        if size > limit { lseek(file, off_t(size - limit), SEEK_SET) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while bytes.count < limit {
            let count = Glibc.read(file, &buffer, min(buffer.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    static func text(_ path: String) -> String? {
        read(path).map { String(decoding: $0, as: UTF8.self) }
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// The names in a folder, sorted; none where it is missing.
    static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file or a folder with what is in it. Symbolic links are not followed, and what is mounted inside is
    /// unmounted first, not emptied.
    static func remove(_ path: String) throws(FileError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw FileError("lstat", path)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard unlink(path) == 0 || errno == ENOENT else { throw FileError("unlink", path) }
            return
        }
        if isMountPoint(path) {
            guard umount2(path, Int32(MNT_DETACH)) == 0 else { throw FileError("umount", path) }
        }
        for name in names(in: path) { try remove("\(path)/\(name)") }
        guard rmdir(path) == 0 || errno == ENOENT else { throw FileError("rmdir", path) }
    }

    static func isMountPoint(_ path: String) -> Bool {
        var own = stat()
        var parent = stat()
        return lstat(path, &own) == 0 && lstat("\(path)/..", &parent) == 0 && own.st_dev != parent.st_dev
    }

    /// Puts a file system in memory at `path`, which nothing is written to the disk from.
    static func mountMemory(_ path: String, sizeBytes: Int64?, mode: mode_t) throws(FileError) {
        if isMountPoint(path) { return }
        let size = sizeBytes.map { ",size=\($0)" } ?? ""
        guard mount("tmpfs", path, "tmpfs", 0, "mode=\(String(mode, radix: 8))\(size)") == 0 else {
            throw FileError("mount tmpfs", path)
        }
    }

    static func rename(_ source: String, _ target: String) throws(FileError) {
        guard Glibc.rename(source, target) == 0 else { throw FileError("rename", source) }
    }

    static func link(_ path: String, to target: String) throws(FileError) {
        guard symlink(target, path) == 0 else { throw FileError("symlink", path) }
    }

    static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &buffer, buffer.count - 1)
        return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The path without symbolic links; nil where it does not exist.
    static func resolved(_ path: String) -> String? {
        guard let result = realpath(path, nil) else { return nil }
        defer { free(result) }
        return String(cString: result)
    }
}
