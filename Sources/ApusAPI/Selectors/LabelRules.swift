public import ApusJSON

/// Rules for labels and label selectors inside objects (apimachinery's `meta/v1/validation`).
public enum LabelRules {
    /// Checks the keys and values of a map of labels.
    public static func validateLabels(_ labels: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard case .object(let object) = labels else { return }
        for member in object.members.sorted(by: { $0.key < $1.key }) {
            errors.invalid(path, .string(member.key), each: Names.qualifiedNameProblems(member.key))
            if let value = member.value.string {
                errors.invalid(path, member.value, each: Names.labelValueProblems(value))
            }
        }
    }

    /// Checks a `LabelSelector` object; nothing is wrong with an absent one. `allowsBadValues` is for updates of objects
    /// that had values before which no label can have.
    public static func validateSelector(
        _ selector: JSONValue, _ path: FieldPath, allowsBadValues: Bool = false, _ errors: inout FieldErrors
    ) {
        guard selector.object != nil else { return }
        validateLabels(selector["matchLabels"], path["matchLabels"], &errors)
        for (index, expression) in selector["matchExpressions"].elements.enumerated() {
            validateRequirement(
                expression, path["matchExpressions"][index], allowsBadValues: allowsBadValues, &errors)
        }
    }

    /// Checks one expression of a selector.
    public static func validateRequirement(
        _ expression: JSONValue, _ path: FieldPath, allowsBadValues: Bool = false,
        allowsUnknownOperators: Bool = false, _ errors: inout FieldErrors
    ) {
        validateOperator(expression, path, allowsUnknownOperators: allowsUnknownOperators, &errors)
        let key = expression["key"].string ?? ""
        errors.invalid(path["key"], .string(key), each: Names.qualifiedNameProblems(key))
        for (index, value) in expression["values"].elements.enumerated() where !allowsBadValues {
            errors.invalid(path["values"][index], value, each: Names.labelValueProblems(value.string ?? ""))
        }
    }

    /// Checks the operator of an expression, and that there are values where it takes some.
    public static func validateOperator(
        _ expression: JSONValue, _ path: FieldPath, allowsUnknownOperators: Bool = false,
        _ errors: inout FieldErrors
    ) {
        let values = expression["values"].elements
        switch expression["operator"].string ?? "" {
        case "In", "NotIn":
            if values.isEmpty {
                errors.required(path["values"], "must be specified when `operator` is 'In' or 'NotIn'")
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                errors.forbidden(path["values"], "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
            }
        case let name:
            if !allowsUnknownOperators {
                errors.invalid(path["operator"], .string(name), "not a valid selector operator")
            }
        }
    }

    /// Whether a value in the selector's expressions is none that a label can have.
    public static func hasBadValue(_ selector: JSONValue) -> Bool {
        selector["matchExpressions"].elements.contains { expression in
            expression["values"].elements.contains { !Names.labelValueProblems($0.string ?? "").isEmpty }
        }
    }

    /// Whether a `LabelSelector` object has no requirement at all.
    public static func isEmpty(_ selector: JSONValue) -> Bool {
        (selector["matchLabels"].object?.isEmpty ?? true) && selector["matchExpressions"].elements.isEmpty
    }
}
