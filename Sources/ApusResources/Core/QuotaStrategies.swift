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
        let path = FieldPath("spec")["hard"]
        for member in object["spec"]["hard"].object ?? JSONObject() {
            ResourceListRules.validateName(member.key, path.key(member.key), &errors)
            if let quantity = try? Quantity(parsing: member.value.text), quantity.sign < 0 {
                errors.invalid(path.key(member.key), member.value, "must be greater than or equal to 0")
            }
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
        if object["spec"]["scopes"] != old["spec"]["scopes"] {
            errors.invalid(FieldPath("spec")["scopes"], object["spec"]["scopes"], MetadataRules.immutable)
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
        var seen: Set<String> = []
        for (index, item) in object["spec"]["limits"].elements.enumerated() {
            let path = FieldPath("spec")["limits"][index]
            let type = item["type"].text
            if !seen.insert(type).inserted { errors.duplicate(path["type"], item["type"]) }
            for (low, high) in [
                ("min", "max"), ("min", "defaultRequest"), ("defaultRequest", "max"), ("defaultRequest", "default"),
                ("min", "default"), ("default", "max"),
            ] {
                compare(item, low, high, path, &errors)
            }
        }
    }

    private func compare(
        _ item: JSONValue, _ low: String, _ high: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        for member in item[low].object ?? JSONObject() {
            guard let a = try? Quantity(parsing: member.value.text),
                let b = try? Quantity(parsing: item[high][member.key].text), a > b
            else { continue }
            func name(_ key: String) -> String {
                key == "default" ? "default" : key == "defaultRequest" ? "default request" : key
            }
            errors.invalid(
                path[low].key(member.key), member.value,
                "\(name(low)) value \(a) is greater than \(name(high)) value \(b)")
        }
    }
}
