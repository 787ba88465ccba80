import ApusAPI
import ApusJSON

/// `v1 Pod` (`pkg/registry/core/pod/strategy.go`).
struct PodStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits.controlled
        traits.isGracefullyDeleted = true
        traits.statusKeeps = ["ownerReferences"]
        return traits
    }

    func resetFields(_ subresource: String, _ traits: StrategyTraits) -> ResetFields {
        switch subresource {
        case "status": .excluding([["spec"], ["metadata", "deletionTimestamp"], ["metadata", "ownerReferences"]])
        case "ephemeralcontainers": .only([["spec", "ephemeralContainers"]])
        case "resize":
            .only(
                ["containers", "initContainers"].flatMap { list in
                    ["resources", "resizePolicy"].map { ["spec", list, "*", $0] }
                })
        default: traits.resetFields(subresource)
        }
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            PodSpecDefaults.apply(&spec)
            for key in ["containers", "initContainers"] {
                spec.updateElements(of: key) { container in
                    container.updateObject("resources") { PodStrategy.requestLimits(&$0) }
                }
            }
            spec.updateObject("resources") { PodStrategy.requestLimits(&$0) }
            spec.setDefault("enableServiceLinks", true)
        }
    }

    /// What has a limit but no request requests its limit.
    private static func requestLimits(_ requirements: inout JSONValue) {
        for member in requirements["limits"].object ?? JSONObject() {
            requirements["requests"].setDefault(member.key, member.value)
        }
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = [
            "phase": "Pending", "qosClass": .string(PodQualityOfService.compute(object["spec"])),
        ]
        if !object["spec"]["schedulingGates"].elements.isEmpty {
            object["status"]["conditions"] = [
                [
                    "type": "PodScheduled", "status": "False",
                    "lastTransitionTime": .string(context.now.rfc3339), "reason": "SchedulingGated",
                    "message": "Scheduling is blocked due to non-empty scheduling gates",
                ]
            ]
        }
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        switch context.subresource {
        case "status":
            if !old["status"]["qosClass"].isNull { object["status"]["qosClass"] = old["status"]["qosClass"] }
        case "ephemeralcontainers":
            let containers = object["spec"]["ephemeralContainers"]
            object["spec"] = old["spec"]
            if containers.isNull {
                object["spec"].remove("ephemeralContainers")
            } else {
                object["spec"]["ephemeralContainers"] = containers
            }
            object["status"] = old["status"]
        case "resize": keepAllButResources(&object, old: old)
        default: break
        }
    }

    /// `resize` changes what containers ask for, and nothing else.
    private func keepAllButResources(_ object: inout JSONValue, old: JSONValue) {
        let wanted = object["spec"]
        let metadata = object["metadata"]
        object = old
        object["metadata"] = metadata
        for list in ["containers", "initContainers"] {
            let containers = wanted[list].elements
            object["spec"].updateElements(of: list) { container in
                guard let same = containers.first(where: { $0["name"] == container["name"] }) else { return }
                for key in ["resources", "resizePolicy"] {
                    if same[key].isNull { container.remove(key) } else { container[key] = same[key] }
                }
            }
        }
    }

    func canonicalize(_ object: inout JSONValue) {
        object.updateObject("spec") { PodSpecDefaults.syncServiceAccount(&$0) }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        PodValidation.validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        switch context.subresource {
        case "status": PodUpdateValidation.validateStatus(object, old: old, &errors)
        case "resize": PodUpdateValidation.validateResize(object, old: old, &errors)
        case "ephemeralcontainers": PodUpdateValidation.validateEphemeralContainers(object, old: old, &errors)
        default: PodUpdateValidation.validate(object, old: old, &errors)
        }
    }

    func deletionGracePeriod(_ object: JSONValue, requested: Int64?) -> Int64? {
        let phase = object["status"]["phase"].text
        if object["spec"]["nodeName"].text.isEmpty || phase == "Failed" || phase == "Succeeded" { return 0 }
        let period = requested ?? object["spec"]["terminationGracePeriodSeconds"].int ?? 0
        return period < 0 ? 1 : period
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        PodRow(object).cells(context)
    }

    func rowConditions(_ object: JSONValue) -> [JSONValue] { PodRow.conditions(object["status"]["phase"].text) }
}

/// `v1 PodTemplate`.
struct PodTemplateStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("template") { PodSpecDefaults.applyTemplate(&$0) }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        PodTemplateValidation.validate(object["template"], FieldPath("template"), &errors)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (names, images) = TableContext.containers(object["template"]["spec"])
        return [context.name(object), names, images, TableContext.labels(object["template"]["metadata"]["labels"])]
    }
}
