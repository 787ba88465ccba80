import ApusAPI
import ApusClient
import ApusJSON

/// How a Job ends.
struct JobOutcome: Sendable {
    var isSuccess: Bool
    var reason: String
    var message: String
}

extension JobSync {
    /// The outcome, as soon as it is certain.
    func decide() -> JobOutcome? {
        // Once announced it stays.
        if let target = conditions.condition("FailureTarget"), target["status"].string == "True" {
            return outcome(target, isSuccess: false)
        }
        if let target = conditions.condition("SuccessCriteriaMet"), target["status"].string == "True" {
            return outcome(target, isSuccess: true)
        }
        if failed > backoffLimit || restartsExceedLimit {
            return JobOutcome(
                isSuccess: false, reason: "BackoffLimitExceeded",
                message: "Job has reached the specified backoff limit")
        }
        if let seconds = spec["activeDeadlineSeconds"].int, !isSuspended, let started = status["startTime"].timestamp,
            started.advanced(by: .seconds(seconds)) <= context.time.now
        {
            return JobOutcome(
                isSuccess: false, reason: "DeadlineExceeded", message: "Job was active longer than specified deadline")
        }
        let isComplete =
            completions.map { succeeded >= $0 && (!isSuspended || $0 > 0 || active.isEmpty) }
            ?? (succeeded > 0 && active.isEmpty)
        guard isComplete else { return nil }
        return JobOutcome(
            isSuccess: true, reason: "CompletionsReached", message: "Reached expected number of succeeded pods")
    }

    private func outcome(_ target: JSONValue, isSuccess: Bool) -> JobOutcome {
        JobOutcome(
            isSuccess: isSuccess, reason: target["reason"].string ?? "", message: target["message"].string ?? "")
    }

    /// With restartPolicy OnFailure containers fail in place: their restarts count against the limit.
    private var restartsExceedLimit: Bool {
        guard spec["template"]["spec"]["restartPolicy"].string == "OnFailure" else { return false }
        let running = pods.filter { ["Running", "Pending"].contains($0.phase) }
        let restarts = running.reduce(Int64(0)) { sum, pod in
            let containers =
                pod.value["status"]["containerStatuses"].elements
                + pod.value["status"]["initContainerStatuses"].elements
            return sum + containers.reduce(0) { $0 + ($1["restartCount"].int ?? 0) }
        }
        return backoffLimit == 0 ? restarts > 0 : restarts >= Int64(backoffLimit)
    }

    /// Announces the outcome, takes the remaining Pods away, and when they are gone makes it final.
    mutating func end(_ outcome: JobOutcome) async throws {
        let target = outcome.isSuccess ? "SuccessCriteriaMet" : "FailureTarget"
        if conditions.condition(target)?["status"].string != "True" {
            set(Condition(type: target, status: "True", reason: outcome.reason, message: outcome.message))
            setNumbersBeforeEnd()
            try await write()
            status = job["status"]
        }
        let running = active
        if !running.isEmpty {
            if let error = await delete(running, keepingCount: true) { throw error }
            return
        }
        guard terminating.isEmpty, tracked.values.allSatisfy({ !$0.isBeingDeleted || $0.isFinished }) else { return }
        for pod in tracked.values { try await context.client.removeJobFinalizer(from: pod.value) }
        tracked = [:]
        status["uncountedTerminatedPods"] = [:]
        if conditions.condition("Suspended")?["status"].string == "True" {
            set(Condition(type: "Suspended", status: "False", reason: "JobResumed", message: "Job resumed"))
        }
        set(
            Condition(
                type: outcome.isSuccess ? "Complete" : "Failed", status: "True", reason: outcome.reason,
                message: outcome.message))
        if outcome.isSuccess {
            status["completionTime"] = .string(context.time.now.rfc3339)
            context.events.record(about, .normal, reason: "Completed", message: "Job completed")
        } else {
            context.events.record(about, .warning, reason: outcome.reason, message: outcome.message)
        }
    }

    private mutating func setNumbersBeforeEnd() {
        status.set("active", unlessZero: Int64(active.count))
        status["ready"] = .int(Int64(active.filter(\.isReady).count))
        status["terminating"] = .int(Int64(terminating.count))
    }
}
