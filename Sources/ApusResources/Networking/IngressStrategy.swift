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

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        let hosts = spec["rules"].elements.map { $0["host"].text }.filter { !$0.isEmpty }
        var shown = hosts.prefix(3).joined(separator: ",")
        if hosts.count > 3 { shown += " + \(hosts.count - 3) more..." }
        let addresses = object["status"]["loadBalancer"]["ingress"].elements.map {
            $0["ip"].text.isEmpty ? $0["hostname"].text : $0["ip"].text
        }.filter { !$0.isEmpty }
        return [
            context.name(object), TableContext.orNone(spec["ingressClassName"]), .string(shown.isEmpty ? "*" : shown),
            .string(addresses.joined(separator: ",")), .string(spec["tls"].elements.isEmpty ? "80" : "80, 443"),
            context.age(object),
        ]
    }
}
