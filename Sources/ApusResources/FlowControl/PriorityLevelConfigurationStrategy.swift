import ApusAPI
import ApusJSON

/// `flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration`.
struct PriorityLevelConfigurationStrategy: Strategy {
    var traits: StrategyTraits { .controlled }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Type", "string", "", 0),
            .init("NominalConcurrencyShares", "string", "", 0), .init("Queues", "string", "", 0),
            .init("HandSize", "string", "", 0), .init("QueueLengthLimit", "string", "", 0),
            .init("Age", "string", "", 0),
        ]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.updateObject("limited") { limited in
                limited.setDefault("nominalConcurrencyShares", 30)
                limited.setDefault("lendablePercent", 0)
                limited.updateObject("limitResponse") { response in
                    response.updateObject("queuing") { queuing in
                        queuing.setDefault(number: "queues", 64)
                        queuing.setDefault(number: "handSize", 8)
                        queuing.setDefault(number: "queueLengthLimit", 50)
                    }
                }
            }
            if spec["type"] == "Exempt" {
                spec["exempt"].setDefault("nominalConcurrencyShares", 0)
                spec["exempt"].setDefault("lendablePercent", 0)
            }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        PriorityLevelValidation.validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            FlowControlRules.validateConditions(object["status"]["conditions"], &errors)
        } else {
            PriorityLevelValidation.validate(object, &errors)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        let queuing = spec["limited"]["limitResponse"]["queuing"]
        func number(_ value: JSONValue) -> JSONValue { value.int.map { .int($0) } ?? "<none>" }
        return [
            context.name(object), .string(spec["type"].text), number(spec["limited"]["nominalConcurrencyShares"]),
            number(queuing["queues"]), number(queuing["handSize"]), number(queuing["queueLengthLimit"]),
            context.age(object),
        ]
    }
}
