import ApusAPI
import ApusJSON

/// IP addresses and networks in their text forms (RFC 4291 §2.2, RFC 4632).
enum AddressRules {
    /// A network: its address and the length of its prefix.
    struct Network {
        var address: [UInt8]
        var length: Int

        /// The block; nil where the address has not 4 or 16 bytes.
        var block: IPNetwork? { IPAddress(bytes: address).map { IPNetwork($0, length: length) } }

        func strictlyContains(_ other: Network) -> Bool {
            guard let block, let inner = other.block else { return false }
            return other.length > length && block.contains(inner)
        }

        /// Whether the address has bits behind the prefix.
        var hasHostBits: Bool { block.map { $0.base.bytes != address } ?? false }
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
        guard let address = (sloppyAddress(value.text)?.bytes).flatMap(IPAddress.init(bytes:)) else {
            errors.invalid(path, .string(value.text), "must be a valid IP address")
            return
        }
        if address.isUnspecified { errors.invalid(path, value, "may not be unspecified (\(value.text))") }
        if address.isLoopback {
            errors.invalid(path, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)")
        }
        if address.isLinkLocalUnicast {
            errors.invalid(path, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)")
        }
        if address.isLinkLocalMulticast {
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
