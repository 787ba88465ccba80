import ApusAPI
import ApusClient
import ApusJSON

/// What a Deployment says of itself.
extension DeploymentRollout {
    private var now: Timestamp { context.time.now }
    var progressing: JSONValue? { deployment["status"]["conditions"].elements.condition("Progressing") }

    /// Writes `deployment`'s status as it is.
    mutating func writeStatus() async throws {
        deployment = try await context.client.updateStatus(Resources.deployments, deployment).decoded()
    }

    mutating func setProgress(_ status: String, _ reason: String, _ message: String) {
        var conditions = deployment["status"]["conditions"].elements
        Self.set(
            Condition(type: "Progressing", status: status, reason: reason, message: message), in: &conditions, now: now)
        deployment["status"]["conditions"] = .array(conditions)
    }

    /// Puts a condition in place of the one of its type; one that says the same stays as it is.
    private static func set(_ condition: Condition, in conditions: inout [JSONValue], now: Timestamp) {
        let old = conditions.condition(condition.type)
        if let old, old["status"].string == condition.status, old["reason"].string == condition.reason { return }
        conditions.removeCondition(condition.type)
        conditions.append(condition.value(now: now, replacing: old, members: ["lastUpdateTime"]))
    }

    // MARK: - Pause

    /// Tells by the Progressing condition that the deadline does not run while the Deployment is paused.
    mutating func checkPaused() async throws {
        guard deadline != nil, progressing?["reason"].string != "ProgressDeadlineExceeded" else { return }
        let saysPaused = progressing?["reason"].string == "DeploymentPaused"
        if isPaused, !saysPaused {
            setProgress("Unknown", "DeploymentPaused", "Deployment is paused")
        } else if !isPaused, saysPaused {
            setProgress("Unknown", "DeploymentResumed", "Deployment is resumed")
        } else {
            return
        }
        try await writeStatus()
    }

    // MARK: - Numbers

    func isComplete(_ status: JSONValue) -> Bool {
        status["updatedReplicas"].int ?? 0 == numbers.wanted && status["replicas"].int ?? 0 == numbers.wanted
            && status["availableReplicas"].int ?? 0 == numbers.wanted
            && status["observedGeneration"].int ?? 0 >= deployment.generation
    }

    private func computeStatus() -> JSONValue {
        var status = deployment["status"].object == nil ? [:] : deployment["status"]
        let available = all.totalAvailable
        status.set("observedGeneration", unlessZero: deployment.generation)
        status.set("replicas", unlessZero: all.totalReplicas)
        status.set("updatedReplicas", unlessZero: new?.replicas ?? 0)
        status.set("readyReplicas", unlessZero: all.totalReady)
        status.set("availableReplicas", unlessZero: available)
        status.set("unavailableReplicas", unlessZero: max(all.totalSize - available, 0))
        var conditions = status["conditions"].elements
        let enough = available >= numbers.wanted - numbers.maxUnavailable
        Self.set(
            enough
                ? Condition(
                    type: "Available", status: "True", reason: "MinimumReplicasAvailable",
                    message: "Deployment has minimum availability.")
                : Condition(
                    type: "Available", status: "False", reason: "MinimumReplicasUnavailable",
                    message: "Deployment does not have minimum availability."), in: &conditions, now: now)
        status["conditions"] = .array(conditions)
        return status
    }

    /// Writes the numbers, without judging progress.
    mutating func settle() async throws {
        let status = computeStatus()
        guard status != deployment["status"] else { return }
        deployment["status"] = status
        try await writeStatus()
    }

    // MARK: - Progress

    /// Writes the numbers and what they say of progress.
    mutating func syncProgress() async throws {
        let before = deployment["status"]
        var status = computeStatus()
        var conditions = status["conditions"].elements
        if deadline == nil { conditions.removeCondition("Progressing") }
        let current = progressing
        let isDone =
            status["replicas"].int ?? 0 == status["updatedReplicas"].int ?? 0
            && current?["reason"].string == "NewReplicaSetAvailable"
        if deadline != nil, !isDone {
            judge(status, before: before, current: current, &conditions)
        }
        if let failure = replicaFailure {
            Self.set(failure, in: &conditions, now: now)
        } else {
            conditions.removeCondition("ReplicaFailure")
        }
        status.set("conditions", unlessEmpty: conditions)
        if status != before {
            deployment["status"] = status
            try await writeStatus()
        }
        lookAgainAtDeadline()
    }

    private func judge(
        _ status: JSONValue, before: JSONValue, current: JSONValue?, _ conditions: inout [JSONValue]
    ) {
        let what = new.map { "ReplicaSet \"\($0.name)\"" } ?? "Deployment \"\(deployment.name)\""
        if isComplete(status) {
            Self.set(
                Condition(
                    type: "Progressing", status: "True", reason: "NewReplicaSetAvailable",
                    message: "\(what) has successfully progressed."), in: &conditions, now: now)
        } else if hasProgressed(from: before, to: status) {
            let condition = Condition(
                type: "Progressing", status: "True", reason: "ReplicaSetUpdated", message: "\(what) is progressing.")
            // Even where it says the same as before: its time is what the deadline counts from.
            conditions.removeCondition("Progressing")
            conditions.append(condition.value(now: now, replacing: current, members: ["lastUpdateTime"]))
        } else if isLate(current) {
            Self.set(
                Condition(
                    type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded",
                    message: "\(what) has timed out progressing."), in: &conditions, now: now)
        }
    }

    private func hasProgressed(from before: JSONValue, to after: JSONValue) -> Bool {
        func number(_ status: JSONValue, _ name: String) -> Int64 { status[name].int ?? 0 }
        func old(_ status: JSONValue) -> Int64 { number(status, "replicas") - number(status, "updatedReplicas") }
        return number(after, "updatedReplicas") > number(before, "updatedReplicas") || old(after) < old(before)
            || number(after, "readyReplicas") > number(before, "readyReplicas")
            || number(after, "availableReplicas") > number(before, "availableReplicas")
    }

    private func isLate(_ condition: JSONValue?) -> Bool {
        guard let condition, let deadline, let since = condition["lastUpdateTime"].timestamp else { return false }
        switch condition["reason"].string {
        case "NewReplicaSetAvailable": return false
        case "ProgressDeadlineExceeded": return true
        default: return since.advanced(by: .seconds(deadline)) < now
        }
    }

    /// Nothing may happen until the deadline: then somebody has to look.
    private func lookAgainAtDeadline() {
        guard let condition = progressing, let deadline, let since = condition["lastUpdateTime"].timestamp,
            !isComplete(deployment["status"]), condition["reason"].string != "ProgressDeadlineExceeded"
        else { return }
        let left = since.advanced(by: .seconds(deadline)).since(now)
        queue.add(deployment.key, after: max(left, .zero) + .seconds(1))
    }

    /// Why a ReplicaSet cannot make its Pods.
    private var replicaFailure: Condition? {
        for set in (new.map { [$0] } ?? []) + old {
            guard let failure = set.value["status"]["conditions"].elements.condition("ReplicaFailure") else { continue }
            return Condition(
                type: "ReplicaFailure", status: failure["status"].string ?? "True",
                reason: failure["reason"].string ?? "", message: failure["message"].string ?? "")
        }
        return nil
    }
}
