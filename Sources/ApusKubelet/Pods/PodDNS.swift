import ApusJSON

/// What goes into `/etc/resolv.conf` of a pod by its `dnsPolicy` (`pkg/kubelet/network/dns/dns.go`).
struct PodDNS: Sendable, Equatable {
    var servers: [String] = []
    var searches: [String] = []
    var options: [String] = []

    /// - Parameters:
    ///   - clusterServers: addresses of the cluster's DNS; none where it has none.
    ///   - host: the node's own `resolv.conf`.
    init(_ pod: Pod, clusterServers: [String], clusterDomain: String, host: PodDNS) {
        let policy = pod.spec["dnsPolicy"].string ?? "ClusterFirst"
        switch policy {
        case "None": break
        case "ClusterFirstWithHostNet", "ClusterFirst":
            let isCluster = policy == "ClusterFirstWithHostNet" || !pod.isHostNetwork
            guard isCluster, !clusterServers.isEmpty else {
                self = host
                break
            }
            servers = clusterServers
            let domains = ["\(pod.namespace).svc.\(clusterDomain)", "svc.\(clusterDomain)", clusterDomain]
            searches = domains + host.searches.filter { !domains.contains($0) }
            options = ["ndots:5"]
        default: self = host
        }
        let own = pod.spec["dnsConfig"]
        servers += own["nameservers"].elements.compactMap(\.string).filter { !servers.contains($0) }
        searches += own["searches"].elements.compactMap(\.string).filter { !searches.contains($0) }
        for option in own["options"].elements {
            let name = option.text("name")
            options.removeAll { $0 == name || $0.hasPrefix("\(name):") }
            options.append(option["value"].string.map { "\(name):\($0)" } ?? name)
        }
        servers = Array(servers.prefix(3))
        searches = Array(searches.prefix(32))
    }

    /// Reads a `resolv.conf` (resolv.conf(5)).
    init(parsing text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(whereSeparator: \.isWhitespace).map(String.init)
            switch fields.first {
            case "nameserver": servers += fields.dropFirst().prefix(1)
            case "search", "domain": searches = Array(fields.dropFirst()).filter { $0 != "." }
            case "options": options = Array(fields.dropFirst())
            default: break
            }
        }
    }

    var value: JSONValue {
        ["servers": JSONValue(servers), "searches": JSONValue(searches), "options": JSONValue(options)]
    }
}
