import ApusAPI
import ApusJSON

/// An Ingress that names no class gets the default one.
struct DefaultIngressClass: MutatingAdmission {
    let objects: ObjectReader

    var name: String { "DefaultIngressClass" }
    var scope: AdmissionScope { AdmissionScope(.create, .init("ingresses", group: "networking.k8s.io")) }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard object["spec"]["ingressClassName"].isNull,
            object["metadata"]["annotations"]["kubernetes.io/ingress.class"].isNull,
            let name = objects.defaultIngressClass()
        else { return }
        object["spec"]["ingressClassName"] = .string(name)
    }
}
