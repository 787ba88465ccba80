import ApusJSON

/// The parts of a Service that the proxy serves.
struct ServiceModel: Equatable {
    struct Port: Equatable {
        var name: String
        /// `tcp`, `udp`, `sctp`
        var `protocol`: String
        var port: Int64
        var nodePort: Int64
    }

    var namespace: String
    var name: String
    var ports: [Port]
    var clusterIPs: [String]
    var externalIPs: [String]
    var loadBalancerIPs: [String]
    var sourceRanges: [String]
    var externalPolicyLocal: Bool
    var internalPolicyLocal: Bool
    /// Seconds of ClientIP affinity; nil without.
    var affinitySeconds: Int64?

    /// Reads a Service; nil for those that no proxy serves: headless ones, names (ExternalName), and those that another
    /// proxy is named for (label service.kubernetes.io/service-proxy-name).
    init?(_ service: JSONValue) {
        let metadata = service["metadata"]
        let spec = service["spec"]
        guard spec["type"].string != "ExternalName", spec["clusterIP"].string != "None",
            metadata["labels"]["service.kubernetes.io/service-proxy-name"].isNull,
            metadata["labels"]["service.kubernetes.io/headless"].isNull
        else { return nil }
        func strings(_ list: JSONValue) -> [String] { list.elements.compactMap(\.string).filter { !$0.isEmpty } }
        namespace = metadata["namespace"].string ?? ""
        name = metadata["name"].string ?? ""
        clusterIPs = strings(spec["clusterIPs"])
        if clusterIPs.isEmpty, let single = spec["clusterIP"].string, !single.isEmpty { clusterIPs = [single] }
        guard !clusterIPs.isEmpty else { return nil }
        externalIPs = strings(spec["externalIPs"])
        // An ingress with ipMode Proxy wants its traffic to go through the load balancer.
        loadBalancerIPs = service["status"]["loadBalancer"]["ingress"].elements
            .filter { $0["ipMode"].string != "Proxy" }.compactMap { $0["ip"].string }.filter { !$0.isEmpty }
        sourceRanges = strings(spec["loadBalancerSourceRanges"]).map { $0.split(separator: " ").joined() }
        externalPolicyLocal = spec["externalTrafficPolicy"].string == "Local"
        internalPolicyLocal = spec["internalTrafficPolicy"].string == "Local"
        affinitySeconds =
            spec["sessionAffinity"].string == "ClientIP"
            ? spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"].int ?? 10800 : nil
        ports = spec["ports"].elements.compactMap { port in
            guard let number = port["port"].int else { return nil }
            return Port(
                name: port["name"].string ?? "", protocol: (port["protocol"].string ?? "TCP").lowercased(),
                port: number,
                nodePort: port["nodePort"].int ?? 0)
        }
    }
}
