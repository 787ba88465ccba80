import ApusAPI
import ApusClient
import ApusJSON

/// What ServiceCIDRs and IPAddresses say of each other.
enum ServiceNetworks {
    /// The blocks of a ServiceCIDR.
    static func of(_ range: JSONValue) -> [IPNetwork] {
        range["spec"]["cidrs"].elements.compactMap { $0.string.flatMap { IPNetwork($0) } }
    }

    /// Whether the API server made an address for a Service.
    static func isManaged(_ address: APIObject) -> Bool {
        address.labels["ipaddress.kubernetes.io/managed-by"] == "ipallocator.k8s.io"
    }

    /// The ServiceCIDRs that give out an address.
    static func containing(_ address: IPAddress, _ ranges: [APIObject]) -> [APIObject] {
        ranges.filter { range in
            of(range.tree).contains { $0.family == address.family && $0.hosts?.contains(address) ?? false }
        }
    }
}
