import ApusAPI
import ApusJSON

/// The status of a ReplicaSet or ReplicationController.
enum ReplicaStatus {
    static func compute(
        _ owner: JSONValue, pods: [PodState], failure: (any Error)?, now: Timestamp, requested: Int64
    ) -> JSONValue {
        let template = owner["spec"]["template"].labels
        let minReady = owner["spec"]["minReadySeconds"].int ?? 0
        var labeled: Int64 = 0
        var ready: Int64 = 0
        var available: Int64 = 0
        for pod in pods {
            let labels = pod.value.labels
            if template.allSatisfy({ labels[$0.key] == $0.value }) { labeled += 1 }
            if pod.isReady { ready += 1 }
            if pod.isAvailable(minReadySeconds: minReady, at: now) { available += 1 }
        }
        var status = owner["status"].object == nil ? [:] : owner["status"]
        status["replicas"] = .int(Int64(pods.count))
        status.set("fullyLabeledReplicas", unlessZero: labeled)
        status.set("readyReplicas", unlessZero: ready)
        status.set("availableReplicas", unlessZero: available)
        status.set("observedGeneration", unlessZero: owner.generation)

        var conditions = status["conditions"].elements
        let known = conditions.condition("ReplicaFailure")
        if let failure, known == nil {
            let reason = requested > Int64(pods.count) ? "FailedCreate" : "FailedDelete"
            conditions.append(
                Condition(type: "ReplicaFailure", status: "True", reason: reason, message: "\(failure)").value(now: now)
            )
        } else if failure == nil, known != nil {
            conditions.removeCondition("ReplicaFailure")
        }
        status.set("conditions", unlessEmpty: conditions)
        return status
    }
}
