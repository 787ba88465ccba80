import ApusAPI
import ApusJSON

/// Nobody grants rights that he does not have himself. Upstream does this in the storage of roles and bindings
/// (`registry/rbac/…/policybased`), so that no flag turns it off.
struct EscalationCheck: MutatingAdmission {
    let authorizer: RBACAuthorizer

    var name: String { "RBACEscalation" }
    var scope: AdmissionScope {
        AdmissionScope(
            [.create, .update],
            RBACAuthorizer.Kind.allCases.map { .init($0.rawValue, group: "rbac.authorization.k8s.io") })
    }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
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
