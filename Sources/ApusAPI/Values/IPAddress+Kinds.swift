/// What an address is for, as Go's `net.IP` has it: an IPv4 address in IPv6 counts as the IPv4 address that it is.
extension IPAddress {
    /// Whether it is an IPv4 address in IPv6 (`::ffff:0:0/96`).
    public var isMapped: Bool { family == .ipv6 && number >> 32 == 0xffff }

    public var isUnspecified: Bool { unmapped.number == 0 }

    public var isLoopback: Bool {
        let address = unmapped
        return address.family == .ipv6 ? address.number == 1 : address.number >> 24 == 127
    }

    public var isMulticast: Bool {
        let address = unmapped
        return address.family == .ipv6 ? address.number >> 120 == 0xff : address.number >> 28 == 0xe
    }

    public var isLinkLocalMulticast: Bool {
        let address = unmapped
        return address.family == .ipv6
            ? (address.number >> 112) & 0xff0f == 0xff02 : address.number >> 8 == 0xe0_0000
    }

    public var isLinkLocalUnicast: Bool {
        let address = unmapped
        return address.family == .ipv6 ? address.number >> 118 == 0x3fa : address.number >> 16 == 0xa9fe
    }

    /// Whether it can be somebody's: neither unspecified, nor loopback, link-local, multicast or broadcast.
    public var isGlobalUnicast: Bool {
        !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
            && unmapped != IPAddress(.ipv4, 0xffff_ffff)
    }

    private var unmapped: IPAddress { isMapped ? IPAddress(.ipv4, number & 0xffff_ffff) : self }
}
