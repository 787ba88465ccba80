/// An address of either family, as the number that its bits are (RFC 791, RFC 4291).
public struct IPAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The two families, by the names that the API gives them.
    public enum Family: String, Sendable, CaseIterable {
        case ipv4 = "IPv4"
        case ipv6 = "IPv6"

        /// How many bits an address has.
        public var width: Int { self == .ipv4 ? 32 : 128 }

        public var other: Family { self == .ipv4 ? .ipv6 : .ipv4 }
    }

    public let family: Family
    // Two words: Swift 6.3.1 breaks the frames of async functions that hold values aligned to 16 bytes.
    private let high: UInt64
    private let low: UInt64

    public init(_ family: Family, _ number: UInt128) {
        self.family = family
        high = UInt64(truncatingIfNeeded: number >> 64)
        low = UInt64(truncatingIfNeeded: number)
    }

    public var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The address of 4 or 16 bytes; nil for any other number of them.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.init(bytes.count == 4 ? .ipv4 : .ipv6, bytes.reduce(0) { $0 << 8 | UInt128($1) })
    }

    /// Reads `10.96.0.1` or `fd00::1`; nil for anything else. Leading zeros of decimal parts are refused.
    public init?(_ text: String) {
        guard let bytes = Self.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    public var bytes: [UInt8] {
        (0..<family.width / 8).reversed().map { UInt8(truncatingIfNeeded: number >> UInt128($0 * 8)) }
    }

    /// The canonical text (RFC 5952).
    public var description: String { Self.text(bytes) }

    public static func < (a: IPAddress, b: IPAddress) -> Bool {
        a.family == b.family ? a.number < b.number : a.family == .ipv4
    }

    // MARK: - Reading

    /// The 4 or 16 bytes of an address; nil where `text` is none. Leading zeros are refused.
    public static func bytes(_ text: String) -> [UInt8]? {
        text.contains(":") ? sixteen(text) : four(text[...])
    }

    /// A number without sign and leading zeros, at most `limit`.
    package static func decimal(_ text: Substring, _ limit: Int) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 3, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            text == "0" || !text.hasPrefix("0"), let value = Int(text), value <= limit
        else { return nil }
        return value
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let numbers = parts.compactMap { decimal($0, 255).map(UInt8.init) }
        return numbers.count == 4 ? numbers : nil
    }

    private static func sixteen(_ text: String) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            let all = groups(text[...], isEnd: true)
            return all?.count == 16 ? all : nil
        }
        guard let head = groups(text[..<gap.lowerBound], isEnd: false),
            let tail = groups(text[gap.upperBound...], isEnd: true),
            head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// - Parameter isEnd: whether the address ends with them; only there can four decimal parts stand.
    private static func groups(_ text: Substring, isEnd: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if isEnd, index == parts.count - 1, part.contains(".") {
                guard let tail = four(part) else { return nil }
                bytes += tail
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.first != UInt8(ascii: "+"),
                    part.utf8.first != UInt8(ascii: "-"), let value = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(value >> 8), UInt8(value & 0xff)]
            }
        }
        return bytes
    }

    // MARK: - Writing

    /// Whether 16 bytes are an IPv4 address in IPv6 (`::ffff:0:0/96`).
    public static func isMapped(_ bytes: [UInt8]) -> Bool {
        bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
    }

    /// The canonical text of an address of 4 or 16 bytes.
    public static func text(_ bytes: [UInt8]) -> String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        if isMapped(bytes) { return text(Array(bytes[12...])) }
        let groups = (0..<8).map { UInt16(bytes[$0 * 2]) << 8 | UInt16(bytes[$0 * 2 + 1]) }
        var gap = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(1, gap.count) { gap = start..<end }
            start = max(end, start + 1)
        }
        func hexadecimal(_ range: Range<Int>) -> String {
            range.map { String(groups[$0], radix: 16) }.joined(separator: ":")
        }
        if gap.isEmpty { return hexadecimal(0..<8) }
        return hexadecimal(0..<gap.lowerBound) + "::" + hexadecimal(gap.upperBound..<8)
    }
}
