/// An address of version 4 or 6, without a zone (Go's `net/netip`).
public struct IPAddress: Sendable, Equatable {
    let isV6: Bool
    /// Of version 4 the last four bytes count.
    let bits: UInt128

    init(v4 bits: UInt32) {
        isV6 = false
        self.bits = UInt128(bits)
    }

    init(v6 bits: UInt128) {
        isV6 = true
        self.bits = bits
    }

    /// How wide the address is.
    var width: Int { isV6 ? 128 : 32 }

    /// Nil where `text` is no address.
    init?(_ text: String) {
        if text.contains(":") {
            guard let bits = Self.parseV6(text) else { return nil }
            self.init(v6: bits)
        } else {
            guard let bits = Self.parseV4(text[...]) else { return nil }
            self.init(v4: bits)
        }
    }

    /// Digits without leading zeros.
    private static func parseV4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard !part.isEmpty, part.utf8.count <= 3, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                part.utf8.count == 1 || part.first != "0", let byte = UInt8(part)
            else { return nil }
            bits = bits << 8 | UInt32(byte)
        }
        return bits
    }

    private static func parseV6(_ text: String) -> UInt128? {
        var groups: [UInt16] = []
        var gap: Int?
        var rest = text[...]
        if rest.hasPrefix("::") {
            gap = 0
            rest = rest.dropFirst(2)
            if rest.isEmpty { return 0 }
        }
        while true {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            let part = rest[..<end]
            if part.contains(".") {
                guard end == rest.endIndex, groups.count <= 6, let v4 = parseV4(part) else { return nil }
                groups += [UInt16(v4 >> 16), UInt16(truncatingIfNeeded: v4)]
                break
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let group = UInt16(part, radix: 16), groups.count < 8
            else { return nil }
            groups.append(group)
            guard end < rest.endIndex else { break }
            rest = rest[rest.index(after: end)...]
            if rest.hasPrefix(":") {
                guard gap == nil else { return nil }
                gap = groups.count
                rest = rest.dropFirst()
                if rest.isEmpty { break }
            } else if rest.isEmpty {
                return nil
            }
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: Array(repeating: 0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    var isV4InV6: Bool { isV6 && bits >> 32 == 0xffff }
    var isUnspecified: Bool { bits == 0 }
    var isLoopback: Bool { isV6 ? bits == 1 : bits >> 24 == 127 }
    var isMulticast: Bool { isV6 ? bits >> 120 == 0xff : bits >> 28 == 0xe }
    var isLinkLocalMulticast: Bool { isV6 ? bits >> 112 & 0xff0f == 0xff02 : bits >> 8 == 0xe00000 }
    var isLinkLocalUnicast: Bool { isV6 ? bits >> 118 == 0x3fa : bits >> 16 == 0xa9fe }
    var isGlobalUnicast: Bool {
        !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && (isV6 || bits != 0xffff_ffff)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text (RFC 5952).
    public var description: String {
        guard isV6 else {
            return [24, 16, 8, 0].map { String(UInt8(truncatingIfNeeded: bits >> $0)) }.joined(separator: ".")
        }
        if isV4InV6 { return "::ffff:" + IPAddress(v4: UInt32(truncatingIfNeeded: bits)).description }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
        var longest = 0..<0
        var start: Int?
        for index in 0...8 {
            if index < 8, groups[index] == 0 {
                start = start ?? index
            } else if let first = start {
                if index - first > longest.count, index - first > 1 { longest = first..<index }
                start = nil
            }
        }
        func text(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if longest.isEmpty { return text(groups[...]) }
        return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
    }
}

/// An address and how many of its leading bits count.
public struct IPPrefix: Sendable, Equatable, CustomStringConvertible {
    let address: IPAddress
    let length: Int

    init(_ address: IPAddress, _ length: Int) {
        self.address = address
        self.length = length
    }

    /// Nil where `text` is no prefix.
    init?(_ text: String) {
        guard let slash = text.lastIndex(of: "/"), let address = IPAddress(String(text[..<slash])) else { return nil }
        let digits = text[text.index(after: slash)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != "0", let length = Int(digits), length <= address.width
        else { return nil }
        self.init(address, length)
    }

    public var description: String { "\(address)/\(length)" }

    var masked: IPPrefix {
        let rest = UInt128(address.width - length)
        let kept = length == 0 ? 0 : (address.bits >> rest) << rest
        return IPPrefix(address.isV6 ? IPAddress(v6: kept) : IPAddress(v4: UInt32(truncatingIfNeeded: kept)), length)
    }

    func contains(_ other: IPAddress) -> Bool {
        other.isV6 == address.isV6 && IPPrefix(other, length).masked.address == masked.address
    }

    func contains(_ other: IPPrefix) -> Bool { length <= other.length && contains(other.address) }
}
