import ApusAPI
import ApusJSON

/// `batch/v1 CronJob` (`pkg/registry/batch/cronjob/strategy.go`).
struct CronJobStrategy: Strategy {
    /// The longest name to which the controller can add eleven characters.
    private static let nameLimit = 52

    var traits: StrategyTraits { .controlled }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault(text: "concurrencyPolicy", "Allow")
            spec.setDefault("suspend", false)
            spec.setDefault("successfulJobsHistoryLimit", 3)
            spec.setDefault("failedJobsHistoryLimit", 1)
            spec.updateObject("jobTemplate") { template in
                template.updateObject("spec") { job in
                    job.updateObject("template") { PodSpecDefaults.applyTemplate(&$0) }
                }
            }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        validateSpec(object["spec"], old: nil, &errors)
        let name = object["metadata"]["name"].text
        if name.utf8.count > Self.nameLimit {
            errors.invalid(
                FieldPath("metadata")["name"], .string(name), "must be no more than \(Self.nameLimit) characters")
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource.isEmpty { validateSpec(object["spec"], old: old["spec"], &errors) }
    }

    private func validateSpec(_ spec: JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let schedule = spec["schedule"].text
        if errors.require(spec["schedule"], path["schedule"]) {
            validateSchedule(schedule, spec, old, path["schedule"], &errors)
        }
        errors.nonNegative(spec["startingDeadlineSeconds"], path["startingDeadlineSeconds"])
        if old == nil || old?["timeZone"] != spec["timeZone"] {
            CronTimeZone.validate(spec["timeZone"], path["timeZone"], &errors)
        }
        errors.choose(spec["concurrencyPolicy"], ["Allow", "Forbid", "Replace"], path["concurrencyPolicy"])
        JobValidation.validateTemplate(spec["jobTemplate"], path["jobTemplate"], &errors)
        for key in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] { errors.nonNegative(spec[key], path[key]) }
    }

    private func validateSchedule(
        _ schedule: String, _ spec: JSONValue, _ old: JSONValue?, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        do throws(CronSchedule.ParseError) {
            _ = try CronSchedule(schedule)
        } catch {
            errors.invalid(path, .string(schedule), "\(error)")
        }
        guard schedule.contains("TZ") else { return }
        if old?["schedule"].text.contains("TZ") != true {
            errors.invalid(
                path, .string(schedule), "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
        } else if !spec["timeZone"].isNull {
            errors.invalid(
                path, .string(schedule), "cannot use both timeZone field and TZ or CRON_TZ in schedule")
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        guard context.subresource.isEmpty else { return [] }
        var warnings: [String] = []
        let problems = Names.dnsLabelProblems(object["metadata"]["name"].text)
        if old == nil, !problems.isEmpty {
            warnings.append(
                "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS "
                    + "label is recommended: \(GoText.list(problems))")
        }
        let spec = object["spec"]
        warnings += JobStrategy.limitWarnings(
            spec["jobTemplate"]["spec"], FieldPath("spec")["jobTemplate"]["spec"])
        warnings += WorkloadRules.warnings(
            object, old: old, context, at: ["spec", "jobTemplate", "spec", "template"])
        if spec["schedule"].text.contains("TZ") {
            warnings.append(
                "CRON_TZ or TZ used in \"spec.schedule\" is not officially supported, see "
                    + "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details")
        }
        return warnings
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (spec, status) = (object["spec"], object["status"])
        let (names, images) = TableContext.containers(spec["jobTemplate"]["spec"]["template"]["spec"])
        let last: JSONValue =
            status["lastScheduleTime"].isNull ? "<none>" : context.age(since: status["lastScheduleTime"])
        return [
            context.name(object), .string(spec["schedule"].text), .string(spec["timeZone"].string ?? "<none>"),
            .string(spec["suspend"].bool == true ? "True" : "False"), .int(Int64(status["active"].elements.count)),
            last,
            context.age(object), names, images, TableContext.selector(spec["jobTemplate"]["spec"]["selector"]),
        ]
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Schedule", "string", "", 0), .init("Timezone", "string", "", 0),
            .init("Suspend", "boolean", "", 0), .init("Active", "integer", "", 0),
            .init("Last Schedule", "string", "", 0), .init("Age", "string", "", 0),
            .init("Containers", "string", "", 1), .init("Images", "string", "", 1), .init("Selector", "string", "", 1),
        ]
    }
}
