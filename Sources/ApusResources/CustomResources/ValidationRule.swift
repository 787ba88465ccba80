import ApusAPI
import ApusCEL
import ApusJSON

/// One entry of `x-kubernetes-validations`, compiled for the schema that it stands in.
struct ValidationRule: Sendable {
    /// Without the white space around it.
    let rule: String
    let message: String
    let messageExpression: String
    let kind: FieldError.Kind
    /// The field that errors name, below that of the schema; nil: the schema's own.
    let field: String?
    let isOptionalOldSelf: Bool
    let program: Program?
    /// Why there is no program; nil for an empty rule.
    let problem: String?
    let messageProgram: Program?
    let messageProblem: String?
    /// Whether it is a transition rule, which is only evaluated where there was a value before.
    let usesOldSelf: Bool

    private static let kinds: [String: FieldError.Kind] = [
        "FieldValueRequired": .required, "FieldValueForbidden": .forbidden, "FieldValueDuplicate": .duplicate,
    ]

    init(_ rule: JSONValue, schema: JSONValue, type: DeclaredType) {
        self.rule = Self.trimmed(rule["rule"].text)
        message = Self.trimmed(rule["message"].text)
        messageExpression = rule["messageExpression"].text
        kind = Self.kinds[rule["reason"].text] ?? .invalid
        let path = rule["fieldPath"].text
        field = path.isEmpty ? nil : RuleFieldPath.normalized(path, schema)
        isOptionalOldSelf = rule["optionalOldSelf"].bool ?? false
        let environment = Environment([.init("self", type), .init("oldSelf", type, isOptional: isOptionalOldSelf)])
        guard !self.rule.isEmpty else {
            (program, problem, messageProgram, messageProblem, usesOldSelf) = (nil, nil, nil, nil, false)
            return
        }
        switch Self.compile(rule["rule"].text, environment) {
        case .failure(let error): (program, problem) = (nil, "compilation failed: \(error)")
        case .success(let compiled) where compiled.outputType != .bool:
            (program, problem) = (nil, "cel expression must evaluate to a bool")
        case .success(let compiled): (program, problem) = (compiled, nil)
        }
        usesOldSelf = program?.uses("oldSelf") ?? false
        guard program != nil, !messageExpression.isEmpty else {
            (messageProgram, messageProblem) = (nil, nil)
            return
        }
        switch Self.compile(messageExpression, environment) {
        case .failure(let error):
            (messageProgram, messageProblem) = (nil, "messageExpression compilation failed: \(error)")
        case .success(let compiled) where compiled.outputType != .string:
            (messageProgram, messageProblem) = (nil, "messageExpression must evaluate to a string")
        case .success(let compiled): (messageProgram, messageProblem) = (compiled, nil)
        }
    }

    private static func compile(_ text: String, _ environment: Environment) -> Result<Program, CompileError> {
        do throws(CompileError) {
            return .success(try environment.compile(text))
        } catch {
            return .failure(error)
        }
    }

    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    /// How errors of the evaluation name the rule.
    var shown: String { message.isEmpty ? rule : message }

    /// What is said where the rule does not hold and has no message expression.
    var defaultMessage: String { message.isEmpty ? "failed rule: \(rule)" : message }
}
