import ApusAPI
import ApusJSON

/// What updates of a Pod may change (`ValidatePodUpdate`, `ValidatePodStatusUpdate`).
enum PodUpdateValidation {
    private static let mutable =
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
        + "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if "
        + "it was previously negative)"

    static func validate(_ pod: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let (new, before) = (pod["spec"], old["spec"])
        if new == before { return }
        PodValidation.validate(pod, &errors)
        var expected = new
        for key in ["containers", "initContainers"] {
            guard let containers = carryImages(new[key], before[key], key, path, &errors) else { return }
            if !containers.isEmpty { expected[key] = .array(containers) }
        }
        guard validateDeadline(new, before, path, &errors) else { return }
        validateTolerations(new["tolerations"], before["tolerations"], path["tolerations"], &errors)
        validateGates(new["schedulingGates"], before["schedulingGates"], path["schedulingGates"], &errors)
        for key in ["activeDeadlineSeconds", "tolerations", "schedulingGates"] {
            restore(key, of: before, in: &expected)
        }
        if (before["terminationGracePeriodSeconds"].int ?? 0) < 0, new["terminationGracePeriodSeconds"] == 1 {
            restore("terminationGracePeriodSeconds", of: before, in: &expected)
        }
        if !before["schedulingGates"].elements.isEmpty { allowGated(&expected, before, path, &errors) }
        if expected != before {
            errors.forbidden(
                path, "pod updates may not change fields other than \(mutable)\n\(difference(before, expected))")
        }
    }

    /// The containers with the images of old; nil where their number changed.
    private static func carryImages(
        _ new: JSONValue, _ old: JSONValue, _ key: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) -> [JSONValue]? {
        var containers = new.elements
        let before = old.elements
        guard containers.count == before.count else {
            errors.forbidden(path[key], "pod updates may not add or remove containers")
            return nil
        }
        for index in containers.indices {
            if containers[index]["image"].text.isEmpty { errors.required(path[key][index]["image"]) }
            if containers[index]["image"] != before[index]["image"] {
                containers[index]["image"] = before[index]["image"]
            }
        }
        return containers
    }

    private static func validateDeadline(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) -> Bool {
        let here = path["activeDeadlineSeconds"]
        let before = old["activeDeadlineSeconds"].int
        guard let deadline = new["activeDeadlineSeconds"].int else {
            if before != nil {
                errors.invalid(here, .null, "must not update from a positive integer to nil value")
            }
            return true
        }
        let problems = Names.rangeProblems(deadline, 0, 2_147_483_647)
        errors.invalid(here, .int(deadline), each: problems)
        if let before, before < deadline {
            errors.invalid(here, .int(deadline), "must be less than or equal to previous value")
            return false
        }
        return problems.isEmpty
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
        if old.elements.contains(where: { !remaining.contains(withoutSeconds($0)) }) {
            errors.forbidden(path, "existing toleration can not be modified except its tolerationSeconds")
        }
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

    /// A gated pod may be bound to fewer nodes: selectors may be added, affinities narrowed.
    private static func allowGated(
        _ expected: inout JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if expected["nodeSelector"] != old["nodeSelector"] {
            for member in old["nodeSelector"].object ?? JSONObject()
            where expected["nodeSelector"][member.key] != member.value {
                errors.invalid(
                    path["nodeSelector"], expected["nodeSelector"],
                    "only additions to spec.nodeSelector are allowed (no mutations or deletions)")
                break
            }
            restore("nodeSelector", of: old, in: &expected)
        }
        let affinity = old["affinity"]["nodeAffinity"]
        guard expected["affinity"]["nodeAffinity"] != affinity else { return }
        if affinity.isNull {
            expected["affinity"].remove("nodeAffinity")
            if expected["affinity"].isEmptyValue, old["affinity"].isNull { expected.remove("affinity") }
        } else {
            expected["affinity"]["nodeAffinity"] = affinity
        }
    }

    private static func restore(_ key: String, of old: JSONValue, in new: inout JSONValue) {
        if old[key].isNull { new.remove(key) } else { new[key] = old[key] }
    }

    /// The members that differ, old and new.
    private static func difference(_ old: JSONValue, _ new: JSONValue) -> String {
        let keys = Set((old.object ?? JSONObject()).keys).union((new.object ?? JSONObject()).keys).sorted()
        return keys.filter { old[$0] != new[$0] }.map { key in
            "-\(key): \(GoText.json(old[key]))\n+\(key): \(GoText.json(new[key]))"
        }.joined(separator: "\n")
    }

    // MARK: - Subresources

    static func validateStatus(_ pod: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")
        if pod["spec"]["nodeName"] != old["spec"]["nodeName"] {
            errors.invalid(
                path["nodeName"], pod["spec"]["nodeName"], "may not be changed directly")
        }
        let nominated = pod["status"]["nominatedNodeName"].text
        if !nominated.isEmpty {
            errors.invalid(path["nominatedNodeName"], .string(nominated), each: Names.dnsSubdomainProblems(nominated))
        }
        for (index, condition) in pod["status"]["conditions"].elements.enumerated() {
            errors.invalid(
                path["conditions"][index]["type"], condition["type"],
                each: Names.qualifiedNameProblems(condition["type"].text))
        }
        for key in ["podIPs", "hostIPs"] {
            for (index, address) in pod["status"][key].elements.enumerated() {
                AddressRules.validateAddress(address["ip"], path[key][index], &errors)
            }
        }
        let policy = pod["spec"]["restartPolicy"].text
        validateTransitions(
            pod["status"]["containerStatuses"], old["status"]["containerStatuses"], policy, path["containerStatuses"],
            &errors)
    }

    /// A container that ended for good does not run again.
    private static func validateTransitions(
        _ new: JSONValue, _ old: JSONValue, _ policy: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard policy != "Always" else { return }
        for before in old.elements {
            let end = before["state"]["terminated"]
            guard end.object != nil, policy == "Never" || (end["exitCode"].int ?? 0) == 0 else { continue }
            for (index, status) in new.elements.enumerated()
            where status["name"] == before["name"] && status["state"]["terminated"].object == nil {
                errors.forbidden(
                    path[index]["state"], "may not be transitioned to non-terminated state")
            }
        }
    }

    static func validateResize(_ pod: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        PodValidation.validate(pod, &errors)
        let before = PodQualityOfService.compute(old["spec"])
        if PodQualityOfService.compute(pod["spec"]) != before {
            errors.invalid(FieldPath("spec"), .string(before), "Pod QOS Class may not change as a result of resizing")
        }
    }

    static func validateEphemeralContainers(_ pod: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        PodValidation.validate(pod, &errors)
        let path = FieldPath("spec")["ephemeralContainers"]
        for container in old["spec"]["ephemeralContainers"].elements {
            let same = pod["spec"]["ephemeralContainers"].elements.first { $0["name"] == container["name"] }
            if same == nil {
                errors.forbidden(
                    path, "existing ephemeral containers \(GoText.quoted(container["name"].text)) may not be removed\n")
            } else if same != container {
                errors.forbidden(
                    path, "existing ephemeral containers \(GoText.quoted(container["name"].text)) may not be changed\n")
            }
        }
    }
}
