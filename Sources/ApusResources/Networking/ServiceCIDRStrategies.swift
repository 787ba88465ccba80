import ApusAPI
import ApusJSON

/// `networking.k8s.io/v1 ServiceCIDR`.
struct ServiceCIDRStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("CIDRs", "string", "", 0), .init("Age", "string", "", 0)]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")["cidrs"]
        let cidrs = object["spec"]["cidrs"].elements
        if cidrs.isEmpty { errors.required(path, "at least one CIDR required") }
        if cidrs.count > 2 { errors.invalid(path, object["spec"], "may only hold up to 2 values") }
        guard (1...2).contains(cidrs.count) else { return }
        for (index, cidr) in cidrs.enumerated() {
            errors.invalid(path[index], cidr, each: AddressRules.canonicalNetworkProblems(cidr.text))
        }
        let families = cidrs.compactMap { AddressRules.sloppyNetwork($0.text)?.address.count }
        if families.count == 2, families[0] == families[1] {
            errors.invalid(
                path, object["spec"]["cidrs"],
                "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64")
        }
    }

    /// A second network may be added; nothing else may change.
    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" { return }
        let path = FieldPath("spec")["cidrs"]
        let (new, before) = (object["spec"]["cidrs"].elements, old["spec"]["cidrs"].elements)
        guard new.count == before.count || (before.count == 1 && new.count == 2) else {
            errors.invalid(path, object["spec"]["cidrs"], MetadataRules.immutable)
            return
        }
        for (index, cidr) in before.enumerated() { errors.checkImmutable(path[index], new[index], cidr) }
        if new.count > before.count { validate(object, context, &errors) }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let cidrs = object["spec"]["cidrs"].elements.map(\.text).joined(separator: ",")
        return [context.name(object), .string(cidrs), context.age(object)]
    }
}

/// `networking.k8s.io/v1 IPAddress`.
struct IPAddressStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.nameRule = .any
        traits.tracksGeneration = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("ParentRef", "string", "", 0)]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let name = object["metadata"]["name"].text
        errors.invalid(
            FieldPath("metadata")["name"], .string(name), each: AddressRules.canonicalAddressProblems(name))
        let path = FieldPath("spec")["parentRef"]
        let parent = object["spec"]["parentRef"]
        guard !parent.isNull else {
            errors.required(path)
            return
        }
        errors.checkText(path["group"], parent["group"], Names.dnsSubdomainProblems)
        for key in ["resource", "name"] {
            errors.requireText(path[key], parent[key]) { Names.pathSegmentProblems($0) }
        }
        errors.checkText(path["namespace"], parent["namespace"]) { Names.pathSegmentProblems($0) }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        errors.checkImmutable(FieldPath("spec")["parentRef"], object["spec"]["parentRef"], old["spec"]["parentRef"])
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let parent = object["spec"]["parentRef"]
        let group = parent["group"].text
        var text = "<none>"
        if !parent.isNull {
            text = parent["resource"].text + (group.isEmpty ? "" : ".\(group)") + "/"
            let namespace = parent["namespace"].text
            text += (namespace.isEmpty ? "" : "\(namespace)/") + parent["name"].text
        }
        return [context.name(object), .string(text)]
    }
}
