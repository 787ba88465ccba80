import ApusAPI
import ApusJSON

/// `policy/v1 PodDisruptionBudget`.
struct PodDisruptionBudgetStrategy: Strategy {
    var traits: StrategyTraits { .controlled }

    /// Counters that Go always writes.
    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        validate(object, allowsBadValues: false, &errors)
    }

    private func validate(_ object: JSONValue, allowsBadValues: Bool, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        if !spec["minAvailable"].isNull, !spec["maxUnavailable"].isNull {
            errors.invalid(path, spec, "minAvailable and maxUnavailable cannot be both set")
        }
        for key in ["minAvailable", "maxUnavailable"] where !spec[key].isNull {
            NumberRules.validateIntOrPercent(spec[key], path[key], &errors)
            NumberRules.validateAtMostHundredPercent(spec[key], path[key], &errors)
        }
        LabelRules.validateSelector(spec["selector"], path["selector"], allowsBadValues: allowsBadValues, &errors)
        errors.checkSupported(
            path["unhealthyPodEvictionPolicy"], spec["unhealthyPodEvictionPolicy"], ["AlwaysAllow", "IfHealthyBudget"])
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        guard context.subresource == "status" else {
            validate(object, allowsBadValues: LabelRules.hasBadValue(old["spec"]["selector"]), &errors)
            return
        }
        let path = FieldPath("status")
        errors.checkConditions(path["conditions"], object["status"]["conditions"])
        for key in ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"] {
            NumberRules.validateNonNegative(object["status"][key], path[key], &errors)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        func text(_ key: String) -> JSONValue {
            .string(IntOrString(object["spec"][key])?.description ?? "N/A")
        }
        return [
            context.name(object), text("minAvailable"), text("maxUnavailable"),
            TableContext.count(object["status"]["disruptionsAllowed"]), context.age(object),
        ]
    }
}
