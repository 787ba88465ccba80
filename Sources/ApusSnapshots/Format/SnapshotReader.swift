import ApusJSON
public import ApusStore
import Glibc

/// Reads a snapshot from its beginning, a block at a time, and checks each before it gives it out.
public final class SnapshotReader {
    public let path: String
    public let header: SnapshotHeader
    /// What the end says, once it was reached.
    public private(set) var summary: SnapshotSummary?

    private let descriptor: Int32
    private let size: UInt64
    private let decompressor: BlockDecompressor?
    private var offset: UInt64 = 0
    private var hash: UInt64 = 0
    private var seen: SnapshotSummary
    private var lastKey: String?

    /// Opens `path` and reads its header.
    ///
    /// - Throws: `SnapshotError` where it is no snapshot, of another format, or damaged there.
    public init(file path: String) throws {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SnapshotError("\(path): \(systemMessage())") }
        do {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw SnapshotError("\(path): \(systemMessage())") }
            guard status.st_mode & S_IFMT == S_IFREG else { throw SnapshotError("\(path): not a file") }
            size = UInt64(status.st_size)
            (header, hash, offset) = try SnapshotReader.header(descriptor, path)
            decompressor = header.isCompressed ? try BlockDecompressor() : nil
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        seen = SnapshotSummary(
            header: header, keys: 0, leases: 0, contentBytes: 0, blocks: 0, size: size, hash: hash)
    }

    deinit { close(descriptor) }

    private static func header(
        _ descriptor: Int32, _ path: String
    ) throws -> (header: SnapshotHeader, hash: UInt64, end: UInt64) {
        let layout = SnapshotLayout.self
        let start = try read(descriptor, path, at: 0, count: layout.headerStart)
        guard start.starts(with: layout.magic.prefix(start.count)), !start.isEmpty else {
            throw SnapshotError("\(path): not a snapshot of Apus")
        }
        guard start.count == layout.headerStart else { throw SnapshotError("\(path): cut off in its header") }
        let (format, length) = start.withUnsafeBytes { bytes in
            (
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)),
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
            )
        }
        guard format == layout.format else {
            throw SnapshotError("\(path): format \(format), this version reads format \(layout.format)")
        }
        guard length <= layout.maximumHeader else { throw SnapshotError("\(path): its header is damaged") }
        let count = layout.headerStart + Int(length)
        let bytes = try read(descriptor, path, at: 0, count: count + layout.checksum)
        guard bytes.count == count + layout.checksum else { throw SnapshotError("\(path): cut off in its header") }
        guard let hash = checked(bytes, seed: 0),
            let json = try? JSONValue(parsing: Bytes(bytes[layout.headerStart..<count])),
            let header = SnapshotHeader(json)
        else { throw SnapshotError("\(path): its header is damaged") }
        return (header, hash, UInt64(bytes.count))
    }

    /// The entries of the next block; none once the end was read and found right.
    ///
    /// - Throws: `SnapshotError`, which names the first block that is damaged or missing.
    public func next() throws -> [StoreEntry] {
        guard summary == nil else { return [] }
        let start = try bytes(SnapshotLayout.frameStart)
        let (stored, count) = start.withUnsafeBytes { bytes in
            (
                Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))),
                Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            )
        }
        if stored == 0 { return try readEnd() }
        guard stored <= SnapshotLayout.maximumBlock * 2, count <= SnapshotLayout.maximumBlock else { throw damage() }
        let frame = try bytes(SnapshotLayout.frameStart + stored + SnapshotLayout.checksum)
        guard let hash = SnapshotReader.checked(frame, seed: hash) else { throw damage() }
        let payload = Array(frame[SnapshotLayout.frameStart..<(SnapshotLayout.frameStart + stored)])
        guard let block = decompressor?.decompress(payload, count: count) ?? (decompressor == nil ? payload : nil),
            block.count == count, let entries = block.withUnsafeBytes({ EntryCoding.entries($0) }), !entries.isEmpty
        else { throw damage() }
        self.hash = hash
        offset += UInt64(frame.count)
        seen.contentBytes += UInt64(count)
        seen.blocks += 1
        for entry in entries {
            switch entry {
            case .lease: seen.leases += 1
            case .key(let record):
                seen.keys += 1
                lastKey = record.key
            }
        }
        return entries
    }

    private func readEnd() throws -> [StoreEntry] {
        let frame = try bytes(SnapshotLayout.end)
        guard let hash = SnapshotReader.checked(frame, seed: hash), let end = SnapshotReader.end(frame, seen) else {
            throw damage()
        }
        guard offset + UInt64(SnapshotLayout.end) == size else {
            throw SnapshotError("\(path): more follows behind its end, at byte \(offset + UInt64(SnapshotLayout.end))")
        }
        seen.hash = hash
        guard end.keys == seen.keys, end.leases == seen.leases, end.contentBytes == seen.contentBytes,
            end.blocks == seen.blocks
        else { throw SnapshotError("\(path): its end counts \(end.keys) keys, it holds \(seen.keys)") }
        summary = seen
        return []
    }

    /// Reads the end without what lies between; the checksum before it and its own are checked.
    public func summaryFromEnd() throws -> SnapshotSummary {
        let length = SnapshotLayout.checksum + SnapshotLayout.end
        guard size >= offset + UInt64(SnapshotLayout.end) else { throw cut() }
        let tail = try SnapshotReader.read(descriptor, path, at: size - UInt64(length), count: length)
        guard tail.count == length else { throw cut() }
        let seed = tail.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        let frame = Array(tail[SnapshotLayout.checksum...])
        guard let hash = SnapshotReader.checked(frame, seed: seed), var end = SnapshotReader.end(frame, seen) else {
            throw SnapshotError("\(path): its end is missing or damaged; it was cut off, or is not whole")
        }
        end.hash = hash
        return end
    }

    // MARK: - Bytes

    /// The counts of the last frame, whose checksum is right.
    private static func end(_ frame: [UInt8], _ known: SnapshotSummary) -> SnapshotSummary? {
        frame.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            guard cursor.integer(UInt32.self) == 0, cursor.integer(UInt32.self) == UInt32(SnapshotLayout.counts),
                let keys = cursor.integer(UInt64.self), let leases = cursor.integer(UInt64.self),
                let contentBytes = cursor.integer(UInt64.self), let blocks = cursor.integer(UInt64.self)
            else { return nil }
            var summary = known
            (summary.keys, summary.leases) = (keys, leases)
            (summary.contentBytes, summary.blocks) = (contentBytes, blocks)
            return summary
        }
    }

    /// The checksum that `frame` ends with; nil where it is not that of the bytes before it.
    private static func checked(_ frame: [UInt8], seed: UInt64) -> UInt64? {
        frame.withUnsafeBytes { bytes in
            let body = UnsafeRawBufferPointer(rebasing: bytes.dropLast(SnapshotLayout.checksum))
            let hash = XXH64.hash(body, seed: seed)
            let stored = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: body.count, as: UInt64.self))
            return hash == stored ? hash : nil
        }
    }

    private func bytes(_ count: Int) throws -> [UInt8] {
        guard offset + UInt64(count) <= size else { throw cut() }
        let bytes = try SnapshotReader.read(descriptor, path, at: offset, count: count)
        guard bytes.count == count else { throw cut() }
        return bytes
    }

    private static func read(_ descriptor: Int32, _ path: String, at offset: UInt64, count: Int) throws -> [UInt8] {
        var failure: SnapshotError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            let buffer = UnsafeMutableRawBufferPointer(target)
            while filled < count {
                let some = pread(
                    descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset) + off_t(filled))
                if some < 0, errno == EINTR { continue }
                if some < 0 { failure = SnapshotError("\(path): \(systemMessage())") }
                guard some > 0 else { return }
                filled += some
            }
        }
        if let failure { throw failure }
        return bytes
    }

    // MARK: - Damage

    private var place: String {
        let behind = lastKey.map { "behind \($0)" } ?? "the first"
        return "block \(seen.blocks + 1) at byte \(offset) (\(behind))"
    }

    private func damage() -> SnapshotError { SnapshotError("\(path): \(place) does not match its checksum") }
    private func cut() -> SnapshotError { SnapshotError("\(path): cut off in \(place)") }
}
