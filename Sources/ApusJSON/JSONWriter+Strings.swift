extension JSONWriter {
    /// Appends a string with its quotes.
    public mutating func append(_ string: String) {
        string.withBytes { append(quoting: $0) }
    }

    /// Appends UTF-8 as a string with its quotes.
    public mutating func append(quoting bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count + 2 + 8)
        base.storeBytes(of: UInt8(ascii: "\""), toByteOffset: count, as: UInt8.self)
        count += 1
        var position = 0
        while position + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            if JSONWriter.mayNeedEscape(word) {
                position = appendEscaped(bytes, from: position, to: position + 8)
            } else {
                reserve(8)
                (base + count).storeBytes(of: word, as: UInt64.self)
                count += 8
                position += 8
            }
        }
        if position < bytes.count { _ = appendEscaped(bytes, from: position, to: bytes.count) }
        append(byte: UInt8(ascii: "\""))
    }

    /// Whether one of eight bytes is below 0x20, one of `"\<>&`, or 0xE2 (with which U+2028 and U+2029 begin).
    @inline(__always)
    static func mayNeedEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        func hasZero(_ value: UInt64) -> UInt64 { (value &- ones) & ~value & highs }
        let control = (word &- (ones &* 0x20)) & ~word & highs
        let angles = hasZero((word & ~(ones &* 0x02)) ^ (ones &* 0x3C))
        let quote = hasZero(word ^ (ones &* 0x22))
        let ampersand = hasZero(word ^ (ones &* 0x26))
        let backslash = hasZero(word ^ (ones &* 0x5C))
        let separator = hasZero(word ^ (ones &* 0xE2))
        return (control | angles | quote | ampersand | backslash | separator) != 0
    }

    /// Returns where it stopped: at `end`, or past it where a character lies across.
    private mutating func appendEscaped(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        reserve(6 * (end - start))
        var position = start
        while position < end {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): escape(byte)
            case 0x08: escape(UInt8(ascii: "b"))
            case 0x0C: escape(UInt8(ascii: "f"))
            case 0x0A: escape(UInt8(ascii: "n"))
            case 0x0D: escape(UInt8(ascii: "r"))
            case 0x09: escape(UInt8(ascii: "t"))
            case 0..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): escape(unit: UInt16(byte))
            case 0xE2 where position + 1 < bytes.count && bytes[position] == 0x80 && bytes[position + 1] & 0xFE == 0xA8:
                // U+2028 and U+2029 end lines in JavaScript.
                escape(unit: 0x2028 + UInt16(bytes[position + 1] & 1))
                position += 2
            default: put(byte)
            }
        }
        return position
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    private mutating func escape(_ letter: UInt8) {
        put(UInt8(ascii: "\\"))
        put(letter)
    }

    private mutating func escape(unit: UInt16) {
        escape(UInt8(ascii: "u"))
        for shift: UInt16 in [12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
            put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
