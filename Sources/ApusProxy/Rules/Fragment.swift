/// What one Service contributes to a table.
struct Fragment: Equatable {
    /// Rules by chain.
    var chains: [String: [String]] = [:]
    /// Declarations by name of sets that the rules fill themselves.
    var sets: [String: String] = [:]
    /// Elements of the table's maps and sets. Several Services may claim one; `RuleTable` settles it.
    var elements: [Element: String] = [:]

    /// Endpoint addresses behind each UDP address and port (no address: a NodePort's): connections to others are stale.
    var udp: [UDPAddress: Set<String>] = [:]

    struct UDPAddress: Hashable {
        var address: String?
        var port: Int64
    }

    /// An element's map or set, and its key; its value is the verdict, empty in a set.
    struct Element: Hashable {
        var container: Container
        var key: String
    }

    /// The maps and sets that every table has.
    enum Container: String, CaseIterable, Hashable {
        /// (address, protocol, port) of a Service to its chain.
        case services = "service-addresses"
        /// (protocol, port) on node addresses to a Service's chain.
        case nodePorts = "service-nodeports"
        /// (address, protocol, port) that is refused or dropped.
        case refusedServices = "refused-addresses"
        /// (protocol, port) on node addresses that is refused or dropped.
        case refusedNodePorts = "refused-nodeports"
        /// (address, protocol, port) whose sources are limited.
        case firewalled = "firewalled-addresses"
        /// Cluster addresses: what goes to a port that no Service has is refused.
        case clusterIPs = "cluster-addresses"
        /// (endpoint, endpoint): a connection of an endpoint to itself.
        case hairpins = "hairpins"

        func declaration(_ family: Family) -> String {
            let address = family.addressType
            return switch self {
            case .services, .refusedServices, .firewalled:
                "map \(rawValue) { type \(address) . inet_proto . inet_service : verdict; }"
            case .nodePorts, .refusedNodePorts: "map \(rawValue) { type inet_proto . inet_service : verdict; }"
            case .clusterIPs: "set \(rawValue) { type \(address); }"
            case .hairpins: "set \(rawValue) { type \(address) . \(address); }"
            }
        }
    }
}
