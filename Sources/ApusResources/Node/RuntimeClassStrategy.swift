import ApusAPI
import ApusJSON

/// `node.k8s.io/v1 RuntimeClass`.
struct RuntimeClassStrategy: Strategy {
    let traits = StrategyTraits()

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        errors.invalid(
            FieldPath("handler"), object["handler"], each: Names.dnsLabelProblems(object["handler"].text))
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["handler"] != old["handler"] {
            errors.invalid(FieldPath("handler"), object["handler"], MetadataRules.immutable)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .string(object["handler"].text), context.age(object)]
    }
}
