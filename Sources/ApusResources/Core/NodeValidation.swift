import ApusAPI
import ApusJSON

/// Rules for Nodes (`ValidateNode`, `ValidateNodeUpdate`).
enum NodeValidation {
    private static let spec = FieldPath("spec")
    private static let status = FieldPath("status")
    private static let taints = "scheduler.alpha.kubernetes.io/taints"
    private static let preferAvoidPods = "scheduler.alpha.kubernetes.io/preferAvoidPods"

    static func validate(_ node: JSONValue, _ errors: inout FieldErrors) {
        validateAnnotations(node["metadata"]["annotations"], &errors)
        TaintRules.validate(node["spec"]["taints"], FieldPath("metadata")["taints"], &errors)
        validateResources(node["status"], &errors)
        if let capacity = node["status"]["nodeInfo"]["swap"]["capacity"].int, capacity <= 0 {
            errors.invalid(
                FieldPath("metadata")["nodeSwapStatus"]["capacity"], .int(capacity), "must be greater than zero")
        }
        validateFeatures(node["status"]["declaredFeatures"], &errors)
        validateNetworks(node["spec"]["podCIDRs"], &errors)
    }

    static func validateUpdate(_ node: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        validateAnnotations(node["metadata"]["annotations"], &errors)
        validateResources(node["status"], &errors)
        validateFeatures(node["status"]["declaredFeatures"], &errors)
        var addresses: Set<String> = []
        for (index, address) in node["status"]["addresses"].elements.enumerated()
        where !addresses.insert("\(address["type"].text)/\(address["address"].text)").inserted {
            let shown = InternalValue.make(address, [("Type", "type", ""), ("Address", "address", "")])
            errors.duplicate(status["addresses"][index], struct: shown, "")
        }
        let (networks, before) = (node["spec"]["podCIDRs"].elements, old["spec"]["podCIDRs"].elements)
        let changes = networks.count == before.count ? zip(networks, before).count { $0 != $1 } : 1
        if !before.isEmpty {
            for _ in 0..<changes {
                errors.forbidden(
                    spec["podCIDRs"], "node updates may not change podCIDR except from \"\" to valid")
            }
        }
        let provider = old["spec"]["providerID"].text
        if !provider.isEmpty, node["spec"]["providerID"].text != provider {
            errors.forbidden(
                spec["providerID"], "node updates may not change providerID except from \"\" to valid")
        }
        TaintRules.validate(node["spec"]["taints"], FieldPath("metadata")["taints"], &errors)
        if node["spec"]["externalID"].text != old["spec"]["externalID"].text {
            errors.forbidden(spec["externalID"], "may not be updated")
        }
    }

    private static func validateAnnotations(_ annotations: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("metadata")["annotations"]
        let old = annotations[taints].text
        if !old.isEmpty {
            if let list = try? JSONValue(parsing: Bytes(old)) {
                TaintRules.validate(list, path[taints], &errors)
            } else {
                errors.invalid(path, .string(taints), "invalid character")
            }
        }
        let text = annotations[preferAvoidPods].text
        guard !text.isEmpty else { return }
        guard let avoided = try? JSONValue(parsing: Bytes(text)) else {
            errors.invalid(path["AvoidPods"], .string(preferAvoidPods), "invalid character")
            return
        }
        for (index, entry) in avoided["preferAvoidPods"].elements.enumerated() {
            let here = path[preferAvoidPods][index]["PodSignature"]
            let controller = entry["podSignature"]["podController"]
            if controller.isNull {
                errors.required(here)
            } else if controller["controller"] != true {
                errors.invalid(here["PodController"]["Controller"], false, "must point to a controller")
            }
        }
    }

    private static func validateResources(_ value: JSONValue, _ errors: inout FieldErrors) {
        for key in ["capacity", "allocatable"] {
            for member in value[key].object ?? JSONObject() {
                ResourceListRules.validateValue(member.key, member.value, status[key][member.key], &errors)
            }
        }
    }

    private static func validateFeatures(_ features: JSONValue, _ errors: inout FieldErrors) {
        let path = status["declaredFeatures"]
        let list = features.elements.map(\.text)
        for (index, feature) in list.enumerated() {
            if feature.utf8.count > 253 {
                errors.invalid(
                    path[index], .string(feature),
                    "invalid feature name \(GoText.quoted(feature)): must be no more than 253 characters")
            } else if !isFeature(feature) {
                errors.invalid(
                    path[index], .string(feature),
                    "invalid feature name \(GoText.quoted(feature)): must start with an UpperCamelCase segment, with "
                        + "subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and "
                        + "contain only alphanumeric characters and slashes")
            }
            guard index + 1 < list.count else { continue }
            if list[index + 1] == feature {
                errors.duplicate(path[index + 1], .string(feature))
            } else if list[index + 1].utf8.lexicographicallyPrecedes(feature.utf8) {
                errors.invalid(path[index + 1], .string(list[index + 1]), "list must be sorted alphabetically")
            }
        }
    }

    private static func isFeature(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x41...0x5a).contains(first) else { return false }
        return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
                }
        }
    }

    private static func validateNetworks(_ networks: JSONValue, _ errors: inout FieldErrors) {
        let path = spec["podCIDRs"]
        let list = networks.elements
        for (index, network) in list.enumerated() { AddressRules.validateCIDR(network, path[index], &errors) }
        guard list.count > 1 else { return }
        let sizes = list.compactMap { AddressRules.network($0.text)?.address.count }
        if sizes.count < list.count {
            let bad = list.first { AddressRules.network($0.text) == nil }?.text ?? ""
            errors.internalError(
                path,
                "invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR address: \(bad)")
        }
        if Set(sizes).count != 2 || list.count > 2 {
            errors.invalid(path, networks, "may specify no more than one CIDR for each IP family")
        }
    }
}
