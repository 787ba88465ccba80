import ApusJSON

/// Writes the table of bootstrap roles; `ApusResources/BuiltIn/BootstrapRoles.swift` reads it.
struct BootstrapTableFile {
    private let facts: APIFacts

    init(_ facts: APIFacts) { self.facts = facts }

    var text: String {
        var lines: [String] = []
        for (name, role) in members(facts.roles["clusterRoles"]) {
            let aggregates = role["labels"].object?.members.first { $0.key.hasPrefix(BootstrapTableFile.aggregateTo) }
            let selectors = role["aggregationRule"]["clusterRoleSelectors"].elements
                .compactMap { $0["matchLabels"].object?.members.first?.key }
            lines.append(
                "clusterrole|\(name)|\(short(aggregates?.key))|\(selectors.map { short($0) }.joined(separator: ","))")
            lines += role["rules"].elements.map(rule)
        }
        for (name, binding) in members(facts.roles["clusterRoleBindings"]) {
            lines.append("clusterrolebinding|\(name)|\(binding["roleRef"].string ?? "")")
            lines += binding["subjects"].elements.map(subject)
        }
        for (namespace, roles) in members(facts.roles["roles"]) {
            for (name, rules) in members(roles) {
                lines.append("role|\(namespace)|\(name)")
                lines += rules.elements.map(rule)
            }
        }
        for (namespace, bindings) in members(facts.roles["roleBindings"]) {
            for (name, binding) in members(bindings) {
                lines.append("rolebinding|\(namespace)|\(name)|\(binding["roleRef"].string ?? "")")
                lines += binding["subjects"].elements.map(subject)
            }
        }
        return """
            // Written by apus-generate from docs/api-data; `make generate` writes it again.
            // swift-format-ignore-file

            /// The roles and bindings that every cluster starts with.
            enum BootstrapTable {
                static let text: StaticString = \"""
            \(lines.map { "    " + $0 }.joined(separator: "\n"))
                \"""
            }

            """
    }

    private static let aggregateTo = "rbac.authorization.k8s.io/aggregate-to-"

    private func short(_ label: String?) -> String {
        String(label?.dropFirst(BootstrapTableFile.aggregateTo.count) ?? "")
    }

    private func members(_ value: JSONValue) -> [(String, JSONValue)] {
        value.object?.members.map { ($0.key, $0.value) } ?? []
    }

    /// `core` stands for the group without a name.
    private func rule(_ rule: JSONValue) -> String {
        let groups = rule["apiGroups"].elements.map { $0 == "" ? "core" : $0.string ?? "" }.joined(separator: ",")
        return "rule|\(groups)|\(list(rule["resources"]))|\(list(rule["verbs"]))|\(list(rule["resourceNames"]))|"
            + list(rule["nonResourceURLs"])
    }

    private func subject(_ subject: JSONValue) -> String {
        "subject|\(subject["kind"].string ?? "")|\(subject["name"].string ?? "")|\(subject["namespace"].string ?? "")"
    }

    private func list(_ value: JSONValue) -> String { value.elements.compactMap(\.string).joined(separator: ",") }
}
