/// A block of addresses: those that share a prefix (RFC 4632).
public struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
    /// The first address of the block; no bit is set behind the prefix.
    public let base: IPAddress
    public let length: Int

    /// Reads `10.96.0.0/12` or `fd00::/108`; bits behind the prefix are dropped. Nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])),
            let length = IPAddress.decimal(parts[1], address.family.width)
        else { return nil }
        self.init(address, length: length)
    }

    /// The block of the addresses that share the first `length` bits of `address`; at most as many as it has count.
    public init(_ address: IPAddress, length: Int) {
        self.length = min(length, address.family.width)
        let host = Self.hostMask(address.family.width - self.length)
        base = IPAddress(address.family, address.number & ~host)
    }

    public var family: IPAddress.Family { base.family }

    public var description: String { "\(base)/\(length)" }

    /// The last address of the block.
    public var last: IPAddress {
        IPAddress(family, base.number | Self.hostMask(family.width - length))
    }

    /// The addresses that hosts can have: not the network's own, and in IPv4 not the broadcast address. Nil: none.
    public var hosts: ClosedRange<IPAddress>? {
        guard length < family.width else { return nil }
        let first = base.number + 1
        let end = family == .ipv4 ? last.number - 1 : last.number
        guard first <= end else { return nil }
        return IPAddress(family, first)...IPAddress(family, end)
    }

    public func contains(_ address: IPAddress) -> Bool {
        address.family == family && base <= address && address <= last
    }

    /// Whether all of `other` lies in this block.
    public func contains(_ other: IPNetwork) -> Bool { other.length >= length && contains(other.base) }

    public func overlaps(_ other: IPNetwork) -> Bool { contains(other) || other.contains(self) }

    private static func hostMask(_ bits: Int) -> UInt128 { bits >= 128 ? .max : (1 << UInt128(bits)) - 1 }
}
