import ApusAPI
import ApusJSON

/// `networking.k8s.io/v1 Ingress` (`pkg/registry/networking/ingress/strategy.go`).
struct IngressStrategy: Strategy {
    var traits: StrategyTraits { .controlled }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["loadBalancer": [:]]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        IngressValidation.validate(object, old: nil, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            IngressValidation.validateStatus(object["status"], old: old["status"], &errors)
        } else {
            IngressValidation.validate(object, old: old, &errors)
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        if context.subresource == "status" { return IngressValidation.statusWarnings(object["status"]) }
        return old == nil ? IngressValidation.warnings(object) : []
    }

    /// The first three hosts; rules beyond the third host are counted, with a host or without.
    private static func hosts(_ rules: [JSONValue]) -> String {
        var shown: [String] = []
        var hasMore = false
        for rule in rules {
            if shown.count == 3 { hasMore = true }
            let host = rule["host"].text
            if !hasMore, !host.isEmpty { shown.append(host) }
        }
        if shown.isEmpty { return "*" }
        let text = shown.joined(separator: ",")
        return hasMore ? "\(text) + \(rules.count - 3) more..." : text
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        let addresses = LoadBalancerStatus.addresses(object["status"])
        return [
            context.name(object), TableContext.orNone(spec["ingressClassName"]),
            .string(IngressStrategy.hosts(spec["rules"].elements)),
            .string(addresses.joined(separator: ",")), .string(spec["tls"].elements.isEmpty ? "80" : "80, 443"),
            context.age(object),
        ]
    }
}
