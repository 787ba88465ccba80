import ApusAPI
import Glibc

/// Snapshots as the files of a folder, which is made with the first of them.
public struct DirectoryDestination: SnapshotDestination {
    public let path: String

    public init(_ path: String) { self.path = path }

    public func list() async throws -> [StoredSnapshot] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw SnapshotError("\(path): \(systemMessage())")
        }
        defer { closedir(folder) }
        var found: [StoredSnapshot] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            // Of what is being written nobody knows yet, nor of what somebody removes meanwhile.
            guard !name.hasPrefix("."), !name.hasSuffix(NewFile.suffix), fstatat(dirfd(folder), name, &status, 0) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            let time = Timestamp(
                seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int32(truncatingIfNeeded: status.st_mtim.tv_nsec))
            found.append(StoredSnapshot(name: name, size: UInt64(status.st_size), time: time))
        }
        return found.sorted { $0.name < $1.name }
    }

    public func upload(file: String, as name: String) async throws {
        try SnapshotName.check(name)
        try makeFolder()
        NewFile.removeLeftovers(in: path)
        try copy(file, to: place(name))
    }

    public func download(_ name: String, to file: String) async throws {
        try SnapshotName.check(name)
        try copy(place(name), to: file)
    }

    public func remove(_ name: String) async throws {
        try SnapshotName.check(name)
        guard unlink(place(name)) == 0 || errno == ENOENT else {
            throw SnapshotError("\(place(name)): \(systemMessage())")
        }
        try NewFile.synchronize(directory: path)
    }

    private func place(_ name: String) -> String { "\(path)/\(name)" }

    private func copy(_ source: String, to target: String) throws {
        let chunks = try FileChunks(source)
        let file = try NewFile(target)
        while let chunk = try chunks.next(1 << 20) { try file.write(chunk) }
        try file.finish()
    }

    /// Only its owner may look in: snapshots hold all Secrets.
    private func makeFolder() throws {
        var folder = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            folder += "/" + part
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
                throw SnapshotError("\(path): \(systemMessage())")
            }
        }
    }
}
