/// The numbers of the format that docs/architecture/snapshots.md draws. All integers are little-endian.
enum SnapshotLayout {
    static let magic = Array("APUSSNAP".utf8)
    static let format: UInt32 = 1
    /// Magic, format and length of the header's JSON.
    static let headerStart = 16
    static let maximumHeader = 1 << 16
    static let checksum = 8
    /// Stored length and length before compression; 0 and the length of the counts in the last frame.
    static let frameStart = 8
    /// Keys, leases, bytes and blocks.
    static let counts = 32
    static let end = frameStart + counts + checksum
    /// A block is written once it has so many bytes.
    static let blockSize = 1 << 20
    /// No entry, and so no block, is larger.
    static let maximumBlock = 128 << 20
    static let compressionLevel: Int32 = 3
}

extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}

/// Reads numbers and bytes from the front of what is in memory; nil where it ends before.
struct ByteCursor {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
        guard let bytes = take(MemoryLayout<T>.size) else { return nil }
        return T(littleEndian: bytes.loadUnaligned(as: T.self))
    }

    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }
}
