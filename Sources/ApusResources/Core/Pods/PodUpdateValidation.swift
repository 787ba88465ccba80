import ApusAPI
import ApusJSON

/// What updates of a Pod may change (`ValidatePodUpdate`).
enum PodUpdateValidation {
    private static let mutable =
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
        + "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if "
        + "it was previously negative)"

    static func validate(_ pod: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let (new, before) = (pod["spec"], old["spec"])
        let (annotations, earlier) = (pod["metadata"]["annotations"], old["metadata"]["annotations"])
        let isSame = new == before
        // What has not changed was valid when it was stored.
        if !isSame || annotations != earlier { PodValidation.validate(pod, &errors) }
        PodAnnotationRules.validateUpdate(annotations, earlier, &errors)
        if isSame { return }
        for key in ["containers", "initContainers"] {
            guard validateImages(new[key].elements, before[key].elements, path[key], &errors) else { return }
        }
        validateDeadline(new, before, path, &errors)
        validateTolerations(new["tolerations"], before["tolerations"], path["tolerations"], &errors)
        validateGates(new["schedulingGates"], before["schedulingGates"], path["schedulingGates"], &errors)
        let expected = withMutableFields(of: before, in: new, path, &errors)
        if expected != before {
            errors.forbidden(
                path,
                "pod updates may not change fields other than \(mutable)\n\(TextDifference.of(before, expected))")
        }
    }

    /// The new spec with what an update may change taken from the old one.
    private static func withMutableFields(
        of before: JSONValue, in new: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) -> JSONValue {
        var expected = new
        for key in ["containers", "initContainers"] {
            var index = 0
            expected.updateElements(of: key) { container in
                restore("image", of: before[key][index], in: &container)
                index += 1
            }
        }
        for key in ["activeDeadlineSeconds", "tolerations", "schedulingGates"] {
            restore(key, of: before, in: &expected)
        }
        if (before["terminationGracePeriodSeconds"].int ?? 0) < 0, new["terminationGracePeriodSeconds"] == 1 {
            restore("terminationGracePeriodSeconds", of: before, in: &expected)
        }
        if !before["schedulingGates"].elements.isEmpty {
            GatedPodValidation.validate(&expected, before, path, &errors)
        }
        return expected
    }

    /// False where the number of containers changed.
    private static func validateImages(
        _ containers: [JSONValue], _ before: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors
    ) -> Bool {
        guard containers.count == before.count else {
            errors.forbidden(path, "pod updates may not add or remove containers")
            return false
        }
        for (index, container) in containers.enumerated() {
            errors.require(container["image"], path[index]["image"])
            ContainerValidation.validateImagePadding(container, path[index], &errors)
        }
        return true
    }

    private static func validateDeadline(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let here = path["activeDeadlineSeconds"]
        let before = old["activeDeadlineSeconds"].int
        guard let deadline = new["activeDeadlineSeconds"].int else {
            if before != nil {
                errors.invalid(here, .null, "must not update from a positive integer to nil value")
            }
            return
        }
        let isInRange = (0...2_147_483_647).contains(deadline)
        errors.within(.int(deadline), 0, 2_147_483_647, here)
        if isInRange, let before, before < deadline {
            errors.invalid(here, .int(deadline), "must be less than or equal to previous value")
        }
    }

    private static func validateTolerations(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        func withoutSeconds(_ toleration: JSONValue) -> JSONValue {
            var copy = toleration
            copy.remove("tolerationSeconds")
            return copy
        }
        let remaining = new.elements.map(withoutSeconds)
        for toleration in old.elements where !remaining.contains(withoutSeconds(toleration)) {
            errors.forbidden(path, "existing toleration can not be modified except its tolerationSeconds")
        }
        TaintRules.validateTolerations(new, path, &errors)
    }

    private static func validateGates(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let before = old.elements.map { $0["name"] }
        for (index, gate) in new.elements.enumerated() where !before.contains(gate["name"]) {
            errors.forbidden(
                path[index]["name"],
                "only deletion is allowed, but found new scheduling gate '\(gate["name"].text)'")
        }
    }

    static func restore(_ key: String, of old: JSONValue, in new: inout JSONValue) {
        if old[key].isNull { new.remove(key) } else { new[key] = old[key] }
    }

    // MARK: - Ephemeral containers

    static func validateEphemeralContainers(_ pod: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        if !old["metadata"]["annotations"][PodAnnotationRules.mirror].isNull {
            errors.forbidden(FieldPath(""), "static pods do not support ephemeral containers")
            return
        }
        PodValidation.validate(pod, &errors)
        let path = FieldPath("spec")["ephemeralContainers"]
        for container in old["spec"]["ephemeralContainers"].elements {
            let name = GoText.quoted(container["name"].text)
            let same = pod["spec"]["ephemeralContainers"].elements.last { $0["name"] == container["name"] }
            if let same {
                if same != container {
                    errors.forbidden(
                        path,
                        "existing ephemeral containers \(name) may not be changed\n"
                            + TextDifference.of(container, same))
                }
            } else {
                errors.forbidden(path, "existing ephemeral containers \(name) may not be removed\n")
            }
        }
    }
}

/// What may change while a pod waits behind scheduling gates: it may be bound to fewer nodes, never to others.
enum GatedPodValidation {
    private static let required = "requiredDuringSchedulingIgnoredDuringExecution"

    static func validate(
        _ expected: inout JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if expected["nodeSelector"] != old["nodeSelector"] {
            for member in old["nodeSelector"].object ?? JSONObject()
            where expected["nodeSelector"][member.key] != member.value {
                errors.invalid(
                    path["nodeSelector"], expected["nodeSelector"],
                    "only additions to spec.nodeSelector are allowed (no mutations or deletions)")
            }
            PodUpdateValidation.restore("nodeSelector", of: old, in: &expected)
        }
        let affinity = old["affinity"]["nodeAffinity"]
        let wanted = expected["affinity"]["nodeAffinity"]
        guard wanted != affinity else { return }
        validateAffinity(wanted, affinity, path["affinity"]["nodeAffinity"], &errors)
        if affinity.isNull {
            expected["affinity"].remove("nodeAffinity")
            if expected["affinity"].isEmptyValue, old["affinity"].isNull { expected.remove("affinity") }
        } else {
            if expected["affinity"].isNull { expected["affinity"] = [:] }
            expected["affinity"]["nodeAffinity"] = affinity
        }
    }

    private static func validateAffinity(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if old[required].isNull { return }
        let (before, after) = (
            old[required]["nodeSelectorTerms"].elements, new[required]["nodeSelectorTerms"].elements
        )
        let here = path[required]["nodeSelectorTerms"]
        if !before.isEmpty, before.count != after.count {
            let terms = new[required]["nodeSelectorTerms"]
            errors.invalid(
                here, struct: terms.isNull ? .null : InternalValue.nodeSelectorTerms(terms),
                "no additions/deletions to non-empty NodeSelectorTerms list are allowed")
            return
        }
        for (index, term) in before.enumerated() where !hasOnlyAdditions(after[index], term) {
            errors.invalid(
                here[index], struct: InternalValue.nodeSelectorTerm(after[index]),
                "only additions are allowed (no mutations or deletions)")
        }
    }

    private static func hasOnlyAdditions(_ new: JSONValue, _ old: JSONValue) -> Bool {
        let lists = ["matchExpressions", "matchFields"]
        // A term that matches nothing must go on matching nothing.
        if lists.allSatisfy({ old[$0].isEmptyValue }) { return lists.allSatisfy { new[$0].isEmptyValue } }
        return lists.allSatisfy { new[$0].elements.starts(with: old[$0].elements) }
    }
}
