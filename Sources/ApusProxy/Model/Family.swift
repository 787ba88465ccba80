/// An IP family, with the words that nftables has for it.
enum Family: String, CaseIterable, Sendable {
    case ipv4 = "IPv4"
    case ipv6 = "IPv6"

    /// The family of a table, and of header expressions.
    var word: String { self == .ipv4 ? "ip" : "ip6" }
    var addressType: String { self == .ipv4 ? "ipv4_addr" : "ipv6_addr" }
    var loopback: String { self == .ipv4 ? "127.0.0.0/8" : "::1" }

    /// The family of an address or CIDR.
    init(of address: String) { self = address.contains(":") ? .ipv6 : .ipv4 }

    func select(_ addresses: some Sequence<String>) -> [String] { addresses.filter { Family(of: $0) == self } }
}
