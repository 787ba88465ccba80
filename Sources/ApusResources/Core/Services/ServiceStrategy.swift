import ApusAPI
import ApusJSON

/// `v1 Service` (`pkg/registry/core/service/strategy.go`). Addresses and node ports are allocated by the server.
struct ServiceStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        traits.nameRule = .dnsLabel
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault(text: "sessionAffinity", "None")
            if spec["sessionAffinity"] == "None" {
                spec.remove("sessionAffinityConfig")
            } else if spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"].isNull {
                spec["sessionAffinityConfig"] = ["clientIP": ["timeoutSeconds": 10800]]
            }
            spec.setDefault(text: "type", "ClusterIP")
            spec.updateElements(of: "ports") { port in
                port.setDefault(text: "protocol", "TCP")
                let target = port["targetPort"]
                if target.isNull || target == 0 || target == "" { port["targetPort"] = port["port"] }
            }
            let type = spec["type"].text
            let isExternal =
                type == "LoadBalancer" || type == "NodePort"
                || (type == "ClusterIP" && !spec["externalIPs"].elements.isEmpty)
            if isExternal { spec.setDefault(text: "externalTrafficPolicy", "Cluster") }
            if type != "ExternalName" { spec.setDefault("internalTrafficPolicy", "Cluster") }
            if type == "LoadBalancer" { spec.setDefault("allocateLoadBalancerNodePorts", true) }
        }
        object.updateObject("status") { status in
            status.updateObject("loadBalancer") { balancer in
                balancer.updateElements(of: "ingress") { ingress in
                    if !ingress["ip"].text.isEmpty { ingress.setDefault("ipMode", "VIP") }
                }
            }
        }
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["loadBalancer": [:]]
        object.updateObject("spec") { ServiceDependentFields.normalizeAddresses(&$0, old: .null) }
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        guard context.subresource.isEmpty else { return }
        object.updateObject("spec") { spec in
            ServiceDependentFields.keepAllocated(&spec, old: old["spec"])
            ServiceDependentFields.normalizeAddresses(&spec, old: old["spec"])
            ServiceDependentFields.drop(&spec, old: old["spec"])
        }
        // Balancers go some time later; nobody has to see that.
        if object["spec"]["type"] != "LoadBalancer" { object["status"]["loadBalancer"] = [:] }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        ServiceValidation.validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            ServiceBalancerRules.validateStatus(object, old: old, &errors)
        } else {
            ServiceValidation.validateUpdate(object, old: old, &errors)
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        context.subresource == "status" ? ServiceWarnings.ofStatus(object) : ServiceWarnings.of(object)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        let address = spec["clusterIPs"].elements.first ?? spec["clusterIP"]
        return [
            context.name(object), .string(spec["type"].text), TableContext.orNone(address),
            .string(externalAddress(object)), .string(ports(spec)), context.age(object),
            TableContext.labels(spec["selector"]),
        ]
    }

    private func externalAddress(_ service: JSONValue) -> String {
        let own = service["spec"]["externalIPs"].elements.map(\.text)
        switch service["spec"]["type"].text {
        case "ExternalName": return service["spec"]["externalName"].text
        case "LoadBalancer":
            let all = LoadBalancerStatus.addresses(service["status"]) + own
            return all.isEmpty ? "<pending>" : all.joined(separator: ",")
        case "ClusterIP", "NodePort": return own.isEmpty ? "<none>" : own.joined(separator: ",")
        default: return "<unknown>"
        }
    }

    private func ports(_ spec: JSONValue) -> String {
        let ports = spec["ports"].elements.map { port in
            let number = port["port"].int ?? 0
            let node = port["nodePort"].int ?? 0
            return (node > 0 ? "\(number):\(node)" : "\(number)") + "/" + port["protocol"].text
        }
        return ports.isEmpty ? "<none>" : ports.joined(separator: ",")
    }
}
