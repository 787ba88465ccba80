import ApusAPI
import ApusJSON

/// Gives containers the defaults of the namespace's LimitRanges, and keeps Pods and claims within their bounds.
struct LimitRanger: MutatingAdmission, ValidatingAdmission {
    let objects: ObjectReader

    var name: String { "LimitRanger" }
    var scope: AdmissionScope {
        AdmissionScope(
            [.create, .update], .init("pods"), .init("pods", subresource: "resize"), .init("persistentvolumeclaims"))
    }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard request.definition.resource == "pods", concerns(request) else { return }
        for limits in objects.limitRanges(request.namespace) { limits.setDefaults(&object) }
    }

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard concerns(request) else { return }
        for limits in objects.limitRanges(request.namespace) {
            let problems =
                request.definition.resource == "pods"
                ? limits.problems(ofPod: object) : limits.problems(ofClaim: object)
            guard !problems.isEmpty else { continue }
            throw request.forbidden(
                problems.count == 1 ? problems[0] : "[\(problems.joined(separator: ", "))]")
        }
    }

    /// What Pods ask for cannot change but through `resize`; what is being deleted is left alone.
    private func concerns(_ request: AdmissionRequest) -> Bool {
        guard request.operation == .update else { return true }
        if request.definition.resource == "pods", request.subresource.isEmpty { return false }
        return request.old["metadata"]["deletionTimestamp"].isNull
    }
}
