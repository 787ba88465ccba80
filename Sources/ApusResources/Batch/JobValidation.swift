import ApusAPI
import ApusJSON

/// Rules for Jobs (`pkg/apis/batch/validation`).
enum JobValidation {
    private static let ownerLabels = ["batch.kubernetes.io/controller-uid", "controller-uid"]
    private static let nameLabels = ["batch.kubernetes.io/job-name", "job-name"]

    static func validateCreate(_ job: JSONValue, _ errors: inout FieldErrors) {
        validateGeneratedSelector(job, &errors)
        let spec = job["spec"]
        validateWithSelector(spec, FieldPath("spec"), &errors)
        if spec["completionMode"] == "Indexed", let completions = spec["completions"].int, completions > 0 {
            let name = job["metadata"]["name"].text
            let hostname = "\(name)-\(completions - 1)"
            if !Names.dnsLabelProblems(hostname).isEmpty {
                errors.invalid(
                    FieldPath("metadata")["name"], .string(name),
                    "will not able to create pod with invalid DNS label: \(hostname)")
            }
        }
    }

    /// The labels by which a Job finds its pods are those that were made for it.
    private static func validateGeneratedSelector(_ job: JSONValue, _ errors: inout FieldErrors) {
        let (spec, metadata) = (job["spec"], job["metadata"])
        if spec["manualSelector"] == true || spec["selector"].isNull { return }
        let path = FieldPath("spec")["template"]["metadata"]["labels"]
        let labels = spec["template"]["metadata"]["labels"]
        var expected: [String: String] = [:]
        for (names, value) in [(ownerLabels, metadata["uid"].text), (nameLabels, metadata["name"].text)] {
            for name in names { expected[name] = value }
        }
        for name in [ownerLabels[0], nameLabels[0], ownerLabels[1], nameLabels[1]] {
            let value = expected[name] ?? ""
            if labels[name].isNull {
                errors.required(path.key(name), "must be '\(value)'")
            } else if labels[name].text != value {
                errors.invalid(path.key(name), labels, "must be '\(value)'")
            }
        }
        if let selector = try? LabelSelector(spec["selector"]), !selector.matches(expected) {
            errors.invalid(FieldPath("spec")["selector"], spec["selector"], "`selector` not auto-generated")
        }
    }

    private static func validateWithSelector(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        JobSpecRules.validate(spec, path, &errors)
        if spec["selector"].isNull {
            errors.required(path["selector"])
            return
        }
        LabelRules.validateSelector(spec["selector"], path["selector"], &errors)
        let labels = spec["template"]["metadata"]["labels"]
        if let selector = try? LabelSelector(spec["selector"]),
            !selector.matches(WorkloadRules.dictionary(labels))
        {
            errors.invalid(
                path["template"]["metadata"]["labels"], labels, "`selector` does not match template `labels`")
        }
    }

    /// A CronJob's template, whose selector and labels are generated later.
    static func validateTemplate(_ template: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let spec = template["spec"]
        JobSpecRules.validate(spec, path["spec"], &errors)
        if !spec["selector"].isNull {
            errors.invalid(path["spec"]["selector"], spec["selector"], "`selector` will be auto-generated")
        }
        if spec["manualSelector"] == true {
            errors.notSupported(path["spec"]["manualSelector"], true, ["nil", "false"])
        }
    }

    // MARK: - Updates

    static func validateUpdate(_ job: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let (new, before) = (job["spec"], old["spec"])
        validateWithSelector(new, path, &errors)
        if new["completions"] != before["completions"] {
            if new["completionMode"] != "Indexed" {
                errors.invalid(path["completions"], new["completions"], MetadataRules.immutable)
            } else if !new["completions"].isNull, new["completions"] != new["parallelism"] {
                errors.invalid(
                    path["completions"], new["completions"], "can only be modified in tandem with spec.parallelism")
            }
        }
        func immutable(_ key: String) {
            if new[key] != before[key] { errors.invalid(path[key], new[key], MetadataRules.immutable) }
        }
        immutable("selector")
        if withMutableFields(of: new["template"], in: before["template"], old) != new["template"] {
            errors.invalid(path["template"], new["template"], MetadataRules.immutable)
        }
        for key in ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"] {
            immutable(key)
        }
    }

    /// The old template with what may change while the Job is suspended: where its pods run and what they ask for.
    private static func withMutableFields(
        of new: JSONValue, in template: JSONValue, _ old: JSONValue
    ) -> JSONValue {
        let isIdle =
            old["status"]["startTime"].isNull
            || old["status"]["conditions"].elements.contains { $0["type"] == "Suspended" && $0["status"] == "True" }
        guard old["spec"]["suspend"] == true, isIdle else { return template }
        var expected = template
        for key in ["nodeSelector", "tolerations", "schedulingGates"] {
            PodUpdateValidation.restore(key, of: new["spec"], in: &expected["spec"])
        }
        for key in ["labels", "annotations"] where new["metadata"][key] != template["metadata"][key] {
            if expected["metadata"].isNull { expected["metadata"] = [:] }
            PodUpdateValidation.restore(key, of: new["metadata"], in: &expected["metadata"])
        }
        if new["metadata"].isNull { expected.remove("metadata") }
        let affinity = new["spec"]["affinity"]
        if affinity["nodeAffinity"] != template["spec"]["affinity"]["nodeAffinity"] || affinity.isNull {
            if expected["spec"]["affinity"].isNull { expected["spec"]["affinity"] = [:] }
            PodUpdateValidation.restore("nodeAffinity", of: affinity, in: &expected["spec"]["affinity"])
            if expected["spec"]["affinity"].isEmptyValue, affinity.isNull { expected["spec"].remove("affinity") }
        }
        for list in ["containers", "initContainers"]
        where new["spec"][list].elements.count == template["spec"][list].elements.count {
            var index = 0
            expected["spec"].updateElements(of: list) { container in
                PodUpdateValidation.restore("resources", of: new["spec"][list][index], in: &container)
                index += 1
            }
        }
        return expected
    }
}
