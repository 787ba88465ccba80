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
        NetworkPolicyValidation(old: nil).validate(object["spec"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        NetworkPolicyValidation(old: old["spec"]).validate(object["spec"], &errors)
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        NetworkPolicyValidation.warnings(object["spec"])
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), TableContext.selector(object["spec"]["podSelector"]), context.age(object)]
    }
}
