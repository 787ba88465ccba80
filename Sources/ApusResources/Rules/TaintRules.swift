import ApusAPI
import ApusJSON

/// Taints of nodes and tolerations of pods.
enum TaintRules {
    private static let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]

    static func validate(_ taints: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var seen: Set<String> = []
        for (index, taint) in taints.elements.enumerated() {
            let here = path[index]
            let key = taint["key"].text
            errors.invalid(here["key"], .string(key), each: Names.qualifiedNameProblems(key))
            let problems = Names.labelValueProblems(taint["value"].text)
            if !problems.isEmpty { errors.invalid(here["value"], taint["value"], problems.joined(separator: ";")) }
            errors.choose(taint["effect"], effects, here["effect"])
            if !seen.insert("\(taint["effect"].text):\(key)").inserted {
                errors.duplicate(
                    here, struct: InternalValue.taint(taint), "taints must be unique by key and effect pair")
            }
        }
    }

    static func validateTolerations(_ tolerations: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, toleration) in tolerations.elements.enumerated() {
            let here = path[index]
            let key = toleration["key"].text
            let operation = toleration["operator"].text
            if !key.isEmpty {
                errors.check(toleration["key"], here["key"], Names.qualifiedNameProblems)
            } else if operation != "Exists" {
                errors.invalid(
                    here["operator"], .string(operation),
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"")
            }
            if !toleration["tolerationSeconds"].isNull, toleration["effect"] != "NoExecute" {
                errors.invalid(
                    here["effect"], .string(toleration["effect"].text),
                    "effect must be 'NoExecute' when `tolerationSeconds` is set")
            }
            validateOperator(toleration, operation, here, &errors)
            if !toleration["effect"].text.isEmpty { errors.allow(toleration["effect"], effects, here["effect"]) }
        }
    }

    private static func validateOperator(
        _ toleration: JSONValue, _ operation: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let value = toleration["value"].text
        switch operation {
        case "Equal", "":
            let problems = Names.labelValueProblems(value)
            if !problems.isEmpty {
                errors.invalid(path["operator"], .string(value), problems.joined(separator: ";"))
            }
        case "Exists":
            if !value.isEmpty {
                errors.invalid(path["operator"], .string(value), "value must be empty when `operator` is 'Exists'")
            }
        case "Lt", "Gt":
            // The comparison of numbers is an alpha feature, and off.
            errors.notSupported(path["operator"], .string(operation), ["Equal", "Exists", "Lt", "Gt"])
        default: errors.notSupported(path["operator"], .string(operation), ["Equal", "Exists"])
        }
    }
}
