import ApusAPI
import ApusJSON

/// A new node takes no Pods until it is known to be ready.
struct TaintNodesByCondition: MutatingAdmission {
    var name: String { "TaintNodesByCondition" }
    var scope: AdmissionScope { AdmissionScope(.create, .init("nodes")) }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let key = "node.kubernetes.io/not-ready"
        let isTainted = object["spec"]["taints"].elements.contains {
            $0["key"].string == key && $0["effect"].string == "NoSchedule"
        }
        if !isTainted { object["spec"]["taints"].append(["key": .string(key), "effect": "NoSchedule"]) }
    }
}
