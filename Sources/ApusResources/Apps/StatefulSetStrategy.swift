import ApusAPI
import ApusJSON

/// `apps/v1 StatefulSet`.
struct StatefulSetStrategy: Strategy {
    /// What an update may change in the spec.
    private static let mutable: Set<String> = [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    ]

    var traits: StrategyTraits {
        var traits = StrategyTraits.controlled
        traits.nameRule = .dnsLabel
        return traits
    }

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
        StatefulSetValidation.validate(object["spec"], isNew: true, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            StatefulSetValidation.validateStatus(object["status"], old["status"], &errors)
            return
        }
        StatefulSetValidation.validate(object["spec"], isNew: false, &errors)
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

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        var warnings = WorkloadRules.warnings(object, old: old, context)
        guard context.subresource.isEmpty else { return warnings }
        let path = FieldPath("spec")
        for (index, template) in object["spec"]["volumeClaimTemplates"].elements.enumerated() {
            warnings += ClaimWarnings.of(spec: template["spec"], path["volumeClaimTemplates"][index])
        }
        let limit = object["spec"]["revisionHistoryLimit"]
        if let limit = limit.int, limit < 0 {
            warnings.append("\(path["revisionHistoryLimit"]): a negative value retains all historical revisions")
        }
        return warnings
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
        if object["data"].isNull { errors.required(FieldPath("data"), "data is mandatory") }
        errors.nonNegative(object["revision"], FieldPath("revision"))
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
