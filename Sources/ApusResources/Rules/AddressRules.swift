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
    static func bytes(_ text: String) -> [UInt8]? { text.contains(":") ? sixteen(text) : four(text[...]) }

    static func network(_ text: String) -> Network? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = bytes(String(parts[0])), let length = decimal(parts[1], 128),
            length <= address.count * 8
        else { return nil }
        return Network(address: address, length: length)
    }

    private static func decimal(_ text: Substring, _ limit: Int) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 3, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            text == "0" || !text.hasPrefix("0"), let value = Int(text), value <= limit
        else { return nil }
        return value
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let numbers = parts.compactMap { decimal($0, 255).map(UInt8.init) }
        return numbers.count == 4 ? numbers : nil
    }

    private static func sixteen(_ text: String) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            let all = groups(text[...])
            return all?.count == 16 ? all : nil
        }
        guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
            head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let tail = four(part) else { return nil }
                bytes += tail
            } else {
                guard (1...4).contains(part.utf8.count), let value = UInt16(part, radix: 16), part.first != "+" else {
                    return nil
                }
                bytes += [UInt8(value >> 8), UInt8(value & 0xff)]
            }
        }
        return bytes
    }

    /// 16 bytes in the form of RFC 5952: the longest run of zeros is left out, the first of equals.
    private static func text(_ bytes: [UInt8]) -> String {
        if isMapped(bytes) { return "::ffff:" + bytes[12...].map { String($0) }.joined(separator: ".") }
        let groups = (0..<8).map { UInt16(bytes[$0 * 2]) << 8 | UInt16(bytes[$0 * 2 + 1]) }
        var best = 0..<0
        var start = 0
        for end in 1...8 where end == 8 || (groups[end] == 0) != (groups[start] == 0) {
            if groups[start] == 0, end - start > max(best.count, 1) { best = start..<end }
            start = end
        }
        func hexadecimal(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if best.isEmpty { return hexadecimal(groups[...]) }
        return hexadecimal(groups[..<best.lowerBound]) + "::" + hexadecimal(groups[best.upperBound...])
    }

    // MARK: - Errors

    /// An address of a field that is older than the strict rules: any of the forms of RFC 4291 is good. What stands in
    /// `old` may stay.
    static func validateAddress(
        _ value: JSONValue, old: [JSONValue] = [], _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        if old.contains(value) { return }
        if let bytes = bytes(value.text) {
            if bytes.count == 16, isMapped(bytes) {
                errors.invalid(path(), .string(value.text), "must not be an IPv4-mapped IPv6 address")
            }
        } else if bytes(withoutLeadingZeros(value.text)) != nil {
            errors.invalid(path(), value, "must not have leading 0s")
        } else {
            errors.invalid(
                path(), .string(value.text), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
        }
    }

    private static func isMapped(_ bytes: [UInt8]) -> Bool {
        bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
    }

    /// `010.0.0.1` as upstream used to read it.
    private static func withoutLeadingZeros(_ text: String) -> String {
        text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            let digits = part.drop { $0 == "0" }
            return part.isEmpty || !digits.isEmpty ? String(digits) : "0"
        }.joined(separator: ".")
    }

    /// A network of a field that is older than the strict rules. What stands in `old` may stay.
    static func validateCIDR(
        _ value: JSONValue, old: [JSONValue] = [], _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        if old.contains(value) { return }
        guard let network = network(value.text) else {
            let parts = value.text.split(separator: "/", omittingEmptySubsequences: false)
            let sloppy =
                parts.count == 2 && !parts[1].hasPrefix("0")
                ? self.network(withoutLeadingZeros(String(parts[0])) + "/" + parts[1]) : nil
            errors.invalid(
                path(), .string(value.text),
                sloppy != nil
                    ? "must not have leading 0s in IP or prefix length"
                    : "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")
            return
        }
        if network.address.count == 16, isMapped(network.address), network.length >= 96 {
            errors.invalid(path(), value, "must not have an IPv4-mapped IPv6 address")
        } else if network.hasHostBits {
            errors.invalid(path(), value, "must not have bits set beyond the prefix length")
        }
    }

    /// What a client is told of an address that is not in its usual form.
    static func warning(_ value: JSONValue, _ path: @autoclosure () -> FieldPath) -> String? {
        guard let bytes = bytes(value.text), bytes.count == 16 else { return nil }
        let canonical = text(bytes)
        if canonical == value.text { return nil }
        return "\(path()): IPv6 address \(GoText.quoted(value.text)) should be in RFC 5952 canonical format "
            + "(\(GoText.quoted(canonical)))"
    }

    /// An address that traffic can be sent to: not unspecified, loopback, link-local or multicast.
    static func validateEndpoint(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard let bytes = bytes(value.text) ?? bytes(withoutLeadingZeros(value.text)) else {
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
