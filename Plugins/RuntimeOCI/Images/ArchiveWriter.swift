import CLinux
import CArchive
import Glibc

/// Writes a tar file (pax) through libarchive, piece by piece into `output`. Use it on one thread.
final class ArchiveWriter {
    private let archive: OpaquePointer
    private let output: (UnsafeRawBufferPointer) throws -> Void
    private let localeBefore: locale_t?
    private var failure: (any Error)?
    private var open = true

    init(_ output: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
        guard let archive = archive_write_new() else { throw SystemError("archive_write_new", errno: ENOMEM) }
        self.archive = archive
        self.output = output
        localeBefore = carchive_enter_utf8()
        archive_write_set_format_pax_restricted(archive)
        archive_write_set_bytes_in_last_block(archive, 1)
        let code = archive_write_open(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, context, bytes, count in
                guard let context, let bytes else { return -1 }
                let writer = Unmanaged<ArchiveWriter>.fromOpaque(context).takeUnretainedValue()
                do {
                    try writer.output(UnsafeRawBufferPointer(start: bytes, count: count))
                    return count
                } catch {
                    writer.failure = error
                    return -1
                }
            }, nil)
        try attempt(code)
    }

    deinit {
        if open { archive_write_fail(archive) }
        archive_write_free(archive)
        carchive_leave_utf8(localeBefore)
    }

    private func attempt(_ code: Int32) throws {
        if code == ARCHIVE_OK || code == ARCHIVE_WARN { return }
        if let failure { throw failure }
        throw RuntimeError.failed(
            "archive: \(archive_error_string(archive).map { String(cString: $0) } ?? "cannot write")")
    }

    /// Begins an entry; `prepare` fills its header.
    func begin(_ path: String, _ prepare: (OpaquePointer) throws -> Void) throws {
        guard let entry = archive_entry_new() else { throw SystemError("archive_entry_new", path, errno: ENOMEM) }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, path)
        try prepare(entry)
        try attempt(archive_write_header(archive, entry))
    }

    /// Data of the entry that was begun.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var offset = 0
        while offset < bytes.count {
            let count = archive_write_data(archive, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
            if count <= 0 { try attempt(ARCHIVE_FATAL) }
            offset += count
        }
    }

    /// A small file.
    func add(_ path: String, _ bytes: [UInt8]) throws {
        try begin(path) { entry in
            archive_entry_set_filetype(entry, UInt32(Glibc.S_IFREG))
            archive_entry_set_perm(entry, 0o644)
            archive_entry_set_size(entry, Int64(bytes.count))
        }
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// A copy of a file.
    func add(_ path: String, fileAt source: String) throws {
        var status = stat()
        try check("stat", source) { stat(source, &status) }
        try begin(path) { entry in
            archive_entry_set_filetype(entry, UInt32(Glibc.S_IFREG))
            archive_entry_set_perm(entry, 0o644)
            archive_entry_set_size(entry, Int64(status.st_size))
        }
        try copyData(of: source)
    }

    /// The data of a file into the entry that was begun.
    func copyData(of source: String) throws {
        let file = try Descriptor(source, O_RDONLY)
        var buffer = [UInt8](repeating: 0, count: 1 << 17)
        while true {
            let count = try check("read", source) { read(file.number, &buffer, buffer.count) }
            if count == 0 { break }
            try buffer.withUnsafeBytes { try write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    /// Ends the archive.
    func finish() throws {
        open = false
        try attempt(archive_write_close(archive))
    }
}
