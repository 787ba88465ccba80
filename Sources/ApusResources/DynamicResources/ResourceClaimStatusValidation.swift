import ApusAPI
import ApusJSON

/// Rules for what became of a claim: its allocation, its users and the state of its devices
/// (`pkg/apis/resource/validation`).
struct ResourceClaimStatusValidation {
    private static let userLimit = 256
    private static let resultLimit = 32
    private static let configurationLimit = 64
    private static let conditionLimit = 8
    private static let addressLimit = 16

    private let claim: DeviceClaimValidation
    private let isDeleted: Bool

    init(_ object: JSONValue) {
        claim = DeviceClaimValidation(object["spec"]["devices"])
        isDeleted = !object["metadata"]["deletionTimestamp"].isNull
    }

    func validate(_ status: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")
        let allocation = status["allocation"]
        DeviceNameRules.validateSet(
            status["reservedFor"], atMost: Self.userLimit, path["reservedFor"], &errors, key: { $0["uid"].text }
        ) { user, path, errors in
            for key in ["resource", "name", "uid"] { errors.requireText(path[key], user[key]) }
        }
        let allocated = Set(allocation["devices"]["results"].elements.map(Self.identity))
        DeviceNameRules.validateSet(
            status["devices"], atMost: nil, path["devices"], &errors, key: Self.identity
        ) { device, path, errors in
            Self.validateDevice(device, allocated, path, &errors)
        }
        validateUsers(status, old: old, path["reservedFor"], &errors)
        if !old["allocation"].isNull, !allocation.isNull {
            errors.checkImmutable(path["allocation"], allocation, old["allocation"])
        } else if !allocation.isNull {
            validateAllocation(allocation, path["allocation"], &errors)
        }
    }

    /// What tells allocated devices apart.
    private static func identity(_ device: JSONValue) -> String {
        let id = ["driver", "pool", "device"].map { device[$0].text }.joined(separator: "/")
        return device["shareID"].isNull ? id : "\(id)/\(device["shareID"].text)"
    }

    private func validateUsers(
        _ status: JSONValue, old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let users = status["reservedFor"].elements
        guard !users.isEmpty else { return }
        let before = old["reservedFor"].elements
        if status["allocation"].isNull {
            errors.forbidden(path, "may not be specified when `allocated` is not set")
        } else if isDeleted, users.contains(where: { !before.contains($0) }) {
            errors.forbidden(
                path,
                "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set")
        }
    }

    // MARK: - Allocation

    private func validateAllocation(_ allocation: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let (devices, here) = (allocation["devices"], path["devices"])
        if errors.checkCount(here["results"], devices["results"], atMost: Self.resultLimit) {
            for (index, result) in devices["results"].elements.enumerated() {
                validateResult(result, here["results"][index], &errors)
            }
        }
        if errors.checkCount(here["config"], devices["config"], atMost: Self.configurationLimit) {
            for (index, configuration) in devices["config"].elements.enumerated() {
                let path = here["config"][index]
                errors.requireSupported(path["source"], configuration["source"], ["FromClaim", "FromClass"])
                claim.validateReferences(configuration["requests"], path["requests"], &errors)
                DeviceClaimValidation.validateConfiguration(configuration, path, &errors)
            }
        }
        if !allocation["nodeSelector"].isNull {
            AffinityValidation.validateNodeSelector(allocation["nodeSelector"], path["nodeSelector"], &errors)
        }
    }

    private func validateResult(_ result: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        claim.validateReference(.string(result["request"].text), path["request"], &errors)
        Self.validateDeviceName(result, path, &errors)
        DeviceTaintRules.validateConditions(result, path, &errors)
        DeviceTaintRules.validateTolerations(result["tolerations"], path["tolerations"], &errors)
        DeviceNameRules.validateUUID(result["shareID"], path["shareID"], &errors)
    }

    private static func validateDeviceName(_ device: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        StorageRules.validateDriverName(device["driver"], path["driver"], &errors)
        DeviceNameRules.validatePool(device["pool"], path["pool"], &errors)
        let name = JSONValue.string(device["device"].text)
        errors.invalid(path["device"], name, each: Names.dnsLabelProblems(name.text))
    }

    // MARK: - State of devices

    private static func validateDevice(
        _ device: JSONValue, _ allocated: Set<String>, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        validateDeviceName(device, path, &errors)
        DeviceNameRules.validateUUID(device["shareID"], path["shareID"], &errors)
        let id = identity(device)
        if !allocated.contains(id) {
            errors.invalid(path, .string(id), "must be an allocated device in the claim")
        }
        _ = errors.checkCount(path["conditions"], device["conditions"], atMost: conditionLimit)
        errors.checkConditions(path["conditions"], device["conditions"])
        if !device["data"].isNull { DeviceNameRules.validateRaw(device["data"], path["data"], &errors) }
        let (network, here) = (device["networkData"], path["networkData"])
        for (key, limit) in [("interfaceName", 256), ("hardwareAddress", 128)]
        where network[key].text.utf8.count > limit {
            errors.tooLong(here[key], maximum: limit)
        }
        DeviceNameRules.validateSet(
            network["ips"], atMost: addressLimit, here["ips"], &errors, key: \.text
        ) { address, path, errors in
            errors.invalid(path, address, each: AddressRules.interfaceAddressProblems(address.text))
        }
    }
}
