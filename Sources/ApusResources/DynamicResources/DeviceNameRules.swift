import ApusAPI
import ApusJSON

/// Names that the kinds of `resource.k8s.io` share (`pkg/apis/resource/validation`).
enum DeviceNameRules {
    private static let idLimit = 32
    private static let poolLimit = 253

    static func validatePool(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !value.text.isEmpty else {
            errors.required(path)
            return
        }
        if value.text.utf8.count > poolLimit { errors.tooLong(path, maximum: poolLimit) }
        for part in value.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
            errors.invalid(path, .string(part), each: Names.dnsSubdomainProblems(part))
        }
    }

    /// `name`, or `domain/name`: the name of an attribute or a capacity.
    static func validateQualified(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: validateIdentifier(parts[0], path, &errors)
        case 2:
            if parts[0].isEmpty {
                errors.invalid(path, "", "the domain must not be empty")
            } else {
                StorageRules.validateDriverName(.string(parts[0]), path, &errors)
            }
            if parts[1].isEmpty {
                errors.invalid(path, "", "the name must not be empty")
            } else {
                validateIdentifier(parts[1], path, &errors)
            }
        default: break  // upstream lets these through
        }
    }

    static func validateFullyQualified(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        validateQualified(value.text, path, &errors)
        if !value.text.contains("/") {
            errors.invalid(path, value, "a fully qualified name must be a domain and a name separated by a slash")
        }
    }

    private static func validateIdentifier(_ text: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        if text.utf8.count > idLimit { errors.tooLong(path, maximum: idLimit) }
        func isLetter(_ byte: UInt8) -> Bool {
            (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
        }
        let isGood =
            text.utf8.first.map(isLetter) == true
            && text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
        if !isGood {
            errors.invalid(
                path, .string(text),
                "a valid C identifier must start with alphabetic character or '_', followed by a string of "
                    + "alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for "
                    + "validation is '[A-Za-z_][A-Za-z0-9_]*')")
        }
    }

    static func validateUUID(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard let text = value.string else { return }
        let isGood =
            text.utf8.count == 36
            && text.utf8.enumerated().allSatisfy { index, byte in
                [8, 13, 18, 23].contains(index)
                    ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            }
        if !isGood {
            errors.invalid(
                path, value,
                "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase "
                    + "hexadecimal characters")
        }
    }

    /// Each element, and that there are not too many and none twice. `key` is what makes an element another one.
    static func validateSet(
        _ list: JSONValue, atMost limit: Int?, _ path: FieldPath, _ errors: inout FieldErrors,
        key: (JSONValue) -> String, _ validate: (JSONValue, FieldPath, inout FieldErrors) -> Void
    ) {
        if let limit, !errors.checkCount(path, list, atMost: limit) { return }
        for (index, element) in list.elements.enumerated() { validate(element, path[index], &errors) }
        var seen: Set<String> = []
        for (index, element) in list.elements.enumerated() where !seen.insert(key(element)).inserted {
            errors.duplicate(path[index], .string(key(element)))
        }
    }

    /// Each entry of a map, in the order of its keys; errors of keys name the map, those of values the entry.
    static func validateMap(
        _ map: JSONValue, atMost limit: Int?, keyLength: Int, _ path: FieldPath, _ errors: inout FieldErrors,
        key: (String, FieldPath, inout FieldErrors) -> Void,
        _ validate: (JSONValue, FieldPath, inout FieldErrors) -> Void
    ) {
        let members = map.object?.members ?? []
        if let limit, members.count > limit {
            errors.tooMany(path, count: members.count, maximum: limit)
            return
        }
        for member in members.sorted(by: { $0.key < $1.key }) {
            key(member.key, path, &errors)
            validate(member.value, path.key(shortened(member.key, keyLength)), &errors)
        }
    }

    private static func shortened(_ key: String, _ length: Int) -> String {
        guard key.utf8.count > length else { return key }
        let rest = length - 3
        return "\(key.prefix((rest + 1) / 2))...\(key.suffix(rest / 2))"
    }

    /// A JSON object of the driver's own, at most 10 KiB of it.
    static func validateRaw(
        _ value: JSONValue, isStored: Bool = false, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if value.isNull {
            errors.required(path)
        } else if !isStored, GoText.json(value).utf8.count > 10_240 {
            errors.tooLong(path, maximum: 10_240)
        } else if value.object == nil {
            errors.invalid(path, "<value omitted>", "must be a valid JSON object")
        }
    }
}
