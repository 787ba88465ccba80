import ApusAPI
import ApusJSON

/// A new node takes no Pods until it is known to be ready (upstream's `TaintNodesByCondition`).
struct TaintNodesByCondition: AdmissionPlugin {
    var name: String { "TaintNodesByCondition" }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest, _ objects: ObjectReader) throws(StatusError) {
        guard request.isFor("", "nodes"), request.operation == .create else { return }
        let key = "node.kubernetes.io/not-ready"
        let isTainted = object["spec"]["taints"].elements.contains {
            $0["key"].string == key && $0["effect"].string == "NoSchedule"
        }
        if !isTainted { object["spec"]["taints"].append(["key": .string(key), "effect": "NoSchedule"]) }
    }
}

/// A claim that names no storage class gets the default one (upstream's `DefaultStorageClass`).
struct DefaultStorageClass: AdmissionPlugin {
    var name: String { "DefaultStorageClass" }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest, _ objects: ObjectReader) throws(StatusError) {
        guard request.isFor("", "persistentvolumeclaims"), request.operation == .create,
            object["spec"]["storageClassName"].isNull,
            object["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"].isNull,
            let name = objects.defaultStorageClass()
        else { return }
        object["spec"]["storageClassName"] = .string(name)
    }
}
