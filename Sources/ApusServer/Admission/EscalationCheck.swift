import ApusAPI
import ApusJSON

/// Nobody grants rights that he does not have himself (upstream's `registry/rbac/…/policybased`).
struct EscalationCheck: AdmissionPlugin {
    let authorizer: RBACAuthorizer

    var name: String { "RBACEscalation" }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest, _ objects: ObjectReader) throws(StatusError) {
        guard request.definition.group == "rbac.authorization.k8s.io", request.operation != .delete else { return }
        switch request.definition.resource {
        case "roles", "clusterroles":
            // A change of metadata alone grants nothing.
            guard object["rules"] != request.old["rules"] || object["aggregationRule"] != request.old["aggregationRule"]
            else { return }
            try authorizer.checkEscalation(by: request.user, role: object, namespace: request.namespace)
        case "rolebindings", "clusterrolebindings":
            guard object["roleRef"] != request.old["roleRef"] || object["subjects"] != request.old["subjects"] else {
                return
            }
            try authorizer.checkBinding(by: request.user, binding: object, namespace: request.namespace)
        default: break
        }
    }
}
