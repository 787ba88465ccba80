/// How a kubelet is set up. Folders are absolute.
public struct KubeletConfiguration: Sendable {
    /// The Node's name.
    public var nodeName: String
    /// Where pods' volumes and files lie.
    public var rootDirectory: String
    /// Where containers' logs lie.
    public var podLogsDirectory: String
    /// The addresses that the Node reports; none: those of the interface with the default route.
    public var nodeAddresses: [String] = []
    /// Pods' address range where the Node's spec has none.
    public var podCIDR: String?
    /// Addresses of the cluster's DNS service; none: pods resolve as the node does.
    public var clusterDNS: [String] = []
    public var clusterDomain = "cluster.local"
    public var maximumPods: Int64 = 110
    /// Labels and taints that the Node is registered with.
    public var nodeLabels: [String: String] = [:]
    /// `kubeletVersion` of the Node.
    public var version = "v1.36.0"
    /// Whether volumes with secrets lie in memory file systems, which takes the right to mount.
    public var secretsInMemory = true
    /// Address and port of the kubelet's server; 0: any free port.
    public var serverAddress = "0.0.0.0"
    public var serverPort = 10250
    /// The server's certificate and key, and the CA that vouches for its clients; nil: no server.
    public var serverTLS: ServerTLS?
    public var containerLogMaxSize = 10 << 20
    public var containerLogMaxFiles = 5
    /// How often the lease is renewed, and for how long it holds.
    public var leaseRenewInterval: Duration = .seconds(10)
    public var leaseDurationSeconds: Int64 = 40
    /// How often the Node's status is written without a change.
    public var nodeStatusReportFrequency: Duration = .seconds(300)

    public struct ServerTLS: Sendable {
        public var certificateChainPEM: String
        public var privateKeyPEM: String
        public var clientCAPEM: String

        public init(certificateChainPEM: String, privateKeyPEM: String, clientCAPEM: String) {
            self.certificateChainPEM = certificateChainPEM
            self.privateKeyPEM = privateKeyPEM
            self.clientCAPEM = clientCAPEM
        }
    }

    public init(nodeName: String, rootDirectory: String, podLogsDirectory: String) {
        self.nodeName = nodeName
        self.rootDirectory = rootDirectory
        self.podLogsDirectory = podLogsDirectory
    }
}
