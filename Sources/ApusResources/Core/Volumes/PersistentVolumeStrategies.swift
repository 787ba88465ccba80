import ApusAPI
import ApusJSON

/// `v1 PersistentVolume` (`pkg/registry/core/persistentvolume/strategy.go`).
struct PersistentVolumeStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Capacity", "string", "", 0),
            .init("Access Modes", "string", "", 0), .init("Reclaim Policy", "string", "", 0),
            .init("Status", "string", "", 0), .init("Claim", "string", "", 0), .init("StorageClass", "string", "", 0),
            .init("VolumeAttributesClass", "string", "", 0), .init("Reason", "string", "", 0),
            .init("Age", "string", "", 0), .init("VolumeMode", "string", "", 1),
        ]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object["status"].setDefault(text: "phase", "Pending")
        object.updateObject("spec") { spec in
            spec.setDefault(text: "persistentVolumeReclaimPolicy", "Retain")
            spec.setDefault("volumeMode", "Filesystem")
            spec.updateObject("hostPath") { $0.setDefault("type", "") }
            VolumeDefaults.applyNetworkStorage(&spec)
        }
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["phase": "Pending", "lastPhaseTransitionTime": .string(context.now.rfc3339)]
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        guard context.subresource == "status", object["status"]["phase"] != old["status"]["phase"],
            object["status"]["lastPhaseTransitionTime"] == old["status"]["lastPhaseTransitionTime"]
        else { return }
        object["status"]["lastPhaseTransitionTime"] = .string(context.now.rfc3339)
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        PersistentVolumeValidation.validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        guard context.subresource.isEmpty else { return }
        PersistentVolumeValidation.validateUpdate(object, old: old, &errors)
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        context.subresource.isEmpty ? ClaimWarnings.of(volume: object) : []
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        let claim = spec["claimRef"]
        let isGoing = !object["metadata"]["deletionTimestamp"].isNull
        return [
            context.name(object), .string(spec["capacity"]["storage"].string ?? "0"),
            .string(AccessModes.short(spec["accessModes"])), .string(spec["persistentVolumeReclaimPolicy"].text),
            isGoing ? "Terminating" : .string(object["status"]["phase"].text),
            claim.isNull ? "" : .string("\(claim["namespace"].text)/\(claim["name"].text)"),
            .string(spec["storageClassName"].text), .string(spec["volumeAttributesClassName"].string ?? "<unset>"),
            .string(object["status"]["reason"].text), context.age(object),
            .string(spec["volumeMode"].string ?? "<unset>"),
        ]
    }
}

/// `v1 PersistentVolumeClaim` (`pkg/registry/core/persistentvolumeclaim/strategy.go`).
struct PersistentVolumeClaimStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Status", "string", "", 0), .init("Volume", "string", "", 0),
            .init("Capacity", "string", "", 0), .init("Access Modes", "string", "", 0),
            .init("StorageClass", "string", "", 0), .init("VolumeAttributesClass", "string", "", 0),
            .init("Age", "string", "", 0), .init("VolumeMode", "string", "", 1),
        ]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object["status"].setDefault(text: "phase", "Pending")
        object.updateObject("spec") { spec in
            spec.setDefault("volumeMode", "Filesystem")
            // CrossNamespaceVolumeDataSource is off.
            if !spec["dataSourceRef"]["namespace"].text.isEmpty { spec.remove("dataSourceRef") }
            PersistentVolumeClaimStrategy.syncDataSources(&spec)
        }
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["phase": "Pending"]
    }

    /// `dataSource` and `dataSourceRef` say the same where no other namespace is meant.
    private static func syncDataSources(_ spec: inout JSONValue) {
        let (source, reference) = (spec["dataSource"], spec["dataSourceRef"])
        if source.object != nil, reference.isNull {
            spec["dataSourceRef"] = source
        } else if source.isNull, reference.object != nil, reference["namespace"].text.isEmpty {
            var copy = reference
            copy.remove("namespace")
            spec["dataSource"] = copy
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        PersistentVolumeClaimValidation.validateSpec(object["spec"], FieldPath("spec"), &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            PersistentVolumeClaimValidation.validateStatus(object, &errors)
        } else {
            PersistentVolumeClaimValidation.validateUpdate(object, old: old, &errors)
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        context.subresource.isEmpty ? ClaimWarnings.of(claim: object) : []
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let (spec, status) = (object["spec"], object["status"])
        let isGoing = !object["metadata"]["deletionTimestamp"].isNull
        let isBound = !spec["volumeName"].text.isEmpty
        return [
            context.name(object), isGoing ? "Terminating" : .string(status["phase"].text),
            .string(spec["volumeName"].text), .string(isBound ? status["capacity"]["storage"].string ?? "0" : ""),
            .string(isBound ? AccessModes.short(status["accessModes"]) : ""), .string(spec["storageClassName"].text),
            .string(spec["volumeAttributesClassName"].string ?? "<unset>"), context.age(object),
            .string(spec["volumeMode"].string ?? "<unset>"),
        ]
    }
}

/// Access modes of volumes.
enum AccessModes {
    /// `RWO,ROX`: each once, in upstream's order.
    static func short(_ modes: JSONValue) -> String {
        let known = [
            ("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP"),
        ]
        let present = Set(modes.elements.map(\.text))
        return known.filter { present.contains($0.0) }.map(\.1).joined(separator: ",")
    }
}

/// `v1 ComponentStatus`, which is never stored.
struct ComponentStatusStrategy: Strategy {
    let traits = StrategyTraits()

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let condition = object["conditions"].elements.first { $0["type"] == "Healthy" } ?? .null
        let status =
            switch condition["status"].text {
            case "True": "Healthy"
            case "False": "Unhealthy"
            default: "Unknown"
            }
        return [
            context.name(object), .string(status), .string(condition["message"].text),
            .string(condition["error"].text),
        ]
    }
}
