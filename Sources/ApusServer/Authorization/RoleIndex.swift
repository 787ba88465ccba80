import ApusJSON

/// Roles and bindings, indexed by whom they apply to. A value: the authorizer keeps one behind its lock.
struct RoleIndex {
    struct RoleKey: Hashable, Sendable {
        /// "": a ClusterRole.
        var namespace: String
        var name: String
    }

    struct Subject: Hashable, Sendable {
        enum Kind: Sendable { case user, group }
        var kind: Kind
        var name: String
    }

    struct Binding: Sendable {
        /// "": a ClusterRoleBinding.
        var namespace: String
        var name: String
        var role: RoleKey
        /// `ClusterRole "view"`.
        var roleText: String
        /// The subjects with the text that names each in a decision's reason.
        var subjects: [(subject: Subject, text: String)]
    }

    private var roles: [RoleKey: [PolicyRule]] = [:]
    private var bindings: [RoleKey: Binding] = [:]
    /// The bindings of each subject: namespace, then names.
    private var bySubject: [Subject: [String: Set<String>]] = [:]

    // MARK: - Changes

    /// Takes over a Role (`namespace` not empty) or a ClusterRole; nil: it is gone.
    mutating func setRole(namespace: String, name: String, _ object: JSONValue?) {
        roles[RoleKey(namespace: namespace, name: name)] = object.map { $0["rules"].elements.map(PolicyRule.init) }
    }

    /// Takes over a RoleBinding (`namespace` not empty) or a ClusterRoleBinding; nil: it is gone.
    mutating func setBinding(namespace: String, name: String, _ object: JSONValue?) {
        let key = RoleKey(namespace: namespace, name: name)
        if let old = bindings.removeValue(forKey: key) {
            for (subject, _) in old.subjects { bySubject[subject]?[namespace]?.remove(name) }
        }
        guard let object else { return }
        let binding = Binding(namespace: namespace, name: name, object)
        bindings[key] = binding
        for (subject, _) in binding.subjects { bySubject[subject, default: [:]][namespace, default: []].insert(name) }
    }

    // MARK: - Look-ups

    /// What a binding in `namespace` refers to, or upstream's text for a role that is not there.
    func rules(of role: RoleKey) -> Result<[PolicyRule], MissingRole> {
        roles[role].map { .success($0) } ?? .failure(MissingRole(role: role))
    }

    struct MissingRole: Error, CustomStringConvertible {
        let role: RoleKey
        var description: String {
            let kind = role.namespace.isEmpty ? "clusterrole" : "role"
            return "\(kind).rbac.authorization.k8s.io \"\(role.name)\" not found"
        }
    }

    /// The bindings that apply to a user: those of the cluster by name, then those of `namespace`.
    func bindings(of user: User, namespace: String) -> [(binding: Binding, subject: String)] {
        let subjects = [Subject(kind: .user, name: user.name)] + user.groups.map { Subject(kind: .group, name: $0) }
        var found: [(binding: Binding, subject: String)] = []
        for scope in namespace.isEmpty ? [""] : ["", namespace] {
            var names: Set<String> = []
            for subject in subjects { names.formUnion(bySubject[subject]?[scope] ?? []) }
            for name in names.sorted() {
                guard let binding = bindings[RoleKey(namespace: scope, name: name)],
                    let subject = binding.subjects.first(where: { subjects.contains($0.subject) })
                else { continue }
                found.append((binding, subject.text))
            }
        }
        return found
    }
}

extension RoleIndex.Binding {
    init(namespace: String, name: String, _ object: JSONValue) {
        self.namespace = namespace
        self.name = name
        let reference = object["roleRef"]
        let roleName = reference["name"].string ?? ""
        let kind = reference["kind"].string ?? ""
        role = RoleIndex.RoleKey(namespace: kind == "Role" ? namespace : "", name: roleName)
        roleText = "\(kind) \"\(roleName)\""
        subjects = object["subjects"].elements.compactMap { RoleIndex.Binding.subject($0, namespace) }
    }

    private static func subject(_ value: JSONValue, _ namespace: String) -> (RoleIndex.Subject, String)? {
        let name = value["name"].string ?? ""
        switch value["kind"].string {
        case "User": return (RoleIndex.Subject(kind: .user, name: name), "User \"\(name)\"")
        case "Group": return (RoleIndex.Subject(kind: .group, name: name), "Group \"\(name)\"")
        case "ServiceAccount":
            let own = value["namespace"].string ?? ""
            let home = own.isEmpty ? namespace : own
            guard !home.isEmpty else { return nil }
            return (
                RoleIndex.Subject(kind: .user, name: "system:serviceaccount:\(home):\(name)"),
                "ServiceAccount \"\(name)/\(home)\""
            )
        default: return nil
        }
    }

    /// Why a rule of this binding allows something, in upstream's words.
    func reason(subject: String) -> String {
        let title = namespace.isEmpty ? "ClusterRoleBinding \"\(name)\"" : "RoleBinding \"\(name)/\(namespace)\""
        return "RBAC: allowed by \(title) of \(roleText) to \(subject)"
    }
}
