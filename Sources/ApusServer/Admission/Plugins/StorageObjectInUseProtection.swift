import ApusAPI
import ApusJSON

/// Claims and volumes stay while somebody uses them: a finalizer holds them, which the protection controllers take off.
struct StorageObjectInUseProtection: MutatingAdmission {
    static let finalizers = [
        "persistentvolumeclaims": "kubernetes.io/pvc-protection", "persistentvolumes": "kubernetes.io/pv-protection",
    ]

    var name: String { "StorageObjectInUseProtection" }
    var scope: AdmissionScope {
        AdmissionScope(.create, .init("persistentvolumeclaims"), .init("persistentvolumes"))
    }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard let finalizer = StorageObjectInUseProtection.finalizers[request.definition.resource],
            !object["metadata"]["finalizers"].elements.contains(.string(finalizer))
        else { return }
        object["metadata"]["finalizers"].append(.string(finalizer))
    }
}
