import ApusAPI
import ApusJSON

/// A node writes only what is its own: its Node, its lease, its CSINode and resource slices, and the Pods that run on it.
struct NodeRestriction: MutatingAdmission {
    let objects: ObjectReader
    /// Says whether a node may ask for the tokens of other audiences.
    let authorize: @Sendable (User, AuthorizationAttributes) -> AuthorizationDecision

    var name: String { "NodeRestriction" }
    var scope: AdmissionScope {
        AdmissionScope(
            [.create, .update, .delete], .init("pods", subresource: "*"), .init("nodes", subresource: "*"),
            .init("persistentvolumeclaims", subresource: "*"), .init("serviceaccounts", subresource: "*"),
            .init("leases", group: "coordination.k8s.io"), .init("csinodes", group: "storage.k8s.io"),
            .init("resourceslices", group: "resource.k8s.io"))
    }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard let node = try Self.node(request) else { return }
        switch request.definition.resource {
        case "pods": try admitPod(object, node, request)
        case "nodes": try admitNode(object, node, request)
        case "persistentvolumeclaims": try admitClaim(object, node, request)
        case "serviceaccounts": try admitToken(object, node, request)
        case "leases": try admitLease(object, node, request)
        case "csinodes":
            guard Self.objectName(object, request) == node else {
                throw request.forbidden("can only access CSINode with the same name as the requesting node")
            }
        case "resourceslices": try admitSlice(object, node, request)
        default: break
        }
    }

    /// The node that makes the request; nil where it is none.
    private static func node(_ request: AdmissionRequest) throws(StatusError) -> String? {
        let prefix = "system:node:"
        guard request.user.name.hasPrefix(prefix), request.user.groups.contains("system:nodes") else { return nil }
        let name = request.user.name.dropFirst(prefix.count)
        guard !name.isEmpty else {
            throw request.forbidden("could not determine node from user \(GoText.quoted(request.user.name))")
        }
        return String(name)
    }

    private static func objectName(_ object: JSONValue, _ request: AdmissionRequest) -> String {
        request.operation == .create ? object["metadata"]["name"].string ?? "" : request.name
    }

    // MARK: - Nodes

    private func admitNode(_ object: JSONValue, _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        let quoted = GoText.quoted(node)
        guard request.name == node else {
            throw request.forbidden("node \(quoted) is not allowed to modify node \(GoText.quoted(request.name))")
        }
        switch request.operation {
        case .create:
            let refused = NodeLabels.refused(object["metadata"]["labels"], .null)
            guard refused.isEmpty else {
                throw request.forbidden(
                    "node \(quoted) is not allowed to set the following labels: \(refused.joined(separator: ", "))")
            }
        case .update:
            if object["spec"]["taints"].elements != request.old["spec"]["taints"].elements {
                throw request.forbidden("node \(quoted) is not allowed to modify taints")
            }
            let owners = object["metadata"]["ownerReferences"].elements
            if owners != request.old["metadata"]["ownerReferences"].elements {
                throw request.forbidden("node \(quoted) is not allowed to modify ownerReferences")
            }
            let refused = NodeLabels.refused(object["metadata"]["labels"], request.old["metadata"]["labels"])
            guard refused.isEmpty else {
                throw request.forbidden("is not allowed to modify labels: \(refused.joined(separator: ", "))")
            }
        case .delete, .connect: break
        }
    }

    // MARK: - What belongs to a node

    private func admitLease(_ object: JSONValue, _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        guard request.namespace == "kube-node-lease" else {
            throw request.forbidden("can only access leases in the \"kube-node-lease\" system namespace")
        }
        guard Self.objectName(object, request) == node else {
            throw request.forbidden("can only access node lease with the same name as the requesting node")
        }
    }

    private func admitSlice(_ object: JSONValue, _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        let slice = request.operation == .delete ? request.old : object
        guard slice["spec"]["nodeName"].string == node else {
            throw request.forbidden(
                request.operation == .create
                    ? "can only create ResourceSlice with the same NodeName as the requesting node"
                    : "can only access ResourceSlice with the same NodeName as the requesting node")
        }
    }

    private func admitClaim(_ object: JSONValue, _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        guard request.subresource == "status" else { throw request.forbidden("may only update PVC status") }
        guard request.operation == .update else {
            throw request.forbidden("unexpected operation \(GoText.quoted(request.operation.rawValue))")
        }
        func rest(_ claim: JSONValue) -> JSONValue {
            var claim = claim
            for field in ["capacity", "conditions", "allocatedResourceStatuses", "allocatedResources"] {
                claim["status"].remove(field)
            }
            for field in ["resourceVersion", "managedFields"] { claim["metadata"].remove(field) }
            return claim
        }
        guard rest(object) == rest(request.old) else {
            throw request.forbidden(
                "node \(GoText.quoted(node)) is not allowed to update fields other than status.capacity and "
                    + "status.conditions")
        }
    }
}
