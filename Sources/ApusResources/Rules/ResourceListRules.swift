import ApusAPI
import ApusJSON

/// Rules for lists of resources and what containers ask for (`core/validation`).
enum ResourceListRules {
    private static let standard: Set<String> = [
        "cpu", "memory", "storage", "ephemeral-storage", "pods", "services", "replicationcontrollers", "resourcequotas",
        "secrets", "configmaps", "persistentvolumeclaims", "requests.cpu", "requests.memory", "requests.storage",
        "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
        "services.nodeports", "services.loadbalancers",
    ]
    private static let containers: Set<String> = ["cpu", "memory", "ephemeral-storage"]

    static func validateNames(_ list: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for member in list.object ?? JSONObject() { validateName(member.key, path.key(member.key), &errors) }
    }

    static func validateName(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let problems = Names.qualifiedNameProblems(name)
        errors.invalid(path, .string(name), each: problems)
        guard problems.isEmpty, !name.contains("/"), !name.hasPrefix("hugepages-"), !standard.contains(name),
            !name.hasPrefix("requests.hugepages-"), !name.hasPrefix("limits.hugepages-"), !name.hasPrefix("count.")
        else { return }
        errors.invalid(path, .string(name), "must be a standard resource type or fully qualified")
    }

    /// `{limits, requests}` of a container.
    static func validateRequirements(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard case .object(let requirements) = value, !requirements.isEmpty else { return }
        let limits = value["limits"]
        for key in ["limits", "requests"] {
            for member in value[key].object ?? JSONObject() {
                validateEntry(member, path[key].key(member.key), &errors)
                guard key == "requests" else { continue }
                compare(member, limits[member.key], path, &errors)
            }
        }
    }

    private static func validateEntry(
        _ member: JSONObject.Member, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let name = member.key
        if !containers.contains(name) {
            let problems = Names.qualifiedNameProblems(name)
            errors.invalid(path, .string(name), each: problems)
            if problems.isEmpty, !name.contains("/"), !name.hasPrefix("hugepages-") {
                errors.invalid(path, .string(name), "must be a standard resource for containers")
            }
        }
        guard let quantity = try? Quantity(parsing: member.value.text) else { return }
        if quantity.sign < 0 { errors.invalid(path, member.value, "must be greater than or equal to 0") }
        if name.contains("/"), !name.hasPrefix("kubernetes.io/"), quantity.milliValue % 1000 != 0 {
            errors.invalid(path, member.value, "must be an integer")
        }
    }

    private static func compare(
        _ request: JSONObject.Member, _ limit: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let allowsOvercommit = !request.key.hasPrefix("hugepages-") && !request.key.contains("/")
        guard !limit.isNull else {
            if !allowsOvercommit {
                errors.required(path["limits"], "Limit must be set for non overcommitable resources")
            }
            return
        }
        guard let asked = try? Quantity(parsing: request.value.text), let most = try? Quantity(parsing: limit.text)
        else {
            return
        }
        if asked != most, !allowsOvercommit {
            errors.invalid(path["requests"], request.value, "must be equal to \(request.key) limit of \(most)")
        } else if asked > most {
            errors.invalid(
                path["requests"], request.value, "must be less than or equal to \(request.key) limit of \(most)")
        }
    }
}

/// Taints of nodes and tolerations of pods.
enum TaintRules {
    private static let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]

    static func validate(_ taints: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var seen: Set<String> = []
        for (index, taint) in taints.elements.enumerated() {
            let here = path[index]
            let key = taint["key"].text
            errors.invalid(here["key"], taint["key"], each: Names.qualifiedNameProblems(key))
            let problems = Names.labelValueProblems(taint["value"].text)
            if !problems.isEmpty { errors.invalid(here["value"], taint["value"], problems.joined(separator: ";")) }
            validateEffect(taint["effect"], allowsEmpty: false, here["effect"], &errors)
            if !seen.insert("\(key):\(taint["effect"].text)").inserted { errors.duplicate(here, taint) }
        }
    }

    static func validateTolerations(_ tolerations: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, toleration) in tolerations.elements.enumerated() {
            let here = path[index]
            let (key, value) = (toleration["key"].text, toleration["value"].text)
            let operation = toleration["operator"].text
            if !key.isEmpty {
                errors.invalid(here["key"], toleration["key"], each: Names.qualifiedNameProblems(key))
            } else if operation != "Exists" {
                errors.invalid(
                    here["operator"], .string(operation),
                    "operator must be Exists when `key` is empty, which means "
                        + "\"match all values and all keys\"")
            }
            if !toleration["tolerationSeconds"].isNull, toleration["effect"] != "NoExecute" {
                errors.invalid(
                    here["effect"], .string(toleration["effect"].text),
                    "effect must be 'NoExecute' when `tolerationSeconds` is set")
            }
            switch operation {
            case "Equal", "":
                let problems = Names.labelValueProblems(value)
                if !problems.isEmpty {
                    errors.invalid(here["operator"], toleration["value"], problems.joined(separator: ";"))
                }
            case "Exists":
                if !value.isEmpty {
                    errors.invalid(
                        here["operator"], toleration, "value must be empty when `operator` is 'Exists'")
                }
            case "Lt", "Gt":
                if Int64(value) == nil {
                    errors.invalid(
                        here["value"], toleration["value"], "value must be an integer when `operator` is 'Lt' or 'Gt'")
                }
            default: errors.notSupported(here["operator"], .string(operation), ["Equal", "Exists"])
            }
            if !toleration["effect"].text.isEmpty {
                validateEffect(toleration["effect"], allowsEmpty: true, here["effect"], &errors)
            }
        }
    }

    private static func validateEffect(
        _ effect: JSONValue, allowsEmpty: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if effect.text.isEmpty {
            if !allowsEmpty { errors.required(path) }
        } else if !effects.contains(effect.text) {
            errors.notSupported(path, effect, effects)
        }
    }
}
