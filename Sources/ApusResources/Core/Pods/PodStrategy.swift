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
            PodResourceRules.applyDefaults(&spec)
            spec.setDefault("enableServiceLinks", true)
        }
    }

    /// What has a limit but no request requests its limit.
    private static func requestLimits(_ requirements: inout JSONValue) {
        guard case .object(let limits) = requirements["limits"] else { return }
        if requirements["requests"].isNull, !limits.isEmpty { requirements["requests"] = [:] }
        for member in limits {
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
        PodStrategy.applyLabelKeys(&object)
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        switch context.subresource {
        case "status":
            if object["status"]["qosClass"].text.isEmpty, !old["status"]["qosClass"].isNull {
                object["status"]["qosClass"] = old["status"]["qosClass"]
            }
            PodStrategy.keepObservedGenerations(&object["status"], old["status"])
        case "ephemeralcontainers":
            let containers = object["spec"]["ephemeralContainers"]
            object["spec"] = old["spec"]
            PodUpdateValidation.restore(
                "ephemeralContainers", of: ["ephemeralContainers": containers], in: &object["spec"])
            object["status"] = old["status"]
            PodStrategy.keepMetadata(&object, old: old)
        case "resize": PodResizeValidation.prepare(&object, old: old)
        default: break
        }
    }

    /// What a subresource cannot change of the metadata (`ResetObjectMetaForStatus`).
    static func keepMetadata(_ object: inout JSONValue, old: JSONValue) {
        for key in ["labels", "annotations", "finalizers", "ownerReferences", "deletionTimestamp"] {
            PodUpdateValidation.restore(key, of: old["metadata"], in: &object["metadata"])
        }
    }

    /// Clients that do not know observed generations do not take them away.
    private static func keepObservedGenerations(_ status: inout JSONValue, _ old: JSONValue) {
        if status["observedGeneration"].isNull, !old["observedGeneration"].isNull {
            status["observedGeneration"] = old["observedGeneration"]
        }
        var earlier = old["conditions"].elements
        guard earlier.contains(where: { !$0["observedGeneration"].isNull }) else { return }
        status.updateElements(of: "conditions") { condition in
            guard let index = earlier.firstIndex(where: { $0["type"] == condition["type"] }) else { return }
            let same = earlier.remove(at: index)
            if condition["observedGeneration"].isNull, !same["observedGeneration"].isNull {
                condition["observedGeneration"] = same["observedGeneration"]
            }
        }
    }

    private static func applyLabelKeys(_ object: inout JSONValue) {
        let labels = object["metadata"]["labels"]
        object.updateObject("spec") { spec in
            spec.updateElements(of: "topologySpreadConstraints") { LabelKeyRules.apply(to: &$0, labels: labels) }
            spec.updateObject("affinity") { affinity in
                for key in ["podAffinity", "podAntiAffinity"] {
                    affinity.updateObject(key) { affinity in
                        affinity.updateElements(of: "preferredDuringSchedulingIgnoredDuringExecution") { term in
                            term.updateObject("podAffinityTerm") { LabelKeyRules.apply(to: &$0, labels: labels) }
                        }
                        affinity.updateElements(of: "requiredDuringSchedulingIgnoredDuringExecution") {
                            LabelKeyRules.apply(to: &$0, labels: labels)
                        }
                    }
                }
            }
        }
    }

    func canonicalize(_ object: inout JSONValue) {
        object.updateObject("spec") { PodSpecDefaults.syncServiceAccount(&$0) }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        PodValidation.validateCreate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        switch context.subresource {
        case "status": PodStatusValidation.validate(object, old: old, &errors)
        case "resize": PodResizeValidation.validate(object, old: old, &errors)
        case "ephemeralcontainers": PodUpdateValidation.validateEphemeralContainers(object, old: old, &errors)
        default: PodUpdateValidation.validate(object, old: old, &errors)
        }
    }

    /// People seldom update pods, and controllers do not read.
    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        if context.subresource.isEmpty { return old == nil ? PodWarnings.of(pod: object) : [] }
        guard context.subresource == "status" else { return [] }
        return ["podIPs", "hostIPs"].flatMap { key in
            object["status"][key].elements.enumerated().compactMap { index, address in
                AddressRules.warning(address["ip"], FieldPath("status")[key][index]["ip"])
            }
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

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        WorkloadRules.warnings(object, old: old, context, at: ["template"])
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (names, images) = TableContext.containers(object["template"]["spec"])
        return [context.name(object), names, images, TableContext.labels(object["template"]["metadata"]["labels"])]
    }
}
