public import ApusJSON

/// The roles and bindings that a fresh cluster has, and that a server brings back when it starts (RBAC
/// auto-reconciliation): upstream's bootstrap policy.
public struct BootstrapRoles: Sendable {
    /// A role or binding, and where it goes.
    public struct Object: Sendable {
        /// `clusterroles`, `clusterrolebindings`, `roles` or `rolebindings`.
        public var resource: String
        /// "" for cluster roles and their bindings.
        public var namespace: String
        public var name: String
        public var value: JSONValue
    }

    /// Cluster roles first, so that nothing refers to what does not exist.
    public let objects: [Object]

    /// Reads the generated table. Some hundred objects: make them, write them, and let them go.
    public init() {
        var objects: [Object] = []
        for words in TableLines(BootstrapTable.text, separator: "|") {
            switch words[0] {
            case "rule":
                objects[objects.count - 1].value["rules"].append(BootstrapRoles.rule(words))
            case "subject":
                objects[objects.count - 1].value["subjects"].append(BootstrapRoles.subject(words))
            default: objects.append(BootstrapRoles.object(words))
            }
        }
        self.objects = objects
    }

    /// The rules of the ClusterRole of that name.
    public func rules(ofClusterRole name: String) -> [JSONValue] {
        objects.first { $0.resource == "clusterroles" && $0.name == name }?.value["rules"].elements ?? []
    }

    private static let group = "rbac.authorization.k8s.io"

    private static func object(_ words: [String]) -> Object {
        switch words[0] {
        case "clusterrole":
            var role = header("ClusterRole", words[1], namespace: "")
            if !words[2].isEmpty { role["metadata"]["labels"]["\(group)/aggregate-to-\(words[2])"] = "true" }
            let selectors = words[3].split(separator: ",")
            if !selectors.isEmpty {
                role["aggregationRule"]["clusterRoleSelectors"] = .array(
                    selectors.map { ["matchLabels": ["\(group)/aggregate-to-\($0)": "true"]] })
            }
            role["rules"] = []
            return Object(resource: "clusterroles", namespace: "", name: words[1], value: role)
        case "clusterrolebinding":
            return Object(
                resource: "clusterrolebindings", namespace: "", name: words[1],
                value: binding("ClusterRoleBinding", words[1], namespace: "", role: ("ClusterRole", words[2])))
        case "role":
            var role = header("Role", words[2], namespace: words[1])
            role["rules"] = []
            return Object(resource: "roles", namespace: words[1], name: words[2], value: role)
        default:
            return Object(
                resource: "rolebindings", namespace: words[1], name: words[2],
                value: binding("RoleBinding", words[2], namespace: words[1], role: ("Role", words[3])))
        }
    }

    private static func header(_ kind: String, _ name: String, namespace: String) -> JSONValue {
        var object: JSONValue = ["kind": .string(kind), "apiVersion": .string("\(group)/v1"), "metadata": [:]]
        object["metadata"]["name"] = .string(name)
        if !namespace.isEmpty { object["metadata"]["namespace"] = .string(namespace) }
        object["metadata"]["labels"] = ["kubernetes.io/bootstrapping": "rbac-defaults"]
        object["metadata"]["annotations"] = ["rbac.authorization.kubernetes.io/autoupdate": "true"]
        return object
    }

    private static func binding(
        _ kind: String, _ name: String, namespace: String, role: (kind: String, name: String)
    ) -> JSONValue {
        var binding = header(kind, name, namespace: namespace)
        binding["roleRef"] = ["apiGroup": .string(group), "kind": .string(role.kind), "name": .string(role.name)]
        return binding
    }

    private static func rule(_ words: [String]) -> JSONValue {
        var rule: JSONValue = [:]
        let keys = ["apiGroups", "resources", "verbs", "resourceNames", "nonResourceURLs"]
        for (key, word) in zip(keys, words.dropFirst()) where !word.isEmpty {
            rule[key] = .array(
                word.split(separator: ",").map { .string(key == "apiGroups" && $0 == "core" ? "" : String($0)) })
        }
        return rule
    }

    private static func subject(_ words: [String]) -> JSONValue {
        var subject: JSONValue = ["kind": .string(words[1]), "name": .string(words[2])]
        if words[1] == "ServiceAccount" {
            subject["namespace"] = .string(words[3])
        } else {
            subject["apiGroup"] = .string(group)
        }
        return subject
    }
}
