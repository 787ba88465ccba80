import ApusAPI
import ApusJSON

/// `v1 ResourceQuota`.
struct ResourceQuotaStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Request", "string", "", 0), .init("Limit", "string", "", 0),
            .init("Age", "string", "", 0),
        ]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        ResourceQuotaValidation.validate(object["spec"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            ResourceQuotaValidation.validateStatus(object["status"], &errors)
            return
        }
        validate(object, context, &errors)
        let (scopes, before) = (object["spec"]["scopes"], old["spec"]["scopes"])
        if Set(scopes.elements.map(\.text)) != Set(before.elements.map(\.text)) {
            errors.invalid(FieldPath("spec")["scopes"], scopes, MetadataRules.immutable)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        var requests: [String] = []
        var limits: [String] = []
        let hard = object["status"]["hard"].object?.members.sorted { $0.key < $1.key } ?? []
        for member in hard {
            let used = object["status"]["used"][member.key].string ?? "0"
            let text = "\(member.key): \(used)/\(member.value.text)"
            if member.key.hasPrefix("limits.") { limits.append(text) } else { requests.append(text) }
        }
        return [
            context.name(object), .string(requests.joined(separator: ", ")), .string(limits.joined(separator: ", ")),
            context.age(object),
        ]
    }
}

/// `v1 LimitRange`.
struct LimitRangeStrategy: Strategy {
    let traits = StrategyTraits()

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.updateElements(of: "limits") { item in
                guard item["type"] == "Container" else { return }
                LimitRangeStrategy.fill(&item, "default", from: "max")
                LimitRangeStrategy.fill(&item, "defaultRequest", from: "default")
                LimitRangeStrategy.fill(&item, "defaultRequest", from: "min")
            }
        }
    }

    private static func fill(_ item: inout JSONValue, _ key: String, from source: String) {
        for member in item[source].object ?? JSONObject() { item[key].setDefault(member.key, member.value) }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        LimitRangeValidation.validate(object["spec"]["limits"], FieldPath("spec")["limits"], &errors)
    }
}
