import CLinux
import CArchive
import Crypto
import Glibc

/// Reads an archive through libarchive, entry by entry. Use it on one thread.
final class ArchiveReader {
    private let archive: OpaquePointer
    private let name: String
    private var source: (any ByteSource)?
    private let localeBefore: locale_t?

    /// What an archive can be read from.
    protocol ByteSource: AnyObject {
        /// The next bytes, valid until the next call; nil at the end.
        func next() throws -> UnsafeRawBufferPointer?
    }

    private var sourceFailure: (any Error)?

    /// A tar file, compressed or not. `name` stands for it in errors.
    convenience init(tarAt path: String, name: String) throws {
        try self.init(name: name)
        archive_read_support_filter_all(archive)
        archive_read_support_format_tar(archive)
        archive_read_support_format_empty(archive)
        try attempt(archive_read_open_filename(archive, path, 1 << 17))
    }

    /// The uncompressed bytes of a file, as one entry.
    convenience init(rawAt path: String, name: String) throws {
        try self.init(name: name)
        archive_read_support_filter_all(archive)
        archive_read_support_format_raw(archive)
        archive_read_support_format_empty(archive)
        try attempt(archive_read_open_filename(archive, path, 1 << 17))
    }

    /// A tar stream that needs no decompression.
    convenience init(tarFrom source: any ByteSource, name: String) throws {
        try self.init(name: name)
        archive_read_support_format_tar(archive)
        archive_read_support_format_empty(archive)
        self.source = source
        try attempt(
            archive_read_open(
                archive, Unmanaged.passUnretained(self).toOpaque(), nil,
                { _, context, buffer in
                    guard let context, let buffer else { return -1 }
                    return Unmanaged<ArchiveReader>.fromOpaque(context).takeUnretainedValue().pull(into: buffer)
                }, nil))
    }

    private init(name: String) throws {
        guard let archive = archive_read_new() else { throw SystemError("archive_read_new", name, errno: ENOMEM) }
        self.archive = archive
        self.name = name
        localeBefore = carchive_enter_utf8()
    }

    deinit {
        archive_read_free(archive)
        carchive_leave_utf8(localeBefore)
    }

    private func pull(into buffer: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        do {
            guard let bytes = try source?.next() else { return 0 }
            buffer.pointee = bytes.baseAddress
            return bytes.count
        } catch {
            sourceFailure = error
            return -1
        }
    }

    private func attempt(_ code: Int32) throws {
        if code == ARCHIVE_OK || code == ARCHIVE_WARN || code == ARCHIVE_EOF { return }
        if let sourceFailure { throw sourceFailure }
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "damaged archive"
        throw RuntimeError.invalid("\(name): \(reason)")
    }

    /// The next entry; nil at the end. Valid until the next call.
    func next() throws -> Entry? {
        var entry: OpaquePointer?
        let code = archive_read_next_header(archive, &entry)
        if code == ARCHIVE_EOF { return nil }
        try attempt(code)
        guard let entry else { return nil }
        return Entry(pointer: entry)
    }

    /// Gives the current entry's data, in order; holes are left out.
    func forEachBlock(_ body: (UnsafeRawBufferPointer, _ offset: Int64) throws -> Void) throws {
        while true {
            var buffer: UnsafeRawPointer?
            var size = 0
            var offset: Int64 = 0
            let code = archive_read_data_block(archive, &buffer, &size, &offset)
            if code == ARCHIVE_EOF { return }
            try attempt(code)
            if size > 0 { try body(UnsafeRawBufferPointer(start: buffer, count: size), offset) }
        }
    }

    /// The current entry's data whole.
    func bytes(limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachBlock { block, _ in
            guard bytes.count + block.count <= limit else {
                throw RuntimeError.invalid("\(name): a document is over \(limit) bytes")
            }
            bytes += block
        }
        return bytes
    }

    /// Header fields of one entry.
    struct Entry {
        let pointer: OpaquePointer

        var path: String? { archive_entry_pathname(pointer).map { String(cString: $0) } }
        var hardlink: String? { archive_entry_hardlink(pointer).map { String(cString: $0) } }
        var symlink: String? { archive_entry_symlink(pointer).map { String(cString: $0) } }
        var type: mode_t { archive_entry_filetype(pointer) & S_IFMT }
        var permissions: mode_t { archive_entry_perm(pointer) & 0o7777 }
        var size: Int64 { archive_entry_size(pointer) }
        var user: uid_t { uid_t(truncatingIfNeeded: archive_entry_uid(pointer)) }
        var group: gid_t { gid_t(truncatingIfNeeded: archive_entry_gid(pointer)) }
        var device: dev_t { archive_entry_rdev(pointer) }
        var modified: timespec {
            timespec(tv_sec: archive_entry_mtime(pointer), tv_nsec: archive_entry_mtime_nsec(pointer))
        }

        /// Extended attributes.
        func forEachAttribute(_ body: (String, UnsafeRawBufferPointer) throws -> Void) rethrows {
            archive_entry_xattr_reset(pointer)
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            while archive_entry_xattr_next(pointer, &name, &value, &size) == ARCHIVE_OK {
                guard let name else { continue }
                try body(String(cString: name), UnsafeRawBufferPointer(start: value, count: size))
            }
        }
    }
}

/// The uncompressed bytes of a layer, hashed while they are read.
final class LayerSource: ArchiveReader.ByteSource {
    private let reader: ArchiveReader
    private var hash = SHA256()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    private let hasEntry: Bool

    init(path: String, name: String) throws {
        reader = try ArchiveReader(rawAt: path, name: name)
        hasEntry = try reader.next() != nil
    }

    deinit { buffer.deallocate() }

    func next() throws -> UnsafeRawBufferPointer? {
        guard hasEntry else { return nil }
        let count = try reader.read(into: buffer)
        if count == 0 { return nil }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        hash.update(bufferPointer: bytes)
        return bytes
    }

    /// The digest of everything, also of what the tar reader did not ask for (padding behind the end).
    func finish() throws -> String {
        while try next() != nil {}
        return Digest.text(hash.finalize())
    }
}

extension ArchiveReader {
    /// Reads data of the current entry as a stream.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        if count < 0 { try attempt(Int32(count)) }
        return max(count, 0)
    }
}
