/// A range of IPv4 addresses from which Services get theirs, as a CIDR block.
public struct AddressRange: Sendable, CustomStringConvertible {
    let base: UInt32
    let prefixLength: Int

    /// Reads `10.96.0.0/12`; nil for anything but an IPv4 block of 4 to 2^20 addresses.
    public init?(_ text: String) {
        let sides = text.split(separator: "/")
        guard sides.count == 2, let address = IPv4Address(String(sides[0])), let length = Int(sides[1]),
            (12...30).contains(length)
        else { return nil }
        prefixLength = length
        base = address.number & ~UInt32(0) << UInt32(32 - length)
    }

    var size: UInt32 { 1 << UInt32(32 - prefixLength) }

    /// The addresses that can be given out: neither the network's own nor its broadcast address.
    var usable: ClosedRange<UInt32> { base + 1...base + size - 2 }

    /// How many of the first addresses are kept for those that ask for one by number
    /// (KEP-3070: between 16 and 256, a sixteenth of the range).
    var staticBand: UInt32 { size <= 16 ? 0 : min(max(16, size / 16), 256, size - 2) }

    /// The address of the `kubernetes` Service.
    public var first: String { IPv4Address(number: base + 1).description }
    public var description: String { "\(IPv4Address(number: base))/\(prefixLength)" }
}

struct IPv4Address: Hashable, Sendable, CustomStringConvertible {
    let number: UInt32

    init(number: UInt32) { self.number = number }

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard let byte = UInt8(part), String(byte) == part else { return nil }
            number = number << 8 | UInt32(byte)
        }
        self.number = number
    }

    var description: String {
        "\(number >> 24).\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
    }
}
