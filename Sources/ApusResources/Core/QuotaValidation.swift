import ApusAPI
import ApusJSON

/// Rules for ResourceQuotas (`ValidateResourceQuotaSpec`).
enum ResourceQuotaValidation {
    private static let podScopes = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort"]
    private static let otherScopes = ["PriorityClass", "VolumeAttributesClass", "CrossNamespacePodAffinity"]
    private static let conflicts = [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]]

    static func validate(_ spec: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        validateList(spec["hard"], path["hard"], &errors)
        if !spec["scopes"].isEmptyValue { validateScopes(spec, path["scopes"], &errors) }
        if !spec["scopeSelector"].isNull {
            validateSelector(spec, path["scopeSelector"]["matchExpressions"], &errors)
        }
    }

    static func validateStatus(_ status: JSONValue, _ errors: inout FieldErrors) {
        for key in ["hard", "used"] { validateList(status[key], FieldPath("status")[key], &errors) }
    }

    private static func validateList(_ list: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for member in list.object ?? JSONObject() {
            ResourceNames.validateOfQuota(member.key, path.key(member.key), &errors)
            ResourceListRules.validateValue(member.key, member.value, path.key(member.key), &errors)
        }
    }

    private static func isScope(_ scope: String) -> Bool { podScopes.contains(scope) || otherScopes.contains(scope) }

    /// How many of the limits do not go with the scope.
    private static func misfits(_ scope: String, _ hard: JSONValue) -> Int {
        (hard.object ?? JSONObject()).members.count { member in
            guard ResourceNames.isQuota(member.key) else { return false }
            let compute = [
                "pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory",
            ]
            return switch scope {
            case "BestEffort": member.key != "pods"
            case "VolumeAttributesClass": !["persistentvolumeclaims", "requests.storage"].contains(member.key)
            case _ where isScope(scope): !compute.contains(member.key)
            default: false
            }
        }
    }

    private static func validateScopes(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let scopes = spec["scopes"]
        for scope in scopes.elements {
            if !isScope(scope.text) { errors.invalid(path, scopes, "unsupported scope") }
            for _ in 0..<misfits(scope.text, spec["hard"]) {
                errors.invalid(path, scopes, "unsupported scope applied to resource")
            }
        }
        for pair in conflicts where pair.allSatisfy({ scopes.elements.contains(.string($0)) }) {
            errors.invalid(path, scopes, "conflicting scopes")
        }
    }

    private static func validateSelector(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var scopes: Set<String> = []
        for requirement in spec["scopeSelector"]["matchExpressions"].elements {
            let (scope, values) = (requirement["scopeName"].text, requirement["values"])
            scopes.insert(scope)
            if !isScope(scope) { errors.invalid(path["scopeName"], .string(scope), "unsupported scope") }
            for _ in 0..<misfits(scope, spec["hard"]) {
                errors.invalid(
                    path, struct: shown(spec["scopeSelector"]), "unsupported scope applied to resource")
            }
            let operation = requirement["operator"].text
            if podScopes.contains(scope) || scope == "CrossNamespacePodAffinity", operation != "Exists" {
                errors.invalid(
                    path["operator"], .string(operation),
                    "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, "
                        + "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
                        + "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity")
            }
            switch operation {
            case "In", "NotIn":
                if values.isEmptyValue {
                    errors.required(
                        path["values"],
                        "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")
                }
            case "Exists", "DoesNotExist":
                if !values.isEmptyValue {
                    errors.invalid(
                        path["values"], values,
                        "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector")
                }
            default: errors.invalid(path["operator"], .string(operation), "not a valid selector operator")
            }
        }
        for pair in conflicts where scopes.isSuperset(of: pair) {
            errors.invalid(path, spec["scopes"], "conflicting scopes")
        }
    }

    private static func shown(_ selector: JSONValue) -> JSONValue {
        [
            "MatchExpressions": .array(
                selector["matchExpressions"].elements.map {
                    InternalValue.make(
                        $0,
                        [("ScopeName", "scopeName", ""), ("Operator", "operator", ""), ("Values", "values", nil)])
                })
        ]
    }
}

/// Rules for LimitRanges (`ValidateLimitRange`).
enum LimitRangeValidation {
    private static let types = ["Pod", "Container", "PersistentVolumeClaim"]

    static func validate(_ limits: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var seen: Set<String> = []
        for (index, item) in limits.elements.enumerated() {
            let here = path[index]
            let type = item["type"].text
            let problems = Names.qualifiedNameProblems(type)
            errors.invalid(here["type"], .string(type), each: problems)
            if problems.isEmpty, !type.contains("/"), !types.contains(type) {
                errors.invalid(
                    here["type"], .string(type), "must be a standard limit type or fully qualified")
            }
            if !seen.insert(type).inserted { errors.duplicate(here["type"], .string(type)) }
            validateItem(item, type, here, &errors)
        }
    }

    private static func validateItem(
        _ item: JSONValue, _ type: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        var item = item
        var names: Set<String> = []
        func checkNames(_ key: String) {
            for member in item[key].object ?? JSONObject() {
                let here = path[key].key(member.key)
                if type == "Pod" || type == "Container" {
                    ResourceNames.validateOfContainer(member.key, here, &errors)
                } else {
                    ResourceNames.validate(member.key, here, &errors)
                }
                names.insert(member.key)
            }
        }
        for key in ["max", "min"] { checkNames(key) }
        for key in ["default", "defaultRequest"] {
            guard type == "Pod" else {
                checkNames(key)
                continue
            }
            if !item[key].isEmptyValue {
                errors.forbidden(path[key], "may not be specified when `type` is 'Pod'")
                item.remove(key)
            }
        }
        if type == "PersistentVolumeClaim", item["min"]["storage"].isNull, item["max"]["storage"].isNull {
            errors.required(
                path["limits"],
                "either minimum or maximum storage value is required, but neither was provided")
        }
        checkNames("maxLimitRequestRatio")
        for name in names.sorted() { compare(item, name, path, &errors) }
    }

    /// Two quantities of which the first must not be greater, and how the error shows them.
    private static let orders: [(low: String, high: String, field: String, value: String, text: (String, String))] = [
        ("min", "max", "min", "min", ("min", "max")),
        ("min", "defaultRequest", "defaultRequest", "defaultRequest", ("min", "default request")),
        ("defaultRequest", "max", "defaultRequest", "defaultRequest", ("default request", "max")),
        ("defaultRequest", "default", "defaultRequest", "defaultRequest", ("default request", "default limit")),
        ("min", "default", "default", "min", ("min", "default")),
        ("default", "max", "default", "max", ("default", "max")),
    ]

    private static func compare(
        _ item: JSONValue, _ name: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        func quantity(_ key: String) -> Quantity? { try? Quantity(parsing: item[key][name].text) }
        for order in orders {
            guard let low = quantity(order.low), let high = quantity(order.high), low > high else { continue }
            errors.invalid(
                path[order.field].key(name), item[order.value][name],
                "\(order.text.0) value \(low) is greater than \(order.text.1) value \(high)")
        }
        if let ratio = quantity("maxLimitRequestRatio") {
            let (here, shown) = (path["maxLimitRequestRatio"].key(name), item["maxLimitRequestRatio"][name])
            if ratio < Quantity(1) { errors.invalid(here, shown, "ratio \(ratio) is less than 1") }
            if let low = quantity("min"), let high = quantity("max"),
                ratio.approximateValue > high.approximateValue / low.approximateValue
            {
                let most = sixDecimals(high.approximateValue / low.approximateValue)
                errors.invalid(here, shown, "ratio \(ratio) is greater than max/min = \(most)")
            }
        }
        if !ResourceNames.allowsOvercommit(name), let limit = quantity("default"),
            let request = quantity("defaultRequest"), limit != request
        {
            errors.invalid(
                path["defaultRequest"].key(name), item["defaultRequest"][name],
                "default value \(limit) must equal to defaultRequest value \(request) in \(name)")
        }
    }

    /// `%f` of a number that is not negative.
    private static func sixDecimals(_ number: Double) -> String {
        let millionths = String(Int64((number * 1_000_000).rounded()))
        let padded = String(repeating: "0", count: max(0, 7 - millionths.count)) + millionths
        return "\(padded.dropLast(6)).\(padded.suffix(6))"
    }
}
