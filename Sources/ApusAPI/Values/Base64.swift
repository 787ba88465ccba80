/// The base64 of RFC 4648 §4, as `[]byte` fields have it.
public enum Base64 {
    /// The offset of the first byte that makes `text` no base64, as Go's decoder counts; nil where it is good. Line
    /// breaks are skipped.
    public static func firstProblem(_ text: String) -> Int? {
        var digits = 0
        var offset = 0
        var padding = 0
        for byte in text.utf8 {
            defer { offset += 1 }
            if byte == 0x0a || byte == 0x0d { continue }
            if byte == UInt8(ascii: "=") {
                padding += 1
                if padding > 2 || (digits + padding) % 4 == 1 || (digits % 4 < 2) { return offset }
            } else if padding > 0 || value(byte) == nil {
                return offset
            } else {
                digits += 1
            }
        }
        return (digits + padding) % 4 == 0 ? nil : offset
    }

    /// The bytes; nil where `text` is no base64.
    public static func decode(_ text: String) -> [UInt8]? {
        guard firstProblem(text) == nil else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            guard let digit = value(byte) else { continue }
            bits = bits << 6 | UInt32(digit)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var iterator = bytes.makeIterator()
        while let a = iterator.next() {
            let b = iterator.next()
            let c = b == nil ? nil : iterator.next()
            let word = UInt32(a) << 16 | UInt32(b ?? 0) << 8 | UInt32(c ?? 0)
            text.append(alphabet[Int(word >> 18)])
            text.append(alphabet[Int(word >> 12 & 63)])
            text.append(b == nil ? UInt8(ascii: "=") : alphabet[Int(word >> 6 & 63)])
            text.append(c == nil ? UInt8(ascii: "=") : alphabet[Int(word & 63)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5a: byte - 0x41
        case 0x61...0x7a: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
