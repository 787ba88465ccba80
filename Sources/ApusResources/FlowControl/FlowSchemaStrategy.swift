import ApusAPI
import ApusJSON

/// `flowcontrol.apiserver.k8s.io/v1 FlowSchema`.
struct FlowSchemaStrategy: Strategy {
    var traits: StrategyTraits { .controlled }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("PriorityLevel", "string", "", 0),
            .init("MatchingPrecedence", "string", "", 0), .init("DistinguisherMethod", "string", "", 0),
            .init("Age", "string", "", 0), .init("MissingPL", "string", "", 0),
        ]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { $0.setDefault(number: "matchingPrecedence", 1000) }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        FlowSchemaValidation.validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            FlowControlRules.validateConditions(object["status"]["conditions"], &errors)
        } else {
            FlowSchemaValidation.validate(object, &errors)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        let dangling = object["status"]["conditions"].elements.first { $0["type"] == "Dangling" }
        return [
            context.name(object), .string(spec["priorityLevelConfiguration"]["name"].text),
            TableContext.count(spec["matchingPrecedence"]),
            TableContext.orNone(spec["distinguisherMethod"]["type"]), context.age(object),
            .string(dangling?["status"].string ?? "?"),
        ]
    }
}
