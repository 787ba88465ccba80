import ApusAPI
import ApusJSON

/// Rules for PersistentVolumes and claims (`pkg/apis/core/validation`).
enum PersistentVolumeValidation {
    private static let modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]
    /// The members of a volume's spec that are not its source.
    private static let common: Set<String> = [
        "capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "mountOptions",
        "volumeMode", "nodeAffinity", "volumeAttributesClassName",
    ]

    static func validate(_ volume: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = volume["spec"]
        validateModes(spec["accessModes"], path["accessModes"], &errors)
        let capacity = spec["capacity"].object ?? JSONObject()
        if capacity.isEmpty { errors.required(path["capacity"]) }
        if capacity["storage"] == nil || capacity.count > 1 {
            errors.notSupported(path["capacity"], spec["capacity"], ["storage"])
        }
        for member in capacity {
            if let quantity = try? Quantity(parsing: member.value.text), quantity.sign <= 0 {
                errors.invalid(path["capacity"].key(member.key), member.value, "must be greater than zero")
            }
        }
        let policy = spec["persistentVolumeReclaimPolicy"].text
        if !["Delete", "Recycle", "Retain"].contains(policy) {
            errors.notSupported(
                path["persistentVolumeReclaimPolicy"], .string(policy), ["Delete", "Recycle", "Retain"])
        }
        if !spec["nodeAffinity"]["required"].isNull {
            AffinityValidation.validateNodeSelector(
                spec["nodeAffinity"]["required"], path["nodeAffinity"]["required"], &errors)
        }
        let sources = spec.object?.members.filter { !common.contains($0.key) } ?? []
        if sources.isEmpty { errors.required(path, "must specify a volume type") }
        for source in sources.dropFirst() {
            errors.forbidden(path[source.key], "may not specify more than 1 volume type")
        }
        if !spec["hostPath"].isNull {
            VolumeValidation.validateHostPath(spec["hostPath"], path["hostPath"], &errors)
            if spec["hostPath"]["path"] == "/", policy == "Recycle" {
                errors.forbidden(
                    path["persistentVolumeReclaimPolicy"], "may not be 'recycle' for a hostPath mount of '/'")
            }
        }
        if !spec["local"].isNull {
            if spec["local"]["path"].text.isEmpty { errors.required(path["local"]["path"]) }
            if spec["nodeAffinity"].isNull {
                errors.required(path["nodeAffinity"], "Local volume requires node affinity")
            }
        }
        validateClassName(spec["storageClassName"], path["storageClassName"], &errors)
        validateVolumeMode(spec["volumeMode"], path["volumeMode"], &errors)
    }

    static func validateUpdate(_ volume: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        validate(volume, &errors)
        func source(_ value: JSONValue) -> [JSONObject.Member] {
            (value["spec"].object?.members.filter { !common.contains($0.key) } ?? []).sorted { $0.key < $1.key }
        }
        if source(volume) != source(old) {
            errors.forbidden(
                FieldPath("spec")["persistentvolumesource"], "spec.persistentvolumesource is immutable after creation")
        }
        let mode = volume["spec"]["volumeMode"]
        if mode != old["spec"]["volumeMode"] {
            errors.invalid(FieldPath("volumeMode"), mode, MetadataRules.immutable)
        }
    }

    private static func validateModes(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let list = value.elements
        if list.isEmpty { errors.required(path, "at least 1 access mode is required") }
        for mode in list where !modes.contains(mode.text) { errors.notSupported(path, mode, modes) }
        if list.count > 1, list.contains("ReadWriteOncePod") {
            errors.forbidden(path, "may not use ReadWriteOncePod with other access modes")
        }
    }

    private static func validateClassName(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if !value.text.isEmpty { errors.invalid(path, value, each: Names.dnsSubdomainProblems(value.text)) }
    }

    private static func validateVolumeMode(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let mode = value.string, mode != "Block", mode != "Filesystem" {
            errors.notSupported(path, value, ["Block", "Filesystem"])
        }
    }

    // MARK: - Claims

    static func validateClaim(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if spec["accessModes"].elements.isEmpty {
            errors.required(path["accessModes"], "at least 1 access mode is required")
        } else {
            validateModes(spec["accessModes"], path["accessModes"], &errors)
        }
        LabelRules.validateSelector(spec["selector"], path["selector"], &errors)
        let here = path["resources"].key("storage")
        switch spec["resources"]["requests"]["storage"].string {
        case nil: errors.required(here)
        case let text?:
            if let quantity = try? Quantity(parsing: text), quantity.sign <= 0 {
                errors.invalid(here, .string(text), "must be greater than zero")
            }
        }
        validateClassName(spec["storageClassName"], path["storageClassName"], &errors)
        validateVolumeMode(spec["volumeMode"], path["volumeMode"], &errors)
    }

    static func validateClaimUpdate(_ claim: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        validateClaim(claim["spec"], path, &errors)
        var expected = claim["spec"]
        let before = old["spec"]
        // What the binder fills in once, and what may grow.
        for key in ["volumeName", "storageClassName"] where before[key].isEmptyValue {
            if before[key].isNull { expected.remove(key) } else { expected[key] = before[key] }
        }
        let isBound = old["status"]["phase"] == "Bound"
        let (asked, was) = (
            claim["spec"]["resources"]["requests"]["storage"], before["resources"]["requests"]["storage"]
        )
        if isBound {
            expected["resources"]["requests"]["storage"] = was
            if let new = try? Quantity(parsing: asked.text), let least = try? Quantity(parsing: was.text),
                new < least,
                let granted = try? Quantity(parsing: old["status"]["capacity"]["storage"].text), new <= granted
            {
                errors.forbidden(
                    path["resources"]["requests"]["storage"], "field can not be less than status.capacity")
            }
        }
        if isBound || before["volumeName"].isEmptyValue {
            let key = "volumeAttributesClassName"
            if before[key].isNull { expected.remove(key) } else { expected[key] = before[key] }
        }
        if expected != before {
            errors.forbidden(
                path,
                "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound "
                    + "claims")
        }
    }
}
