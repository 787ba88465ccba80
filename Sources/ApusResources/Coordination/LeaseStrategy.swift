import ApusAPI
import ApusJSON

/// `coordination.k8s.io/v1 Lease`.
struct LeaseStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.allowsCreateOnUpdate = true
        traits.allowsUnconditionalUpdate = false
        return traits
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        if let seconds = object["spec"]["leaseDurationSeconds"].int, seconds <= 0 {
            errors.invalid(path["leaseDurationSeconds"], .int(seconds), "must be greater than 0")
        }
        NumberRules.validateNonNegative(object["spec"]["leaseTransitions"], path["leaseTransitions"], &errors)
        let strategy = object["spec"]["strategy"]
        if let text = strategy.string {
            let here = path["strategy"]["strategy"]  // upstream takes the step twice
            if text.contains("/") {
                errors.invalid(here, strategy, each: Names.qualifiedNameProblems(text))
            } else {
                errors.checkSupported(here, strategy, ["OldestEmulationVersion"])
            }
        }
        if !object["spec"]["preferredHolder"].text.isEmpty, strategy.text.isEmpty {
            errors.forbidden(path["preferredHolder"], "may only be specified if `strategy` is defined")
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .string(object["spec"]["holderIdentity"].text), context.age(object)]
    }
}
