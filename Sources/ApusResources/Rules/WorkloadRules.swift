import ApusAPI
import ApusJSON

/// Rules that the kinds share that make pods of a template (`pkg/apis/apps/validation`).
enum WorkloadRules {
    /// A selector there must be, and not an empty one; false: one that means nothing. `problem` is what is said of that.
    static func validateSelector(
        _ selector: JSONValue, kind: String = "deployment", problem: String = "invalid label selector",
        _ path: FieldPath, _ errors: inout FieldErrors
    ) -> Bool {
        if selector.object == nil {
            errors.required(path)
            return true
        }
        let before = errors.count
        LabelRules.validateSelector(selector, path, &errors)
        let isReadable = errors.count == before
        if LabelRules.isEmpty(selector) {
            errors.invalid(path, selector, "empty selector is invalid for \(kind)")
        }
        if !isReadable { errors.invalid(path, selector, problem) }
        return isReadable
    }

    /// The template's own rules, and that the selector matches its labels.
    static func validateTemplate(
        _ template: JSONValue, selector: JSONValue, owner: String = "ReplicaSet", _ path: FieldPath,
        _ errors: inout FieldErrors
    ) {
        matchTemplate(template, selector, path, &errors)
        PodTemplateValidation.validate(template, path, &errors)
        requireRestartAlways(template, owner: owner, path, &errors)
    }

    static func matchTemplate(
        _ template: JSONValue, _ selector: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let labels = template["metadata"]["labels"]
        if let parsed = try? LabelSelector(selector), !parsed.isEverything, !parsed.matches(dictionary(labels)) {
            errors.invalid(path["metadata"]["labels"], labels, "`selector` does not match template `labels`")
        }
    }

    /// A count of collisions only grows.
    static func keepCollisionCount(_ status: JSONValue, _ old: JSONValue, _ errors: inout FieldErrors) {
        let count = status["collisionCount"].int ?? 0
        if let before = old["collisionCount"].int, count < before {
            errors.invalid(FieldPath("status")["collisionCount"], .int(count), "cannot be decremented")
        }
    }

    /// Its name becomes a part of its pods' names.
    static func nameWarnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        guard context.subresource.isEmpty, old == nil else { return [] }
        let problems = Names.dnsLabelProblems(object["metadata"]["name"].text)
        if problems.isEmpty { return [] }
        return [
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label "
                + "is recommended: \(GoText.list(problems))"
        ]
    }

    /// Its pods run for ever.
    static func requireRestartAlways(
        _ template: JSONValue, owner: String = "ReplicaSet", _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let policy = template["spec"]["restartPolicy"]
        if policy != "Always" { errors.notSupported(path["spec"]["restartPolicy"], .string(policy.text), ["Always"]) }
        if !template["spec"]["activeDeadlineSeconds"].isNull {
            errors.forbidden(
                path["spec"]["activeDeadlineSeconds"], "activeDeadlineSeconds in \(owner) is not Supported")
        }
    }

    /// The counts in the status of a ReplicaSet or a ReplicationController.
    static func validateReplicaStatus(_ status: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")
        for key in [
            "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "terminatingReplicas",
            "observedGeneration",
        ] {
            errors.nonNegative(status[key], path[key])
        }
        for key in ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"] {
            atMost(status, key, "replicas", "cannot be greater than status.replicas", path, &errors)
        }
        atMost(
            status, "availableReplicas", "readyReplicas", "cannot be greater than readyReplicas", path, &errors)
    }

    /// The number `key` of a status is not greater than `limit`.
    static func atMost(
        _ status: JSONValue, _ key: String, _ limit: String, _ detail: String, _ path: FieldPath,
        _ errors: inout FieldErrors
    ) {
        let count = status[key].int ?? 0
        if count > status[limit].int ?? 0 { errors.invalid(path[key], .int(count), detail) }
    }

    /// What clients are told of a kind that makes pods of a template.
    static func warnings(
        _ object: JSONValue, old: JSONValue?, _ context: StrategyContext, at way: [String] = ["spec", "template"]
    ) -> [String] {
        guard context.subresource.isEmpty else { return [] }
        func template(_ object: JSONValue) -> JSONValue { way.reduce(object) { $0[$1] } }
        let new = template(object)
        if let old, template(old) == new { return [] }
        guard let first = way.first else { return [] }
        let path = way.dropFirst().reduce(FieldPath(first)) { $0[$1] }
        return PodWarnings.of(template: new, path)
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
