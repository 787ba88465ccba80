import ApusAPI
import ApusJSON

/// `storage.k8s.io/v1 VolumeAttachment`.
struct VolumeAttachmentStrategy: Strategy {
    private static let isInline = "may not be specified in the context of inline volumes"

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        traits.allowsUnconditionalUpdate = false
        return traits
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["attached": false]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        validateCommon(object, &errors)
        // Upstream looks at these a second time for this version.
        StorageRules.validateDriverName(spec["attacher"], path["attacher"], &errors)
        if let name = spec["source"]["persistentVolumeName"].string {
            errors.invalid(
                path["source"]["persistentVolumeName"], .string(name), each: Names.dnsSubdomainProblems(name))
        }
    }

    private func validateCommon(_ object: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let (spec, status) = (object["spec"], object["status"])
        if spec["attacher"].text.isEmpty { errors.required(path["attacher"]) }
        validateSource(spec["source"], path["source"], &errors)
        let node = JSONValue.string(spec["nodeName"].text)
        errors.invalid(path["nodeName"], node, each: Names.dnsSubdomainProblems(node.text))
        let here = FieldPath("status")
        StorageRules.validateMetadata(status["attachmentMetadata"], here["attachmentMetadata"], &errors)
        for key in ["attachError", "detachError"] { StorageRules.validateError(status[key], here[key], &errors) }
    }

    private func validateSource(_ source: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let one = "must specify exactly one of inlineVolumeSpec and persistentVolumeName"
        let (volume, name) = (source["inlineVolumeSpec"], source["persistentVolumeName"])
        if volume.isNull, name.isNull {
            errors.required(path, one)
        } else if !volume.isNull, !name.isNull {
            errors.forbidden(path, one)
        } else if !volume.isNull {
            validateInline(volume, path["inlineVolumeSpec"], &errors)
        } else if name.text.isEmpty {
            errors.required(path["persistentVolumeName"], "must specify non empty persistentVolumeName")
        }
    }

    /// A volume that stands in the attachment itself: a CSI volume that no claim is bound to.
    private func validateInline(_ volume: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if !volume["claimRef"].isNull { errors.forbidden(path["claimRef"], Self.isInline) }
        if !volume["capacity"].isEmptyValue { errors.forbidden(path["capacity"], Self.isInline) }
        if volume["csi"].isNull { errors.required(path["csi"], "has to be specified in the context of inline volumes") }
        let modes = volume["accessModes"].elements
        if modes.isEmpty { errors.required(path["accessModes"]) }
        let known = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]
        for mode in modes { errors.checkSupported(path["accessModes"], mode, known) }
        if modes.contains("ReadWriteOncePod"), modes.contains(where: { known.dropLast().contains($0.text) }) {
            errors.forbidden(path["accessModes"], "may not use ReadWriteOncePod with other access modes")
        }
        let policy = volume["persistentVolumeReclaimPolicy"].text
        if !policy.isEmpty, policy != "Retain" {
            errors.forbidden(
                path["persistentVolumeReclaimPolicy"], "may only be Retain in the context of inline volumes")
        }
        if !volume["nodeAffinity"].isNull { errors.forbidden(path["nodeAffinity"], Self.isInline) }
        validateCSI(volume["csi"], path["csi"], &errors)
        if volume["csi"].isNull { errors.required(path, "must specify a volume type") }
        if !volume["storageClassName"].text.isEmpty { errors.forbidden(path["storageClassName"], Self.isInline) }
        if let mode = volume["volumeMode"].string, mode != "Filesystem" {
            errors.forbidden(
                path["volumeMode"], "may not specify volumeMode other than Filesystem in the context of inline volumes")
        }
    }

    private func validateCSI(_ source: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !source.isNull else { return }
        StorageRules.validateDriverName(source["driver"], path["driver"], &errors)
        if source["volumeHandle"].text.isEmpty { errors.required(path["volumeHandle"]) }
        for key in [
            "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef",
        ] where !source[key].isNull {
            errors.requireText(path[key]["name"], source[key]["name"], "", Names.dnsSubdomainProblems)
            errors.requireText(path[key]["namespace"], source[key]["namespace"], "", Names.dnsLabelProblems)
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validateCommon(object, &errors)
        errors.checkImmutable(FieldPath("spec"), object["spec"], old["spec"])
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        return [
            context.name(object), .string(spec["attacher"].text), .string(spec["source"]["persistentVolumeName"].text),
            .string(spec["nodeName"].text), .bool(object["status"]["attached"].bool ?? false), context.age(object),
        ]
    }
}
