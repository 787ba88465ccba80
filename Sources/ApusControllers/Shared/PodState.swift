import ApusAPI
import ApusClient
import ApusJSON

/// What controllers ask about a Pod (upstream's `pkg/api/v1/pod`).
struct PodState: Sendable {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }
    init(_ object: APIObject) { value = object.tree }

    var name: String { value.name }
    var key: String { value.key }
    var uid: String { value.uid }
    var phase: String { value["status"]["phase"].string ?? "" }
    var nodeName: String { value["spec"]["nodeName"].string ?? "" }
    var isFinished: Bool { phase == "Succeeded" || phase == "Failed" }
    var isBeingDeleted: Bool { value.isBeingDeleted }
    /// Neither finished nor on its way out.
    var isActive: Bool { !isFinished && !isBeingDeleted }

    var readyCondition: JSONValue? { value["status"]["conditions"].elements.condition("Ready") }
    var isReady: Bool { readyCondition?["status"].string == "True" }
    var readySince: Timestamp? { isReady ? readyCondition?["lastTransitionTime"].timestamp : nil }

    /// Ready for at least `seconds`.
    func isAvailable(minReadySeconds seconds: Int64, at now: Timestamp) -> Bool {
        guard isReady else { return false }
        guard seconds > 0 else { return true }
        guard let since = readySince else { return false }
        return since.advanced(by: .seconds(seconds)) <= now
    }

    var restarts: Int64 {
        value["status"]["containerStatuses"].elements.reduce(0) { max($0, $1["restartCount"].int ?? 0) }
    }

    /// `controller.kubernetes.io/pod-deletion-cost`.
    var deletionCost: Int64 {
        value.annotations["controller.kubernetes.io/pod-deletion-cost"].flatMap { Int64($0) } ?? 0
    }
}
