public import ApusAPI
public import ApusJSON

extension RBACAuthorizer {
    static let group = "rbac.authorization.k8s.io"

    /// Throws 403 unless `user` may write the rules of a Role or ClusterRole: he holds them all, or may `escalate`.
    ///
    /// Upstream's `registry/rbac/{role,clusterrole}/policybased`; not for changes of metadata alone. `namespace` is ""
    /// for a ClusterRole. A ClusterRole with an aggregation rule needs every right, as upstream demands.
    public func checkEscalation(
        by user: User, role object: JSONValue, namespace: String
    ) throws(StatusError) {
        guard !user.identity.isMaster else { return }
        let name = object["metadata"]["name"].string ?? ""
        let resource = namespace.isEmpty ? "clusterroles" : "roles"
        let escalate = AuthorizationAttributes(
            verb: "escalate", group: RBACAuthorizer.group, resource: resource, namespace: namespace, name: name)
        guard !authorize(user, escalate).isAllowed else { return }
        let gvr = GroupVersionResource(RBACAuthorizer.group, "v1", resource)
        if namespace.isEmpty, !object["aggregationRule"].isNull {
            if RuleCoverage.missing(PolicyRule.everything, from: rules(for: user, namespace: "").rules).isEmpty {
                return
            }
            throw .forbidden(gvr, name, "must have cluster-admin privileges to use the aggregationRule")
        }
        try confirm(object["rules"].elements.map(PolicyRule.init), held: user, namespace, gvr, name)
    }

    /// Throws 403 unless `user` may write a RoleBinding or ClusterRoleBinding: he may `bind` its role, or holds what the
    /// role grants (upstream's `registry/rbac/{rolebinding,clusterrolebinding}/policybased`).
    public func checkBinding(
        by user: User, binding object: JSONValue, namespace: String
    ) throws(StatusError) {
        guard !user.identity.isMaster else { return }
        let name = object["metadata"]["name"].string ?? ""
        let role = object["roleRef"]["name"].string ?? ""
        let isClusterRole = object["roleRef"]["kind"].string == "ClusterRole"
        let bind = AuthorizationAttributes(
            verb: "bind", group: object["roleRef"]["apiGroup"].string ?? "",
            resource: isClusterRole ? "clusterroles" : "roles", namespace: namespace, name: role)
        guard !authorize(user, bind).isAllowed else { return }
        let key = RoleIndex.RoleKey(namespace: isClusterRole ? "" : namespace, name: role)
        switch rules(of: key) {
        case .failure:
            throw .notFound(
                GroupVersionResource(RBACAuthorizer.group, "v1", isClusterRole ? "clusterroles" : "roles"), role)
        case .success(let rules):
            let resource = namespace.isEmpty ? "clusterrolebindings" : "rolebindings"
            try confirm(rules, held: user, namespace, GroupVersionResource(RBACAuthorizer.group, "v1", resource), name)
        }
    }

    private func confirm(
        _ wanted: [PolicyRule], held user: User, _ namespace: String, _ resource: GroupVersionResource,
        _ name: String
    ) throws(StatusError) {
        let (held, problems) = rules(for: user, namespace: namespace)
        let missing = RuleCoverage.missing(wanted, from: held)
        guard !missing.isEmpty else { return }
        var text =
            "user \(GoText.quoted(user.name)) (groups=\(RuleCoverage.quoted(user.groups))) is attempting to grant "
            + "RBAC permissions not currently held:\n" + RuleCoverage.describe(missing).joined(separator: "\n")
        if !problems.isEmpty { text += "; resolution errors: [\(problems.joined(separator: " "))]" }
        throw .forbidden(resource, name, text)
    }
}
