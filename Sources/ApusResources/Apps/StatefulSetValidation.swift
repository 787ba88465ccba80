import ApusAPI
import ApusJSON

/// Rules for StatefulSets (`ValidateStatefulSetSpec`).
enum StatefulSetValidation {
    static func validate(_ spec: JSONValue, isNew: Bool, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let policy = spec["podManagementPolicy"].text
        if errors.require(spec["podManagementPolicy"], path["podManagementPolicy"]), policy != "OrderedReady",
            policy != "Parallel"
        {
            errors.invalid(path["podManagementPolicy"], .string(policy), "must be 'OrderedReady' or 'Parallel'")
        }
        validateStrategy(spec["updateStrategy"], path["updateStrategy"], &errors)
        let retention = spec["persistentVolumeClaimRetentionPolicy"]
        if !retention.isNull {
            for key in ["whenDeleted", "whenScaled"] where !["Retain", "Delete"].contains(retention[key].text) {
                errors.notSupported(
                    path["persistentVolumeClaimRetentionPolicy"][key], .string(retention[key].text),
                    ["Retain", "Delete"])
            }
        }
        errors.nonNegative(spec["replicas"], path["replicas"])
        errors.nonNegative(spec["minReadySeconds"], path["minReadySeconds"])
        errors.nonNegative(spec["ordinals"]["start"], path["ordinals.start"])
        if isNew { errors.check(spec["serviceName"], path["serviceName"], Names.dnsSubdomainProblems) }
        let selector = spec["selector"]
        if WorkloadRules.validateSelector(
            selector, kind: "statefulset", problem: "", path["selector"], &errors)
        {
            WorkloadRules.matchTemplate(spec["template"], selector, path["template"], &errors)
            PodTemplateValidation.validate(withClaims(spec), path["template"], &errors)
        }
        WorkloadRules.requireRestartAlways(spec["template"], owner: "StatefulSet", path["template"], &errors)
    }

    /// The template as its pods will be: the claims are volumes too.
    private static func withClaims(_ spec: JSONValue) -> JSONValue {
        var template = spec["template"]
        let claims = spec["volumeClaimTemplates"].elements
        if claims.isEmpty { return template }
        let names = Set(claims.map { $0["metadata"]["name"].text })
        let others = template["spec"]["volumes"].elements.filter { !names.contains($0["name"].text) }
        template["spec"]["volumes"] = .array(
            others
                + claims.map { claim in
                    let name = JSONValue.string(claim["metadata"]["name"].text)
                    return ["name": name, "persistentVolumeClaim": ["claimName": name]]
                })
        return template
    }

    private static func validateStrategy(_ strategy: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        func rolling(_ value: JSONValue) -> JSONValue {
            value.isNull
                ? .null
                : InternalValue.make(
                    value, [("Partition", "partition", 0), ("MaxUnavailable", "maxUnavailable", nil)])
        }
        let update = strategy["rollingUpdate"]
        let here = path["rollingUpdate"]
        switch strategy["type"].text {
        case "": errors.required(path)
        case "OnDelete":
            if !update.isNull {
                errors.invalid(
                    here, struct: rolling(update), "only allowed for updateStrategy 'RollingUpdate'")
            }
        case "RollingUpdate":
            errors.nonNegative(update["partition"], here["partition"])
            let most = update["maxUnavailable"]
            if most.isNull { return }
            NumberRules.validateIntOrPercent(most, here["maxUnavailable"], &errors)
            if NumberRules.isZero(most) { errors.invalid(here["maxUnavailable"], most, "cannot be 0") }
            NumberRules.validateAtMostHundredPercent(most, here["maxUnavailable"], &errors)
        default:
            errors.invalid(
                path, struct: ["Type": strategy["type"], "RollingUpdate": rolling(update)],
                "must be 'RollingUpdate' or 'OnDelete'")
        }
    }

    static func validateStatus(_ status: JSONValue, _ old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")
        for key in [
            "replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas",
            "observedGeneration", "collisionCount",
        ] {
            errors.nonNegative(status[key], path[key])
        }
        for key in ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"] {
            WorkloadRules.atMost(status, key, "replicas", "cannot be greater than status.replicas", path, &errors)
        }
        WorkloadRules.atMost(
            status, "availableReplicas", "readyReplicas", "cannot be greater than status.readyReplicas", path, &errors)
        WorkloadRules.keepCollisionCount(status, old, &errors)
    }
}
