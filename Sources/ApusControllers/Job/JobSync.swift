import ApusAPI
import ApusClient
import ApusJSON

/// One look at a Job and its Pods.
struct JobSync {
    /// The first delay after a failure; it doubles up to ten minutes.
    static let firstBackoff: Duration = .seconds(10)
    static let longestBackoff: Duration = .seconds(600)

    let context: ControllerContext
    let expectations: Expectations
    var job: JSONValue
    let pods: [PodState]
    /// Whether the cache has everything that this controller did.
    let isUpToDate: Bool
    var status: JSONValue
    /// The Pods by uid that still carry the finalizer.
    var tracked: [String: PodState]

    init(
        context: ControllerContext, expectations: Expectations, job: JSONValue, pods: [PodState], isUpToDate: Bool
    ) {
        self.context = context
        self.expectations = expectations
        self.job = job
        self.pods = pods
        self.isUpToDate = isUpToDate
        status = job["status"].object == nil ? [:] : job["status"]
        tracked = [:]
        for pod in pods where pod.value.finalizers.contains(JobController.trackingFinalizer) { tracked[pod.uid] = pod }
    }

    // MARK: - The Job

    var spec: JSONValue { job["spec"] }
    var about: ObjectReference { ObjectReference(Kinds.job, job) }
    var isIndexed: Bool { spec["completionMode"].string == "Indexed" }
    var isSuspended: Bool { spec["suspend"].bool ?? false }
    var parallelism: Int { Int(spec["parallelism"].int ?? 1) }
    var completions: Int? { spec["completions"].int.map { Int($0) } }
    var backoffLimit: Int { Int(spec["backoffLimit"].int ?? 6) }
    /// Whether only Pods that have ended are replaced, not those that are about to.
    var replacesFailedOnly: Bool { spec["podReplacementPolicy"].string == "Failed" }

    static func isFinished(_ job: JSONValue) -> Bool { finishTime(job) != nil }

    static func finishTime(_ job: JSONValue) -> Timestamp? {
        let conditions = job["status"]["conditions"].elements
        return ["Complete", "Failed"].compactMap { conditions.condition($0) }.first { $0["status"].string == "True" }
            .map { $0["lastTransitionTime"].timestamp ?? Timestamp(seconds: 0) }
    }

    var conditions: [JSONValue] {
        get { status["conditions"].elements }
        set { status.set("conditions", unlessEmpty: newValue) }
    }

    // MARK: - The Pods

    func hasFailed(_ pod: PodState) -> Bool {
        if pod.phase == "Failed" { return true }
        return !replacesFailedOnly && pod.isBeingDeleted && pod.phase != "Succeeded"
    }

    var active: [PodState] { pods.filter(\.isActive) }
    var terminating: [PodState] { pods.filter { $0.isBeingDeleted && !$0.isFinished } }

    // MARK: - Run

    mutating func run() async throws -> WorkResult {
        if status["startTime"].isNull, !isSuspended { status["startTime"] = .string(context.time.now.rfc3339) }
        try await count()
        let outcome = decide()
        var failure: (any Error)?
        var wait: Duration?
        if let outcome {
            try await end(outcome)
        } else if isUpToDate, !job.isBeingDeleted {
            if isSuspended {
                try await suspend()
            } else {
                resume()
                (wait, failure) = await manage()
            }
        }
        setNumbers()
        try await write()
        if let failure { throw failure }
        return [wait, untilDeadline].compactMap { $0 }.min().map { .again(after: max($0, .milliseconds(1))) } ?? .done
    }

    private var untilDeadline: Duration? {
        guard let seconds = spec["activeDeadlineSeconds"].int, !isSuspended,
            let started = status["startTime"].timestamp, !Self.isFinished(["status": status])
        else { return nil }
        return started.advanced(by: .seconds(seconds)).since(context.time.now)
    }

    private mutating func setNumbers() {
        let running = active
        status.set("active", unlessZero: Int64(running.count))
        status["ready"] = .int(Int64(running.filter(\.isReady).count))
        status["terminating"] = .int(Int64(terminating.count))
    }

    mutating func write() async throws {
        guard status != job["status"] else { return }
        var changed = job
        changed["status"] = status
        job = try await context.client.updateStatus(Resources.jobs, changed).decoded()
    }

    // MARK: - Suspension

    private mutating func suspend() async throws {
        _ = await delete(active, keepingCount: false)
        let known = conditions.condition("Suspended")
        guard known?["status"].string != "True" else { return }
        set(Condition(type: "Suspended", status: "True", reason: "JobSuspended", message: "Job suspended"))
        status.remove("startTime")
        context.events.record(about, .normal, reason: "Suspended", message: "Job suspended")
    }

    private mutating func resume() {
        guard conditions.condition("Suspended")?["status"].string == "True" else { return }
        set(Condition(type: "Suspended", status: "False", reason: "JobResumed", message: "Job resumed"))
        status["startTime"] = .string(context.time.now.rfc3339)
        context.events.record(about, .normal, reason: "Resumed", message: "Job resumed")
    }

    mutating func set(_ condition: Condition) {
        var list = conditions
        let value = condition.value(now: context.time.now, members: ["lastProbeTime"])
        if let index = list.firstIndex(where: { $0["type"].string == condition.type }) {
            list[index] = value
        } else {
            list.append(value)
        }
        conditions = list
    }
}
