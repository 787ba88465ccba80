import CArchive
import CLinux
import FoundationEssentials
import Glibc

/// Files and folders by path.
enum Files {
    static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let file = try Descriptor(path, O_RDONLY)
        return try readAll(file.number)
    }

    static func text(_ path: String) throws(SystemError) -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// The number that a text begins with, such as the one line of a PID file.
    static func number(in text: String) -> Int32? {
        text.split(whereSeparator: \.isWhitespace).first.flatMap { Int32($0) }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a folder and those above it.
    static func makeDirectory(_ path: String, mode: mode_t = 0o755) throws(SystemError) {
        if mkdir(path, mode) == 0 || (errno == EEXIST && isDirectory(path)) { return }
        let error = errno
        let parent = parent(of: path)
        guard error == ENOENT, parent != path else { throw SystemError("mkdir", path, errno: error) }
        try makeDirectory(parent, mode: mode)
        if mkdir(path, mode) != 0 && errno != EEXIST { throw SystemError("mkdir", path) }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func touch(_ path: String, mode: mode_t = 0o644) throws(SystemError) {
        _ = try Descriptor(path, O_WRONLY | O_CREAT, mode: mode)
    }

    /// Replaces a file in one step: readers see the old or the new text, also after a crash.
    static func replace(_ path: String, with bytes: [UInt8], durable: Bool = false, mode: mode_t = 0o644)
        throws(SystemError)
    {
        let temporary = "\(path).\(UInt32.random(in: 0 ... .max)).tmp"
        do throws(SystemError) {
            let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
            try writeAll(file.number, bytes)
            if durable { try check("fsync", temporary) { fsync(file.number) } }
            try check("rename", path) { rename(temporary, path) }
        } catch {
            unlink(temporary)
            throw error
        }
        if durable {
            let folder = try Descriptor(parent(of: path), O_RDONLY | O_DIRECTORY)
            try check("fsync", path) { fsync(folder.number) }
        }
    }

    /// Names in a folder, sorted; none where there is no folder.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file or a whole folder without following links or crossing into mounts. What is not there is no error.
    static func removeTree(_ path: String) throws(SystemError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw SystemError("lstat", path)
        }
        let folder = try Descriptor(parent(of: path), O_RDONLY | O_DIRECTORY)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        try removeEntry(name, in: folder.number, device: status.st_dev, shown: path)
    }

    private static func removeEntry(_ name: String, in parent: Int32, device: dev_t, shown: String) throws(SystemError)
    {
        if unlinkat(parent, name, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw SystemError("unlink", shown) }
        let number = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { throw SystemError("open", shown) }
        var status = stat()
        guard fstat(number, &status) == 0, status.st_dev == device else {
            close(number)
            throw SystemError("remove", shown, errno: EBUSY)
        }
        guard let folder = fdopendir(number) else {
            close(number)
            throw SystemError("open", shown)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        for child in names where child != "." && child != ".." {
            try removeEntry(child, in: number, device: device, shown: "\(shown)/\(child)")
        }
        if unlinkat(parent, name, AT_REMOVEDIR) != 0 && errno != ENOENT { throw SystemError("rmdir", shown) }
    }

    /// Bytes and inodes that a folder takes on disk.
    static func usage(of path: String) -> (bytes: UInt64, inodes: UInt64) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return (0, 0) }
        var total = (bytes: UInt64(status.st_blocks) * 512, inodes: UInt64(1))
        guard status.st_mode & S_IFMT == S_IFDIR else { return total }
        for name in names(in: path) {
            let child = usage(of: "\(path)/\(name)")
            total.bytes += child.bytes
            total.inodes += child.inodes
        }
        return total
    }
}

/// JSON documents of this plugin: sorted members, slashes as they are.
enum Documents {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Decodes a document; `what` names it in the error.
    static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8], what: String) throws(RuntimeError) -> T {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw .invalid("\(what): \(describe(error))")
        } catch {
            throw .invalid("\(what): \(error)")
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            var text = ""
            for key in context.codingPath + (last.map { [$0] } ?? []) {
                if let index = key.intValue {
                    text += "[\(index)]"
                } else {
                    text += (text.isEmpty ? "" : ".") + key.stringValue
                }
            }
            return text.isEmpty ? "document" : text
        }
        return switch error {
        case .keyNotFound(let key, let context): "\(path(context, key)): Required value"
        case .valueNotFound(_, let context): "\(path(context)): Required value"
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            "\(path(context)): Invalid value: \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }
}
