import ApusAPI
import ApusJSON

extension SchemaRules {
    private static let reasons = [
        "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired",
    ]

    /// The form of `x-kubernetes-validations`, without what the expressions say.
    mutating func checkForm(of rules: [JSONValue], in schema: JSONValue, _ path: FieldPath) {
        for (index, rule) in rules.enumerated() {
            let here = path[index]
            let (text, message) = (rule["rule"].text, rule["message"].text)
            if Self.isBlank(text) {
                errors.required(here["rule"], "rule is not specified")
            } else if !message.isEmpty, Self.isBlank(message) {
                errors.invalid(here["message"], .string(message), "must be non-empty if specified")
            } else if Self.hasNewline(message) {
                errors.invalid(here["message"], .string(message), "must not contain line breaks")
            } else if Self.hasNewline(text), message.isEmpty {
                errors.required(here["message"], "message must be specified if rule contains line breaks")
            }
            let expression = rule["messageExpression"].text
            if !expression.isEmpty, Self.isBlank(expression) {
                errors.required(here["messageExpression"], "messageExpression must be non-empty if specified")
            }
            if let reason = rule["reason"].string, !Self.reasons.contains(reason) {
                errors.notSupported(here["reason"], .string(reason), Self.reasons)
            }
            checkFieldPath(rule["fieldPath"].text, schema, here["fieldPath"])
        }
    }

    private mutating func checkFieldPath(_ field: String, _ schema: JSONValue, _ path: FieldPath) {
        guard !field.isEmpty else { return }
        if Self.isBlank(field) { errors.invalid(path, .string(field), "must be non-empty if specified") }
        if Self.hasNewline(field) { errors.invalid(path, .string(field), "must not contain line breaks") }
        if RuleFieldPath.normalized(field, schema) == nil {
            errors.invalid(path, .string(field), "must be a valid path")
        }
    }

    private static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    /// Whether the text without the white space at its ends has several lines.
    private static func hasNewline(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).count { !isBlank(String($0)) } > 1
    }
}
