import ApusAPI
import ApusJSON

/// `apps/v1 StatefulSet`.
struct StatefulSetStrategy: Strategy {
    /// What an update may change in the spec.
    private static let mutable: Set<String> = [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    ]

    var traits: StrategyTraits { .controlled }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault(text: "podManagementPolicy", "OrderedReady")
            spec["updateStrategy"].setDefault(text: "type", "RollingUpdate")
            if spec["updateStrategy"]["type"] == "RollingUpdate" {
                spec["updateStrategy"]["rollingUpdate"].setDefault("partition", 0)
            }
            spec["persistentVolumeClaimRetentionPolicy"].setDefault(text: "whenDeleted", "Retain")
            spec["persistentVolumeClaimRetentionPolicy"].setDefault(text: "whenScaled", "Retain")
            spec.setDefault("replicas", 1)
            spec.setDefault("revisionHistoryLimit", 10)
            spec.updateObject("template") { PodSpecDefaults.applyTemplate(&$0) }
            spec.updateElements(of: "volumeClaimTemplates") { claim in
                claim.setDefault("kind", "PersistentVolumeClaim")
                claim.setDefault("apiVersion", "v1")
                claim["status"].setDefault(text: "phase", "Pending")
                claim.updateObject("spec") { $0.setDefault("volumeMode", "Filesystem") }
            }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let name = object["metadata"]["name"].text
        errors.invalid(FieldPath("metadata")["name"], .string(name), each: Names.dnsLabelProblems(name))
        let path = FieldPath("spec")
        let spec = object["spec"]
        let policy = spec["podManagementPolicy"].text
        if policy.isEmpty {
            errors.required(path["podManagementPolicy"])
        } else if policy != "OrderedReady", policy != "Parallel" {
            errors.invalid(
                path["podManagementPolicy"], .string(policy), "must be 'OrderedReady' or 'Parallel'")
        }
        switch spec["updateStrategy"]["type"].text {
        case "": errors.required(path["updateStrategy"])
        case "OnDelete":
            if !spec["updateStrategy"]["rollingUpdate"].isNull {
                errors.invalid(
                    path["updateStrategy"]["rollingUpdate"], spec["updateStrategy"]["rollingUpdate"],
                    "only allowed for updateStrategy 'RollingUpdate'")
            }
        case "RollingUpdate":
            let rolling = spec["updateStrategy"]["rollingUpdate"]
            let here = path["updateStrategy"]["rollingUpdate"]
            NumberRules.validateNonNegative(rolling["partition"], here["partition"], &errors)
            if !rolling["maxUnavailable"].isNull {
                NumberRules.validateIntOrPercent(rolling["maxUnavailable"], here["maxUnavailable"], &errors)
                if NumberRules.isZero(rolling["maxUnavailable"]) {
                    errors.invalid(here["maxUnavailable"], rolling["maxUnavailable"], "cannot be 0")
                }
            }
        default:
            errors.invalid(
                path["updateStrategy"], spec["updateStrategy"], "must be 'RollingUpdate' or 'OnDelete'")
        }
        for key in ["replicas", "minReadySeconds"] {
            NumberRules.validateNonNegative(spec[key], path[key], &errors)
        }
        WorkloadRules.validateSelector(spec["selector"], path["selector"], &errors)
        WorkloadRules.validateTemplate(spec["template"], selector: spec["selector"], path["template"], &errors)
        WorkloadRules.requireRestartAlways(spec["template"], path["template"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" { return }
        validate(object, context, &errors)
        let keys = Set((object["spec"].object ?? JSONObject()).keys).union((old["spec"].object ?? JSONObject()).keys)
        let changed = keys.subtracting(Self.mutable).contains { object["spec"][$0] != old["spec"][$0] }
        if changed {
            errors.forbidden(
                FieldPath("spec"),
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
                    + "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
                    + "'minReadySeconds' are forbidden")
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (names, images) = TableContext.containers(object["spec"]["template"]["spec"])
        let ready = "\(object["status"]["readyReplicas"].int ?? 0)/\(object["spec"]["replicas"].int ?? 0)"
        return [context.name(object), .string(ready), context.age(object), names, images]
    }
}

/// `apps/v1 ControllerRevision`.
struct ControllerRevisionStrategy: Strategy {
    let traits = StrategyTraits()

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        NumberRules.validateNonNegative(object["revision"], FieldPath("revision"), &errors)
        if object["data"].isNull { errors.required(FieldPath("data"), "data is mandatory") }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
        if object["data"] != old["data"] {
            errors.invalid(FieldPath("data"), object["data"], MetadataRules.immutable)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let owner = object["metadata"]["ownerReferences"].elements.first { $0["controller"].bool == true }
        var controller = "<none>"
        if let owner {
            let group = GroupVersionKind(apiVersion: owner["apiVersion"].text, kind: "").group
            let kind = owner["kind"].text.lowercased()
            controller = (group.isEmpty ? kind : "\(kind).\(group)") + "/" + owner["name"].text
        }
        return [context.name(object), .string(controller), TableContext.count(object["revision"]), context.age(object)]
    }
}
