import ApusAPI
import ApusCEL
import ApusJSON

/// Compiles the rules of a schema, and adds up what they can cost at most (apiextensions-apiserver's
/// `apis/apiextensions/validation`).
struct ExpressionChecks {
    /// What one expression may cost on the largest object, and what all of a schema may.
    private static let perExpression: UInt64 = 10_000_000
    private static let perSchema: UInt64 = 100_000_000

    /// Whether dear expressions are let through, because they are there already.
    var ignoresCosts = false
    private var errors = FieldErrors()
    private var total: UInt64 = 0
    private var dearest: [(path: FieldPath, cost: UInt64)] = []

    mutating func check(_ rules: [JSONValue], _ schema: JSONValue, _ place: ExpressionPlace, _ path: FieldPath) {
        guard let type = place.type else {
            return errors.internalError(
                path,
                "internal error: failed to construct type information for x-kubernetes-validations rules: unable to "
                    + "convert structural schema to CEL declarations")
        }
        for (index, rule) in rules.enumerated() {
            check(rule, ValidationRule(rule, schema: schema, type: type), type, place, path[index])
        }
    }

    private mutating func check(
        _ rule: JSONValue, _ compiled: ValidationRule, _ type: DeclaredType, _ place: ExpressionPlace, _ path: FieldPath
    ) {
        if let program = compiled.program {
            // As often as the smallest such value fits into the largest request, where nothing else limits it.
            let times = place.cardinality ?? UInt64(DeclaredType.largestRequest / (type.minSerializedSize + 1))
            let (cost, overflows) = program.estimatedCost.multipliedReportingOverflow(by: times)
            observe(overflows ? .max : cost, "estimated rule cost", path["rule"])
        }
        if let problem = compiled.problem { errors.invalid(path["rule"], struct: Self.shown(rule), problem) }
        if let problem = compiled.messageProblem {
            errors.invalid(path["messageExpression"], struct: Self.shown(rule), problem)
        }
        if let program = compiled.messageProgram {
            observe(program.estimatedCost, "estimated messageExpression cost", path["messageExpression"])
        }
        if compiled.usesOldSelf {
            if let list = place.uncorrelatable {
                errors.invalid(
                    path["rule"], rule["rule"],
                    "oldSelf cannot be used on the uncorrelatable portion of the schema within \(list)")
            }
        } else if let optional = rule["optionalOldSelf"].bool {
            errors.invalid(
                path["optionalOldSelf"], .bool(optional), "may not be set if oldSelf is not used in rule")
        }
    }

    /// The rule as Go shows the struct.
    private static func shown(_ rule: JSONValue) -> JSONValue {
        [
            "Rule": .string(rule["rule"].text), "Message": .string(rule["message"].text),
            "MessageExpression": .string(rule["messageExpression"].text), "Reason": rule["reason"],
            "FieldPath": .string(rule["fieldPath"].text), "OptionalOldSelf": rule["optionalOldSelf"],
        ]
    }

    // MARK: - Costs

    private mutating func observe(_ cost: UInt64, _ name: String, _ path: FieldPath) {
        if cost > Self.perExpression, !ignoresCosts {
            errors.forbidden(path, Self.message(name, cost, Self.perExpression))
        }
        let (sum, overflows) = total.addingReportingOverflow(cost)
        total = overflows ? .max : sum
        guard cost >= Self.perSchema / 100 else { return }
        dearest.append((path, cost))
        dearest.sort { $0.cost > $1.cost }
        dearest = Array(dearest.prefix(4))
    }

    /// All problems; `schema` is the path of the root.
    func problems(_ schema: FieldPath) -> [FieldError] {
        guard total > Self.perSchema else { return errors.all }
        var all = errors
        for rule in dearest {
            all.forbidden(
                rule.path, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema")
        }
        let name = "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema"
        all.forbidden(schema, Self.message(name, total, Self.perSchema))
        return all.all
    }

    private static func message(_ name: String, _ cost: UInt64, _ limit: UInt64) -> String {
        let factor = Double(cost) / Double(limit)
        let shown: String
        if factor > 100 {
            shown = "more than 100x"
        } else {
            // Six digits where one would read as no excess at all.
            let digits = factor < 1.5 ? 1_000_000.0 : 10.0
            let scaled = UInt64((factor * digits).rounded(.toNearestOrEven))
            let fraction = String(scaled % UInt64(digits))
            let width = factor < 1.5 ? 6 : 1
            shown =
                "\(scaled / UInt64(digits))." + String(repeating: "0", count: width - fraction.count) + fraction + "x"
        }
        return
            "\(name) exceeds budget by factor of \(shown) (try simplifying the rule, or adding maxItems, maxProperties, "
            + "and maxLength where arrays, maps, and strings are declared)"
    }
}
