public import ApusAPI
public import ApusJSON

/// What quotas count of Services: themselves, their node ports and load balancers.
public struct ServiceQuotaEvaluator: QuotaEvaluator {
    private static let names: Set<String> = [
        "count/services", "services", "services.nodeports", "services.loadbalancers",
    ]

    public init() {}

    public func matching(_ names: [String]) -> [String] { names.filter(Self.names.contains) }

    public func usage(of object: JSONValue, now: Timestamp) -> ResourceAmounts {
        let ports = object["spec"]["ports"].elements
        var nodePorts = 0
        var balancers: Int64 = 0
        switch object["spec"]["type"].string {
        case "NodePort": nodePorts = ports.count
        case "LoadBalancer":
            balancers = 1
            // Not yet given out, mostly: what counts is that they are wanted.
            let gives = object["spec"]["allocateLoadBalancerNodePorts"].bool ?? true
            nodePorts = gives ? ports.count : ports.filter { $0["nodePort"].int ?? 0 != 0 }.count
        default: break
        }
        return ResourceAmounts([
            "count/services": Quantity(1), "services": Quantity(1), "services.nodeports": Quantity(Int64(nodePorts)),
            "services.loadbalancers": Quantity(balancers),
        ])
    }

    /// The type of a Service may change.
    public func concerns(isCreate: Bool, subresource: String) -> Bool { subresource.isEmpty }
}
