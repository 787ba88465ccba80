import ApusAPI
import ApusJSON

/// A claim that names no storage class gets the default one.
struct DefaultStorageClass: MutatingAdmission {
    let objects: ObjectReader

    var name: String { "DefaultStorageClass" }
    var scope: AdmissionScope { AdmissionScope(.create, .init("persistentvolumeclaims")) }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard object["spec"]["storageClassName"].isNull,
            object["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"].isNull,
            let name = objects.defaultStorageClass()
        else { return }
        object["spec"]["storageClassName"] = .string(name)
    }
}
