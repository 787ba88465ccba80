import ApusAPI
import ApusCEL
import ApusJSON

/// One run of the rules of a schema over an object (apiextensions-apiserver's `schema/cel/validation.go`).
struct RuleEvaluation {
    /// What one expression may cost, and what all of an object may.
    static let perCall: UInt64 = 1_000_000
    private static let perObject: UInt64 = 10_000_000
    private static let longestMessage = 5 * 1024

    private(set) var errors: [FieldError] = []
    private var budget = perObject
    /// Whether the budget is used up: no rule is evaluated any more.
    private var isOver = false

    /// - Parameters:
    ///   - old: What `oldSelf` is; nil where there was nothing, or nobody can tell what it was.
    ///   - previous: What the value is compared with to find out whether it changed at all; nil as above.
    ///   - isRoot: Whether this is the resource itself.
    mutating func run(
        _ rules: ValidationRules, _ value: JSONValue, old: JSONValue?, previous: JSONValue?, path: FieldPath?,
        isRoot: Bool = false
    ) {
        guard !value.isNull else { return }
        let isUnchanged = previous.map { $0 == value } ?? false
        if isUnchanged, !rules.hasTransitions { return }
        if !rules.rules.isEmpty { evaluate(rules, value, old: old, path, isUnchanged: isUnchanged) }
        switch value {
        case .object(let object): runMembers(rules, object, old: old, previous: previous, path, isRoot)
        case .array(let list):
            guard let items = rules.items else { return }
            for (index, element) in list.enumerated() {
                guard !isOver else { return }
                let match = Self.correlated(element, rules, old)
                // What lies in a list that did not change did not change either.
                run(
                    items, element, old: match, previous: match ?? (isUnchanged ? element : nil),
                    path: path?[index] ?? FieldPath("[\(index)]"))
            }
        default: break
        }
    }

    private mutating func runMembers(
        _ rules: ValidationRules, _ object: JSONObject, old: JSONValue?, previous: JSONValue?, _ path: FieldPath?,
        _ isRoot: Bool
    ) {
        guard rules.additionalProperties != nil || !rules.properties.isEmpty else { return }
        for member in object.members {
            guard !isOver else { return }
            let before = old?.object?[member.key].flatMap { $0.isNull ? Optional.none : Optional($0) }
            // Both versions of an object are shown in one form, which says nothing of what these were.
            let isHeader = isRoot && (member.key == "apiVersion" || member.key == "kind")
            let previous = isHeader ? nil : previous?.object?[member.key]
            if let nested = rules.properties[member.key] {
                run(nested, member.value, old: before, previous: previous, path: FieldPath(path, member.key))
            } else if let nested = rules.additionalProperties, let path {
                run(nested, member.value, old: before, previous: previous, path: path.key(member.key))
            }
        }
    }

    /// The element of the old list with the same keys.
    private static func correlated(_ element: JSONValue, _ rules: ValidationRules, _ old: JSONValue?) -> JSONValue? {
        guard let old, !rules.listMapKeys.isEmpty else { return nil }
        return old.elements.first { candidate in rules.listMapKeys.allSatisfy { candidate[$0] == element[$0] } }
    }

    // MARK: - Rules

    private mutating func evaluate(
        _ rules: ValidationRules, _ value: JSONValue, old: JSONValue?, _ path: FieldPath?, isUnchanged: Bool
    ) {
        // Rules that hold or do not hold as they did before are not asked again.
        let asked = rules.rules.filter { $0.usesOldSelf || !isUnchanged }
        guard !asked.isEmpty else { return }
        var bindings = ["self": Value(value, as: rules.type)]
        let before = old.map { Value($0, as: rules.type) }
        for rule in asked {
            guard !isOver else { return }
            guard let program = rule.program else {
                if let problem = rule.problem {
                    report(.invalid, rules, path, "rule compile error: \(problem)")
                }
                continue
            }
            if rule.usesOldSelf, before == nil, !rule.isOptionalOldSelf { continue }
            bindings["oldSelf"] = rule.isOptionalOldSelf ? .optional(before) : before
            guard budget > 0 else { return stop(rules, path) }
            let outcome = program.evaluate(bindings, budget: Self.perCall)
            guard outcome.cost <= budget else { return stop(rules, path) }
            budget -= outcome.cost
            switch outcome.result {
            case .value(.bool(true)): continue
            case .value:
                let (message, isLast) = message(rule, bindings)
                report(rule.kind, rules, path, message, below: rule.field)
                if isLast { isOver = true }
            case .exceeded:
                isOver = true
                report(
                    .invalid, rules, path,
                    "'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to "
                        + "call cost exceeds limit for rule: \(rule.shown)")
            case .error(let error) where error.hasPrefix("no such overload"):
                report(
                    .invalid, rules, path,
                    "'\(error)': call arguments did not match a supported operator, function or macro signature for "
                        + "rule: \(rule.shown)")
            case .error(let error): report(.invalid, rules, path, "\(error) evaluating rule: \(rule.shown)")
            }
        }
    }

    private mutating func stop(_ rules: ValidationRules, _ path: FieldPath?) {
        isOver = true
        report(
            .invalid, rules, path,
            "validation failed due to running out of cost budget, no further validation rules will be run")
    }

    /// What is said of a rule that does not hold, and whether no other is to be evaluated.
    private mutating func message(
        _ rule: ValidationRule, _ bindings: [String: Value]
    ) -> (text: String, isLast: Bool) {
        guard let program = rule.messageProgram else { return (rule.defaultMessage, false) }
        let outcome = program.evaluate(bindings, budget: Self.perCall)
        guard outcome.cost <= budget else {
            return (
                "messageExpression evaluation failed due to running out of cost budget, no further validation rules will "
                    + "be run", true
            )
        }
        if case .exceeded = outcome.result {
            return (
                "no further validation rules will be run due to call cost exceeds limit for messageExpression: "
                    + GoText.quoted(rule.messageExpression), true
            )
        }
        budget -= outcome.cost
        guard case .value(.string(let text)) = outcome.result else { return (rule.defaultMessage, false) }
        let trimmed = ValidationRule.trimmed(text)
        let isFit = !trimmed.isEmpty && trimmed.utf8.count <= Self.longestMessage && !trimmed.contains("\n")
        return (isFit ? trimmed : rule.defaultMessage, false)
    }

    private mutating func report(
        _ kind: FieldError.Kind, _ rules: ValidationRules, _ path: FieldPath?, _ detail: String, below: String? = nil
    ) {
        var field = path?.description ?? ""
        if let below {
            field += field.isEmpty || below.hasPrefix("[") ? below : ".\(below)"
        }
        errors.append(
            FieldError(
                kind, field: field.isEmpty ? "<nil>" : field, value: .string(rules.typeName),
                detail: kind == .duplicate ? "" : detail))
    }
}
