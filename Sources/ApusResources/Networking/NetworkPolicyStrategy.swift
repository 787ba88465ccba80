import ApusAPI
import ApusJSON

/// `networking.k8s.io/v1 NetworkPolicy`.
struct NetworkPolicyStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault("podSelector", [:])
            if spec["policyTypes"].elements.isEmpty {
                spec["policyTypes"] = spec["egress"].elements.isEmpty ? ["Ingress"] : ["Ingress", "Egress"]
            }
            for key in ["ingress", "egress"] {
                spec.updateElements(of: key) { rule in
                    rule.updateElements(of: "ports") { $0.setDefault("protocol", "TCP") }
                }
            }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        LabelRules.validateSelector(spec["podSelector"], path["podSelector"], &errors)
        for (key, peers) in [("ingress", "from"), ("egress", "to")] {
            for (index, rule) in spec[key].elements.enumerated() {
                let here = path[key][index]
                for (number, port) in rule["ports"].elements.enumerated() {
                    validatePort(port, here["ports"][number], &errors)
                }
                for (number, peer) in rule[peers].elements.enumerated() {
                    validatePeer(peer, here[peers][number], &errors)
                }
            }
        }
        let types = spec["policyTypes"].elements
        if types.count > 2 {
            errors.invalid(path["policyTypes"], spec["policyTypes"], "may not specify more than two policyTypes")
            return
        }
        for (index, type) in types.enumerated() where type != "Ingress" && type != "Egress" {
            errors.notSupported(path["policyTypes"][index], type, ["Egress", "Ingress"])
        }
    }

    private func validatePort(_ port: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        PortRules.validateProtocol(port["protocol"], path["protocol"], &errors)
        switch port["port"] {
        case .int(let number):
            errors.invalid(path["port"], .int(number), each: Names.portNumberProblems(number))
            if let end = port["endPort"].int {
                if end < number {
                    errors.invalid(path["endPort"], .int(number), "must be greater than or equal to `port`")
                }
                errors.invalid(path["endPort"], .int(end), each: Names.portNumberProblems(end))
            }
        case .string(let name):
            if !port["endPort"].isNull {
                errors.invalid(path["endPort"], port["endPort"], "may not be specified when `port` is non-numeric")
            }
            errors.invalid(path["port"], .string(name), each: Names.portNameProblems(name))
        default:
            if !port["endPort"].isNull {
                errors.invalid(path["endPort"], port["endPort"], "may not be specified when `port` is not specified")
            }
        }
    }

    private func validatePeer(_ peer: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["podSelector", "namespaceSelector"] { LabelRules.validateSelector(peer[key], path[key], &errors) }
        let block = peer["ipBlock"]
        let hasSelector = !peer["podSelector"].isNull || !peer["namespaceSelector"].isNull
        if block.isNull {
            if !hasSelector { errors.required(path, "must specify a peer") }
        } else if hasSelector {
            errors.forbidden(path, "may not specify both ipBlock and another peer")
        } else {
            let here = path["ipBlock"]
            AddressRules.validateCIDR(block["cidr"], here["cidr"], &errors)
            for (index, part) in block["except"].elements.enumerated() {
                AddressRules.validateCIDR(part, here["except"][index], &errors)
                let inside = AddressRules.network(part.text), outside = AddressRules.network(block["cidr"].text)
                if let inside, let outside, !outside.strictlyContains(inside) {
                    errors.invalid(
                        here["except"][index], part, "must be a strict subset of `cidr`")
                }
            }
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), TableContext.selector(object["spec"]["podSelector"]), context.age(object)]
    }
}
