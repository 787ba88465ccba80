/// How a node's proxy works; the names in brackets are kube-proxy's flags.
public struct ProxyConfiguration: Sendable {
    /// The node whose endpoints are local [--hostname-override].
    public var nodeName: String
    /// The installation's data folder: tables carry its hash, so that two installations live on one machine.
    public var dataDirectory: String
    /// Where pods' addresses are from; traffic to Services from elsewhere is masqueraded [--cluster-cidr].
    public var clusterCIDRs: [String]
    /// Masquerades all traffic to Services [--masquerade-all].
    public var masqueradeAll: Bool
    /// Node addresses that NodePorts listen on; all when empty [--nodeport-addresses].
    public var nodePortAddresses: [String]
    /// Whether NodePorts listen on 127.0.0.0/8 too [--iptables-localhost-nodeports].
    public var localhostNodePorts: Bool
    /// The node's zone, for endpoints with hints; nil where it has none.
    public var zone: String?
    /// A network namespace to work in instead of the process's own: a path as `ip netns` makes.
    public var networkNamespace: String?

    public init(
        nodeName: String, dataDirectory: String, clusterCIDRs: [String] = [], masqueradeAll: Bool = false,
        nodePortAddresses: [String] = [], localhostNodePorts: Bool = true, zone: String? = nil,
        networkNamespace: String? = nil
    ) {
        self.nodeName = nodeName
        self.dataDirectory = dataDirectory
        self.clusterCIDRs = clusterCIDRs
        self.masqueradeAll = masqueradeAll
        self.nodePortAddresses = nodePortAddresses
        self.localhostNodePorts = localhostNodePorts
        self.zone = zone
        self.networkNamespace = networkNamespace
    }

    /// The name of both tables, `ip` and `ip6`.
    public var tableName: String {
        // FNV-1a: the name only has to differ between the few installations of a machine.
        var hash: UInt32 = 2_166_136_261
        for byte in dataDirectory.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        return "apus-proxy-" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
