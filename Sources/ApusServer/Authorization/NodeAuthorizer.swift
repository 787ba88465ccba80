import ApusAPI

/// What nodes may do (mode `Node`, upstream's `plugin/pkg/auth/authorizer/node`): read what the Pods on them use, write
/// their own objects, and what the ClusterRole `system:node` says of everything else. What a node may do with objects
/// of its own kind beyond that, the admission plugin NodeRestriction checks.
final class NodeAuthorizer: Sendable {
    private let relations: any NodeRelations
    /// The rules of `system:node` for resources that are not looked at one by one.
    private let rules: [PolicyRule]

    init(relations: any NodeRelations, rules: [PolicyRule]) {
        self.relations = relations
        self.rules = rules
    }

    /// Whether the node `node` may do what `attributes` say.
    func authorize(_ node: String, _ attributes: AuthorizationAttributes) -> AuthorizationDecision {
        guard !node.isEmpty else {
            return AuthorizationDecision(isAllowed: false, reason: "unknown node for user \"\(User.nodePrefix)\"")
        }
        if attributes.isResource, let answer = specific(node, attributes) {
            switch answer {
            case .allowed: return AuthorizationDecision(isAllowed: true)
            case .refused(let why): return AuthorizationDecision(isAllowed: false, reason: why)
            }
        }
        return AuthorizationDecision(isAllowed: rules.contains { $0.allows(attributes) })
    }

    private enum Answer {
        case allowed
        case refused(String)
    }

    /// The answer for a resource that is looked at object by object; nil for the others.
    private func specific(_ node: String, _ attributes: AuthorizationAttributes) -> Answer? {
        let request = Request(node: node, attributes: attributes)
        return switch (attributes.group, attributes.resource) {
        case ("", "secrets"): readNamespaced(request, .secret)
        case ("", "configmaps"): readNamespaced(request, .configMap)
        case ("", "persistentvolumeclaims"):
            attributes.subresource == "status" ? updateStatus(request) : get(request, .claim)
        case ("", "persistentvolumes"): get(request, .volume)
        case ("", "serviceaccounts"): serviceAccount(request)
        case ("", "nodes"): ownNode(request)
        case ("", "pods"): pods(request)
        case ("resource.k8s.io", "resourceclaims"): get(request, .resourceClaim)
        case ("resource.k8s.io", "resourceslices"): resourceSlice(request)
        case ("storage.k8s.io", "volumeattachments"): get(request, .attachment)
        case ("storage.k8s.io", "csinodes"):
            named(request, "a CSINode", subresource: "cannot authorize CSINode subresources")
        case ("coordination.k8s.io", "leases"): lease(request)
        default: nil
        }
    }

    private struct Request {
        let node: String
        let attributes: AuthorizationAttributes
        var verb: String { attributes.verb }
        var isRead: Bool { ["get", "list", "watch"].contains(attributes.verb) }

        /// Whether the field selector pins `field` to this node.
        func selectsNode(by field: String) -> Bool {
            guard !attributes.fieldSelector.isEmpty,
                let selector = try? FieldSelector(parsing: attributes.fieldSelector)
            else { return false }
            return selector.exactValue(of: field) == node
        }
    }

    // MARK: - Objects that Pods use

    private func related(_ request: Request, _ kind: NodeRelation) -> Answer {
        let attributes = request.attributes
        guard !attributes.name.isEmpty else { return .refused("No Object name found") }
        guard relations.isRelated(request.node, to: kind, ObjectKey(attributes.namespace, attributes.name)) else {
            return .refused("no relationship found between node '\(request.node)' and this object")
        }
        return .allowed
    }

    private func get(_ request: Request, _ kind: NodeRelation) -> Answer {
        guard request.verb == "get" else { return .refused("can only get individual resources of this type") }
        guard request.attributes.subresource.isEmpty else { return .refused("cannot get subresource") }
        return related(request, kind)
    }

    private func readNamespaced(_ request: Request, _ kind: NodeRelation) -> Answer {
        guard request.isRead else { return .refused("can only read resources of this type") }
        guard request.attributes.subresource.isEmpty else { return .refused("cannot read subresource") }
        guard !request.attributes.namespace.isEmpty else {
            return .refused("can only read namespaced object of this type")
        }
        return related(request, kind)
    }

    private func updateStatus(_ request: Request) -> Answer {
        guard ["update", "patch"].contains(request.verb) else { return .refused("can only get/update/patch this type") }
        return related(request, .claim)
    }

    private func serviceAccount(_ request: Request) -> Answer {
        if request.verb == "get", request.attributes.subresource.isEmpty {
            return readNamespaced(request, .serviceAccount)
        }
        guard request.verb == "create", !request.attributes.name.isEmpty else {
            return .refused("can only create tokens for individual service accounts")
        }
        guard request.attributes.subresource == "token" else {
            return .refused("can only create token subresource of serviceaccount")
        }
        return related(request, .serviceAccount)
    }

    // MARK: - The node's own objects

    /// What has the node's own name. Creations are let through: the name is not known yet, admission looks at it.
    private func named(_ request: Request, _ title: String, subresource: String?) -> Answer {
        guard ["get", "create", "update", "patch", "delete"].contains(request.verb) else {
            return .refused("can only get, create, update, patch, or delete \(title)")
        }
        if let subresource, !request.attributes.subresource.isEmpty { return .refused(subresource) }
        guard request.verb == "create" || request.attributes.name == request.node else {
            let kind = title.drop { $0 != " " }.dropFirst()
            return .refused("can only access \(kind) with the same name as the requesting node")
        }
        return .allowed
    }

    private func lease(_ request: Request) -> Answer {
        let verbs = ["get", "create", "update", "patch", "delete"]
        if verbs.contains(request.verb), request.attributes.namespace != "kube-node-lease" {
            return .refused("can only access leases in the \"kube-node-lease\" system namespace")
        }
        return named(request, "a node lease", subresource: nil)
    }

    private func ownNode(_ request: Request) -> Answer {
        switch (request.attributes.subresource, request.verb) {
        case ("", "create"), ("", "update"), ("", "patch"), ("status", "update"), ("status", "patch"): return .allowed
        case ("", "get"), ("", "list"), ("", "watch"):
            let name = request.attributes.name
            if name == request.node { return .allowed }
            return .refused(
                name.isEmpty
                    ? "node '\(request.node)' cannot read all nodes, only its own Node object"
                    : "node '\(request.node)' cannot read '\(name)', only its own Node object")
        default: return .refused("")
        }
    }

    private func pods(_ request: Request) -> Answer {
        switch (request.attributes.subresource, request.verb) {
        case ("", "get"): return get(request, .pod)
        case ("", "list"), ("", "watch"):
            if request.selectsNode(by: "spec.nodeName") { return .allowed }
            if !request.attributes.name.isEmpty { return related(request, .pod) }
            return .refused("can only list/watch pods with spec.nodeName field selector")
        case ("", "create"), ("", "delete"), ("status", "update"), ("status", "patch"), ("eviction", "create"):
            return .allowed
        default: return .refused("")
        }
    }

    private func resourceSlice(_ request: Request) -> Answer {
        guard request.attributes.subresource.isEmpty else {
            return .refused("cannot authorize ResourceSlice subresources")
        }
        switch request.verb {
        case "create": return .allowed
        case "get", "update", "patch", "delete": return related(request, .slice)
        case "list", "watch", "deletecollection":
            if request.selectsNode(by: "spec.nodeName") { return .allowed }
            return .refused("can only list/watch/deletecollection resourceslices with nodeName field selector")
        default:
            return .refused(
                "only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection"
            )
        }
    }
}
