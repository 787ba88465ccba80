import Glibc

/// Folders of the file system.
enum Folder {
    /// The names in `path`, in order.
    static func names(_ path: String) throws(Failure) -> [String] {
        guard let folder = opendir(path) else { throw Failure("\(path): \(systemError())") }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Takes away all that lies in `path`, following no links.
    static func empty(_ path: String, except kept: Set<String>) throws(Failure) {
        for name in try names(path) where !kept.contains(name) {
            let child = "\(path)/\(name)"
            guard unlink(child) != 0 else { continue }
            guard errno == EISDIR || errno == EPERM else { throw Failure("\(child): \(systemError())") }
            try empty(child, except: [])
            guard rmdir(child) == 0 else { throw Failure("\(child): \(systemError())") }
        }
    }

    /// Makes the names in `path` durable.
    static func synchronize(_ path: String) throws(Failure) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Failure("\(path): \(systemError())") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Failure("\(path): \(systemError())") }
    }

    static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    static func bytes(of path: String) throws(Failure) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw Failure("\(path): \(systemError())") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        guard ferror(file) == 0 else { throw Failure("\(path): cannot be read") }
        return bytes
    }
}
