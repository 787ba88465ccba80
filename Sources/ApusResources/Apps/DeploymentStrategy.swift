import ApusAPI
import ApusJSON

/// `apps/v1 Deployment` (`pkg/registry/apps/deployment/strategy.go`).
struct DeploymentStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits.controlled
        traits.statusKeeps = ["labels"]
        traits.annotationsRaiseGeneration = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault("replicas", 1)
            spec["strategy"].setDefault(text: "type", "RollingUpdate")
            if spec["strategy"]["type"] == "RollingUpdate" {
                spec["strategy"]["rollingUpdate"].setDefault("maxUnavailable", "25%")
                spec["strategy"]["rollingUpdate"].setDefault("maxSurge", "25%")
            }
            spec.setDefault("revisionHistoryLimit", 10)
            spec.setDefault("progressDeadlineSeconds", 600)
            spec.updateObject("template") { PodSpecDefaults.applyTemplate(&$0) }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        errors.nonNegative(spec["replicas"], path["replicas"])
        if WorkloadRules.validateSelector(spec["selector"], path["selector"], &errors) {
            WorkloadRules.validateTemplate(spec["template"], selector: spec["selector"], path["template"], &errors)
        }
        validateStrategy(spec["strategy"], path["strategy"], &errors)
        for key in ["minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"] {
            errors.nonNegative(spec[key], path[key])
        }
        if let deadline = spec["progressDeadlineSeconds"].int, deadline <= spec["minReadySeconds"].int ?? 0 {
            errors.invalid(path["progressDeadlineSeconds"], .int(deadline), "must be greater than minReadySeconds")
        }
    }

    private func validateStrategy(_ strategy: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let rolling = strategy["rollingUpdate"]
        switch strategy["type"].text {
        case "Recreate":
            if !rolling.isNull {
                errors.forbidden(
                    path["rollingUpdate"], "may not be specified when strategy `type` is 'Recreate'")
            }
        case "RollingUpdate":
            let here = path["rollingUpdate"]
            if rolling.isNull {
                errors.required(here, "this should be defaulted and never be nil")
                return
            }
            for key in ["maxUnavailable", "maxSurge"] {
                NumberRules.validateIntOrPercent(rolling[key], here[key], &errors)
            }
            if NumberRules.isZero(rolling["maxUnavailable"]), NumberRules.isZero(rolling["maxSurge"]) {
                errors.invalid(here["maxUnavailable"], rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0")
            }
            NumberRules.validateAtMostHundredPercent(rolling["maxUnavailable"], here["maxUnavailable"], &errors)
        default:
            let shown = InternalValue.make(
                strategy, [("Type", "type", ""), ("RollingUpdate", "rollingUpdate", nil)])
            errors.notSupported(path, struct: shown, ["Recreate", "RollingUpdate"])
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            let path = FieldPath("status")
            let status = object["status"]
            for key in [
                "observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas",
                "unavailableReplicas", "terminatingReplicas", "collisionCount",
            ] {
                errors.nonNegative(status[key], path[key])
            }
            for key in ["updatedReplicas", "readyReplicas", "availableReplicas"] {
                WorkloadRules.atMost(
                    status, key, "replicas", "cannot be greater than status.replicas", path, &errors)
            }
            WorkloadRules.atMost(
                status, "availableReplicas", "readyReplicas", "cannot be greater than readyReplicas", path, &errors)
            WorkloadRules.keepCollisionCount(status, old["status"], &errors)
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
            context.name(object),
            .string("\(status["readyReplicas"].int ?? 0)/\(object["spec"]["replicas"].int ?? 0)"),
            TableContext.count(status["updatedReplicas"]), TableContext.count(status["availableReplicas"]),
            context.age(object), names, images, TableContext.selector(object["spec"]["selector"]),
        ]
    }
}

/// `apps/v1 ReplicaSet`.
struct ReplicaSetStrategy: Strategy {
    var traits: StrategyTraits { .controlled }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault("replicas", 1)
            spec.updateObject("template") { PodSpecDefaults.applyTemplate(&$0) }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        errors.nonNegative(spec["replicas"], path["replicas"])
        errors.nonNegative(spec["minReadySeconds"], path["minReadySeconds"])
        if WorkloadRules.validateSelector(spec["selector"], path["selector"], &errors) {
            WorkloadRules.validateTemplate(spec["template"], selector: spec["selector"], path["template"], &errors)
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            WorkloadRules.validateReplicaStatus(object["status"], &errors)
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
        return [
            context.name(object), TableContext.count(object["spec"]["replicas"]),
            TableContext.count(object["status"]["replicas"]), TableContext.count(object["status"]["readyReplicas"]),
            context.age(object), names, images, TableContext.selector(object["spec"]["selector"]),
        ]
    }
}
