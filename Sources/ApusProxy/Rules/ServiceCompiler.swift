/// Makes the rules of one Service in one family out of its ports and endpoints. A pure function of its input.
struct ServiceCompiler {
    let family: Family
    let configuration: ProxyConfiguration

    func compile(_ service: ServiceModel, _ endpoints: [EndpointSliceModel.PortKey: [Endpoint]]) -> Fragment {
        var fragment = Fragment()
        // A Service is of the families of its cluster addresses; its node ports too.
        if family.select(service.clusterIPs).isEmpty { return fragment }
        for address in family.select(service.clusterIPs) {
            fragment.elements[.init(container: .clusterIPs, key: address)] = ""
        }
        for port in service.ports {
            let key = EndpointSliceModel.PortKey(name: port.name, protocol: port.protocol)
            let selection = EndpointSelection(
                endpoints[key] ?? [], nodeName: configuration.nodeName, zone: configuration.zone)
            PortCompiler(
                family: family, configuration: configuration, service: service, port: port, selection: selection
            )
            .compile(into: &fragment)
        }
        return fragment
    }
}

/// Makes the rules of one port of a Service.
private struct PortCompiler {
    let family: Family
    let configuration: ProxyConfiguration
    let service: ServiceModel
    let port: ServiceModel.Port
    let selection: EndpointSelection

    /// Chain names say what they are of: a Service's names have no character that nftables refuses.
    private var name: String {
        "\(service.namespace)/\(service.name)/\(port.protocol)/\(port.name.isEmpty ? "p\(port.port)" : port.name)"
    }

    func compile(into fragment: inout Fragment) {
        let clusterIPs = family.select(service.clusterIPs)
        let externalIPs = family.select(service.externalIPs + service.loadBalancerIPs)
        let serving = Set(
            (service.internalPolicyLocal ? [] : selection.cluster)
                + (service.internalPolicyLocal || service.externalPolicyLocal ? selection.local : [])
                + (service.externalPolicyLocal || !externalIPs.isEmpty || port.nodePort > 0 ? selection.cluster : []))
        for endpoint in serving {
            fragment.elements[.init(container: .hairpins, key: "\(endpoint.address) . \(endpoint.address)")] = ""
        }
        if service.affinitySeconds != nil { makeEndpointChains(serving, &fragment) }
        if port.protocol == "udp" {
            let addresses = Set(serving.map(\.address))
            for address in clusterIPs + externalIPs {
                fragment.udp[.init(address: address, port: port.port)] = addresses
            }
            if port.nodePort > 0 { fragment.udp[.init(address: nil, port: port.nodePort)] = addresses }
        }

        let internalEndpoints = service.internalPolicyLocal ? selection.local : selection.cluster
        let internalChain = "svc/\(name)"
        lead(clusterIPs, to: internalChain, &fragment, reachable: !internalEndpoints.isEmpty)
        if !clusterIPs.isEmpty && !internalEndpoints.isEmpty {
            fragment.chains[internalChain] = internalRules(internalEndpoints)
        }

        guard !externalIPs.isEmpty || port.nodePort > 0 else { return }
        // With policy Local, endpoints elsewhere serve this cluster's own clients: the chain tells them apart.
        let reachable = !selection.cluster.isEmpty || service.externalPolicyLocal && !selection.local.isEmpty
        let externalChain = "ext/\(name)"
        lead(externalIPs, to: externalChain, &fragment, reachable: reachable)
        if port.nodePort > 0 {
            let key = "\(port.protocol) . \(port.nodePort)"
            let container: Fragment.Container = reachable ? .nodePorts : .refusedNodePorts
            fragment.elements[.init(container: container, key: key)] = reachable ? "goto \(externalChain)" : refusal
        }
        if reachable { makeExternalChains(externalChain, &fragment) }
        limitSources(&fragment)
    }

    // MARK: - Addresses

    /// No endpoint anywhere is refused; endpoints elsewhere only, which the policy forbids, are dropped.
    private var refusal: String { selection.hasAny ? "drop" : "goto refuse" }

    private func lead(_ addresses: [String], to chain: String, _ fragment: inout Fragment, reachable: Bool) {
        for address in addresses {
            let key = "\(address) . \(port.protocol) . \(port.port)"
            let container: Fragment.Container = reachable ? .services : .refusedServices
            fragment.elements[.init(container: container, key: key)] = reachable ? "goto \(chain)" : refusal
        }
    }

    private func limitSources(_ fragment: inout Fragment) {
        let ranges = family.select(service.sourceRanges)
        let addresses = family.select(service.loadBalancerIPs)
        guard !ranges.isEmpty, !addresses.isEmpty else { return }
        let chain = "fw/\(name)"
        fragment.chains[chain] = ["\(family.word) saddr != { \(ranges.joined(separator: ", ")) } drop"]
        for address in addresses {
            fragment.elements[.init(container: .firewalled, key: "\(address) . \(port.protocol) . \(port.port)")] =
                "goto \(chain)"
        }
    }

    // MARK: - Rules

    private var podCIDRs: String {
        let listed = family.select(configuration.clusterCIDRs)
        return listed.isEmpty ? "" : "{ \(listed.joined(separator: ", ")) }"
    }

    /// To cluster addresses: from outside the pods' range masqueraded, so that the answer comes back through this node.
    private func internalRules(_ endpoints: [Endpoint]) -> [String] {
        var rules: [String] = []
        if configuration.masqueradeAll {
            rules.append("jump mark-masquerade")
        } else if !podCIDRs.isEmpty {
            rules.append("\(family.word) saddr != \(podCIDRs) jump mark-masquerade")
        }
        return rules + balance(endpoints)
    }

    /// To external addresses and node ports. Policy Local keeps the client's address; what comes from this cluster's pods or
    /// from this node itself is served as if it had gone to the cluster address.
    private func makeExternalChains(_ chain: String, _ fragment: inout Fragment) {
        guard service.externalPolicyLocal else {
            fragment.chains[chain] = ["jump mark-masquerade"] + balance(selection.cluster)
            return
        }
        var rules: [String] = []
        if !selection.cluster.isEmpty {
            let everywhere = "ext-cluster/\(name)"
            fragment.chains[everywhere] = balance(selection.cluster)
            if !podCIDRs.isEmpty { rules.append("\(family.word) saddr \(podCIDRs) goto \(everywhere)") }
            rules.append("fib saddr type local jump mark-masquerade")
            rules.append("fib saddr type local goto \(everywhere)")
        }
        fragment.chains[chain] = rules + balance(selection.local)
    }

    /// Sends a new connection to one of the endpoints: with affinity to the one that the client had, else a random one.
    private func balance(_ endpoints: [Endpoint]) -> [String] {
        guard !endpoints.isEmpty else { return ["drop"] }
        if let seconds = service.affinitySeconds {
            let back = endpoints.map { "\(family.word) saddr @\(affinitySet($0, seconds)) goto \(endpointChain($0))" }
            let choices = endpoints.enumerated().map { "\($0.offset) : goto \(endpointChain($0.element))" }
            return back + ["numgen random mod \(endpoints.count) vmap { \(choices.joined(separator: ", ")) }"]
        }
        let match = "meta l4proto \(port.protocol)"
        if endpoints.count == 1 { return ["\(match) dnat to \(target(endpoints[0]))"] }
        let choices = endpoints.enumerated().map { "\($0.offset) : \($0.element.address) . \($0.element.port)" }
        return ["\(match) dnat to numgen random mod \(endpoints.count) map { \(choices.joined(separator: ", ")) }"]
    }

    // MARK: - Affinity

    private func target(_ endpoint: Endpoint) -> String {
        family == .ipv4 ? "\(endpoint.address):\(endpoint.port)" : "[\(endpoint.address)]:\(endpoint.port)"
    }

    private func place(_ endpoint: Endpoint) -> String {
        "\(name)/\(endpoint.address.replacing(":", with: "."))/\(endpoint.port)"
    }

    private func endpointChain(_ endpoint: Endpoint) -> String { "ep/\(place(endpoint))" }

    /// A set cannot change its timeout: the name says it.
    private func affinitySet(_ endpoint: Endpoint, _ seconds: Int64) -> String { "aff/\(place(endpoint))/\(seconds)s" }

    private func makeEndpointChains(_ endpoints: Set<Endpoint>, _ fragment: inout Fragment) {
        guard let seconds = service.affinitySeconds else { return }
        for endpoint in endpoints {
            let set = affinitySet(endpoint, seconds)
            fragment.sets[set] = "{ type \(family.addressType); flags dynamic,timeout; timeout \(seconds)s; }"
            fragment.chains[endpointChain(endpoint)] = [
                "update @\(set) { \(family.word) saddr }",
                "meta l4proto \(port.protocol) dnat to \(target(endpoint))",
            ]
        }
    }
}
