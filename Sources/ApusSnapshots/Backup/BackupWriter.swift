import ApusJSON
import ApusStore
import CArchive
import Glibc

/// Writes a backup: the small files of an installation and a snapshot of its store, in one tar file with zstd.
public struct BackupWriter {
    /// A file of the installation.
    public struct Item: Sendable {
        public var path: String
        public var mode: UInt32
        public var bytes: [UInt8]

        public init(path: String, mode: UInt32, bytes: [UInt8]) {
            self.path = path
            self.mode = mode
            self.bytes = bytes
        }
    }

    /// The snapshot is hashed in pieces of this size, each seeded with the hash before.
    static let chunk = 1 << 20

    /// Writes `file`, whole and durable under its name or not at all.
    ///
    /// - Parameter snapshot: the file of the store's snapshot.
    public static func write(
        _ items: [Item], snapshot: String, to file: String, time: Int64, program: String, overwrites: Bool = false
    ) throws -> BackupManifest {
        let source = open(snapshot, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw SnapshotError("\(snapshot): \(systemMessage())") }
        defer { close(source) }
        var list = items.map { item in
            BackupManifest.File(
                path: item.path, size: UInt64(item.bytes.count), mode: item.mode,
                hash: item.bytes.withUnsafeBytes { XXH64.hash($0) })
        }
        var stored = BackupManifest.File(path: BackupManifest.snapshot, size: 0, mode: 0o600, hash: 0)
        try forEachChunk(of: source, named: snapshot) { chunk in
            stored.size += UInt64(chunk.count)
            stored.hash = XXH64.hash(chunk, seed: stored.hash)
        }
        list.append(stored)
        let manifest = BackupManifest(time: time, program: program, files: list)

        let target = try NewFile(file, overwrites: overwrites)
        let archive = try ArchiveWriter(target.descriptor, named: file)
        let json = manifest.json.encoded()
        try archive.begin(BackupManifest.name, size: UInt64(json.count), mode: 0o600, time: time)
        try json.withUnsafeBytes { try archive.write($0) }
        for item in items {
            try archive.begin(item.path, size: UInt64(item.bytes.count), mode: item.mode, time: time)
            try item.bytes.withUnsafeBytes { try archive.write($0) }
        }
        try archive.begin(stored.path, size: stored.size, mode: stored.mode, time: time)
        try forEachChunk(of: source, named: snapshot) { try archive.write($0) }
        try archive.finish()
        try target.finish()
        return manifest
    }

    private static func forEachChunk(
        of file: Int32, named name: String, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var buffer = [UInt8](repeating: 0, count: chunk)
        var offset = 0
        while true {
            let count = pread(file, &buffer, buffer.count, off_t(offset))
            guard count >= 0 else { throw SnapshotError("\(name): \(systemMessage())") }
            guard count > 0 else { return }
            try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            offset += count
        }
    }
}

/// libarchive's writer of one tar file with zstd.
private final class ArchiveWriter {
    private let archive: OpaquePointer
    private let name: String

    init(_ descriptor: Int32, named name: String) throws {
        guard let archive = archive_write_new() else { throw SnapshotError("\(name): out of memory") }
        self.archive = archive
        self.name = name
        try check(archive_write_set_format_pax_restricted(archive))
        try check(archive_write_add_filter_zstd(archive))
        try check(archive_write_open_fd(archive, descriptor))
    }

    deinit { archive_write_free(archive) }

    func begin(_ path: String, size: UInt64, mode: UInt32, time: Int64) throws {
        guard let entry = archive_entry_new() else { throw SnapshotError("\(name): out of memory") }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, path)
        archive_entry_set_size(entry, Int64(clamping: size))
        archive_entry_set_filetype(entry, S_IFREG)
        archive_entry_set_perm(entry, mode)
        archive_entry_set_mtime(entry, time_t(time), 0)
        try check(archive_write_header(archive, entry))
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard !bytes.isEmpty else { return }
        guard archive_write_data(archive, bytes.baseAddress, bytes.count) == bytes.count else { throw error() }
    }

    func finish() throws { try check(archive_write_close(archive)) }

    private func check(_ code: Int32) throws {
        guard code == ARCHIVE_OK else { throw error() }
    }

    private func error() -> SnapshotError {
        SnapshotError("\(name): \(archive_error_string(archive).map { String(cString: $0) } ?? "cannot be written")")
    }
}
