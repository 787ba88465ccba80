import ApusAPI
import ApusJSON

/// IP addresses and networks in their text forms (RFC 4291 §2.2, RFC 4632).
enum AddressRules {
    /// A network: its address and the length of its prefix.
    struct Network {
        var address: [UInt8]
        var length: Int

        func strictlyContains(_ other: Network) -> Bool {
            guard address.count == other.address.count, other.length > length else { return false }
            return (0..<length).allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                return address[bit / 8] & mask == other.address[bit / 8] & mask
            }
        }

        /// Whether the address has bits behind the prefix.
        var hasHostBits: Bool {
            (length..<address.count * 8).contains { address[$0 / 8] & UInt8(0x80) >> UInt8($0 % 8) != 0 }
        }
    }

    static func isAddress(_ text: String) -> Bool { bytes(text) != nil }

    /// The 4 or 16 bytes of an address; nil where `text` is none. Leading zeros are refused.
    static func bytes(_ text: String) -> [UInt8]? { IPAddress.bytes(text) }

    static func network(_ text: String) -> Network? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = bytes(String(parts[0])), let length = IPAddress.decimal(parts[1], 128),
            length <= address.count * 8
        else { return nil }
        return Network(address: address, length: length)
    }

    // MARK: - Errors

    /// An address of a field that is older than the strict rules. What stands in `old` may stay.
    static func validateAddress(
        _ value: JSONValue, old: [JSONValue] = [], _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        if !old.contains(value) { errors.invalid(path(), .string(value.text), each: addressProblems(value.text)) }
    }

    /// A network of a field that is older than the strict rules. What stands in `old` may stay.
    static func validateCIDR(
        _ value: JSONValue, old: [JSONValue] = [], _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        if !old.contains(value) { errors.invalid(path(), .string(value.text), each: networkProblems(value.text)) }
    }

    /// What a client is told of an address that is not in its usual form.
    static func warning(_ value: JSONValue, _ path: @autoclosure () -> FieldPath) -> String? {
        addressWarnings(value.text, path()).first
    }

    /// An address that traffic can be sent to: not unspecified, loopback, link-local or multicast.
    static func validateEndpoint(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard let bytes = sloppyAddress(value.text)?.bytes else {
            errors.invalid(path, .string(value.text), "must be a valid IP address")
            return
        }
        let isFour = bytes.count == 4
        if bytes.allSatisfy({ $0 == 0 }) { errors.invalid(path, value, "may not be unspecified (\(value.text))") }
        if isFour ? bytes[0] == 127 : bytes.dropLast().allSatisfy({ $0 == 0 }) && bytes[15] == 1 {
            errors.invalid(path, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)")
        }
        if isFour ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80 {
            errors.invalid(path, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)")
        }
        if isFour ? bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0 : bytes[0] == 0xff && bytes[1] & 0x0f == 2 {
            errors.invalid(path, value, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")
        }
    }
}

/// Ports and their protocols.
enum PortRules {
    static let protocols = ["SCTP", "TCP", "UDP"]

    static func validateProtocol(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if value.text.isEmpty {
            errors.required(path)
        } else if !protocols.contains(value.text) {
            errors.notSupported(path, value, protocols)
        }
    }

    static func validateNumberOrName(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        switch value {
        case .string(let name): errors.invalid(path, value, each: Names.portNameProblems(name))
        default: errors.invalid(path, .int(value.int ?? 0), each: Names.portNumberProblems(value.int ?? 0))
        }
    }
}
