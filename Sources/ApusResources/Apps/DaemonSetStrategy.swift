import ApusAPI
import ApusJSON

/// `apps/v1 DaemonSet`.
struct DaemonSetStrategy: Strategy {
    var traits: StrategyTraits { .controlled }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec["updateStrategy"].setDefault(text: "type", "RollingUpdate")
            if spec["updateStrategy"]["type"] == "RollingUpdate" {
                spec["updateStrategy"]["rollingUpdate"].setDefault("maxUnavailable", 1)
                spec["updateStrategy"]["rollingUpdate"].setDefault("maxSurge", 0)
            }
            spec.setDefault("revisionHistoryLimit", 10)
            spec.updateObject("template") { PodSpecDefaults.applyTemplate(&$0) }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        let selector = spec["selector"]
        LabelRules.validateSelector(selector, path["selector"], &errors)
        WorkloadRules.matchTemplate(spec["template"], selector, path["template"], &errors)
        if selector.object != nil, LabelRules.isEmpty(selector) {
            errors.invalid(path["selector"], selector, "empty selector is invalid for daemonset")
        }
        PodTemplateValidation.validate(spec["template"], path["template"], &errors)
        WorkloadRules.requireRestartAlways(spec["template"], owner: "DaemonSet", path["template"], &errors)
        errors.nonNegative(spec["minReadySeconds"], path["minReadySeconds"])
        let strategy = path["updateStrategy"]
        switch spec["updateStrategy"]["type"].text {
        case "OnDelete": break
        case "RollingUpdate":
            let rolling = spec["updateStrategy"]["rollingUpdate"]
            let here = strategy["rollingUpdate"]
            for key in ["maxUnavailable", "maxSurge"] {
                NumberRules.validateIntOrPercent(rolling[key], here[key], &errors)
            }
            for key in ["maxUnavailable", "maxSurge"] {
                NumberRules.validateAtMostHundredPercent(rolling[key], here[key], &errors)
            }
            let hasUnavailable = !NumberRules.isZero(rolling["maxUnavailable"])
            let hasSurge = !NumberRules.isZero(rolling["maxSurge"])
            if hasUnavailable, hasSurge {
                errors.invalid(here["maxSurge"], rolling["maxSurge"], "may not be set when maxUnavailable is non-zero")
            } else if !hasUnavailable, !hasSurge {
                errors.required(here["maxUnavailable"], "cannot be 0 when maxSurge is 0")
            }
        default:
            let shown = InternalValue.make(
                spec["updateStrategy"], [("Type", "type", ""), ("RollingUpdate", "rollingUpdate", nil)])
            errors.notSupported(strategy, struct: shown, ["RollingUpdate", "OnDelete"])
        }
        NumberRules.validateNonNegative(spec["revisionHistoryLimit"], path["revisionHistoryLimit"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            let path = FieldPath("status")
            for key in [
                "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady",
                "observedGeneration", "updatedNumberScheduled", "numberAvailable", "numberUnavailable",
                "collisionCount",
            ] {
                errors.nonNegative(object["status"][key], path[key])
            }
            WorkloadRules.keepCollisionCount(object["status"], old["status"], &errors)
            return
        }
        validate(object, context, &errors)
        WorkloadRules.requireSameSelector(object, old: old, &errors)
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        WorkloadRules.nameWarnings(object, old: old, context) + WorkloadRules.warnings(object, old: old, context)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (names, images) = TableContext.containers(object["spec"]["template"]["spec"])
        let status = object["status"]
        return [
            context.name(object), TableContext.count(status["desiredNumberScheduled"]),
            TableContext.count(status["currentNumberScheduled"]), TableContext.count(status["numberReady"]),
            TableContext.count(status["updatedNumberScheduled"]), TableContext.count(status["numberAvailable"]),
            TableContext.labels(object["spec"]["template"]["spec"]["nodeSelector"]), context.age(object), names, images,
            TableContext.selector(object["spec"]["selector"]),
        ]
    }
}
