import ApusAPI
import ApusJSON

/// Nothing is made in a namespace that does not exist or is going away, and the first namespaces stay.
struct NamespaceLifecycle: MutatingAdmission {
    static let immortal: Set<String> = ["default", "kube-system", "kube-public"]

    let objects: ObjectReader

    var name: String { "NamespaceLifecycle" }
    var scope: AdmissionScope { .everything([.create, .update, .delete]) }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        if request.operation == .delete {
            if request.isFor("", "namespaces"), NamespaceLifecycle.immortal.contains(request.name) {
                throw request.forbidden("this namespace may not be deleted")
            }
            return
        }
        guard request.definition.isNamespaced, !request.namespace.isEmpty,
            // Access reviews ask about namespaces that need not exist.
            request.definition.resource != "localsubjectaccessreviews"
        else { return }
        guard let namespace = objects.namespace(request.namespace) else {
            throw .notFound(GroupVersionResource("", "v1", "namespaces"), request.namespace)
        }
        guard request.operation == .create, namespace.isTerminating else { return }
        var error = request.forbidden(
            "unable to create new content in namespace \(request.namespace) because it is being terminated")
        error.details?.causes = [
            .init(
                reason: "NamespaceTerminating", message: "namespace \(request.namespace) is being terminated",
                field: "metadata.namespace")
        ]
        throw error
    }
}
