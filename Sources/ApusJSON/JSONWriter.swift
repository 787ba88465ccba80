/// Writes JSON into a growing buffer, as Go's `encoding/json` writes it: compact, `<`, `>` and `&` escaped.
///
/// Values are appended whole (`append(_:order:)`) or piece by piece; `count` is the offset of the next byte, so that
/// whoever writes an object piece by piece can note where its parts lie.
public struct JSONWriter: ~Copyable {
    /// In which order an object's members are written.
    public enum Order: Sendable {
        /// As they are.
        case asIs
        /// Sorted by the bytes of their keys: equal values give equal bytes.
        case canonical
    }

    var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// The number of bytes written.
    public internal(set) var count = 0

    /// An empty writer with room for `capacity` bytes; it grows.
    public init(capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// Forgets what was written and keeps the room.
    public mutating func removeAll() { count = 0 }

    /// Forgets what was written from `offset` on.
    public mutating func truncate(to offset: Int) {
        precondition(offset >= 0 && offset <= count, "outside of what was written")
        count = offset
    }

    /// A copy of what was written, no larger than it needs.
    public func bytes() -> Bytes {
        Bytes(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Calls `body` with what was written; the pointer is valid until `body` returns.
    public func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    // MARK: - Raw bytes

    /// Appends one byte.
    public mutating func append(byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Appends bytes that are JSON already.
    public mutating func append(raw bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends text that is JSON already.
    public mutating func append(raw text: StaticString) {
        append(raw: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends `range` of `bytes`, which is JSON already; nil: all of it.
    public mutating func append(raw bytes: Bytes, _ range: Range<Int>? = nil) {
        bytes.withUnsafeBytes { append(raw: UnsafeRawBufferPointer(rebasing: $0[range ?? 0..<bytes.count])) }
    }

    // MARK: - Structure

    /// Appends `"key":`, after a comma unless it is the first member behind `{`.
    public mutating func append(key: String) {
        separate(after: UInt8(ascii: "{"))
        append(key)
        append(byte: UInt8(ascii: ":"))
    }

    /// Appends `"key":` for a key that needs no escapes, after a comma unless it is the first member behind `{`.
    public mutating func append(key: StaticString) {
        separate(after: UInt8(ascii: "{"))
        append(byte: UInt8(ascii: "\""))
        append(raw: key)
        append(raw: "\":")
    }

    /// Appends the comma that an element needs, unless it is the first behind `[`.
    public mutating func nextElement() { separate(after: UInt8(ascii: "[")) }

    private mutating func separate(after opening: UInt8) {
        guard count > 0, base.load(fromByteOffset: count - 1, as: UInt8.self) != opening else { return }
        append(byte: UInt8(ascii: ","))
    }

    /// Makes room for `more` bytes.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(count + more) }
    }

    @inline(never)
    private mutating func grow(_ needed: Int) {
        let larger = max(needed, capacity * 2)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        grown.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = grown
        capacity = larger
    }
}
