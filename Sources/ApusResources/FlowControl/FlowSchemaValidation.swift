import ApusAPI
import ApusJSON

/// Rules for flow schemas (`pkg/apis/flowcontrol/validation`).
enum FlowSchemaValidation {
    private static let highestPrecedence: Int64 = 10_000
    private static let verbs = [
        "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch",
    ]
    /// The kinds of subjects and the member that goes with each.
    private static let subjects = [("Group", "group"), ("ServiceAccount", "serviceAccount"), ("User", "user")]

    static func validate(_ object: JSONValue, _ errors: inout FieldErrors) {
        let name = object["metadata"]["name"].text
        let path = FieldPath("spec")
        validateSpec(object["spec"], name, path, &errors)
        if let fixed = FlowControlRules.mandatorySchemas[name], object["spec"] != fixed {
            errors.invalid(path, object["spec"], "spec of '\(name)' must equal the fixed value")
        }
        FlowControlRules.validateConditions(object["status"]["conditions"], &errors)
    }

    private static func validateSpec(
        _ spec: JSONValue, _ name: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let precedence = spec["matchingPrecedence"].int ?? 0
        let here = path["matchingPrecedence"]
        if precedence <= 0 { errors.invalid(here, .int(precedence), "must be a positive value") }
        if precedence > highestPrecedence {
            errors.invalid(here, .int(precedence), "must not be greater than \(highestPrecedence)")
        }
        if precedence == 1, name != "exempt" {
            errors.invalid(here, .int(precedence), "only the schema named 'exempt' may have matchingPrecedence 1")
        }
        let method = spec["distinguisherMethod"]
        if !method.isNull, !["ByNamespace", "ByUser"].contains(method["type"].text) {
            errors.notSupported(path["distinguisherMethod"]["type"], method, ["ByNamespace", "ByUser"])
        }
        let level = spec["priorityLevelConfiguration"]["name"]
        errors.requireText(
            path["priorityLevelConfiguration"]["name"], level, "must reference a priority level",
            Names.dnsSubdomainProblems)
        for (index, rule) in spec["rules"].elements.enumerated() {
            validateRule(rule, path["rules"][index], &errors)
        }
    }

    private static func validateRule(_ rule: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let subjects = rule["subjects"].elements
        if subjects.isEmpty { errors.required(path["subjects"], "subjects must contain at least one value") }
        for (index, subject) in subjects.enumerated() {
            validateSubject(subject, path["subjects"][index], &errors)
        }
        let (resources, others) = (rule["resourceRules"].elements, rule["nonResourceRules"].elements)
        if resources.isEmpty, others.isEmpty {
            errors.required(path, "at least one of resourceRules and nonResourceRules has to be non-empty")
        }
        for (index, rule) in resources.enumerated() {
            validateResourceRule(rule, path["resourceRules"][index], &errors)
        }
        for (index, rule) in others.enumerated() {
            validatePathRule(rule, path["nonResourceRules"][index], &errors)
        }
    }

    // MARK: - Subjects

    private static func validateSubject(_ subject: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let kind = subject["kind"].text
        guard let own = subjects.first(where: { $0.0 == kind })?.1 else {
            errors.notSupported(path["kind"], .string(kind), subjects.map(\.0))
            return
        }
        if subject[own].isNull {
            errors.required(path[own], "\(own) is required when subject kind is '\(kind)'")
        } else if own == "serviceAccount" {
            validateServiceAccount(subject[own], path[own], &errors)
        } else {
            errors.requireText(path[own]["name"], subject[own]["name"])
        }
        for key in ["serviceAccount", "user", "group"] where key != own && !subject[key].isNull {
            let other = subjects.first { $0.1 == key }?.0 ?? ""
            errors.forbidden(path[key], "\(key) is forbidden when subject kind is not '\(other)'")
        }
    }

    private static func validateServiceAccount(
        _ account: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        errors.requireText(path["name"], account["name"]) { $0 == "*" ? [] : Names.dnsSubdomainProblems($0) }
        errors.requireText(
            path["namespace"], account["namespace"], "must specify namespace for service account",
            Names.dnsLabelProblems)
    }

    // MARK: - Rules

    private static func validateVerbs(_ list: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if list.elements.isEmpty {
            errors.required(path, "verbs must contain at least one value")
        } else if list.elements.contains("*") {
            errors.checkWildcard(path, list, "other verbs")
        } else if !list.elements.allSatisfy({ verbs.contains($0.text) }) {
            errors.notSupported(path, list, verbs)
        }
    }

    private static func validateResourceRule(_ rule: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        validateVerbs(rule["verbs"], path["verbs"], &errors)
        for (key, one, many) in [
            ("apiGroups", "api group", "other api groups"), ("resources", "resource", "other resources"),
        ] {
            if rule[key].elements.isEmpty {
                errors.required(path[key], "resource rules must supply at least one \(one)")
            }
            errors.checkWildcard(path[key], rule[key], many)
        }
        let namespaces = rule["namespaces"].elements
        if namespaces.isEmpty, rule["clusterScope"].bool != true {
            errors.required(
                path["namespaces"], "resource rules that are not cluster scoped must supply at least one namespace")
        } else if namespaces.contains("*") {
            errors.checkWildcard(path["namespaces"], rule["namespaces"], "other namespaces")
        } else {
            for (index, namespace) in namespaces.enumerated() {
                for problem in Names.dnsLabelProblems(namespace.text) {
                    errors.invalid(
                        path["namespaces"][index], namespace,
                        "each member of this list must be '*' or a DNS-1123 label; " + problem)
                }
            }
        }
    }

    private static func validatePathRule(_ rule: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        validateVerbs(rule["verbs"], path["verbs"], &errors)
        let here = path["nonResourceURLs"]
        let list = rule["nonResourceURLs"]
        if list.elements.isEmpty { errors.required(here, "nonResourceURLs must contain at least one value") }
        if list.elements.contains("*") {
            errors.checkWildcard(here, list, "other non-resource URLs")
            return
        }
        for (index, url) in list.elements.enumerated() {
            if let problem = pathProblem(url.text) { errors.invalid(here[index], url, problem) }
        }
    }

    private static func pathProblem(_ path: String) -> String? {
        if path.isEmpty { return "must not be empty" }
        if path == "/" { return nil }
        if !path.hasPrefix("/") { return "must start with slash" }
        if path.contains(" ") { return "must not contain white-space" }
        if path.contains("//") { return "must not contain double slash" }
        let stars = path.utf8.count { $0 == UInt8(ascii: "*") }
        return stars > 1 || stars == 1 && !path.hasSuffix("/*") ? "wildcard can only do suffix matching" : nil
    }
}
