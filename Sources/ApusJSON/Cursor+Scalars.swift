extension Cursor {
    /// The string; nil for anything else.
    @inlinable
    public var string: String? {
        guard tag == Tag.string else { return nil }
        return String(decoding: text(at: index), as: UTF8.self)
    }

    /// The integer; nil for a number with a fraction or beyond `Int64`.
    @inlinable
    public var int: Int64? {
        guard tag == Tag.int else { return nil }
        return Int64(bitPattern: tape[index + 1])
    }

    /// The number, integers included.
    @inlinable
    public var double: Double? {
        switch tag {
        case Tag.double: Double(bitPattern: tape[index + 1])
        case Tag.int: Double(Int64(bitPattern: tape[index + 1]))
        case Tag.uint: Double(tape[index + 1])
        default: nil
        }
    }

    @inlinable
    public var bool: Bool? {
        switch tag {
        case Tag.true: true
        case Tag.false: false
        default: nil
        }
    }

    /// Whether this is the string `text`, byte for byte.
    public func isString(_ other: StaticString) -> Bool {
        guard tag == Tag.string else { return false }
        let bytes = UnsafeRawBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount)
        return bytes.isSame(as: UnsafeRawBufferPointer(text(at: index)))
    }

    /// Whether this is the string `other`, byte for byte.
    public func equals(_ other: String) -> Bool {
        guard tag == Tag.string else { return false }
        let bytes = UnsafeRawBufferPointer(text(at: index))
        return other.withBytes { $0.isSame(as: bytes) }
    }

    /// Calls `body` with the UTF-8 of a string; nil for anything else. The pointer is valid until `body` returns.
    public func withUTF8<R, E: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R) throws(E) -> R? {
        guard tag == Tag.string else { return nil }
        return try body(text(at: index))
    }
}
