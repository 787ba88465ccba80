import ApusAPI
import ApusJSON

/// Pods stay some minutes on a node that is not ready or not reachable.
struct DefaultTolerationSeconds: MutatingAdmission {
    let notReadySeconds: Int64
    let unreachableSeconds: Int64

    var name: String { "DefaultTolerationSeconds" }
    var scope: AdmissionScope { AdmissionScope([.create, .update], .init("pods")) }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let taints = [
            ("node.kubernetes.io/not-ready", notReadySeconds), ("node.kubernetes.io/unreachable", unreachableSeconds),
        ]
        for (key, seconds) in taints {
            let isTolerated = object["spec"]["tolerations"].elements.contains { toleration in
                let tolerated = toleration["key"].string ?? ""
                let effect = toleration["effect"].string ?? ""
                return (tolerated == key || tolerated.isEmpty) && (effect == "NoExecute" || effect.isEmpty)
            }
            guard !isTolerated else { continue }
            object["spec"]["tolerations"].append([
                "key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": .int(seconds),
            ])
        }
    }
}
