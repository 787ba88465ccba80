import ApusAPI
import ApusJSON

/// Rules for slices of a driver's devices (`pkg/apis/resource/validation`).
struct ResourceSliceValidation {
    private static let deviceLimit = 128
    /// With taints or counters, a slice holds fewer devices.
    private static let advancedDeviceLimit = 64
    private static let counterSetLimit = 8
    private static let counterLimit = 32

    let old: JSONValue?

    func validate(_ spec: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        StorageRules.validateDriverName(spec["driver"], path["driver"], &errors)
        validatePool(spec["pool"], path["pool"], &errors)
        if let old {
            errors.checkImmutable(path["pool"]["name"], spec["pool"]["name"], old["pool"]["name"])
            for key in ["driver", "nodeName"] { errors.checkImmutable(path[key], spec[key], old[key]) }
        }
        validateNodes(spec, path, &errors)
        let (devices, counters) = (spec["devices"], spec["sharedCounters"])
        if !devices.isNull, !counters.isNull {
            errors.invalid(path, "", "only one of `sharedCounters` or `devices` is allowed")
        }
        let isAdvanced = devices.elements.contains {
            !$0["taints"].elements.isEmpty || !$0["consumesCounters"].elements.isEmpty
        }
        let isPerDevice = spec["perDeviceNodeSelection"].bool == true
        DeviceNameRules.validateSet(
            devices, atMost: isAdvanced ? Self.advancedDeviceLimit : Self.deviceLimit, path["devices"], &errors,
            key: { $0["name"].text }
        ) { device, path, errors in
            let before = old?["devices"].elements.first { $0["name"] == device["name"] }
            DeviceValidation(old: before, choosesNodes: isPerDevice).validate(device, path, &errors)
        }
        DeviceNameRules.validateSet(
            counters, atMost: Self.counterSetLimit, path["sharedCounters"], &errors, key: { $0["name"].text }
        ) { Self.validateCounters($0, name: "name", $1, &$2) }
    }

    /// A set of counters, or a device's part of one.
    static func validateCounters(
        _ set: JSONValue, name: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        errors.requireText(path[name], set[name], "", Names.dnsLabelProblems)
        guard !set["counters"].isEmptyValue else {
            errors.required(path["counters"])
            return
        }
        DeviceNameRules.validateMap(
            set["counters"], atMost: counterLimit, keyLength: 63, path["counters"], &errors,
            key: { key, path, errors in errors.invalid(path, .string(key), each: Names.dnsLabelProblems(key)) },
            { _, _, _ in })
    }

    private func validatePool(_ pool: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        DeviceNameRules.validatePool(pool["name"], path["name"], &errors)
        let (count, generation) = (pool["resourceSliceCount"].int ?? 0, pool["generation"].int ?? 0)
        if count <= 0 { errors.invalid(path["resourceSliceCount"], .int(count), "must be greater than zero") }
        if generation < 0 {
            errors.invalid(path["generation"], .int(generation), "must be greater than or equal to zero")
        }
    }

    private func validateNodes(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let one = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required"
        var chosen: [String] = []
        if let name = spec["nodeName"].string {
            if name.isEmpty {
                errors.invalid(path["nodeName"], "", "must be either unset or set to a non-empty string")
            } else {
                chosen.append("`nodeName`")
                errors.invalid(path["nodeName"], .string(name), each: Names.dnsSubdomainProblems(name))
            }
        }
        let selector = spec["nodeSelector"]
        if !selector.isNull {
            chosen.append("`nodeSelector`")
            AffinityValidation.validateNodeSelector(selector, path["nodeSelector"], &errors)
            if selector["nodeSelectorTerms"].elements.count != 1 {
                errors.invalid(
                    path["nodeSelector"]["nodeSelectorTerms"], selector["nodeSelectorTerms"],
                    "must have exactly one node selector term")
            }
        }
        for key in ["allNodes", "perDeviceNodeSelection"] {
            switch spec[key].bool {
            case true?: chosen.append("`\(key)`")
            case false?: errors.invalid(path[key], false, "must be either unset or set to true")
            case nil: break
            }
        }
        if chosen.isEmpty {
            errors.required(path, one)
        } else if chosen.count > 1 {
            errors.invalid(
                path, .string("{\(chosen.joined(separator: ", "))}"), one + ", but multiple fields are set")
        }
    }
}
