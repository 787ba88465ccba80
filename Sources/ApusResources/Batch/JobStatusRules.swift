import ApusAPI
import ApusJSON

/// Rules for the status of a Job (`ValidateJobStatusUpdate`). A rule between fields holds where one of them changes.
struct JobStatusRules {
    private let job: JSONValue
    private let old: JSONValue
    private let path = FieldPath("status")

    static func validate(_ job: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let rules = JobStatusRules(job: job, old: old)
        rules.validateCounts(&errors)
        rules.validateEnd(&errors)
        rules.validateIndexes(&errors)
        rules.validatePods(&errors)
        rules.validateSuccess(&errors)
        rules.validateTransitions(&errors)
    }

    private init(job: JSONValue, old: JSONValue) {
        self.job = job
        self.old = old
    }

    private var status: JSONValue { job["status"] }

    private static func isTrue(_ job: JSONValue, _ type: String) -> Bool {
        job["status"]["conditions"].elements.contains { $0["type"].text == type && $0["status"] == "True" }
    }

    private func has(_ type: String) -> Bool { Self.isTrue(job, type) }
    private func had(_ type: String) -> Bool { Self.isTrue(old, type) }
    private var isFinished: Bool { has("Complete") || has("Failed") }

    /// Whether one of the conditions or fields is another than before.
    private func changes(_ conditions: [String], _ fields: [String] = []) -> Bool {
        conditions.contains { has($0) != had($0) } || fields.contains { status[$0] != old["status"][$0] }
    }

    // MARK: - Parts

    private func validateCounts(_ errors: inout FieldErrors) {
        for key in ["active", "succeeded", "failed", "ready", "terminating"] {
            errors.nonNegative(status[key], path[key])
        }
        var seen: Set<String> = []
        for key in ["succeeded", "failed"] {
            for (index, uid) in status["uncountedTerminatedPods"][key].elements.enumerated() {
                let here = path["uncountedTerminatedPods"][key][index]
                if uid.text.isEmpty {
                    errors.invalid(here, "", "must not be empty")
                } else if !seen.insert(uid.text).inserted {
                    errors.duplicate(here, uid)
                }
            }
        }
    }

    private func validateEnd(_ errors: inout FieldErrors) {
        let conditions = path["conditions"]
        let end = status["completionTime"]
        let time = path["completionTime"]
        if has("Complete"), has("Failed"), changes(["Complete", "Failed"]) {
            errors.invalid(conditions, omittingValue: "cannot set Complete=True and Failed=true conditions")
        }
        if has("Complete"), has("FailureTarget"), changes(["Complete", "FailureTarget"]) {
            errors.invalid(conditions, omittingValue: "cannot set Complete=True and FailureTarget=true conditions")
        }
        if changes(["Complete"], ["completionTime"]) {
            if !end.isNull, !has("Complete") {
                errors.invalid(time, end, "cannot set completionTime when there is no Complete=True condition")
            }
            if end.isNull, has("Complete") {
                errors.required(time, "completionTime is required for Complete jobs")
            }
        }
        if changes([], ["completionTime", "startTime"]), isBefore(end, status["startTime"]) {
            errors.invalid(time, end, "completionTime cannot be set before startTime")
        }
        if has("Failed"), !has("FailureTarget"), changes(["Failed", "FailureTarget"]) {
            errors.invalid(
                conditions,
                omittingValue: "cannot set Failed=True condition without the FailureTarget=true condition")
        }
        if has("Complete"), !has("SuccessCriteriaMet"), changes(["Complete", "SuccessCriteriaMet"]) {
            errors.invalid(
                conditions,
                omittingValue: "cannot set Complete=True condition without the SuccessCriteriaMet=true condition")
        }
        guard isFinished else { return }
        let ends = ["Complete", "Failed"]
        if let active = status["active"].int, active > 0, changes(ends, ["active"]) {
            errors.invalid(path["active"], .int(active), "active>0 is invalid for finished job")
        }
        let isEmpty = job["spec"]["suspend"] == true && job["spec"]["completions"] == 0
        if status["startTime"].isNull, changes(ends, ["startTime"]), !isEmpty {
            errors.required(path["startTime"], "startTime is required for finished job")
        }
        let uncounted = status["uncountedTerminatedPods"]
        if !uncounted["failed"].isEmptyValue || !uncounted["succeeded"].isEmptyValue,
            changes(ends, ["uncountedTerminatedPods"])
        {
            let shown = InternalValue.make(uncounted, [("Succeeded", "succeeded", nil), ("Failed", "failed", nil)])
            errors.invalid(
                path["uncountedTerminatedPods"], struct: shown,
                "uncountedTerminatedPods needs to be empty for finished job")
        }
    }

    private func isBefore(_ a: JSONValue, _ b: JSONValue) -> Bool {
        guard let a = a.string.flatMap(Timestamp.init(rfc3339:)), let b = b.string.flatMap(Timestamp.init(rfc3339:))
        else { return false }
        return a < b
    }

    private func validateIndexes(_ errors: inout FieldErrors) {
        let (completed, failed) = (status["completedIndexes"], status["failedIndexes"])
        let spec = job["spec"]
        func parsed(_ key: String, _ completions: Int64) -> [ClosedRange<Int64>] {
            switch IndexIntervals.parse(status[key].text, completions: completions) {
            case .success(let intervals): return intervals
            case .failure(let problem):
                if changes([], [key]) {
                    errors.invalid(path[key], status[key], "error parsing \(key): \(problem.text)")
                }
                return []
            }
        }
        var (done, lost): ([ClosedRange<Int64>], [ClosedRange<Int64>]) = ([], [])
        if let completions = spec["completions"].int {
            done = parsed("completedIndexes", completions)
            if !spec["backoffLimitPerIndex"].isNull { lost = parsed("failedIndexes", completions) }
        }
        if !completed.text.isEmpty, spec["completionMode"] != "Indexed", changes([], ["completedIndexes"]) {
            errors.invalid(
                path["completedIndexes"], completed,
                "cannot set non-empty completedIndexes when non-indexed completion mode")
        }
        if spec["backoffLimitPerIndex"].isNull, !failed.isNull, changes([], ["failedIndexes"]) {
            errors.invalid(
                path["failedIndexes"], failed,
                "cannot set non-null failedIndexes when backoffLimitPerIndex is null")
        }
        guard changes([], ["completedIndexes", "failedIndexes"]) else { return }
        for interval in done {
            guard let other = lost.first(where: { $0.overlaps(interval) }) else { continue }
            errors.invalid(
                path["failedIndexes"], failed,
                "failedIndexes and completedIndexes overlap at index: \(max(interval.lowerBound, other.lowerBound))")
            return
        }
    }

    private func validatePods(_ errors: inout FieldErrors) {
        if let count = status["terminating"].int, count > 0, isFinished,
            changes(["Complete", "Failed"], ["terminating"])
        {
            errors.invalid(path["terminating"], .int(count), "terminating>0 is invalid for finished job")
        }
        if let ready = status["ready"].int, ready > status["active"].int ?? 0, changes([], ["ready", "active"]) {
            errors.invalid(path["ready"], .int(ready), "cannot set more ready pods than active")
        }
    }

    private func validateSuccess(_ errors: inout FieldErrors) {
        let conditions = path["conditions"]
        if has("SuccessCriteriaMet"), has("Failed") {
            errors.invalid(conditions, omittingValue: "cannot set SuccessCriteriaMet=True and Failed=true conditions")
        }
        if has("SuccessCriteriaMet"), has("FailureTarget") {
            errors.invalid(
                conditions, omittingValue: "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions")
        }
        if !job["spec"]["successPolicy"].isNull, has("Complete"), !has("SuccessCriteriaMet") {
            errors.invalid(
                conditions,
                omittingValue: "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True")
        }
    }

    private func validateTransitions(_ errors: inout FieldErrors) {
        let conditions = path["conditions"]
        let before = old["status"]
        for type in ["Failed", "Complete", "FailureTarget"] where had(type) && !has(type) {
            errors.invalid(conditions, omittingValue: "cannot disable the terminal \(type)=True condition")
        }
        let spec = job["spec"]
        let isElastic = spec["completionMode"] == "Indexed" && spec["completions"] == spec["parallelism"]
        for key in ["failed", "succeeded"] where key == "failed" || !isElastic {
            if status[key].int ?? 0 < before[key].int ?? 0 {
                errors.invalid(path[key], .int(status[key].int ?? 0), "cannot decrease the \(key) counter")
            }
        }
        let end = status["completionTime"]
        if !end.isNull, !before["completionTime"].isNull, end != before["completionTime"] {
            errors.invalid(path["completionTime"], end, "completionTime cannot be mutated")
        }
        let start = before["startTime"]
        if !start.isNull, start != status["startTime"], spec["suspend"] != true {
            errors.required(path["startTime"], "startTime cannot be removed for unsuspended job")
        }
        if had("SuccessCriteriaMet"), !has("SuccessCriteriaMet") {
            errors.invalid(conditions, omittingValue: "cannot disable the SuccessCriteriaMet=True condition")
        }
        if had("Complete"), !had("SuccessCriteriaMet"), has("SuccessCriteriaMet") {
            errors.invalid(
                conditions,
                omittingValue: "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions")
        }
    }
}
