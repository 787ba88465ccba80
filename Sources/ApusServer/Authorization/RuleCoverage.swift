import ApusAPI

/// Whether what somebody holds covers what he wants to grant (component-helpers' `auth/rbac/validation`).
enum RuleCoverage {
    /// The simplest rules of `wanted` that no rule of `held` covers.
    static func missing(_ wanted: [PolicyRule], from held: [PolicyRule]) -> [PolicyRule] {
        wanted.flatMap(simple).filter { part in !held.contains { covers($0, part) } }
    }

    /// One rule for each group, resource, name and verb, and for each path and verb.
    static func simple(_ rule: PolicyRule) -> [PolicyRule] {
        var parts: [PolicyRule] = []
        for group in rule.apiGroups {
            for resource in rule.resources {
                for verb in rule.verbs {
                    let part = PolicyRule(verbs: [verb], apiGroups: [group], resources: [resource])
                    if rule.resourceNames.isEmpty { parts.append(part) }
                    for name in rule.resourceNames {
                        var named = part
                        named.resourceNames = [name]
                        parts.append(named)
                    }
                }
            }
        }
        for path in rule.nonResourceURLs {
            for verb in rule.verbs { parts.append(PolicyRule(verbs: [verb], nonResourceURLs: [path])) }
        }
        return parts
    }

    private static func covers(_ held: PolicyRule, _ part: PolicyRule) -> Bool {
        func all(_ list: [String], _ wanted: [String]) -> Bool {
            list.contains("*") || wanted.allSatisfy { list.contains($0) }
        }
        guard all(held.verbs, part.verbs) else { return false }
        if !part.nonResourceURLs.isEmpty {
            return part.nonResourceURLs.allSatisfy { path in
                held.nonResourceURLs.contains { PolicyRule.covers(url: $0, path) }
            }
        }
        let isNameCovered =
            held.resourceNames.isEmpty
            || (!part.resourceNames.isEmpty && part.resourceNames.allSatisfy { held.resourceNames.contains($0) })
        return all(held.apiGroups, part.apiGroups) && isNameCovered && !held.resources.isEmpty
            && part.resources.allSatisfy { coversResource(held.resources, $0) }
    }

    private static func coversResource(_ held: [String], _ wanted: String) -> Bool {
        if held.contains("*") || held.contains(wanted) { return true }
        guard let slash = wanted.firstIndex(of: "/") else { return false }
        return held.contains("*/" + wanted[wanted.index(after: slash)...])
    }

    /// Joins the verbs of simple rules for the same resource, and writes each as upstream does, sorted.
    static func describe(_ rules: [PolicyRule]) -> [String] {
        var joined: [PolicyRule] = []
        for rule in rules {
            var key = rule
            key.verbs = []
            let index = joined.firstIndex {
                var other = $0
                other.verbs = []
                return other == key && rule.nonResourceURLs.isEmpty
            }
            if let index {
                joined[index].verbs += rule.verbs.filter { !joined[index].verbs.contains($0) }
            } else {
                joined.append(rule)
            }
        }
        return Set(joined.map(describe)).sorted()
    }

    private static func describe(_ rule: PolicyRule) -> String {
        let fields = [
            ("APIGroups", rule.apiGroups), ("Resources", rule.resources), ("NonResourceURLs", rule.nonResourceURLs),
            ("ResourceNames", rule.resourceNames), ("Verbs", rule.verbs),
        ]
        let parts = fields.filter { !$0.1.isEmpty }.map { "\($0.0):\(quoted($0.1))" }
        return "{\(parts.joined(separator: ", "))}"
    }

    /// A list as Go prints it with `%q`: `["get" "list"]`.
    static func quoted(_ list: [String]) -> String {
        "[\(list.map { GoText.quoted($0) }.joined(separator: " "))]"
    }
}
