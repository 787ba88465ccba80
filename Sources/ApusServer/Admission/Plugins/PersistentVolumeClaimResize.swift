import ApusAPI
import ApusJSON

/// A claim grows only where its storage class allows it.
struct PersistentVolumeClaimResize: ValidatingAdmission {
    let objects: ObjectReader

    var name: String { "PersistentVolumeClaimResize" }
    var scope: AdmissionScope { AdmissionScope(.update, .init("persistentvolumeclaims")) }

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard size(object) > size(request.old) else { return }
        guard request.old["status"]["phase"].string == "Bound" else {
            throw request.forbidden("Only bound persistent volume claims can be expanded")
        }
        let name = storageClass(object)
        guard !name.isEmpty, name == storageClass(request.old),
            objects.storageClass(name)?.allowsExpansion == true
        else {
            throw request.forbidden(
                "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must "
                    + "support resize")
        }
    }

    private func size(_ claim: JSONValue) -> Quantity {
        let text = claim["spec"]["resources"]["requests"]["storage"].string ?? ""
        return (try? Quantity(parsing: text)) ?? .zero
    }

    private func storageClass(_ claim: JSONValue) -> String {
        claim["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"].string
            ?? claim["spec"]["storageClassName"].string ?? ""
    }
}
