import ApusAPI
import ApusJSON

/// `v1 ReplicationController` (`pkg/registry/core/replicationcontroller/strategy.go`).
struct ReplicationControllerStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits.controlled
        traits.defaultPropagation = .orphan
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        let labels = object["spec"]["template"]["metadata"]["labels"]
        object.updateObject("spec") { spec in
            if spec["selector"].isEmptyValue, !labels.isNull { spec["selector"] = labels }
            spec.setDefault("replicas", 1)
            spec.updateObject("template") { PodSpecDefaults.applyTemplate(&$0) }
        }
        if object["metadata"]["labels"].isEmptyValue, !labels.isNull { object["metadata"]["labels"] = labels }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        errors.nonNegative(spec["minReadySeconds"], path["minReadySeconds"])
        errors.require(spec["selector"], path["selector"])
        errors.nonNegative(spec["replicas"], path["replicas"])
        let template = spec["template"]
        if template.isNull {
            errors.required(path["template"])
            return
        }
        let selector: JSONValue = ["matchLabels": spec["selector"]]
        WorkloadRules.validateTemplate(
            template, selector: selector, owner: "ReplicationController", path["template"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            WorkloadRules.validateReplicaStatus(object["status"], &errors)
        } else {
            validate(object, context, &errors)
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        WorkloadRules.warnings(object, old: old, context)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (names, images) = TableContext.containers(object["spec"]["template"]["spec"])
        return [
            context.name(object), TableContext.count(object["spec"]["replicas"]),
            TableContext.count(object["status"]["replicas"]), TableContext.count(object["status"]["readyReplicas"]),
            context.age(object), names, images, TableContext.labels(object["spec"]["selector"]),
        ]
    }
}
