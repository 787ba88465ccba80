import ApusJSON
import ApusStore
import CArchive
import Glibc

/// Reads a backup, and believes nothing of it that its list of files does not say and prove.
public struct BackupReader {
    private static let maximumManifest = 16 << 20

    /// Brings all files of the backup below `folder`, which exists, and makes them durable.
    ///
    /// - Throws: `SnapshotError` where `file` is no backup, was cut off or is damaged; some files lie in `folder` then.
    @discardableResult
    public static func extract(_ file: String, to folder: String) throws -> BackupManifest {
        let archive = try ArchiveReader(file)
        guard let first = try archive.next(), first.path == BackupManifest.name, first.size <= maximumManifest else {
            throw SnapshotError("\(file): not a backup of Apus")
        }
        var text: [UInt8] = []
        try archive.forEachChunk { text.append(contentsOf: $0) }
        guard let json = try? JSONValue(parsing: Bytes(text)) else {
            throw SnapshotError("\(file): not a backup of Apus")
        }
        let manifest = try BackupManifest(json, archive: file)
        for expected in manifest.files {
            guard let entry = try archive.next(), entry.path == expected.path else {
                throw SnapshotError("\(file): \(expected.path) is missing")
            }
            try extract(expected, of: archive, named: file, to: folder)
        }
        guard try archive.next() == nil else { throw SnapshotError("\(file): it holds files that it does not name") }
        return manifest
    }

    private static func extract(
        _ expected: BackupManifest.File, of archive: ArchiveReader, named name: String, to folder: String
    ) throws {
        let path = "\(folder)/\(expected.path)"
        try makeFolders(of: expected.path, in: folder)
        let target = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
        guard target >= 0 else { throw SnapshotError("\(path): \(systemMessage())") }
        defer { close(target) }
        var size: UInt64 = 0
        var hash: UInt64 = 0
        // The writer's hash of a large file goes on from piece to piece, so the pieces have to be the same.
        var piece: [UInt8] = []
        func take(_ bytes: UnsafeRawBufferPointer) throws {
            hash = XXH64.hash(bytes, seed: hash)
            size += UInt64(bytes.count)
            var rest = bytes
            while !rest.isEmpty {
                let written = write(target, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw SnapshotError("\(path): \(systemMessage())") }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
        let isWhole = expected.path != BackupManifest.snapshot
        try archive.forEachChunk { bytes in
            piece.append(contentsOf: bytes)
            guard size + UInt64(piece.count) <= expected.size else {
                throw SnapshotError("\(name): \(expected.path) does not match its checksum")
            }
            while !isWhole, piece.count >= BackupWriter.chunk {
                try piece.withUnsafeBytes { try take(UnsafeRawBufferPointer(rebasing: $0[..<BackupWriter.chunk])) }
                piece.removeFirst(BackupWriter.chunk)
            }
        }
        if !piece.isEmpty || isWhole { try piece.withUnsafeBytes { try take($0) } }
        guard size == expected.size, hash == expected.hash else {
            throw SnapshotError("\(name): \(expected.path) does not match its checksum")
        }
        guard fchmod(target, mode_t(expected.mode)) == 0, fsync(target) == 0 else {
            throw SnapshotError("\(path): \(systemMessage())")
        }
    }

    private static func makeFolders(of path: String, in folder: String) throws {
        var place = folder
        for part in path.split(separator: "/").dropLast() {
            place += "/" + part
            guard mkdir(place, 0o700) == 0 || errno == EEXIST else {
                throw SnapshotError("\(place): \(systemMessage())")
            }
            try NewFile.synchronize(directory: NewFile.directory(of: place))
        }
    }
}

/// libarchive's reader of one tar file with zstd.
private final class ArchiveReader {
    struct Entry: Equatable {
        var path: String
        var size: Int64
    }

    private let archive: OpaquePointer
    private let name: String

    init(_ name: String) throws {
        guard let archive = archive_read_new() else { throw SnapshotError("\(name): out of memory") }
        self.archive = archive
        self.name = name
        guard access(name, R_OK) == 0 else { throw SnapshotError("\(name): \(systemMessage())") }
        try check(archive_read_support_format_tar(archive))
        try check(archive_read_support_filter_zstd(archive))
        guard archive_read_open_filename(archive, name, 1 << 16) == ARCHIVE_OK else {
            throw SnapshotError("\(name): not a backup of Apus")
        }
    }

    deinit { archive_read_free(archive) }

    /// The next entry, which is a file; nil behind the last.
    func next() throws -> Entry? {
        var entry: OpaquePointer?
        let code = archive_read_next_header(archive, &entry)
        if code == ARCHIVE_EOF { return nil }
        try check(code)
        guard let entry, let path = archive_entry_pathname(entry), archive_entry_filetype(entry) == S_IFREG else {
            throw SnapshotError("\(name): it holds something that is no file")
        }
        return Entry(path: String(cString: path), size: archive_entry_size(entry))
    }

    func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = archive_read_data(archive, &buffer, buffer.count)
            guard count >= 0 else { throw error() }
            guard count > 0 else { return }
            try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    private func check(_ code: Int32) throws {
        guard code == ARCHIVE_OK else { throw error() }
    }

    private func error() -> SnapshotError {
        SnapshotError(
            "\(name): damaged or cut off (\(archive_error_string(archive).map { String(cString: $0) } ?? ""))")
    }
}
