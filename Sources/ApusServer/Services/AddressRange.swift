public import ApusAPI

/// A range of addresses from which Services get theirs: a CIDR block of either family.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The shortest prefix that upstream gives addresses out of in IPv6.
    private static let shortestIPv6Prefix = 64

    public let network: IPNetwork

    /// Reads `10.96.0.0/12` or `fd00:10:96::/112`; nil for anything but a block that has addresses for hosts.
    public init?(_ text: String) {
        guard let network = IPNetwork(text) else { return nil }
        self.init(network)
    }

    /// Nil for a block without addresses for hosts, or of IPv6 with a prefix shorter than 64 bits.
    public init?(_ network: IPNetwork) {
        guard let hosts = network.hosts, network.family == .ipv4 || network.length >= Self.shortestIPv6Prefix else {
            return nil
        }
        self.network = network
        usable = hosts
    }

    public var family: IPAddress.Family { network.family }

    /// The addresses that can be given out.
    let usable: ClosedRange<IPAddress>

    /// How many of the first addresses are kept for those that ask for one by number
    /// (KEP-3070: between 16 and 256, a sixteenth of the range).
    var staticBand: UInt128 {
        let size = UInt128(1) << UInt128(family.width - network.length)
        return size <= 16 ? 0 : min(max(16, size / 16), 256)
    }

    /// The address of the `kubernetes` Service.
    public var first: String { usable.lowerBound.description }
    public var description: String { network.description }

    /// An address that `isFree`: of those behind the static band while there is one, from a random one on.
    func pick(isFree: (IPAddress) -> Bool) -> IPAddress? {
        let (low, high) = (usable.lowerBound.number, usable.upperBound.number)
        let border = low + min(staticBand, high - low)
        return pick(border...high, isFree) ?? (border > low ? pick(low...border - 1, isFree) : nil)
    }

    private func pick(_ numbers: ClosedRange<UInt128>, _ isFree: (IPAddress) -> Bool) -> IPAddress? {
        let start = UInt128.random(in: numbers)
        for part in [start...numbers.upperBound, numbers.lowerBound...start] {
            for number in part {
                let address = IPAddress(family, number)
                if isFree(address) { return address }
            }
        }
        return nil
    }
}
