import ApusAPI
import ApusJSON

/// `node.k8s.io/v1 RuntimeClass`.
struct RuntimeClassStrategy: Strategy {
    let traits = StrategyTraits()

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        errors.requireText(FieldPath("handler"), object["handler"], "", Names.dnsLabelProblems)
        // Upstream checks the overhead as the limits of a container.
        ResourceListRules.validateRequirements(
            ["limits": object["overhead"]["podFixed"]], ResourceListRules.Scope(), FieldPath("overhead"), &errors)
        let path = FieldPath("scheduling")
        LabelRules.validateLabels(object["scheduling"]["nodeSelector"], path["nodeSelector"], &errors)
        TaintRules.validateTolerations(object["scheduling"]["tolerations"], path["tolerations"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["handler"] != old["handler"] {
            errors.invalid(FieldPath("handler"), object["handler"], MetadataRules.immutable)
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        (object["scheduling"]["nodeSelector"].object ?? JSONObject()).compactMap { member in
            NodeLabels.deprecation(member.key).map { "\(FieldPath("scheduling")["nodeSelector"]): \($0)" }
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .string(object["handler"].text), context.age(object)]
    }
}
