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

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        DeviceClaimValidation.validate(object["spec"]["devices"], FieldPath("spec")["devices"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            ResourceClaimStatusValidation(object).validate(object["status"], old: old["status"], &errors)
        } else {
            errors.checkImmutable(FieldPath("spec"), object["spec"], old["spec"])
        }
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
