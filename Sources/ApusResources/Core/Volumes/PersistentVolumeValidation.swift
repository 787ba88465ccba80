import ApusAPI
import ApusJSON

/// Rules for PersistentVolumes (`ValidatePersistentVolume`).
enum PersistentVolumeValidation {
    private static let sources = Set(VolumeSourceRules.ofPersistentVolumes.map(\.key))

    static func validate(_ volume: JSONValue, _ errors: inout FieldErrors) {
        validateSpec(volume["spec"], name: volume["metadata"]["name"].text, FieldPath("spec"), &errors)
    }

    /// - Parameter isInline: The spec stands in a VolumeAttachment: a CSI volume that no claim is bound to.
    static func validateSpec(
        _ spec: JSONValue, name: String, isInline: Bool = false, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if isInline { validateInline(spec, path, &errors) }
        if spec["accessModes"].isEmptyValue { errors.required(path["accessModes"]) }
        VolumeSpecRules.validateModes(spec["accessModes"], path["accessModes"], &errors)
        if !isInline { validateCapacity(spec["capacity"], path["capacity"], &errors) }
        let policy = spec["persistentVolumeReclaimPolicy"]
        if !isInline {
            errors.allow(policy, ["Delete", "Recycle", "Retain"], path["persistentVolumeReclaimPolicy"])
        } else if !policy.text.isEmpty, policy != "Retain" {
            errors.forbidden(
                path["persistentVolumeReclaimPolicy"], "may only be Retain in the context of inline volumes")
        }
        validateAffinity(spec["nodeAffinity"], path["nodeAffinity"], &errors)
        if isInline, !spec["nodeAffinity"].isNull { errors.forbidden(path["nodeAffinity"], inlineText) }
        VolumeSourceRules.validate(
            spec, VolumeSourceRules.ofPersistentVolumes, .persistentVolume(name: name), path, &errors)
        if !spec["local"].isNull, spec["nodeAffinity"].isNull {
            errors.required(path["nodeAffinity"], "Local volume requires node affinity")
        }
        if isRoot(spec["hostPath"]["path"]), policy == "Recycle" {
            errors.forbidden(
                path["persistentVolumeReclaimPolicy"], "may not be 'recycle' for a hostPath mount of '/'")
        }
        validateClasses(spec, isInline: isInline, path, &errors)
    }

    private static let inlineText = "may not be specified in the context of inline volumes"

    private static func validateInline(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if !spec["claimRef"].isNull { errors.forbidden(path["claimRef"], inlineText) }
        if !spec["capacity"].isEmptyValue { errors.forbidden(path["capacity"], inlineText) }
        if spec["csi"].isNull { errors.required(path["csi"], "has to be specified in the context of inline volumes") }
    }

    private static func validateClasses(
        _ spec: JSONValue, isInline: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if !isInline {
            errors.check(spec["storageClassName"], path["storageClassName"], Names.dnsSubdomainProblems)
            errors.allow(spec["volumeMode"], VolumeSpecRules.volumeModes, path["volumeMode"])
        } else {
            if !spec["storageClassName"].text.isEmpty { errors.forbidden(path["storageClassName"], inlineText) }
            if let mode = spec["volumeMode"].string, mode != "Filesystem" {
                errors.forbidden(
                    path["volumeMode"],
                    "may not specify volumeMode other than Filesystem in the context of inline volumes")
            }
        }
        if let name = spec["volumeAttributesClassName"].string {
            let here = path["volumeAttributesClassName"]
            if name.isEmpty { errors.required(here, "an empty string is disallowed") }
            errors.check(spec["volumeAttributesClassName"], here, Names.dnsSubdomainProblems)
            if spec["csi"].isNull {
                errors.required(path["csi"], "has to be specified when using volumeAttributesClassName")
            }
        }
    }

    private static func validateCapacity(_ capacity: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let members = capacity.object ?? JSONObject()
        if members.isEmpty { errors.required(path) }
        if members["storage"] == nil || members.count > 1 {
            errors.notSupported(path, members.isEmpty ? .null : capacity, ["storage"])
        }
        for member in members.members.sorted(by: { $0.key < $1.key }) {
            let here = path.key(member.key)
            ResourceListRules.validateNotNegative(member.value, here, &errors)
            ResourceListRules.validatePositive(member.value, here, &errors)
        }
    }

    private static func validateAffinity(
        _ affinity: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        guard !affinity.isNull else { return }
        if affinity["required"].isNull {
            errors.required(path()["required"], "must specify required node constraints")
        } else {
            AffinityValidation.validateNodeSelector(affinity["required"], path()["required"], &errors)
        }
    }

    private static func isRoot(_ path: JSONValue) -> Bool {
        path.text.hasPrefix("/") && path.text.split(separator: "/").allSatisfy { $0 == "." || $0 == ".." }
    }

    // MARK: - Updates

    static func validateUpdate(_ volume: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        validate(volume, &errors)
        let (new, before) = (volume["spec"], old["spec"])
        let path = FieldPath("spec")
        let changed = source(new, allowsSecret: before["csi"]["controllerExpandSecretRef"].isNull)
        if changed != source(before, allowsSecret: false) {
            errors.forbidden(
                path["persistentvolumesource"],
                "spec.persistentvolumesource is immutable after creation\n"
                    + TextDifference.of(
                        .object(JSONObject(source(before, allowsSecret: false))), .object(JSONObject(changed))))
        }
        if new["volumeMode"] != before["volumeMode"] {
            errors.invalid(FieldPath("volumeMode"), new["volumeMode"], MetadataRules.immutable)
        }
        if !before["nodeAffinity"].isNull, !isSameAffinity(new["nodeAffinity"], before["nodeAffinity"]) {
            let terms = new["nodeAffinity"]["required"]["nodeSelectorTerms"]
            let shown: JSONValue =
                new["nodeAffinity"].isNull
                ? .null : ["Required": ["NodeSelectorTerms": InternalValue.nodeSelectorTerms(terms)]]
            errors.invalid(
                FieldPath("nodeAffinity"), struct: shown,
                MetadataRules.immutable + ", except for updating from beta label to GA")
        }
        if !before["volumeAttributesClassName"].isNull, new["volumeAttributesClassName"].isNull {
            errors.forbidden(path["volumeAttributesClassName"], "update from non-nil value to nil is forbidden")
        }
    }

    /// The members that say where the volume lies. The secret for growing may be set where there was none.
    private static func source(_ spec: JSONValue, allowsSecret: Bool) -> [JSONObject.Member] {
        var members = (spec.object?.members.filter { sources.contains($0.key) } ?? []).sorted { $0.key < $1.key }
        if allowsSecret, let index = members.firstIndex(where: { $0.key == "csi" }) {
            members[index].value.remove("controllerExpandSecretRef")
        }
        return members
    }

    private static let stable = [
        "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
        "beta.kubernetes.io/os": "kubernetes.io/os", "beta.kubernetes.io/arch": "kubernetes.io/arch",
        "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
    ]

    /// Whether both are the same but for labels that got their stable names.
    private static func isSameAffinity(_ new: JSONValue, _ old: JSONValue) -> Bool {
        if new == old { return true }
        let (after, before) = (
            new["required"]["nodeSelectorTerms"].elements, old["required"]["nodeSelectorTerms"].elements
        )
        return !new.isNull && after.count == before.count
            && zip(after, before).allSatisfy { a, b in
                ["matchExpressions", "matchFields"].allSatisfy { key in
                    let (x, y) = (a[key].elements, b[key].elements)
                    return x.count == y.count
                        && zip(x, y).allSatisfy { new, old in
                            let isRenamed = stable[old["key"].text] == new["key"].text
                            return (isRenamed || new["key"] == old["key"]) && new["operator"] == old["operator"]
                                && new["values"] == old["values"]
                        }
                }
            }
    }
}

/// What volumes and claims have in common.
enum VolumeSpecRules {
    static let volumeModes = ["Block", "Filesystem"]
    private static let accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]

    static func validateModes(_ modes: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for mode in modes.elements { errors.allow(mode, accessModes, path) }
        if modes.elements.contains("ReadWriteOncePod"),
            modes.elements.contains(where: { $0 != "ReadWriteOncePod" && accessModes.contains($0.text) })
        {
            errors.forbidden(path, "may not use ReadWriteOncePod with other access modes")
        }
    }
}
