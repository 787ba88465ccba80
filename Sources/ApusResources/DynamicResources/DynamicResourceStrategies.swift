import ApusAPI
import ApusJSON

/// `resource.k8s.io/v1 ResourceClaim`.
struct ResourceClaimStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("State", "string", "", 0), .init("Age", "string", "", 0)]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { ResourceClaimStrategy.applyClaimDefaults(&$0) }
    }

    static func applyClaimDefaults(_ spec: inout JSONValue) {
        spec.updateObject("devices") { devices in
            devices.updateElements(of: "requests") { request in
                request.updateObject("exactly") { applyRequestDefaults(&$0) }
                request.updateElements(of: "firstAvailable") { applyRequestDefaults(&$0) }
            }
        }
    }

    private static func applyRequestDefaults(_ request: inout JSONValue) {
        request.setDefault(text: "allocationMode", "ExactCount")
        if request["allocationMode"] == "ExactCount" { request.setDefault(number: "count", 1) }
        request.updateElements(of: "tolerations") { $0.setDefault(text: "operator", "Equal") }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["spec"] != old["spec"] { errors.invalid(FieldPath("spec"), object["spec"], MetadataRules.immutable) }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        var states: [String] = []
        if !object["metadata"]["deletionTimestamp"].isNull { states.append("deleted") }
        let status = object["status"]
        if status["allocation"].isNull {
            if states.isEmpty { states.append("pending") }
        } else {
            states.append("allocated")
            states.append(status["reservedFor"].elements.isEmpty ? "" : "reserved")
        }
        return [
            context.name(object), .string(states.filter { !$0.isEmpty }.joined(separator: ",")), context.age(object),
        ]
    }
}

/// `resource.k8s.io/v1 ResourceClaimTemplate`.
struct ResourceClaimTemplateStrategy: Strategy {
    let traits = StrategyTraits()

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("Age", "string", "", 0)]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { template in
            template.updateObject("spec") { ResourceClaimStrategy.applyClaimDefaults(&$0) }
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["spec"] != old["spec"] { errors.invalid(FieldPath("spec"), object["spec"], MetadataRules.immutable) }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), context.age(object)]
    }
}

/// `resource.k8s.io/v1 DeviceClass`.
struct DeviceClassStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("Age", "string", "", 0)]
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), context.age(object)]
    }
}

/// `resource.k8s.io/v1 ResourceSlice`.
struct ResourceSliceStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Node", "string", "", 0), .init("Driver", "string", "", 0),
            .init("Pool", "string", "", 0), .init("Age", "string", "", 0),
        ]
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        return [
            context.name(object), .string(spec["nodeName"].text), .string(spec["driver"].text),
            .string(spec["pool"]["name"].text), context.age(object),
        ]
    }
}
