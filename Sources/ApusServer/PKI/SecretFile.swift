import Glibc

/// Files that only their owner may read, replaced as a whole: a crash leaves the old or the new one.
enum SecretFile {
    /// What a failed system call says, with the path.
    static func failure(_ what: String, _ path: String, _ code: Int32 = errno) -> PKIError {
        PKIError("\(what) \(path): \(String(cString: strerror(code)))")
    }

    /// The text of the file; nil where it does not exist.
    static func read(_ path: String) throws(PKIError) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("cannot read", path)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("cannot read", path)
            }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    /// Writes `text` beside the file, makes it durable, and renames it over the file, durably too: what is signed with
    /// a key must not outlive it. Mode 0600.
    static func write(_ text: String, to path: String) throws(PKIError) {
        let temporary = "\(path).new"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("cannot write", path) }
        var bytes = Array(text.utf8)[...]
        var problem: Int32 = 0
        while !bytes.isEmpty, problem == 0 {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count >= 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { problem = errno }
        }
        if problem == 0, fsync(file) != 0 { problem = errno }
        close(file)
        if problem == 0, rename(temporary, path) != 0 { problem = errno }
        if problem != 0 {
            unlink(temporary)
            throw failure("cannot write", path, problem)
        }
        try syncFolder(of: path)
    }

    /// Makes the names in the folder of `path` durable.
    private static func syncFolder(of path: String) throws(PKIError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw failure("cannot read", folder) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw failure("cannot write", folder) }
    }

    /// Makes the directory, mode 0700, where it is not there; its parent must be.
    static func makeDirectory(_ path: String) throws(PKIError) {
        if mkdir(path, 0o700) == 0 { return try syncFolder(of: path) }
        if errno != EEXIST { throw failure("cannot make", path) }
    }
}

/// Why keys and certificates could not be read or made: one line that names the file.
public struct PKIError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
