import ApusJSON
public import ApusStore

/// Writes a snapshot: entries in, a file under its final name out, or none.
public final class SnapshotWriter {
    private let file: NewFile
    private let compressor: BlockCompressor?
    private var summary: SnapshotSummary
    private var block: [UInt8] = []

    /// - Throws: `SnapshotError`, also where `path` exists and `overwrites` is false.
    public init(file path: String, header: SnapshotHeader, overwrites: Bool = false) throws {
        file = try NewFile(path, overwrites: overwrites)
        compressor = header.isCompressed ? try BlockCompressor() : nil
        summary = SnapshotSummary(
            header: header, keys: 0, leases: 0, contentBytes: 0, blocks: 0, size: 0, hash: 0)
        var start = SnapshotLayout.magic
        let json = header.json.encoded()
        guard json.count <= SnapshotLayout.maximumHeader else { throw SnapshotError("\(path): the header is too long") }
        start.append(littleEndian: SnapshotLayout.format)
        start.append(littleEndian: UInt32(json.count))
        json.withUnsafeBytes { start.append(contentsOf: $0) }
        try write(frame: start)
    }

    public func append(_ entry: StoreEntry) throws {
        let size = EntryCoding.size(entry)
        guard size <= SnapshotLayout.maximumBlock else {
            throw SnapshotError("\(file.path): an entry of \(size) bytes is too large for a snapshot")
        }
        switch entry {
        case .key: summary.keys += 1
        case .lease: summary.leases += 1
        }
        if block.count + size > SnapshotLayout.blockSize { try flush() }
        EntryCoding.append(entry, to: &block)
    }

    /// Writes the end, makes everything durable and gives the file its name.
    public func finish() throws -> SnapshotSummary {
        try flush()
        var end: [UInt8] = []
        end.append(littleEndian: UInt32(0))
        end.append(littleEndian: UInt32(SnapshotLayout.counts))
        for count in [summary.keys, summary.leases, summary.contentBytes, summary.blocks] {
            end.append(littleEndian: count)
        }
        try write(frame: end)
        try file.finish()
        return summary
    }

    private func flush() throws {
        guard !block.isEmpty else { return }
        let stored = if let compressor { try compressor.compress(block) } else { block }
        var frame: [UInt8] = []
        frame.reserveCapacity(SnapshotLayout.frameStart + stored.count + SnapshotLayout.checksum)
        frame.append(littleEndian: UInt32(stored.count))
        frame.append(littleEndian: UInt32(block.count))
        frame += stored
        summary.contentBytes += UInt64(block.count)
        summary.blocks += 1
        block.removeAll(keepingCapacity: true)
        try write(frame: frame)
    }

    /// Each checksum is seeded with the one before, so that the last is one over everything.
    private func write(frame: [UInt8]) throws {
        var frame = frame
        summary.hash = frame.withUnsafeBytes { XXH64.hash($0, seed: summary.hash) }
        frame.append(littleEndian: summary.hash)
        try file.write(frame)
        summary.size += UInt64(frame.count)
    }
}
