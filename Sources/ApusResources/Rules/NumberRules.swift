import ApusAPI
import ApusJSON

/// Rules for numbers and percentages that many kinds share.
enum NumberRules {
    static func validateNonNegative(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let number = value.int, number < 0 {
            errors.invalid(path, value, "must be greater than or equal to 0")
        }
    }

    /// A number that is not negative, or a percentage.
    static func validateIntOrPercent(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        switch value {
        case .string(let text): errors.invalid(path, value, each: Names.percentProblems(text))
        case .int: validateNonNegative(value, path, &errors)
        default: break
        }
    }

    static func validateAtMostHundredPercent(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let percent = IntOrString(value)?.percent, percent > 100 {
            errors.invalid(path, value, "must not be greater than 100%")
        }
    }

    /// Whether the number or percentage is 0, or absent.
    static func isZero(_ value: JSONValue) -> Bool {
        switch IntOrString(value) {
        case .int(let number)?: number == 0
        case .string?: IntOrString(value)?.percent == 0
        case nil: true
        }
    }
}
