import ApusStore

/// Where etcd is and how it is spoken to; kube-apiserver's `--etcd-*` flags.
public struct EtcdConfiguration: Sendable {
    /// Certificates, as paths of PEM files that are read when the store is opened.
    public struct TLS: Sendable {
        /// Whom the servers' certificates have to be signed by; nil: the system's authorities.
        public var caFile: String?
        public var certificateFile: String?
        public var keyFile: String?

        public init(caFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
            self.caFile = caFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    public var endpoints: [EtcdEndpoint]
    public var tls: TLS
    /// What all keys of the store begin with.
    public var prefix: String
    /// How long a call may take in all, tries at other members included.
    public var requestTimeout = Duration.seconds(30)
    /// How long a member has to answer one try.
    public var attemptTimeout = Duration.seconds(10)
    /// How long `EtcdStore.open` waits for a member that answers.
    public var openTimeout = Duration.seconds(20)
    /// How long the health check waits (`--etcd-healthcheck-timeout`).
    public var healthTimeout = Duration.seconds(2)
    /// Whether progress notifications are believed; nil: as the members' versions are known to be right.
    public var trustsProgress: Bool?
    /// How many bytes of recent values are kept for watches that begin a little in the past.
    public var recentBytes = 16 << 20

    public init(endpoints: [EtcdEndpoint], tls: TLS = TLS(), prefix: String = "/registry/") {
        self.endpoints = endpoints
        self.tls = tls
        self.prefix = prefix
    }
}

/// The client address of one member of etcd.
public struct EtcdEndpoint: Sendable, Equatable, CustomStringConvertible {
    public var host: String
    public var port: Int
    public var isSecure: Bool

    public var description: String {
        "\(isSecure ? "https" : "http")://\(host.utf8.contains(58) ? "[\(host)]" : host):\(port)"
    }

    public init(host: String, port: Int, isSecure: Bool) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
    }

    /// Reads `https://host:port`; the port is 2379 where it is left out. Nil where it is no such address.
    public init?(_ text: String) {
        let rest: Substring
        if text.hasPrefix("https://") {
            isSecure = true
            rest = text.dropFirst(8)
        } else if text.hasPrefix("http://") {
            isSecure = false
            rest = text.dropFirst(7)
        } else {
            return nil
        }
        let address = rest.hasSuffix("/") ? rest.dropLast() : rest
        let portText: Substring
        if address.hasPrefix("["), let end = address.firstIndex(of: "]") {
            host = String(address[address.index(after: address.startIndex)..<end])
            let tail = address[address.index(after: end)...]
            guard tail.isEmpty || tail.hasPrefix(":") else { return nil }
            portText = tail.dropFirst()
        } else {
            let parts = address.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, let first = parts.first else { return nil }
            host = String(first)
            portText = parts.count == 2 ? parts[1] : ""
        }
        guard !host.isEmpty, !host.utf8.contains(47), let port = Int(portText.isEmpty ? "2379" : portText),
            (1...65535).contains(port)
        else { return nil }
        self.port = port
    }
}
