import ApusAPI
import ApusJSON

/// `rbac.authorization.k8s.io/v1 Role` and `ClusterRole` (`pkg/apis/rbac/validation`).
struct RoleStrategy: Strategy {
    let isClusterRole: Bool

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.nameRule = .pathSegment
        traits.allowsCreateOnUpdate = true
        return traits
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        validate(object, allowsBadValues: false, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        let hadBadValue = old["aggregationRule"]["clusterRoleSelectors"].elements.contains(
            where: LabelRules.hasBadValue)
        validate(object, allowsBadValues: hadBadValue, &errors)
    }

    private func validate(_ object: JSONValue, allowsBadValues: Bool, _ errors: inout FieldErrors) {
        for (index, rule) in object["rules"].elements.enumerated() {
            validateRule(rule, FieldPath("rules")[index], &errors)
        }
        let selectors = object["aggregationRule"]
        guard !selectors.isNull else { return }
        let path = FieldPath("aggregationRule")["clusterRoleSelectors"]
        if selectors["clusterRoleSelectors"].elements.isEmpty {
            errors.required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil")
        }
        for (index, selector) in selectors["clusterRoleSelectors"].elements.enumerated() {
            let before = errors.count
            LabelRules.validateSelector(selector, path[index], allowsBadValues: allowsBadValues, &errors)
            // Upstream then makes a selector of it, and shows the empty one that it got instead.
            if errors.count > before, isUnusable(selector) {
                errors.invalid(path[index], .null, "invalid label selector.")
            }
        }
    }

    private func isUnusable(_ selector: JSONValue) -> Bool { (try? LabelSelector(selector)) == nil }

    private func validateRule(_ rule: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if rule["verbs"].elements.isEmpty { errors.required(path["verbs"], "verbs must contain at least one value") }
        if !rule["nonResourceURLs"].elements.isEmpty {
            if !isClusterRole {
                errors.invalid(
                    path["nonResourceURLs"], rule["nonResourceURLs"],
                    "namespaced rules cannot apply to non-resource URLs")
            }
            let hasOther = ["apiGroups", "resources", "resourceNames"].contains { !rule[$0].elements.isEmpty }
            if hasOther {
                errors.invalid(
                    path["nonResourceURLs"], rule["nonResourceURLs"],
                    "rules cannot apply to both regular resources and non-resource URLs")
            }
            return
        }
        if rule["apiGroups"].elements.isEmpty {
            errors.required(path["apiGroups"], "resource rules must supply at least one api group")
        }
        if rule["resources"].elements.isEmpty {
            errors.required(path["resources"], "resource rules must supply at least one resource")
        }
    }
}

/// `rbac.authorization.k8s.io/v1 RoleBinding` and `ClusterRoleBinding`.
struct RoleBindingStrategy: Strategy {
    private static let group = "rbac.authorization.k8s.io"

    let isClusterRoleBinding: Bool

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.nameRule = .pathSegment
        traits.allowsCreateOnUpdate = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("roleRef") { $0.setDefault(text: "apiGroup", Self.group) }
        object.updateElements(of: "subjects") { subject in
            if subject["kind"] == "User" || subject["kind"] == "Group" {
                subject.setDefault(text: "apiGroup", Self.group)
            }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("roleRef")
        let role = object["roleRef"]
        if role["apiGroup"].text != Self.group {
            errors.notSupported(path["apiGroup"], .string(role["apiGroup"].text), [Self.group])
        }
        let kinds = isClusterRoleBinding ? ["ClusterRole"] : ["Role", "ClusterRole"]
        if !kinds.contains(role["kind"].text) { errors.notSupported(path["kind"], .string(role["kind"].text), kinds) }
        let name = role["name"].text
        if name.isEmpty {
            errors.required(path["name"])
        } else {
            errors.invalid(path["name"], .string(name), each: Names.pathSegmentProblems(name))
        }
        for (index, subject) in object["subjects"].elements.enumerated() {
            validateSubject(subject, FieldPath("subjects")[index], &errors)
        }
    }

    private func validateSubject(_ subject: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let name = subject["name"].text
        if name.isEmpty { errors.required(path["name"]) }
        let group = subject["apiGroup"].text
        switch subject["kind"].text {
        case "ServiceAccount":
            errors.checkText(path["name"], subject["name"], Names.dnsSubdomainProblems)
            if !group.isEmpty { errors.notSupported(path["apiGroup"], .string(group), [""]) }
            if isClusterRoleBinding, subject["namespace"].text.isEmpty { errors.required(path["namespace"]) }
        case "User", "Group":
            if group != Self.group { errors.notSupported(path["apiGroup"], .string(group), [Self.group]) }
        case let other:
            errors.notSupported(path["kind"], .string(other), ["ServiceAccount", "User", "Group"])
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
        if object["roleRef"] != old["roleRef"] {
            errors.invalid(FieldPath("roleRef"), object["roleRef"], "cannot change roleRef")
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let role = object["roleRef"]
        func names(_ kind: String) -> JSONValue {
            let list = object["subjects"].elements.filter { $0["kind"].string == kind }.map { subject in
                kind == "ServiceAccount" ? "\(subject["namespace"].text)/\(subject["name"].text)" : subject["name"].text
            }
            return .string(list.joined(separator: ", "))
        }
        return [
            context.name(object), .string("\(role["kind"].text)/\(role["name"].text)"), context.age(object),
            names("User"), names("Group"), names("ServiceAccount"),
        ]
    }
}
