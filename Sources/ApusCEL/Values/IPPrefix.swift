import ApusAPI

/// An address and how many of its leading bits count (Go's `netip.Prefix`): a block that remembers by which of its
/// addresses it was named.
public struct IPPrefix: Sendable, Equatable, CustomStringConvertible {
    let address: IPAddress
    let network: IPNetwork

    private init(_ address: IPAddress, _ network: IPNetwork) {
        self.address = address
        self.network = network
    }

    /// Nil where `text` is no prefix.
    init?(_ text: String) {
        guard let network = IPNetwork(text), let address = IPAddress(String(text.prefix { $0 != "/" })) else {
            return nil
        }
        self.init(address, network)
    }

    public var description: String { "\(address)/\(network.length)" }

    /// The same block, named by its first address.
    var masked: IPPrefix { IPPrefix(network.base, network) }
}
