#if canImport(Glibc)
    import Glibc
#endif

/// An immutable run of bytes followed by `Bytes.padding` zero bytes, shared by reference.
///
/// The padding is what a vectorized JSON parser may read past the end (simdjson's `SIMDJSON_PADDING`).
public final class Bytes: @unchecked Sendable {  // the memory is written only before `init` returns
    /// How many readable zero bytes follow the last byte.
    public static let padding = 64

    /// The number of bytes, without the padding.
    public let count: Int
    @usableFromInline let base: UnsafeMutableRawPointer

    /// Makes `capacity` bytes and lets `body` fill them; `body` returns how many it wrote, at most `capacity`.
    public init(capacity: Int, _ body: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity + Bytes.padding, alignment: 16)
        do {
            let written = try body(UnsafeMutableRawBufferPointer(start: memory, count: capacity))
            precondition(written >= 0 && written <= capacity, "wrote outside the buffer")
            memset(memory + written, 0, Bytes.padding)
            base = memory
            count = written
        } catch {
            memory.deallocate()
            throw error
        }
    }

    /// Copies `source`.
    public convenience init(_ source: UnsafeRawBufferPointer) {
        self.init(capacity: source.count) { target in
            target.copyMemory(from: source)
            return source.count
        }
    }

    /// Copies `source`.
    public convenience init(_ source: some Collection<UInt8>) {
        self.init(capacity: source.count) { target in
            target.copyBytes(from: source)
            return source.count
        }
    }

    /// The UTF-8 of `string`.
    public convenience init(_ string: String) {
        self.init(string.utf8)
    }

    deinit { base.deallocate() }

    /// Calls `body` with the bytes, without the padding; the pointer is valid until `body` returns.
    @inlinable
    public func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// The bytes read as UTF-8, with replacement characters where they are not.
    public var string: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}

extension Bytes: Equatable {
    public static func == (a: Bytes, b: Bytes) -> Bool {
        a === b || (a.count == b.count && memcmp(a.base, b.base, a.count) == 0)
    }
}
