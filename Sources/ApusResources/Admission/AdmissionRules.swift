import ApusAPI
import ApusJSON

/// Rules that webhooks and admission policies share (`pkg/apis/admissionregistration/validation`). What needs a
/// compiler for CEL is not checked.
enum AdmissionRules {
    static let failurePolicies = ["Fail", "Ignore"]
    static let matchPolicies = ["Equivalent", "Exact"]
    static let reinvocationPolicies = ["IfNeeded", "Never"]
    private static let operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"]

    // MARK: - Which requests

    /// `RuleWithOperations`.
    static func validateRule(_ rule: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if rule["operations"].elements.isEmpty { errors.required(path["operations"]) }
        errors.checkWildcard(path["operations"], rule["operations"], "other operations")
        for (index, operation) in rule["operations"].elements.enumerated() {
            errors.checkSupported(path["operations"][index], operation, operations)
        }
        if rule["apiGroups"].elements.isEmpty { errors.required(path["apiGroups"]) }
        errors.checkWildcard(path["apiGroups"], rule["apiGroups"], "other API groups")
        let versions = rule["apiVersions"].elements
        if versions.isEmpty { errors.required(path["apiVersions"]) }
        errors.checkWildcard(path["apiVersions"], rule["apiVersions"], "other API versions")
        for (index, version) in versions.enumerated() where version.text.isEmpty {
            errors.required(path["apiVersions"][index])
        }
        validateResources(rule["resources"], path["resources"], &errors)
        errors.checkSupported(path["scope"], rule["scope"], ["*", "Cluster", "Namespaced"])
    }

    /// `pods`, `pods/status`, `pods/*`, `*/scale`, `*` and `*/*`.
    private static func validateResources(_ list: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let resources = list.elements
        if resources.isEmpty { errors.required(path) }
        var wholeResources: Set<Substring> = []
        var wholeSubresources: Set<Substring> = []
        var lastIsPlain = false
        for (index, resource) in resources.enumerated() {
            let text = resource.text
            if text.isEmpty {
                errors.required(path[index])
                continue
            }
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                lastIsPlain = text != "*"
                continue
            }
            if wholeResources.contains(parts[0]) {
                errors.invalid(path[index], resource, "if '\(parts[0])/*' is present, must not specify \(text)")
            }
            if wholeSubresources.contains(parts[1]) {
                errors.invalid(path[index], resource, "if '*/\(parts[1])' is present, must not specify \(text)")
            }
            if parts[1] == "*" { wholeResources.insert(parts[0]) }
            if parts[0] == "*" { wholeSubresources.insert(parts[1]) }
        }
        if resources.count > 1, resources.contains("*/*") {
            errors.invalid(path, list, "if '*/*' is present, must not specify other resources")
        }
        if lastIsPlain, resources.contains("*") {
            errors.invalid(
                path, list, "if '*' is present, must not specify other resources without subresources")
        }
    }

    /// `MatchResources` of a policy or a binding.
    static func validateMatch(_ match: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !match.isNull else { return }
        errors.requireSupported(path["matchPolicy"], match["matchPolicy"], matchPolicies)
        for key in ["namespaceSelector", "objectSelector"] {
            if match[key].isNull { errors.required(path[key]) }
            LabelRules.validateSelector(match[key], path[key], &errors)
        }
        for key in ["resourceRules", "excludeResourceRules"] {
            for (index, rule) in match[key].elements.enumerated() {
                validateNamedRule(rule, path[key][index], &errors)
            }
        }
    }

    private static func validateNamedRule(_ rule: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, name) in rule["resourceNames"].elements.enumerated() {
            errors.invalid(path["resourceNames"][index], name, each: Names.pathSegmentProblems(name.text))
            if !names.insert(name.text).inserted { errors.duplicate(path["resourceNames"][index], name) }
        }
        validateRule(rule, path, &errors)
    }

    /// A mutating policy sees what is created and updated, nothing else.
    static func validateMutableOperations(_ match: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for rule in match["resourceRules"].elements {
            for operation in rule["operations"].elements {
                errors.checkSupported(path["resourceRules"]["operations"], operation, ["CREATE", "UPDATE"])
            }
        }
    }

    // MARK: - Parameters

    /// `ParamKind`: a group, version and kind.
    static func validateParameterKind(_ kind: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !kind.isNull else { return }
        let version = kind["apiVersion"].text
        let parts = version == "/" ? ["", ""] : version.split(separator: "/", omittingEmptySubsequences: false)
        switch parts.count {
        case _ where version.isEmpty: errors.required(path["apiVersion"])
        case 1, 2:
            let group = parts.count == 2 ? String(parts[0]) : ""
            check(path["apiVersion"], group, Names.dnsSubdomainProblems, &errors)
            let last = String(parts[parts.count - 1])
            if last.isEmpty { errors.invalid(path["apiVersion"], kind["apiVersion"], "version must be specified") }
            check(path["apiVersion"], last, Names.dns1035LabelProblems, &errors)
        default:
            errors.invalid(path["apiVersion"], kind["apiVersion"], "unexpected GroupVersion string: \(version)")
        }
        let problems = Names.dns1035LabelProblems(kind["kind"].text.lowercased())
        if kind["kind"].text.isEmpty {
            errors.required(path["kind"])
        } else if !problems.isEmpty {
            errors.invalid(
                path["kind"], kind["kind"],
                "may have mixed case, but should otherwise match: \(problems.joined(separator: ","))")
        }
    }

    private static func check(
        _ path: FieldPath, _ text: String, _ problems: (String) -> [String], _ errors: inout FieldErrors
    ) {
        let found = text.isEmpty ? [] : problems(text)
        if !found.isEmpty { errors.invalid(path, .string(text), found.joined(separator: ",")) }
    }

    /// `ParamRef` of a binding.
    static func validateParameterReference(
        _ reference: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard !reference.isNull else { return }
        let isExclusive = "name and selector are mutually exclusive"
        let (name, selector) = (reference["name"], reference["selector"])
        errors.checkText(path["name"], name) { Names.pathSegmentProblems($0) }
        if !name.text.isEmpty, !selector.isNull { errors.forbidden(path["name"], isExclusive) }
        LabelRules.validateSelector(selector, path["selector"], &errors)
        if !name.text.isEmpty, !selector.isNull { errors.forbidden(path["selector"], isExclusive) }
        if name.text.isEmpty, selector.isNull { errors.required(path, "one of name or selector must be specified") }
        errors.requireSupported(
            path["parameterNotFoundAction"], reference["parameterNotFoundAction"], ["Deny", "Allow"])
    }

    // MARK: - Conditions and variables

    static func validateMatchConditions(_ conditions: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        _ = errors.checkCount(path, conditions, atMost: 64)
        var names: Set<String> = []
        for (index, condition) in conditions.elements.enumerated() {
            let here = path[index]
            if isBlank(condition["expression"].text) { errors.required(here["expression"]) }
            let name = condition["name"]
            errors.requireText(here["name"], name, "", Names.qualifiedNameProblems)
            if !name.text.isEmpty, !names.insert(name.text).inserted { errors.duplicate(here["name"], name) }
        }
    }

    static func validateVariables(_ variables: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, variable) in variables.elements.enumerated() {
            let name = variable["name"]
            if isBlank(name.text) {
                errors.required(path[index]["name"], "name is not specified")
            } else if !isIdentifier(name.text) {
                errors.invalid(path[index]["name"], name, "name is not a valid CEL identifier")
            }
            if isBlank(variable["expression"].text) {
                errors.required(path[index]["expression"], "expression is not specified")
            }
        }
    }

    static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    private static let reserved: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ]

    private static func isIdentifier(_ name: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
        }
        return name.utf8.first.map(isLetter) == true && !reserved.contains(name)
            && name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
    }
}
