import ApusAPI
import ApusJSON

/// `storage.k8s.io/v1 VolumeAttachment`.
struct VolumeAttachmentStrategy: Strategy {
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
            PersistentVolumeValidation.validateSpec(
                volume, name: "", isInline: true, path["inlineVolumeSpec"], &errors)
        } else if name.text.isEmpty {
            errors.required(path["persistentVolumeName"], "must specify non empty persistentVolumeName")
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
