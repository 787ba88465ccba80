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
        for (index, cidr) in cidrs.enumerated() { AddressRules.validateCIDR(cidr, path[index], &errors) }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["spec"]["cidrs"] != old["spec"]["cidrs"] {
            errors.invalid(FieldPath("spec")["cidrs"], object["spec"]["cidrs"], MetadataRules.immutable)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let cidrs = object["spec"]["cidrs"].elements.map(\.text).joined(separator: ",")
        return [context.name(object), .string(cidrs), context.age(object)]
    }
}

/// `networking.k8s.io/v1 IPAddress`.
struct IPAddressStrategy: Strategy {
    let traits = StrategyTraits()

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("ParentRef", "string", "", 0), .init("Age", "string", "", 0)]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let name = object["metadata"]["name"].text
        if !AddressRules.isAddress(name) {
            errors.invalid(FieldPath("metadata")["name"], .string(name), "must be a valid IP address in canonical form")
        }
        let path = FieldPath("spec")["parentRef"]
        let parent = object["spec"]["parentRef"]
        guard !parent.isNull else {
            errors.required(path)
            return
        }
        for key in ["resource", "name"] where parent[key].text.isEmpty { errors.required(path[key]) }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["spec"]["parentRef"] != old["spec"]["parentRef"] {
            errors.invalid(FieldPath("spec")["parentRef"], object["spec"]["parentRef"], MetadataRules.immutable)
        }
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
        return [context.name(object), .string(text), context.age(object)]
    }
}
