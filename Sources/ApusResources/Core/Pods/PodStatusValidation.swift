import ApusAPI
import ApusJSON

/// Rules for the status of a Pod (`ValidatePodStatusUpdate`).
enum PodStatusValidation {
    private static let systemConditions: Set<String> = ["PodScheduled", "Ready", "Initialized"]
    private static let again = "may not be transitioned to non-terminated state"

    static func validate(_ pod: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")
        let (new, before, spec) = (pod["status"], old["status"], pod["spec"])
        PodAnnotationRules.validateUpdate(pod["metadata"]["annotations"], old["metadata"]["annotations"], &errors)
        validateConditions(new["conditions"], path["conditions"], &errors)
        validateNomination(new, before, spec, path["nominatedNodeName"], &errors)
        if let generation = new["observedGeneration"].int, generation < 0 {
            errors.invalid(path["observedGeneration"], .int(generation), "must be a non-negative integer")
        }
        if new["qosClass"].text != before["qosClass"].text {
            errors.invalid(path["qosClass"], .string(new["qosClass"].text), MetadataRules.immutable)
        }
        for (key, list) in [("containerStatuses", "containers"), ("initContainerStatuses", "initContainers")] {
            validateTransitions(new[key], before[key], spec, list, path[key], &errors)
        }
        validateEphemeralTransitions(
            new["ephemeralContainerStatuses"], before["ephemeralContainerStatuses"],
            path["ephemeralContainerStatuses"], &errors)
        PodClaimStatusRules.validate(new, spec, path, &errors)
        validateAddresses(new, before, path, &errors)
        for key in ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"] {
            ContainerStatusRules.validateUsers(new[key], spec["os"], path[key], &errors)
        }
        for (key, list) in [("containerStatuses", "containers"), ("initContainerStatuses", "initContainers")] {
            ContainerStatusRules.validateAllocated(new[key], spec[list], path[key], &errors)
        }
        for (index, status) in new["ephemeralContainerStatuses"].elements.enumerated()
        where !status["allocatedResourcesStatus"].isEmptyValue {
            errors.forbidden(
                path["ephemeralContainerStatuses"][index]["allocatedResourcesStatus"],
                "must not be specified in container status")
        }
    }

    private static func validateConditions(
        _ conditions: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        for (index, condition) in conditions.elements.enumerated() {
            if let generation = condition["observedGeneration"].int, generation < 0 {
                errors.invalid(
                    path[index]["observedGeneration"], .int(generation), "must be a non-negative integer")
            }
            let type = condition["type"].text
            if systemConditions.contains(type) { continue }
            errors.invalid(path[index]["Type"], .string(type), each: Names.qualifiedNameProblems(type))
        }
    }

    private static func validateNomination(
        _ new: JSONValue, _ old: JSONValue, _ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let name = new["nominatedNodeName"].text
        guard name != old["nominatedNodeName"].text, !name.isEmpty else { return }
        errors.invalid(path, .string(name), each: Names.dnsSubdomainProblems(name))
        if !spec["nodeName"].text.isEmpty {
            errors.forbidden(path, "may not be set on pods that are already bound to a node")
        }
    }

    // MARK: - Containers that ended

    /// A container that ended for good does not run again.
    private static func validateTransitions(
        _ new: JSONValue, _ old: JSONValue, _ spec: JSONValue, _ list: String, _ path: FieldPath,
        _ errors: inout FieldErrors
    ) {
        guard !old.isNull, !allCouldRestart(spec) else { return }
        for (index, before) in old.elements.enumerated() where before["state"]["terminated"].object != nil {
            guard
                let status = new.elements.first(where: {
                    $0["name"] == before["name"] && $0["state"]["terminated"].object == nil
                })
            else { continue }
            let container = spec[list].elements.first { $0["name"] == status["name"] }
            let code = before["state"]["terminated"]["exitCode"].int ?? 0
            if container.map({ restarts($0, spec, code) }) != true {
                errors.forbidden(path[index]["state"], again)
            }
        }
    }

    /// Whether a container may restart all of them.
    private static func allCouldRestart(_ spec: JSONValue) -> Bool {
        ["containers", "initContainers"].contains { list in
            spec[list].elements.contains { container in
                container["restartPolicyRules"].elements.contains { $0["action"] == "RestartAllContainers" }
            }
        }
    }

    private static func restarts(_ container: JSONValue, _ spec: JSONValue, _ code: Int64) -> Bool {
        for rule in container["restartPolicyRules"].elements where !rule["exitCodes"].isNull {
            let isListed = rule["exitCodes"]["values"].elements.contains(.int(code))
            if rule["exitCodes"]["operator"] == "In" ? isListed : !isListed { return true }
        }
        let policy = container["restartPolicy"].string ?? spec["restartPolicy"].text
        return policy == "Always" || (policy == "OnFailure" && code != 0)
    }

    private static func validateEphemeralTransitions(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        for (index, before) in old.elements.enumerated() where before["state"]["terminated"].object != nil {
            for status in new.elements
            where status["name"] == before["name"] && status["state"]["terminated"].object == nil {
                errors.forbidden(path[index]["state"], again)
            }
        }
    }

    // MARK: - Addresses

    private static func validateAddresses(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if let first = new["hostIPs"].elements.first, first["ip"].text != new["hostIP"].text {
            validateList("podIPs", new, old, path, &errors)
            errors.invalid(
                path["hostIPs"][0]["ip"], .string(first["ip"].text), "must be equal to `hostIP`")
            validateList("hostIPs", new, old, path, &errors)
            return
        }
        for key in ["podIPs", "hostIPs"] { validateList(key, new, old, path, &errors) }
    }

    private static func validateList(
        _ key: String, _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let addresses = new[key].elements.map { $0["ip"] }
        let existing = old[key].elements.map { $0["ip"] }
        for (index, address) in addresses.enumerated() {
            AddressRules.validateAddress(address, old: existing, path[key][index], &errors)
        }
        guard addresses.count > 1 else { return }
        let sizes = Set(addresses.compactMap { AddressRules.bytes($0.text)?.count })
        if sizes.count != 2 || addresses.count > 2 {
            errors.invalid(
                path[key], struct: InternalValue.addresses(new[key]),
                "may specify no more than one IP for each IP family")
        }
    }
}

/// What the status says of the claims that were made for a pod.
enum PodClaimStatusRules {
    static func validate(_ status: JSONValue, _ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, claim) in status["resourceClaimStatuses"].elements.enumerated() {
            let here = path["resourceClaimStatuses"][index]["name"]
            let name = claim["name"].text
            if !spec["resourceClaims"].elements.contains(where: { $0["name"].text == name }) {
                errors.invalid(here, .string(name), "must match the name of an entry in `spec.resourceClaims`")
            }
            if !names.insert(name).inserted { errors.duplicate(here, .string(name)) }
            if let claimName = claim["resourceClaimName"].string {
                errors.invalid(here, .string(claimName), each: Names.dnsSubdomainProblems(claimName))
            }
        }
        let extended = status["extendedResourceClaimStatus"]
        if !extended.isNull { validate(extended: extended, spec, path["extendedResourceClaimStatus"], &errors) }
    }

    private static func validate(
        extended status: JSONValue, _ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let mappings = status["requestMappings"].elements
        if mappings.isEmpty { errors.required(path["requestMappings"], "at least one request mapping is required") }
        var seen: Set<[String]> = []
        for (index, mapping) in mappings.enumerated() {
            let here = path["requestMappings"][index]
            let keys = ["containerName", "resourceName", "requestName"]
            let containers = spec["containers"].elements + spec["initContainers"].elements
            if let container = containers.first(where: { $0["name"] == mapping["containerName"] }) {
                if container["resources"]["requests"][mapping["resourceName"].text].isNull {
                    errors.invalid(
                        here["resourceName"], .string(mapping["resourceName"].text),
                        "must match the extended resource name of an entry in spec.initContainers.resources.requests "
                            + "or spec.containers.resources.requests")
                }
            } else {
                errors.invalid(
                    here["containerName"], .string(mapping["containerName"].text),
                    "must match the name of an entry in spec.initContainers.name or spec.containers.name")
            }
            let request = mapping["requestName"].text
            errors.invalid(path["requestName"], .string(request), each: Names.dnsLabelProblems(request))
            if !seen.insert(keys.map { mapping[$0].text }).inserted {
                for key in keys { errors.duplicate(here[key], .string(mapping[key].text)) }
            }
        }
        errors.requireValid(status["resourceClaimName"], path["resourceClaimName"], Names.dnsSubdomainProblems)
    }
}

/// What the status says of each container's user and devices.
enum ContainerStatusRules {
    static func validateUsers(
        _ statuses: JSONValue, _ os: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        for (index, status) in statuses.elements.enumerated() {
            let user = status["user"]["linux"]
            if user.isNull { continue }
            let here = path[index]["user"]["linux"]
            if os["name"] == "windows" {
                errors.forbidden(here, "cannot be set for a windows pod")
                continue
            }
            for key in ["uid", "gid"] { errors.identity(user[key], here[key]) }
            for (number, group) in user["supplementalGroups"].elements.enumerated() {
                errors.identity(group, here["supplementalGroups"][number])
            }
        }
    }

    static func validateAllocated(
        _ statuses: JSONValue, _ containers: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        for (index, status) in statuses.elements.enumerated() {
            let container = containers.elements.first { $0["name"] == status["name"] }
            for (number, allocated) in status["allocatedResourcesStatus"].elements.enumerated() {
                let here = path[index]["allocatedResourcesStatus"][number]
                if let container { validateName(allocated["name"].text, container, here["name"], &errors) }
                var ids: Set<String> = []
                for (place, resource) in allocated["resources"].elements.enumerated() {
                    let field = here["resources"][place]
                    if !["Healthy", "Unhealthy", "Unknown"].contains(resource["health"].text) {
                        errors.notSupported(
                            field["health"], .string(resource["health"].text), ["Healthy", "Unhealthy", "Unknown"])
                    }
                    let id = resource["resourceID"].text
                    if !ids.insert(id).inserted { errors.duplicate(field["resourceID"], .string(id)) }
                }
            }
        }
    }

    private static func validateName(
        _ name: String, _ container: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if name.hasPrefix("claim:") {
            let names = container["resources"]["claims"].elements.map { claim in
                claim["request"].text.isEmpty
                    ? "claim:\(claim["name"].text)" : "claim:\(claim["name"].text)/\(claim["request"].text)"
            }
            if !names.contains(name) {
                errors.invalid(
                    path, .string(name),
                    "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or "
                        + "'claim:<claimName>' if request is empty")
            }
        } else if container["resources"]["requests"][name].isNull {
            errors.invalid(path, .string(name), "must match one of the container's resource requests")
        }
    }
}
