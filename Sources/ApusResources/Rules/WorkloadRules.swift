import ApusAPI
import ApusJSON

/// Rules that the kinds share that make pods of a template (`pkg/apis/apps/validation`).
enum WorkloadRules {
    /// A selector there must be, and not an empty one.
    static func validateSelector(_ selector: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if selector.object == nil {
            errors.required(path)
            return
        }
        LabelRules.validateSelector(selector, path, &errors)
        if LabelRules.isEmpty(selector) {
            errors.invalid(path, selector, "empty selector is invalid for deployment")
        }
    }

    /// The template's own rules, and that the selector matches its labels.
    static func validateTemplate(
        _ template: JSONValue, selector: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let labels = template["metadata"]["labels"]
        if let parsed = try? LabelSelector(selector), !parsed.isEverything, !parsed.matches(dictionary(labels)) {
            errors.invalid(path["metadata"]["labels"], labels, "`selector` does not match template `labels`")
        }
        PodTemplateValidation.validate(template, path, &errors)
    }

    static func requireRestartAlways(_ template: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let policy = template["spec"]["restartPolicy"]
        if !policy.isNull, policy != "Always" {
            errors.notSupported(path["spec"]["restartPolicy"], policy, ["Always"])
        }
        if !template["spec"]["activeDeadlineSeconds"].isNull {
            errors.forbidden(
                path["spec"]["activeDeadlineSeconds"], "activeDeadlineSeconds in ReplicaSet is not Supported")
        }
    }

    static func requireSameSelector(_ object: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let selector = object["spec"]["selector"]
        if selector != old["spec"]["selector"] {
            errors.invalid(FieldPath("spec")["selector"], selector, MetadataRules.immutable)
        }
    }

    static func dictionary(_ labels: JSONValue) -> [String: String] {
        var result: [String: String] = [:]
        for member in labels.object ?? JSONObject() { result[member.key] = member.value.text }
        return result
    }
}
