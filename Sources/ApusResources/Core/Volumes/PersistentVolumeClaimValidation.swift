import ApusAPI
import ApusJSON

/// Rules for PersistentVolumeClaims and for the claims in templates (`ValidatePersistentVolumeClaimSpec`).
enum PersistentVolumeClaimValidation {
    private static let betaClass = "volume.beta.kubernetes.io/storage-class"

    /// `old` is the spec before an update: what was wrong in it may stay.
    static func validateSpec(
        _ spec: JSONValue, old: JSONValue = .null, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        errors.require(spec["accessModes"], path["accessModes"], "at least 1 access mode is required")
        LabelRules.validateSelector(spec["selector"], path["selector"], &errors)
        VolumeSpecRules.validateModes(spec["accessModes"], path["accessModes"], &errors)
        let size = spec["resources"]["requests"]["storage"]
        let here = path["resources"].key("storage")
        if size.isNull { errors.required(here) } else { ResourceListRules.validatePositive(size, here, &errors) }
        errors.check(spec["storageClassName"], path["storageClassName"], Names.dnsSubdomainProblems)
        errors.allow(spec["volumeMode"], VolumeSpecRules.volumeModes, path["volumeMode"])
        let allowsGroup = !old["dataSource"]["apiGroup"].isNull || !old["dataSourceRef"]["apiGroup"].isNull
        for key in ["dataSource", "dataSourceRef"] where !spec[key].isNull {
            validateSource(spec[key], allowsGroup: allowsGroup, path[key], &errors)
        }
        if spec["dataSource"].object != nil, spec["dataSourceRef"].object != nil,
            ["apiGroup", "kind", "name"].contains(where: { spec["dataSource"][$0] != spec["dataSourceRef"][$0] })
        {
            // Upstream shows the path where the value should be, and a path has no members to show.
            errors.invalid(path, [:], "must match dataSourceRef")
        }
        errors.check(
            spec["volumeAttributesClassName"], path["volumeAttributesClassName"], Names.dnsSubdomainProblems)
    }

    private static func validateSource(
        _ source: JSONValue, allowsGroup: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        errors.require(source["name"], path["name"])
        errors.require(source["kind"], path["kind"])
        let group = source["apiGroup"].text
        if group.isEmpty, source["kind"] != "PersistentVolumeClaim" {
            errors.invalid(
                path, .string(source["kind"].text),
                "must be 'PersistentVolumeClaim' when referencing the default apiGroup")
        }
        if !allowsGroup { errors.check(source["apiGroup"], path["apiGroup"], Names.dnsSubdomainProblems) }
    }

    // MARK: - Updates

    static func validateUpdate(_ claim: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let (new, before) = (claim["spec"], old["spec"])
        validateSpec(new, old: before, path, &errors)
        let (expected, allowed) = allowChanges(claim, old, &errors)
        if expected != allowed {
            errors.forbidden(
                path,
                "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound "
                    + "claims\n\(TextDifference.of(allowed, expected))")
        }
        validateSize(claim, old, &errors)
        if new["volumeMode"] != before["volumeMode"] {
            errors.invalid(FieldPath("volumeMode"), new["volumeMode"], MetadataRules.immutable)
        }
        let key = "volumeAttributesClassName"
        if new[key] != before[key], !old["status"]["currentVolumeAttributesClassName"].isNull {
            if new[key].isNull {
                errors.forbidden(
                    path[key], "update to nil is forbidden when status.currentVolumeAttributesClassName is not nil")
            } else if new[key] == "" {
                errors.forbidden(
                    path[key],
                    "update to empty string is forbidden when status.currentVolumeAttributesClassName is not nil")
            }
        }
    }

    /// The new and the old spec with what an update may change taken back.
    private static func allowChanges(
        _ claim: JSONValue, _ old: JSONValue, _ errors: inout FieldErrors
    ) -> (new: JSONValue, old: JSONValue) {
        var (new, before) = (claim["spec"], old["spec"])
        func copy(_ key: String, from source: JSONValue, to target: inout JSONValue) {
            if source[key].isNull { target.remove(key) } else { target[key] = source[key] }
        }
        if before["volumeName"].text.isEmpty { copy("volumeName", from: new, to: &before) }
        let (annotations, earlier) = (claim["metadata"]["annotations"], old["metadata"]["annotations"])
        let (name, was) = (annotations[betaClass], earlier[betaClass])
        let hasMoved =
            !was.isNull && before["storageClassName"].isNull && new["storageClassName"] == was
            && (name.isNull || name == was)
        if hasMoved {
            new.remove("storageClassName")
        } else {
            if name.text != was.text {
                errors.invalid(
                    FieldPath("metadata")["annotations"][betaClass], .string(name.text), MetadataRules.immutable)
            }
            if !new["storageClassName"].isNull, before["storageClassName"].isNull,
                was.isNull || new["storageClassName"] == was
            {
                new.remove("storageClassName")
            }
        }
        if claim["status"]["phase"] == "Bound" {
            if new["resources"]["requests"].object != nil {
                new["resources"]["requests"]["storage"] = before["resources"]["requests"]["storage"]
            }
            copy("volumeAttributesClassName", from: before, to: &new)
        }
        return (new, before)
    }

    private static func validateSize(_ claim: JSONValue, _ old: JSONValue, _ errors: inout FieldErrors) {
        func quantity(_ value: JSONValue) -> Quantity { (try? Quantity(parsing: value.text)) ?? .zero }
        let new = quantity(claim["spec"]["resources"]["requests"]["storage"])
        guard new < quantity(old["spec"]["resources"]["requests"]["storage"]),
            new <= quantity(old["status"]["capacity"]["storage"])
        else { return }
        errors.forbidden(
            FieldPath("spec")["resources"]["requests"]["storage"], "field can not be less than status.capacity")
    }

    private static let resizeStates = [
        "ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible",
        "NodeResizePending",
    ]

    static func validateStatus(_ claim: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")
        let status = claim["status"]
        if claim["spec"]["accessModes"].isEmptyValue { errors.required(FieldPath("Spec")["accessModes"]) }
        for member in status["capacity"].object ?? JSONObject() {
            ResourceListRules.validateNotNegative(member.value, path["capacity"].key(member.key), &errors)
        }
        let states = path["allocatedResourceStatuses"]
        for member in status["allocatedResourceStatuses"].object ?? JSONObject() {
            validateKey(member.key, states, &errors)
            if !resizeStates.contains(member.value.text) {
                errors.notSupported(states, .string(member.key), resizeStates.sorted())
            }
        }
        let allocated = path["allocatedResources"]
        for member in status["allocatedResources"].object ?? JSONObject() {
            let before = errors.count
            validateKey(member.key, allocated, &errors)
            if errors.count == before {
                ResourceListRules.validateNotNegative(member.value, allocated.key(member.key), &errors)
            }
        }
    }

    private static func validateKey(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let problems = Names.qualifiedNameProblems(name)
        errors.invalid(path, .string(name), each: problems)
        if problems.isEmpty, ResourceNames.isNative(name), name != "storage" {
            errors.notSupported(path, .string(name), ["storage"])
        }
    }
}
