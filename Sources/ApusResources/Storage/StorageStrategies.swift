import ApusAPI
import ApusJSON

/// `storage.k8s.io/v1 StorageClass`.
struct StorageClassStrategy: Strategy {
    let traits = StrategyTraits()

    func applyDefaults(_ object: inout JSONValue) {
        object.setDefault("reclaimPolicy", "Delete")
        object.setDefault("volumeBindingMode", "Immediate")
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        ProvisionerRules.validateName(object["provisioner"], FieldPath("provisioner"), &errors)
        for member in object["parameters"].object ?? JSONObject() where member.key.isEmpty {
            errors.invalid(FieldPath("parameters"), "", "field can not be empty.")
        }
        let policy = object["reclaimPolicy"].text
        if policy != "Delete", policy != "Retain" {
            errors.notSupported(FieldPath("reclaimPolicy"), .string(policy), ["Delete", "Retain"])
        }
        let mode = object["volumeBindingMode"].text
        if mode != "Immediate", mode != "WaitForFirstConsumer" {
            errors.notSupported(
                FieldPath("volumeBindingMode"), .string(mode), ["Immediate", "WaitForFirstConsumer"])
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
        for key in ["parameters", "provisioner", "reclaimPolicy"] where object[key] != old[key] {
            errors.forbidden(FieldPath(key), "updates to \(key) are forbidden.")
        }
        if object["volumeBindingMode"] != old["volumeBindingMode"] {
            errors.invalid(
                FieldPath("volumeBindingMode"), object["volumeBindingMode"], MetadataRules.immutable)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        var name = object["metadata"]["name"].text
        let annotations = object["metadata"]["annotations"]
        let keys = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"]
        if keys.contains(where: { annotations[$0] == "true" }) { name += " (default)" }
        return [
            .string(name), .string(object["provisioner"].text), .string(object["reclaimPolicy"].string ?? "Delete"),
            .string(object["volumeBindingMode"].string ?? "Immediate"),
            .bool(object["allowVolumeExpansion"].bool ?? false), context.age(object),
        ]
    }
}

/// Names of provisioners and CSI drivers.
enum ProvisionerRules {
    static func validateName(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let name = value.text
        if name.isEmpty {
            errors.required(path)
        } else {
            errors.invalid(path, .string(name), each: Names.qualifiedNameProblems(name.lowercased()))
        }
    }
}

/// `storage.k8s.io/v1 VolumeAttachment`.
struct VolumeAttachmentStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        return traits
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["attached": false]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        ProvisionerRules.validateName(spec["attacher"], path["attacher"], &errors)
        if spec["nodeName"].text.isEmpty { errors.required(path["nodeName"]) }
        let source = spec["source"]
        let hasName = !source["persistentVolumeName"].text.isEmpty
        if hasName == !source["inlineVolumeSpec"].isNull {
            errors.required(
                path["source"], "must specify exactly one of inlineVolumeSpec and persistentVolumeName")
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" { return }
        validate(object, context, &errors)
        if object["spec"] != old["spec"] {
            errors.invalid(FieldPath("spec"), object["spec"], MetadataRules.immutable)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        return [
            context.name(object), .string(spec["attacher"].text), .string(spec["source"]["persistentVolumeName"].text),
            .string(spec["nodeName"].text), .bool(object["status"]["attached"].bool ?? false), context.age(object),
        ]
    }
}

/// `storage.k8s.io/v1 CSIDriver`.
struct CSIDriverStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault("attachRequired", true)
            for key in ["podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount"] {
                spec.setDefault(key, false)
            }
            spec.setDefault("fsGroupPolicy", "ReadWriteOnceWithFSType")
            if spec["volumeLifecycleModes"].elements.isEmpty { spec["volumeLifecycleModes"] = ["Persistent"] }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let policy = object["spec"]["fsGroupPolicy"].text
        let policies = ["File", "None", "ReadWriteOnceWithFSType"]
        if !policies.contains(policy) { errors.notSupported(path["fsGroupPolicy"], .string(policy), policies) }
        for mode in object["spec"]["volumeLifecycleModes"].elements where mode != "Persistent" && mode != "Ephemeral" {
            errors.notSupported(path["volumeLifecycleModes"], mode, ["Persistent", "Ephemeral"])
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        func flag(_ key: String, _ absent: Bool) -> JSONValue { .bool(spec[key].bool ?? absent) }
        let audiences = spec["tokenRequests"].elements.map { $0["audience"].text }
        let modes = spec["volumeLifecycleModes"].elements.map(\.text)
        return [
            context.name(object), flag("attachRequired", true), flag("podInfoOnMount", false),
            flag("storageCapacity", false),
            .string(audiences.isEmpty ? "<unset>" : audiences.joined(separator: ",")),
            flag("requiresRepublish", false), .string(modes.isEmpty ? "<none>" : modes.joined(separator: ",")),
            context.age(object),
        ]
    }
}

/// `storage.k8s.io/v1 CSINode`.
struct CSINodeStrategy: Strategy {
    let traits = StrategyTraits()

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .int(Int64(object["spec"]["drivers"].elements.count)), context.age(object)]
    }
}

/// `storage.k8s.io/v1 CSIStorageCapacity`.
struct CSIStorageCapacityStrategy: Strategy {
    let traits = StrategyTraits()

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("StorageClassName", "string", "", 0),
            .init("Capacity", "string", "", 0),
        ]
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [
            context.name(object), .string(object["storageClassName"].text),
            .string(object["capacity"].string ?? "<unset>"),
        ]
    }
}

/// `storage.k8s.io/v1 VolumeAttributesClass`.
struct VolumeAttributesClassStrategy: Strategy {
    let traits = StrategyTraits()

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("DriverName", "string", "", 0), .init("Age", "string", "", 0)]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        ProvisionerRules.validateName(object["driverName"], FieldPath("driverName"), &errors)
        if object["parameters"].isEmptyValue {
            errors.required(FieldPath("parameters"), "must contain at least one key/value pair")
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
        for key in ["driverName", "parameters"] where object[key] != old[key] {
            errors.forbidden(FieldPath(key), "updates to \(key) are forbidden.")
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        var name = object["metadata"]["name"].text
        let isDefault = object["metadata"]["annotations"]["storageclass.kubernetes.io/is-default-class"] == "true"
        if isDefault { name += " (default)" }
        return [.string(name), .string(object["driverName"].text), context.age(object)]
    }
}
