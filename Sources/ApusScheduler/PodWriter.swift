import ApusAPI
import ApusClient
import ApusJSON

/// What the scheduler writes about Pods: bindings, conditions and events.
struct PodWriter: Sendable {
    static let pods = GroupVersionResource("", "v1", "pods")

    let client: APIClient
    let events: EventRecorder
    let time: TimeSource

    /// Puts a Pod on a node for good.
    func bind(_ pod: PodFacts, to nodeName: String) async throws(StatusError) {
        let binding: JSONValue = [
            "apiVersion": "v1", "kind": "Binding",
            "metadata": [
                "name": .string(pod.name), "namespace": .string(pod.namespace), "uid": .string(pod.uid),
            ],
            "target": ["apiVersion": "v1", "kind": "Node", "name": .string(nodeName)],
        ]
        try await client.create(
            Self.pods, namespace: pod.namespace, binding, name: pod.name, subresource: "binding")
        events.record(
            reference(pod), .normal, reason: "Scheduled",
            message: "Successfully assigned \(pod.namespace)/\(pod.name) to \(nodeName)")
    }

    /// Says on the Pod and in an event why it has no node. A condition that already says so is not written again.
    func reportFailure(_ pod: PodFacts, reason: String, message: String) async throws(StatusError) {
        events.record(reference(pod), .warning, reason: "FailedScheduling", message: message)
        let wanted = PodFacts.Condition(status: "False", reason: reason, message: message)
        guard pod.condition != wanted else { return }
        var condition: JSONValue = [
            "type": "PodScheduled", "status": "False", "reason": .string(reason), "message": .string(message),
            "lastProbeTime": nil,
        ]
        if pod.condition?.status != "False" { condition["lastTransitionTime"] = .string(time.now.rfc3339) }
        let patch: JSONValue = [
            "metadata": ["uid": .string(pod.uid)], "status": ["conditions": .array([condition])],
        ]
        do {
            try await client.patch(
                Self.pods, namespace: pod.namespace, name: pod.name, subresource: "status", .strategicMerge, patch)
        } catch  where error.reason == .notFound {
            // It was deleted meanwhile.
        }
    }

    private func reference(_ pod: PodFacts) -> ObjectReference {
        ObjectReference(
            apiVersion: "v1", kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid,
            resourceVersion: pod.revision > 0 ? String(pod.revision) : "")
    }
}
