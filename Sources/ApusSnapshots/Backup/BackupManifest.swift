import ApusJSON

/// What a backup says of itself: the first entry of its archive, `backup.json`.
public struct BackupManifest: Sendable, Equatable {
    public struct File: Sendable, Equatable {
        /// Below the data directory.
        public var path: String
        public var size: UInt64
        public var mode: UInt32
        /// XXH64 of the bytes.
        var hash: UInt64
    }

    static let name = "backup.json"
    /// The store, as a snapshot.
    public static let snapshot = "store.snapshot"
    static let format: Int64 = 1

    /// In seconds since 1970.
    public var time: Int64
    /// The version of the program that made it.
    public var program: String
    public var files: [File]

    var json: JSONValue {
        let list: [JSONValue] = files.map { file in
            [
                "path": .string(file.path), "size": .int(Int64(clamping: file.size)), "mode": .int(Int64(file.mode)),
                "hash": .string(String(file.hash, radix: 16)),
            ]
        }
        return [
            "format": .int(Self.format), "time": .int(time), "program": .string(program), "files": .array(list),
        ]
    }

    init(time: Int64, program: String, files: [File]) {
        self.time = time
        self.program = program
        self.files = files
    }

    init(_ json: JSONValue, archive: String) throws {
        guard let format = json["format"].int else { throw SnapshotError("\(archive): not a backup of Apus") }
        guard format == Self.format else {
            throw SnapshotError("\(archive): format \(format), this version reads format \(Self.format)")
        }
        time = json["time"].int ?? 0
        program = json["program"].string ?? ""
        files = try json["files"].elements.map { file in
            guard let path = file["path"].string, BackupManifest.isBelow(path), let size = file["size"].int, size >= 0,
                let mode = file["mode"].int.flatMap({ UInt32(exactly: $0) }), mode <= 0o777,
                let hash = file["hash"].string.flatMap({ UInt64($0, radix: 16) })
            else { throw SnapshotError("\(archive): its list of files is damaged") }
            return File(path: path, size: UInt64(size), mode: mode, hash: hash)
        }
        guard Set(files.map(\.path)).count == files.count, files.contains(where: { $0.path == Self.snapshot }) else {
            throw SnapshotError("\(archive): its list of files is damaged")
        }
    }

    /// Whether a path leads nowhere but below the folder that it is put in.
    private static func isBelow(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }
    }
}
