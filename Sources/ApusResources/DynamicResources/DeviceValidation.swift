import ApusAPI
import ApusJSON

/// Rules for a device of a slice: attributes, capacity, counters, taints and nodes.
struct DeviceValidation {
    private static let entryLimit = 32
    private static let taintLimit = 16
    private static let counterSetLimit = 2
    private static let valueLength = 64
    /// Of a domain, a slash and a name.
    private static let keyLength = 96

    let old: JSONValue?
    /// Whether each device of the slice says on which nodes it is.
    let choosesNodes: Bool

    func validate(_ device: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let name = JSONValue.string(device["name"].text)
        errors.invalid(path["name"], name, each: Names.dnsLabelProblems(name.text))
        let entries = (device["attributes"].object?.count ?? 0) + (device["capacity"].object?.count ?? 0)
        if entries > Self.entryLimit {
            errors.invalid(
                path, .int(Int64(entries)),
                "the total number of attributes and capacities must not exceed \(Self.entryLimit)")
        }
        DeviceNameRules.validateMap(
            device["attributes"], atMost: nil, keyLength: Self.keyLength, path["attributes"], &errors,
            key: DeviceNameRules.validateQualified, Self.validateAttribute)
        if old?["capacity"] != device["capacity"] || old == nil {
            let isShared = device["allowMultipleAllocations"].bool == true
            DeviceNameRules.validateMap(
                device["capacity"], atMost: nil, keyLength: Self.keyLength, path["capacity"], &errors,
                key: DeviceNameRules.validateQualified
            ) { CapacityRules.validate($0, isShared: isShared, $1, &$2) }
        }
        if old?["taints"] != device["taints"] || old == nil,
            errors.checkCount(path["taints"], device["taints"], atMost: Self.taintLimit)
        {
            for (index, taint) in device["taints"].elements.enumerated() {
                DeviceTaintRules.validateTaint(taint, path["taints"][index], &errors)
            }
        }
        DeviceNameRules.validateSet(
            device["consumesCounters"], atMost: Self.counterSetLimit, path["consumesCounters"], &errors,
            key: { $0["counterSet"].text }
        ) { ResourceSliceValidation.validateCounters($0, name: "counterSet", $1, &$2) }
        validateNodes(device, path, &errors)
        DeviceTaintRules.validateConditions(device, path, &errors)
    }

    private static func validateAttribute(_ attribute: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["string", "version"] {
            guard let text = attribute[key].string else { continue }
            if key == "version", !SemanticVersion.isValid(text) {
                errors.invalid(
                    path[key], .string(text), "must be a string compatible with semver.org spec 2.0.0")
            }
            if text.utf8.count > valueLength { errors.tooLong(path[key], maximum: valueLength) }
        }
        let count = ["bool", "int", "string", "version"].count { !attribute[$0].isNull }
        if count != 1 {
            errors.invalid(path, count == 0 ? "" : attribute, "exactly one value must be specified")
        }
    }

    private func validateNodes(_ device: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let keys = ["nodeName", "nodeSelector", "allNodes"]
        guard choosesNodes else {
            if keys.contains(where: { !device[$0].isNull }) {
                errors.invalid(
                    path, .null,
                    "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to "
                        + "true in the ResourceSlice spec")
            }
            return
        }
        var chosen = 0
        if let name = device["nodeName"].string {
            if name.isEmpty {
                errors.invalid(path["nodeName"], "", "must not be empty")
            } else {
                chosen += 1
                errors.invalid(path["nodeName"], .string(name), each: Names.dnsSubdomainProblems(name))
            }
        }
        if !device["nodeSelector"].isNull {
            chosen += 1
            AffinityValidation.validateNodeSelector(device["nodeSelector"], path["nodeSelector"], &errors)
        }
        if device["allNodes"].bool == false {
            errors.invalid(path["allNodes"], false, "must be either unset or set to true")
        }
        if device["allNodes"].bool == true { chosen += 1 }
        let one =
            "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set "
            + "to true in the ResourceSlice spec"
        let names = keys.filter { !device[$0].isEmptyValue && device[$0] != false }.map { "`\($0)`" }
        if chosen == 0 { errors.required(path, one) }
        if chosen > 1 { errors.invalid(path, .string("{\(names.joined(separator: ", "))}"), one) }
    }
}

/// Versions as semver.org 2.0.0 has them.
enum SemanticVersion {
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let core = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = core[0].split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, numbers.allSatisfy(isNumber) else { return false }
        if core.count == 2, !identifiers(core[1]).allSatisfy({ isIdentifier($0) && (!isDigits($0) || isNumber($0)) }) {
            return false
        }
        return parts.count < 2 || identifiers(parts[1]).allSatisfy(isIdentifier)
    }

    private static func identifiers(_ text: Substring) -> [Substring] {
        text.split(separator: ".", omittingEmptySubsequences: false)
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isNumber(_ text: Substring) -> Bool { isDigits(text) && (text == "0" || !text.hasPrefix("0")) }

    private static func isIdentifier(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
}
