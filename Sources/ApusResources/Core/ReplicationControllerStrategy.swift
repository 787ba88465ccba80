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
        NumberRules.validateNonNegative(spec["replicas"], path["replicas"], &errors)
        NumberRules.validateNonNegative(spec["minReadySeconds"], path["minReadySeconds"], &errors)
        if spec["selector"].isEmptyValue {
            errors.required(path["selector"])
        } else {
            let selector: JSONValue = ["matchLabels": spec["selector"]]
            WorkloadRules.validateTemplate(spec["template"], selector: selector, path["template"], &errors)
        }
        WorkloadRules.requireRestartAlways(spec["template"], path["template"], &errors)
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
