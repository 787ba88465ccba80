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
        normalizeAddresses(&object, old: .null)
        dropTypeDependentFields(&object, old: .null)
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        guard context.subresource.isEmpty else { return }
        normalizeAddresses(&object, old: old)
        keepAllocations(&object, old: old)
        dropTypeDependentFields(&object, old: old)
    }

    /// `clusterIP` is the older name of the first of `clusterIPs`: a client that writes only one of them writes both.
    private func normalizeAddresses(_ object: inout JSONValue, old: JSONValue) {
        let (address, before) = (object["spec"]["clusterIP"], old["spec"]["clusterIP"])
        let list = object["spec"]["clusterIPs"]
        if address.text.isEmpty {
            if !before.text.isEmpty, list == old["spec"]["clusterIPs"] { object["spec"].remove("clusterIPs") }
        } else if list.isEmptyValue || (!old.isNull && address != before && list == old["spec"]["clusterIPs"]) {
            object["spec"]["clusterIPs"] = [address]
        }
    }

    /// A client that leaves allocated values out keeps them (`patchAllocatedValues`).
    private func keepAllocations(_ object: inout JSONValue, old: JSONValue) {
        let oldSpec = old["spec"]
        object.updateObject("spec") { spec in
            let needsAddress = spec["type"] != "ExternalName" && oldSpec["type"] != "ExternalName"
            if needsAddress {
                if spec["clusterIP"].text.isEmpty, spec["clusterIPs"].elements.isEmpty {
                    for key in ["clusterIP", "clusterIPs"] where !oldSpec[key].isNull { spec[key] = oldSpec[key] }
                }
                for key in ["ipFamilies", "ipFamilyPolicy"] where spec[key].isEmptyValue && !oldSpec[key].isNull {
                    spec[key] = oldSpec[key]
                }
            }
            let kinds: Set<String> = ["NodePort", "LoadBalancer"]
            guard kinds.contains(spec["type"].text), kinds.contains(oldSpec["type"].text) else { return }
            let used = Set(spec["ports"].elements.compactMap { $0["nodePort"].int })
            spec.updateElements(of: "ports") { port in
                guard (port["nodePort"].int ?? 0) == 0 else { return }
                let same = oldSpec["ports"].elements.first {
                    $0["port"] == port["port"] && $0["protocol"] == port["protocol"] && ($0["nodePort"].int ?? 0) != 0
                }
                if let number = same?["nodePort"], !used.contains(number.int ?? 0) { port["nodePort"] = number }
            }
            if (spec["healthCheckNodePort"].int ?? 0) == 0, needsHealthCheckPort(spec), needsHealthCheckPort(oldSpec),
                let number = oldSpec["healthCheckNodePort"].int
            {
                spec["healthCheckNodePort"] = .int(number)
            }
        }
    }

    private func needsHealthCheckPort(_ spec: JSONValue) -> Bool {
        spec["type"] == "LoadBalancer" && spec["externalTrafficPolicy"] == "Local"
    }

    /// What only another type has goes when the type changed and the client did not set it anew.
    private func dropTypeDependentFields(_ object: inout JSONValue, old: JSONValue) {
        let oldSpec = old["spec"]
        guard !oldSpec.isNull, oldSpec["type"] != object["spec"]["type"] else { return }
        object.updateObject("spec") { spec in
            let type = spec["type"].text
            if type == "ExternalName" {
                for key in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] where spec[key] == oldSpec[key] {
                    spec.remove(key)
                }
            }
            if type == "ClusterIP" || type == "ExternalName" {
                spec.updateElements(of: "ports") { port in
                    let wasSame = oldSpec["ports"].elements.contains { $0["nodePort"] == port["nodePort"] }
                    if wasSame { port.remove("nodePort") }
                }
                if spec["externalTrafficPolicy"] == oldSpec["externalTrafficPolicy"],
                    spec["externalIPs"].elements.isEmpty
                {
                    spec.remove("externalTrafficPolicy")
                }
            }
            if type != "LoadBalancer" {
                for key in ["allocateLoadBalancerNodePorts", "loadBalancerClass", "healthCheckNodePort"]
                where spec[key] == oldSpec[key] {
                    spec.remove(key)
                }
            }
            if oldSpec["type"] == "ExternalName" { spec.remove("externalName") }
        }
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
        context.subresource == "status" ? [] : ServiceWarnings.of(object)
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
