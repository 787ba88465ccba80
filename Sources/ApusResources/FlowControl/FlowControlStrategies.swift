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
        let path = FieldPath("spec")
        let precedence = object["spec"]["matchingPrecedence"].int ?? 0
        if precedence <= 0 {
            errors.invalid(path["matchingPrecedence"], .int(precedence), "must be a positive value")
        } else if precedence > 10_000 {
            errors.invalid(
                path["matchingPrecedence"], .int(precedence), "must not be greater than 10000")
        }
        if object["spec"]["priorityLevelConfiguration"]["name"].text.isEmpty {
            errors.required(path["priorityLevelConfiguration"]["name"], "must reference a priority level")
        }
        for (index, rule) in object["spec"]["rules"].elements.enumerated() {
            let here = path["rules"][index]
            if rule["subjects"].elements.isEmpty {
                errors.required(here["subjects"], "subjects must contain at least one value")
            }
            if rule["resourceRules"].elements.isEmpty, rule["nonResourceRules"].elements.isEmpty {
                errors.required(here, "at least one of resourceRules and nonResourceRules has to be non-empty")
            }
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource != "status" { validate(object, context, &errors) }
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
        let path = FieldPath("spec")
        let spec = object["spec"]
        switch spec["type"].text {
        case "Exempt":
            if !spec["limited"].isNull { errors.forbidden(path["limited"], "must be nil if the type is not Limited") }
        case "Limited":
            if spec["limited"].isNull { errors.required(path["limited"], "must not be empty when type is Limited") }
            if !spec["exempt"].isNull { errors.forbidden(path["exempt"], "must be nil if the type is Limited") }
        case let other: errors.notSupported(path["type"], .string(other), ["Exempt", "Limited"])
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource != "status" { validate(object, context, &errors) }
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
