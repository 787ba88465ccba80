import Glibc

/// A value in a `Document`, read without allocation. It cannot outlive the document.
///
/// Look-ups never fail: what is not there is a cursor of kind `.absent`, whose members and elements are absent too, so
/// that `Cursor(document)["metadata"]["name"].string` reads like `JSONValue`.
public struct Cursor: ~Escapable {
    /// What a value is.
    public enum Kind: Sendable {
        case absent, null, bool, int, double, string, array, object
    }

    @usableFromInline let tape: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    /// The value's word; 0, the tape's root word, where there is no value.
    @usableFromInline let index: Int

    /// The value of `document`.
    @_lifetime(borrow document)
    public init(_ document: borrowing Document) {
        tape = document.tape
        strings = document.strings
        index = 1
    }

    @usableFromInline
    @_lifetime(immortal)
    init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
        self.tape = tape
        self.strings = strings
        self.index = index
    }

    @inlinable
    @_lifetime(copy self)
    func at(_ index: Int) -> Cursor {
        _overrideLifetime(Cursor(tape: tape, strings: strings, index: index), copying: self)
    }

    @inlinable
    var tag: UInt8 { UInt8(truncatingIfNeeded: tape[index] >> 56) }

    /// What the value is. An integer that only fits `UInt64` is a double, as Kubernetes' decoder makes it.
    public var kind: Kind {
        switch tag {
        case Tag.null: .null
        case Tag.true, Tag.false: .bool
        case Tag.int: .int
        case Tag.uint, Tag.double: .double
        case Tag.string: .string
        case Tag.array: .array
        case Tag.object: .object
        default: .absent
        }
    }

    /// Whether there is a value, `null` included.
    @inlinable
    public var exists: Bool { index != 0 }
    /// Whether there is a value other than `null`.
    @inlinable
    public var hasValue: Bool { index != 0 && tag != Tag.null }

    /// The member `key` of an object: the first of that name.
    @inlinable
    public subscript(key: JSONKey) -> Cursor {
        @_lifetime(copy self)
        get { at(find(key.text.utf8Start, key.text.utf8CodeUnitCount, prefix: key.prefix)) }
    }

    /// The member named `key`, for keys that are known only at run time.
    @_lifetime(copy self)
    public func member(named key: String) -> Cursor {
        let found = key.withBytes { bytes in
            let key = bytes.bindMemory(to: UInt8.self)
            let none: StaticString = ""  // an empty buffer need not have an address
            return find(key.baseAddress ?? none.utf8Start, key.count, prefix: JSONKey.prefix(of: key))
        }
        return at(found)
    }

    /// The element at `position` of an array; walks over those before it.
    @_lifetime(copy self)
    public func element(_ position: Int) -> Cursor {
        guard tag == Tag.array, position >= 0 else { return at(0) }
        let end = Int(truncatingIfNeeded: tape[index] & 0xFFFF_FFFF) - 1
        var current = index + 1
        var left = position
        while current < end, left > 0 {
            current = Cursor.next(tape, current)
            left -= 1
        }
        return at(current < end ? current : 0)
    }
}

extension Cursor {
    /// The letters of simdjson's tape.
    @usableFromInline
    enum Tag {
        @usableFromInline static let null = UInt8(ascii: "n")
        @usableFromInline static let `true` = UInt8(ascii: "t")
        @usableFromInline static let `false` = UInt8(ascii: "f")
        @usableFromInline static let int = UInt8(ascii: "l")
        @usableFromInline static let uint = UInt8(ascii: "u")
        @usableFromInline static let double = UInt8(ascii: "d")
        @usableFromInline static let string = UInt8(ascii: "\"")
        @usableFromInline static let array = UInt8(ascii: "[")
        @usableFromInline static let object = UInt8(ascii: "{")
    }

    /// The word behind the value at `index`: containers say where they end.
    @inlinable
    static func next(_ tape: UnsafePointer<UInt64>, _ index: Int) -> Int {
        let word = tape[index]
        switch UInt8(truncatingIfNeeded: word >> 56) {
        case Tag.object, Tag.array: return Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
        case Tag.int, Tag.uint, Tag.double: return index + 2
        default: return index + 1
        }
    }

    /// The bytes of the string at `index`; the string buffer has the length before them, and can be read eight bytes
    /// past any of them.
    @inlinable
    func text(at index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = strings + Int(truncatingIfNeeded: tape[index] & 0x00FF_FFFF_FFFF_FFFF)
        let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(count))
    }

    /// The index of the value of a key; 0 where this is no object or has no such key. Not inlined: generated views
    /// have thousands of look-ups.
    @usableFromInline
    @inline(never)
    func find(_ key: UnsafePointer<UInt8>, _ count: Int, prefix: UInt64) -> Int {
        let head = tape[index]
        guard UInt8(truncatingIfNeeded: head >> 56) == Tag.object else { return 0 }
        let end = Int(truncatingIfNeeded: head & 0xFFFF_FFFF) - 1
        let mask: UInt64 = count >= 8 ? .max : (1 << UInt64(8 * count)) &- 1
        var current = index + 1
        while current < end {
            let start = UnsafeRawPointer(strings) + Int(truncatingIfNeeded: tape[current] & 0x00FF_FFFF_FFFF_FFFF)
            if start.loadUnaligned(as: UInt32.self) == UInt32(truncatingIfNeeded: count),
                (start + 4).loadUnaligned(as: UInt64.self) & mask == prefix,
                count <= 8 || memcmp(start + 12, key + 8, count - 8) == 0
            {
                return current + 1
            }
            current = Cursor.next(tape, current + 1)
        }
        return 0
    }
}
