import ApusAPI
import ApusJSON

/// Taints of devices, tolerations of requests, and conditions that binding waits for.
enum DeviceTaintRules {
    private static let effects = ["NoExecute", "NoSchedule", "None"]
    private static let conditionLimit = 4

    static func validateTaint(_ taint: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.invalid(path["key"], .string(taint["key"].text), each: Names.qualifiedNameProblems(taint["key"].text))
        errors.checkText(path["value"], taint["value"], Names.labelValueProblems)
        errors.requireSupported(path["effect"], taint["effect"], effects)
    }

    static func validateTolerations(_ tolerations: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, toleration) in tolerations.elements.enumerated() {
            let here = path[index]
            errors.checkText(here["key"], toleration["key"], Names.qualifiedNameProblems)
            let value = toleration["value"]
            switch toleration["operator"].text {
            case "Exists":
                if !value.text.isEmpty {
                    errors.invalid(here["value"], value, "must be empty for operator `Exists`")
                }
            case "Equal": errors.checkText(here["value"], value, Names.labelValueProblems)
            default: errors.requireSupported(here["operator"], toleration["operator"], ["Equal", "Exists"])
            }
            if !toleration["effect"].text.isEmpty {
                errors.checkSupported(here["effect"], toleration["effect"], effects)
            }
        }
    }

    /// `bindingConditions` and `bindingFailureConditions` of a device or an allocated device.
    static func validateConditions(_ device: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let keys = ["bindingConditions", "bindingFailureConditions"]
        for key in keys {
            guard errors.checkCount(path[key], device[key], atMost: conditionLimit) else { continue }
            for (index, condition) in device[key].elements.enumerated() {
                errors.invalid(path[key][index], condition, each: Names.qualifiedNameProblems(condition.text))
            }
        }
        let conditions = Set(device[keys[0]].elements.map(\.text))
        for key in keys {
            var seen: Set<String> = []
            for (index, condition) in device[key].elements.enumerated() {
                if !seen.insert(condition.text).inserted { errors.duplicate(path[key][index], condition) }
                if key == keys[1], conditions.contains(condition.text) {
                    errors.invalid(
                        path[key][index], condition,
                        "bindingFailureConditions must not overlap with bindingConditions")
                }
            }
        }
        for (key, other) in [(keys[0], keys[1]), (keys[1], keys[0])]
        where device[key].elements.isEmpty && !device[other].elements.isEmpty {
            errors.invalid(path[key], device[key], "\(key) are required to use \(other)")
        }
    }
}
