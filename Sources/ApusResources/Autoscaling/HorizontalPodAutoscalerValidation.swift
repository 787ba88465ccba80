import ApusAPI
import ApusJSON

/// Rules for autoscalers (`pkg/apis/autoscaling/validation`). Those of `autoscaling/v1` have no metrics.
enum HorizontalPodAutoscalerValidation {
    private static let sources = [
        // What a metric's `type` is, and the member that goes with it, in the order in which upstream looks at them.
        ("Object", "object"), ("External", "external"), ("Pods", "pods"), ("Resource", "resource"),
        ("ContainerResource", "containerResource"),
    ]
    private static let notAlone = "may not set both a target raw value and a target utilization"
    private static let neither = "must set either a target raw value or a target utilization"

    static func validate(_ spec: JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let least: Int64 = old?["minReplicas"] == 0 ? 0 : 1
        let minimum = spec["minReplicas"].int
        let maximum = spec["maxReplicas"].int ?? 0
        if let minimum, minimum < least {
            errors.invalid(path["minReplicas"], .int(minimum), "must be greater than or equal to \(least)")
        }
        if maximum == 0 {
            errors.required(path["maxReplicas"], "must be set and greater than 0")
        } else if maximum < 1 {
            errors.invalid(path["maxReplicas"], .int(maximum), "must be greater than 0")
        }
        if let minimum, maximum < minimum {
            errors.invalid(path["maxReplicas"], .int(maximum), "must be greater than or equal to `minReplicas`")
        }
        validateTarget(spec["scaleTargetRef"], old: old?["scaleTargetRef"], path["scaleTargetRef"], &errors)
        validateMetrics(spec, old: old, path["metrics"], &errors)
        for key in ["scaleUp", "scaleDown"] {
            validateScalingRules(spec["behavior"][key], path["behavior"][key], &errors)
        }
    }

    static func validateStatus(_ status: JSONValue, _ errors: inout FieldErrors) {
        for key in ["currentReplicas", "desiredReplicas"] {
            NumberRules.validateNonNegative(status[key], FieldPath("status")[key], &errors)
        }
    }

    // MARK: - What is scaled

    private static func validateTarget(
        _ target: JSONValue, old: JSONValue?, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        validateReference(target, path, &errors)
        if let old, old["apiVersion"] == target["apiVersion"], old["kind"] == target["kind"] { return }
        let mayBeCore = target["kind"] == "ReplicationController"
        if let problem = versionProblem(target["apiVersion"].text, mayBeCore: mayBeCore) {
            errors.invalid(path["apiVersion"], .string(target["apiVersion"].text), problem)
        }
    }

    private static func validateReference(_ reference: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["kind", "name"] {
            errors.requireText(path[key], reference[key]) { Names.pathSegmentProblems($0) }
        }
    }

    private static func versionProblem(_ text: String, mayBeCore: Bool) -> String? {
        let slashes = text.utf8.count { $0 == UInt8(ascii: "/") }
        if slashes > 1 { return "unexpected GroupVersion string: \(text)" }
        return slashes == 0 && !mayBeCore || text.hasPrefix("/") && !mayBeCore
            ? "apiVersion must specify API group" : nil
    }

    // MARK: - Metrics

    private static func validateMetrics(
        _ spec: JSONValue, old: JSONValue?, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let hadBadVersion = (old?["metrics"].elements ?? []).contains { metric in
            let reference = metric["object"]["describedObject"]
            return metric["type"] == "Object" && !reference.isNull
                && versionProblem(reference["apiVersion"].text, mayBeCore: true) != nil
        }
        for (index, metric) in spec["metrics"].elements.enumerated() {
            validateMetric(metric, path[index], allowsBadVersion: hadBadVersion, &errors)
        }
        let canBeZero = spec["metrics"].elements.contains { $0["type"] == "Object" || $0["type"] == "External" }
        if spec["minReplicas"] == 0, !canBeZero {
            errors.forbidden(
                path, "must specify at least one Object or External metric to support scaling to zero replicas")
        }
    }

    private static func validateMetric(
        _ metric: JSONValue, _ path: FieldPath, allowsBadVersion: Bool, _ errors: inout FieldErrors
    ) {
        let type = JSONValue.string(metric["type"].text)
        let types = sources.map(\.0).sorted()
        if type.text.isEmpty { errors.required(path["type"], "must specify a metric source type") }
        errors.checkSupported(path["type"], type, types)
        let present = sources.map(\.1).filter { !metric[$0].isNull }
        if let first = present.first {
            validateSource(first, metric[first], path[first], allowsBadVersion: allowsBadVersion, &errors)
        }
        let expected = sources.first { $0.0 == type.text }?.1
        if let expected {
            if metric[expected].isNull {
                errors.required(path[expected], "must populate information for the given metric source")
            }
        } else {
            errors.notSupported(path["type"], type, types)  // upstream says it twice
        }
        guard present.count != 1 else { return }
        for other in present where other != expected {
            errors.forbidden(path[other], "must populate the given metric source only")
        }
    }

    private static func validateSource(
        _ kind: String, _ source: JSONValue, _ path: FieldPath, allowsBadVersion: Bool, _ errors: inout FieldErrors
    ) {
        let target = source["target"]
        let (hasValue, hasAverage) = (!target["value"].isNull, !target["averageValue"].isNull)
        switch kind {
        case "object":
            let reference = source["describedObject"]
            validateReference(reference, path["describedObject"], &errors)
            let version = reference["apiVersion"].text
            if !allowsBadVersion, let problem = versionProblem(version, mayBeCore: true) {
                errors.invalid(path["describedObject"]["apiVersion"], .string(version), problem)
            }
            validateIdentifier(source["metric"], path["metric"], &errors)
        case "external", "pods": validateIdentifier(source["metric"], path["metric"], &errors)
        default: validateResource(kind, source, path, &errors)
        }
        validateAmount(target, path["target"], &errors)
        switch kind {
        case "object":
            if !hasValue, !hasAverage {
                errors.required(path["target"]["averageValue"], "must set either a target value or averageValue")
            }
        case "external":
            if !hasValue, !hasAverage {
                errors.required(
                    path["target"]["averageValue"], "must set either a target value for metric or a per-pod target")
            }
            if hasValue, hasAverage {
                errors.forbidden(
                    path["target"]["value"], "may not set both a target value for metric and a per-pod target")
            }
        case "pods":
            if !hasAverage {
                errors.required(path["target"]["averageValue"], "must specify a positive target averageValue")
            }
        default:
            let hasUtilization = !target["averageUtilization"].isNull
            if !hasUtilization, !hasAverage { errors.required(path["target"]["averageUtilization"], neither) }
            if hasUtilization, hasAverage { errors.forbidden(path["target"]["averageValue"], notAlone) }
        }
    }

    private static func validateIdentifier(_ metric: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.requireText(path["name"], metric["name"], "must specify a metric name") { Names.pathSegmentProblems($0) }
    }

    private static func validateResource(
        _ kind: String, _ source: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let name = source["name"].text
        errors.requireText(path["name"], source["name"], "must specify a resource name")
        guard kind == "containerResource" else { return }
        if !name.isEmpty { ResourceNames.validateOfContainer(name, path["name"], &errors) }
        errors.requireText(
            path["container"], source["container"], "must specify a container", Names.dnsLabelProblems)
    }

    private static func validateAmount(_ target: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let type = target["type"].text
        if type.isEmpty { errors.required(path["type"], "must specify a metric target type") }
        if !["Utilization", "Value", "AverageValue"].contains(type) {
            errors.invalid(path["type"], .string(type), "must be either Utilization, Value, or AverageValue")
        }
        for key in ["value", "averageValue"] {
            if let quantity = try? Quantity(parsing: target[key].text), quantity.sign != 1 {
                errors.invalid(path[key], target[key], "must be positive")
            }
        }
        if let utilization = target["averageUtilization"].int, utilization < 1 {
            errors.invalid(path["averageUtilization"], .int(utilization), "must be greater than 0")
        }
    }

    // MARK: - Behavior

    private static func validateScalingRules(_ rules: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !rules.isNull else { return }
        if let seconds = rules["stabilizationWindowSeconds"].int {
            let here = path["stabilizationWindowSeconds"]
            if seconds < 0 { errors.invalid(here, .int(seconds), "must be greater than or equal to zero") }
            if seconds > 3600 { errors.invalid(here, .int(seconds), "must be less than or equal to 3600") }
        }
        errors.checkSupported(path["selectPolicy"], rules["selectPolicy"], ["Disabled", "Max", "Min"])
        let policies = rules["policies"].elements
        if policies.isEmpty { errors.required(path["policies"], "must specify at least one Policy") }
        for (index, policy) in policies.enumerated() { validatePolicy(policy, path["policies"][index], &errors) }
        if let tolerance = try? Quantity(parsing: rules["tolerance"].text), tolerance.sign < 0 {
            errors.invalid(path["tolerance"], rules["tolerance"], "must be greater than or equal to 0")
        }
    }

    private static func validatePolicy(_ policy: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.checkSupported(path["type"], .string(policy["type"].text), ["Percent", "Pods"])
        let seconds = policy["periodSeconds"].int ?? 0
        for key in ["value", "periodSeconds"] where (policy[key].int ?? 0) <= 0 {
            errors.invalid(path[key], .int(policy[key].int ?? 0), "must be greater than zero")
        }
        if seconds > 1800 { errors.invalid(path["periodSeconds"], .int(seconds), "must be less than or equal to 1800") }
    }
}
