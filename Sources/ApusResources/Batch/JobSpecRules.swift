import ApusAPI
import ApusJSON

/// Rules for the spec of a Job, wherever it stands (`validateJobSpec`).
enum JobSpecRules {
    /// Up to this many completions an index of its own can be kept for each.
    private static let softLimit: Int64 = 100_000
    private static let highLimit: Int64 = 10_000
    private static let numbers = [
        "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished",
        "backoffLimitPerIndex", "maxFailedIndexes",
    ]

    static func validate(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in numbers { errors.nonNegative(spec[key], path[key]) }
        if !spec["maxFailedIndexes"].isNull, spec["backoffLimitPerIndex"].isNull {
            errors.required(path["backoffLimitPerIndex"], "when maxFailedIndexes is specified")
        }
        if let manager = spec["managedBy"].string {
            validateManager(manager, path["managedBy"], &errors)
        }
        errors.allow(spec["completionMode"], ["NonIndexed", "Indexed"], path["completionMode"])
        if spec["completionMode"] == "Indexed" { validateIndexed(spec, path, &errors) }
        if spec["completionMode"].isNull || spec["completionMode"] == "NonIndexed" {
            for key in ["backoffLimitPerIndex", "maxFailedIndexes"] where !spec[key].isNull {
                errors.invalid(path[key], spec[key], "requires indexed completion mode")
            }
        }
        if !spec["podFailurePolicy"].isNull {
            FailurePolicyRules.validate(spec, path["podFailurePolicy"]["rules"], &errors)
        }
        if !spec["successPolicy"].isNull {
            SuccessPolicyRules.validate(spec, path["successPolicy"], &errors)
        }
        let hasPolicy = !spec["podFailurePolicy"].isNull
        errors.allow(
            spec["podReplacementPolicy"], hasPolicy ? ["Failed"] : ["Failed", "TerminatingOrFailed"],
            path["podReplacementPolicy"])
        PodTemplateValidation.validate(spec["template"], path["template"], &errors)
        validateRestart(spec, path["template"]["spec"]["restartPolicy"], &errors)
    }

    private static func validateRestart(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let policy = spec["template"]["spec"]["restartPolicy"].text
        switch policy {
        case "Always", "": errors.required(path, "valid values: \"OnFailure\", \"Never\"")
        case "OnFailure":
            if !spec["podFailurePolicy"].isNull {
                errors.invalid(
                    path, .string(policy), "only \"Never\" is supported when podFailurePolicy is specified")
            }
        case "Never": break
        default: errors.notSupported(path, .string(policy), ["OnFailure", "Never"])
        }
    }

    /// `example.com/name`.
    private static func validateManager(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        if name.isEmpty {
            errors.required(path)
        } else {
            let slash = name.firstIndex(of: "/")
            let host = String(name[..<(slash ?? name.endIndex)])
            let rest = slash.map { String(name[name.index(after: $0)...]) } ?? ""
            if host.isEmpty || rest.isEmpty {
                errors.invalid(
                    path, .string(name), "must be a domain-prefixed path (such as \"acme.io/foo\")")
            } else {
                errors.invalid(path, .string(host), each: Names.dnsSubdomainProblems(host))
                let isPath = rest.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                        || "/-._~%!$&'()*+,;=:".utf8.contains(byte)
                }
                if !isPath {
                    errors.invalid(
                        path, .string(rest),
                        "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')")
                }
            }
        }
        if name.utf8.count > 63 { errors.tooLong(path, maximum: 63) }
    }

    private static func validateIndexed(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let (completions, parallelism, failed) = (
            spec["completions"].int, spec["parallelism"].int, spec["maxFailedIndexes"].int
        )
        func limit(_ key: String, _ detail: String) { errors.invalid(path[key], spec[key], detail) }
        if completions == nil { errors.required(path["completions"], "when completion mode is Indexed") }
        if let parallelism, parallelism > softLimit {
            limit("parallelism", "must be less than or equal to \(softLimit) when completion mode is Indexed")
        }
        if let completions, let failed, failed > completions {
            limit("maxFailedIndexes", "must be less than or equal to completions")
        }
        if let failed, failed > softLimit {
            limit("maxFailedIndexes", "must be less than or equal to \(softLimit)")
        }
        guard let completions, completions > softLimit, !spec["backoffLimitPerIndex"].isNull else { return }
        let detail =
            "must be less than or equal to \(highLimit) when completions are above \(softLimit) and used with backoff "
            + "limit per index"
        if failed == nil {
            errors.required(
                path["maxFailedIndexes"], "must be specified when completions is above \(softLimit)")
        }
        if let parallelism, parallelism > highLimit { limit("parallelism", detail) }
        if let failed, failed > highLimit { limit("maxFailedIndexes", detail) }
    }
}

/// Rules for `podFailurePolicy`.
enum FailurePolicyRules {
    private static let actions = ["Count", "FailIndex", "FailJob", "Ignore"]

    static func validate(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let rules = spec["podFailurePolicy"]["rules"].elements
        if rules.count > 20 { errors.tooMany(path, count: rules.count, maximum: 20) }
        let pod = spec["template"]["spec"]
        let names = Set((pod["containers"].elements + pod["initContainers"].elements).map { $0["name"].text })
        for (index, rule) in rules.enumerated() {
            let here = path[index]
            validateAction(rule["action"], spec, here["action"], &errors)
            let (codes, conditions) = (rule["onExitCodes"], rule["onPodConditions"].elements)
            if !codes.isNull { validateCodes(codes, names, here["onExitCodes"], &errors) }
            if !conditions.isEmpty { validateConditions(conditions, here["onPodConditions"], &errors) }
            if !codes.isNull, !conditions.isEmpty {
                errors.invalid(here, omittingValue: "specifying both OnExitCodes and OnPodConditions is not supported")
            }
            if codes.isNull, conditions.isEmpty {
                errors.invalid(here, omittingValue: "specifying one of OnExitCodes and OnPodConditions is required")
            }
        }
    }

    private static func quoted(_ values: [String]) -> String { GoText.list(values.map { GoText.quoted($0) }) }

    private static func validateAction(
        _ action: JSONValue, _ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if action.text.isEmpty {
            errors.required(path, "valid values: \(quoted(actions))")
        } else if action == "FailIndex", spec["backoffLimitPerIndex"].isNull {
            errors.invalid(path, action, "requires the backoffLimitPerIndex to be set")
        } else {
            errors.allow(action, actions, path)
        }
    }

    private static func validateConditions(
        _ patterns: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let statuses = ["False", "True", "Unknown"]
        if patterns.count > 20 { errors.tooMany(path, count: patterns.count, maximum: 20) }
        for (index, pattern) in patterns.enumerated() {
            let type = pattern["type"].text
            errors.invalid(path[index]["type"], .string(type), each: Names.qualifiedNameProblems(type))
            if pattern["status"].text.isEmpty {
                errors.required(path[index]["status"], "valid values: \(quoted(statuses))")
            } else {
                errors.allow(pattern["status"], statuses, path[index]["status"])
            }
        }
    }

    private static func validateCodes(
        _ codes: JSONValue, _ names: Set<String>, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let operators = ["In", "NotIn"]
        if codes["operator"].text.isEmpty {
            errors.required(path["operator"], "valid values: \(quoted(operators))")
        } else {
            errors.allow(codes["operator"], operators, path["operator"])
        }
        if let name = codes["containerName"].string, !names.contains(name) {
            errors.invalid(
                path["containerName"], .string(name),
                "must be one of the container or initContainer names in the pod template")
        }
        let values = codes["values"].elements
        let list = path["values"]
        if values.isEmpty {
            errors.invalid(list, codes["values"], "at least one value is required")
        } else if values.count > 255 {
            errors.tooMany(list, count: values.count, maximum: 255)
        }
        var seen: Set<Int64> = []
        for (index, value) in values.enumerated() {
            let code = value.int ?? 0
            if codes["operator"] == "In", code == 0 {
                errors.invalid(list[index], value, "must not be 0 for the In operator")
            }
            if !seen.insert(code).inserted { errors.duplicate(list[index], value) }
        }
        if zip(values, values.dropFirst()).contains(where: { ($0.int ?? 0) > ($1.int ?? 0) }) {
            errors.invalid(list, codes["values"], "must be ordered")
        }
    }
}

/// Rules for `successPolicy`.
enum SuccessPolicyRules {
    static func validate(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let policy = spec["successPolicy"]
        guard spec["completionMode"] == "Indexed" else {
            let rules = policy["rules"].elements.map { rule in
                InternalValue.make(
                    rule,
                    [
                        ("SucceededIndexes", "succeededIndexes", nil), ("SucceededCount", "succeededCount", nil),
                    ])
            }
            errors.invalid(path, struct: ["Rules": .array(rules)], "requires indexed completion mode")
            return
        }
        let list = path["rules"]
        let rules = policy["rules"].elements
        if rules.isEmpty {
            errors.required(list, "at least one rules must be specified when the successPolicy is specified")
        }
        if rules.count > 20 { errors.tooMany(list, count: rules.count, maximum: 20) }
        let completions = spec["completions"].int ?? 0
        for (index, rule) in rules.enumerated() { validateRule(rule, completions, list[index], &errors) }
    }

    private static func validateRule(
        _ rule: JSONValue, _ completions: Int64, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let (indexes, count) = (rule["succeededIndexes"], rule["succeededCount"])
        if indexes.isNull, count.isNull {
            errors.required(path, "at least one of succeededCount or succeededIndexes must be specified")
        }
        var total: Int64 = 0
        if let text = indexes.string {
            let here = path["succeededIndexes"]
            if text.utf8.count > 64 * 1024 { errors.tooLong(here, maximum: 64 * 1024) }
            switch IndexIntervals.parse(text, completions: completions) {
            case .success(let intervals): total = intervals.reduce(0) { $0 + Int64($1.count) }
            case .failure(let problem):
                errors.invalid(here, indexes, "error parsing succeededIndexes: \(problem.text)")
            }
        }
        guard let count = count.int else { return }
        let here = path["succeededCount"]
        errors.nonNegative(.int(count), here)
        if count > completions {
            errors.invalid(
                here, .int(count),
                "must be less than or equal to \(completions) (the number of specified completions)")
        }
        if !indexes.isNull, count > total {
            errors.invalid(
                here, .int(count),
                "must be less than or equal to \(total) (the number of indexes in the specified succeededIndexes field)"
            )
        }
    }
}

/// Lists of indexes as a Job's status has them: `0,3-5,7`.
enum IndexIntervals {
    struct Problem: Error {
        var text: String
    }

    static func parse(_ text: String, completions: Int64) -> Result<[ClosedRange<Int64>], Problem> {
        var intervals: [ClosedRange<Int64>] = []
        if text.isEmpty { return .success([]) }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            switch interval(part, completions) {
            case .failure(let problem): return .failure(problem)
            case .success(let interval):
                if let last = intervals.last?.upperBound, last >= interval.lowerBound {
                    return .failure(
                        Problem(text: "non-increasing order, previous: \(last), current: \(interval.lowerBound)"))
                }
                intervals.append(interval)
            }
        }
        return .success(intervals)
    }

    private static func interval(
        _ text: Substring, _ completions: Int64
    ) -> Result<ClosedRange<Int64>, Problem> {
        let limits = text.split(separator: "-", omittingEmptySubsequences: false)
        if limits.count > 2 {
            return .failure(
                Problem(
                    text: "the fragment \(GoText.quoted(String(text))) violates the requirement that an index interval "
                        + "can have at most two parts separated by '-'"))
        }
        var numbers: [Int64] = []
        for limit in limits {
            let shown = GoText.quoted(String(limit))
            guard let number = Int64(limit) else {
                return .failure(Problem(text: "cannot convert string to integer for index: \(shown)"))
            }
            if number >= completions { return .failure(Problem(text: "too large index: \(shown)")) }
            numbers.append(number)
        }
        let (first, last) = (numbers[0], numbers[numbers.count - 1])
        if numbers.count == 2, first >= last {
            return .failure(Problem(text: "non-increasing order, previous: \(first), current: \(last)"))
        }
        return .success(first...last)
    }
}
