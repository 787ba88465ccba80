import ApusAPI
import ApusJSON

/// Rules for Jobs (`pkg/apis/batch/validation`).
enum JobValidation {
    static func validate(_ job: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = job["spec"]
        if spec["selector"].isNull {
            errors.required(path["selector"])
        } else {
            LabelRules.validateSelector(spec["selector"], path["selector"], &errors)
        }
        validateSpec(spec, path, &errors)
        if let selector = try? LabelSelector(spec["selector"]) {
            let labels = spec["template"]["metadata"]["labels"]
            if !selector.matches(WorkloadRules.dictionary(labels)) {
                errors.invalid(
                    path["template"]["metadata"]["labels"], labels.isNull ? .null : labels,
                    "`selector` does not match template `labels`")
            }
        }
    }

    /// A CronJob's template, whose selector and labels are generated later.
    static func validateTemplate(_ template: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let spec = template["spec"]
        if spec["manualSelector"].bool == true {
            errors.notSupported(
                path["spec"]["manualSelector"], true, ["nil", "false"])
        }
        if !spec["selector"].isNull {
            errors.invalid(path["spec"]["selector"], spec["selector"], "`selector` will be auto-generated")
        }
        validateSpec(spec, path["spec"], &errors)
    }

    private static func validateSpec(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in [
            "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished",
            "backoffLimitPerIndex", "maxFailedIndexes",
        ] {
            NumberRules.validateNonNegative(spec[key], path[key], &errors)
        }
        let mode = spec["completionMode"].text
        if !mode.isEmpty {
            if mode != "NonIndexed", mode != "Indexed" {
                errors.notSupported(path["completionMode"], .string(mode), ["Indexed", "NonIndexed"])
            }
            if mode == "Indexed" {
                if spec["completions"].isNull {
                    errors.required(path["completions"], "when completion mode is Indexed")
                }
                if let parallelism = spec["parallelism"].int, parallelism > 100_000 {
                    errors.invalid(
                        path["parallelism"], .int(parallelism),
                        "must be less than or equal to 100000 when completion mode is Indexed")
                }
            } else {
                for key in ["backoffLimitPerIndex", "maxFailedIndexes"] where !spec[key].isNull {
                    errors.forbidden(path[key], "cannot be set when completionMode is not Indexed")
                }
            }
        }
        let template = path["template"]
        PodTemplateValidation.validate(spec["template"], template, &errors)
        let policy = spec["template"]["spec"]["restartPolicy"].text
        if policy != "OnFailure", policy != "Never" {
            errors.required(
                template["spec"]["restartPolicy"], "valid values: \"OnFailure\", \"Never\"")
        }
        if !spec["podFailurePolicy"].isNull, policy != "Never" {
            errors.invalid(
                template["spec"]["restartPolicy"], .string(policy),
                "only \"Never\" is supported when podFailurePolicy is specified")
        }
    }

    static func validateUpdate(_ job: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        validate(job, &errors)
        let path = FieldPath("spec")
        let (new, before) = (job["spec"], old["spec"])
        for key in ["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy"]
        where new[key] != before[key] {
            errors.invalid(path[key], new[key], MetadataRules.immutable)
        }
        if new["completions"] != before["completions"] {
            let isElastic =
                new["completionMode"] == "Indexed" && new["completions"] == new["parallelism"]
                && before["completions"] == before["parallelism"]
            if !isElastic { errors.invalid(path["completions"], new["completions"], MetadataRules.immutable) }
        }
        // Scheduling directives may change while the Job is suspended and has not started.
        var template = new["template"]
        let isMutable =
            before["suspend"].bool == true
            && (old["status"]["startTime"].isNull || old["status"]["active"].int ?? 0 == 0)
        if isMutable {
            let oldTemplate = before["template"]
            for key in ["nodeSelector", "tolerations", "schedulingGates"] {
                restore(key, of: oldTemplate["spec"], in: &template["spec"])
            }
            restore("nodeAffinity", of: oldTemplate["spec"]["affinity"], in: &template["spec"]["affinity"])
            if template["spec"]["affinity"].isEmptyValue, oldTemplate["spec"]["affinity"].isNull {
                template["spec"].remove("affinity")
            }
            for key in ["labels", "annotations"] {
                restore(key, of: oldTemplate["metadata"], in: &template["metadata"])
            }
        }
        if template != before["template"] {
            errors.invalid(path["template"], new["template"], MetadataRules.immutable)
        }
    }

    private static func restore(_ key: String, of old: JSONValue, in new: inout JSONValue) {
        if old[key].isNull { new.remove(key) } else { new[key] = old[key] }
    }
}
