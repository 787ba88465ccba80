import ApusAPI
import ApusJSON

/// `batch/v1 Job` (`pkg/registry/batch/job/strategy.go`).
struct JobStrategy: Strategy {
    private static let ownerLabels = ["batch.kubernetes.io/controller-uid", "controller-uid"]
    private static let nameLabels = ["batch.kubernetes.io/job-name", "job-name"]

    var traits: StrategyTraits {
        var traits = StrategyTraits.controlled
        traits.defaultPropagation = .orphan
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Status", "string", "", 0),
            .init("Completions", "string", "", 0), .init("Duration", "string", "", 0), .init("Age", "string", "", 0),
            .init("Containers", "string", "", 1), .init("Images", "string", "", 1), .init("Selector", "string", "", 1),
        ]
    }

    func applyDefaults(_ object: inout JSONValue) {
        let labels = object["spec"]["template"]["metadata"]["labels"]
        if object["metadata"]["labels"].isEmptyValue, !labels.isEmptyValue { object["metadata"]["labels"] = labels }
        object.updateObject("spec") { spec in
            if spec["completions"].isNull, spec["parallelism"].isNull { spec["completions"] = 1 }
            spec.setDefault("parallelism", 1)
            spec.setDefault("backoffLimit", spec["backoffLimitPerIndex"].isNull ? 6 : 2_147_483_647)
            spec.setDefault(text: "completionMode", "NonIndexed")
            spec.setDefault("suspend", false)
            spec.setDefault(
                text: "podReplacementPolicy", spec["podFailurePolicy"].isNull ? "TerminatingOrFailed" : "Failed")
            spec.updateObject("podFailurePolicy") { policy in
                policy.updateElements(of: "rules") { rule in
                    rule.updateElements(of: "onPodConditions") { $0.setDefault(text: "status", "True") }
                }
            }
            spec.updateObject("template") { PodSpecDefaults.applyTemplate(&$0) }
        }
    }

    /// Gives the Job a selector of its own, unless it says that it has one.
    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        guard object["spec"]["manualSelector"].bool != true else { return }
        let (uid, name) = (object["metadata"]["uid"], object["metadata"]["name"])
        object.updateObject("spec") { spec in
            for label in Self.ownerLabels { spec["template"]["metadata"]["labels"].setDefault(label, uid) }
            for label in Self.nameLabels { spec["template"]["metadata"]["labels"].setDefault(label, name) }
            spec["selector"]["matchLabels"].setDefault(Self.ownerLabels[0], uid)
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        JobValidation.validateCreate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            JobStatusRules.validate(object, old: old, &errors)
        } else {
            JobValidation.validateUpdate(object, old: old, &errors)
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        guard context.subresource.isEmpty else { return [] }
        return (old == nil ? JobStrategy.nameWarnings(object) : [])
            + JobStrategy.limitWarnings(object["spec"], FieldPath("spec"))
            + WorkloadRules.warnings(object, old: old, context)
    }

    private static func nameWarnings(_ job: JSONValue) -> [String] {
        let problems = Names.dnsLabelProblems(job["metadata"]["name"].text)
        if problems.isEmpty { return [] }
        return [
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label "
                + "is recommended: \(GoText.list(problems))"
        ]
    }

    static func limitWarnings(_ spec: JSONValue, _ path: FieldPath) -> [String] {
        guard let completions = spec["completions"].int, let parallelism = spec["parallelism"].int,
            completions > 100_000, parallelism > 10_000
        else { return [] }
        return [
            "\(path): In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
                + "Kubernetes might not be able to track completedIndexes when a big number of indexes fail"
        ]
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (spec, status) = (object["spec"], object["status"])
        let (names, images) = TableContext.containers(spec["template"]["spec"])
        let succeeded = status["succeeded"].int ?? 0
        var completions = "\(succeeded)/1"
        if let wanted = spec["completions"].int {
            completions = "\(succeeded)/\(wanted)"
        } else if let parallelism = spec["parallelism"].int, parallelism > 1 {
            completions = "\(succeeded)/1 of \(parallelism)"
        }
        var duration = ""
        if let start = status["startTime"].string.flatMap(Timestamp.init(rfc3339:)) {
            let end = status["completionTime"].string.flatMap(Timestamp.init(rfc3339:)) ?? context.now
            duration = end.since(start).humanText
        }
        return [
            context.name(object), .string(summary(object)), .string(completions), .string(duration),
            context.age(object), names, images, TableContext.selector(spec["selector"]),
        ]
    }

    private func summary(_ job: JSONValue) -> String {
        func isTrue(_ type: String) -> Bool {
            job["status"]["conditions"].elements.contains { $0["type"].string == type && $0["status"] == "True" }
        }
        if isTrue("Complete") { return "Complete" }
        if isTrue("Failed") { return "Failed" }
        if !job["metadata"]["deletionTimestamp"].isNull { return "Terminating" }
        if isTrue("Suspended") { return "Suspended" }
        if isTrue("FailureTarget") { return "FailureTarget" }
        if isTrue("SuccessCriteriaMet") { return "SuccessCriteriaMet" }
        return "Running"
    }
}
