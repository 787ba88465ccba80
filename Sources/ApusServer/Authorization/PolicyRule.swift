public import ApusJSON

/// A rule of a Role or ClusterRole (`rbac.authorization.k8s.io/v1` `PolicyRule`).
public struct PolicyRule: Sendable, Hashable {
    public var verbs: [String]
    public var apiGroups: [String]
    public var resources: [String]
    public var resourceNames: [String]
    public var nonResourceURLs: [String]

    public init(
        verbs: [String], apiGroups: [String] = [], resources: [String] = [], resourceNames: [String] = [],
        nonResourceURLs: [String] = []
    ) {
        self.verbs = verbs
        self.apiGroups = apiGroups
        self.resources = resources
        self.resourceNames = resourceNames
        self.nonResourceURLs = nonResourceURLs
    }

    /// Reads one element of `rules`.
    public init(_ value: JSONValue) {
        func strings(_ key: String) -> [String] { value[key].elements.compactMap(\.string) }
        self.init(
            verbs: strings("verbs"), apiGroups: strings("apiGroups"), resources: strings("resources"),
            resourceNames: strings("resourceNames"), nonResourceURLs: strings("nonResourceURLs"))
    }

    /// The rule as JSON; empty lists are left out, but `verbs` never.
    public var json: JSONValue {
        var object = JSONObject()
        object["verbs"] = .array(verbs.map { .string($0) })
        for (key, list) in [
            ("apiGroups", apiGroups), ("resources", resources), ("resourceNames", resourceNames),
            ("nonResourceURLs", nonResourceURLs),
        ] where !list.isEmpty {
            object[key] = .array(list.map { .string($0) })
        }
        return .object(object)
    }
}

// What a rule covers: rbac/v1 evaluation helpers of upstream's API package.
extension PolicyRule {
    /// What allows everything.
    static let everything = [
        PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]), PolicyRule(verbs: ["*"], nonResourceURLs: ["*"]),
    ]

    /// Whether it allows `attributes`.
    func allows(_ attributes: AuthorizationAttributes) -> Bool {
        guard coversKind(attributes) else { return false }
        return !attributes.isResource || resourceNames.isEmpty || resourceNames.contains(attributes.name)
    }

    /// Whether it allows `attributes`, the name left out of account.
    func coversKind(_ attributes: AuthorizationAttributes) -> Bool {
        guard PolicyRule.matches(verbs, attributes.verb) else { return false }
        if !attributes.isResource { return nonResourceURLs.contains { PolicyRule.covers(url: $0, attributes.path) } }
        return PolicyRule.matches(apiGroups, attributes.group) && coversResource(attributes)
    }

    private func coversResource(_ attributes: AuthorizationAttributes) -> Bool {
        resources.contains { rule in
            if rule == "*" { return true }
            if attributes.subresource.isEmpty { return rule == attributes.resource }
            guard rule.utf8.count > attributes.subresource.utf8.count, rule.hasSuffix(attributes.subresource) else {
                return false
            }
            let head = rule.dropLast(attributes.subresource.count)
            return head == "*/" || (head.last == "/" && head.dropLast() == attributes.resource)
        }
    }

    static func matches(_ list: [String], _ wanted: String) -> Bool {
        list.contains { $0 == wanted || $0 == "*" }
    }

    /// `*` is all, `/healthz/*` is what begins so.
    static func covers(url rule: String, _ path: String) -> Bool {
        rule == "*" || rule == path || (rule.last == "*" && path.hasPrefix(rule.dropLast()))
    }
}
