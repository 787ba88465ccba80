import ApusAPI
import ApusJSON

/// Addresses and networks as level 1.36 takes them: no leading zeros, no IPv4 in IPv6, no bits behind a network's
/// prefix; fields that are younger also want the canonical form (`util/validation/ip.go`).
extension AddressRules {
    /// An address in an old field. `known` are values that the object had before and may keep.
    static func validateLegacyAddress(
        _ value: JSONValue, _ path: FieldPath, known: Set<String> = [], _ errors: inout FieldErrors
    ) {
        if !known.contains(value.text) { errors.invalid(path, value, each: addressProblems(value.text)) }
    }

    /// A network in an old field. `known` are values that the object had before and may keep.
    static func validateLegacyNetwork(
        _ value: JSONValue, _ path: FieldPath, known: Set<String> = [], _ errors: inout FieldErrors
    ) {
        if !known.contains(value.text) { errors.invalid(path, value, each: networkProblems(value.text)) }
    }

    /// What is wrong with an address in a young field: it must be in canonical form.
    static func canonicalAddressProblems(_ text: String) -> [String] {
        let problems = addressProblems(text)
        guard problems.isEmpty, let bytes = bytes(text) else { return problems }
        return canonicalProblems(text, self.text(bytes))
    }

    static func canonicalNetworkProblems(_ text: String) -> [String] {
        let problems = networkProblems(text)
        guard problems.isEmpty, let network = network(text) else { return problems }
        return canonicalProblems(text, "\(self.text(network.address))/\(network.length)")
    }

    /// An address with the length of its network: `192.168.1.5/24`.
    static func interfaceAddressProblems(_ text: String) -> [String] {
        guard let parsed = sloppyNetwork(text) else {
            return ["must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)"]
        }
        let length = parsed.length - (isMapped(parsed.address) && parsed.length > 32 ? 96 : 0)
        return canonicalProblems(text, "\(self.text(parsed.address))/\(length)")
    }

    // MARK: - Warnings

    /// What the client is told of an address that is valid but not written as it should be.
    static func addressWarnings(_ text: String, _ path: FieldPath) -> [String] {
        guard let parsed = sloppyAddress(text) else { return [] }
        let canonical = self.text(parsed.bytes)
        if parsed.hasLeadingZeros || isMapped(parsed.bytes) {
            return [
                "\(path): non-standard IP address \(GoText.quoted(text)) is invalid: use \(GoText.quoted(canonical))"
            ]
        }
        if parsed.bytes.count == 4 || canonical == text { return [] }
        return [
            "\(path): IPv6 address \(GoText.quoted(text)) should be in RFC 5952 canonical format "
                + "(\(GoText.quoted(canonical)))"
        ]
    }

    static func networkWarnings(_ text: String, _ path: FieldPath) -> [String] {
        guard let parsed = sloppyNetwork(text) else { return [] }
        let masked = masked(parsed.address, parsed.length)
        let canonical = "\(self.text(masked))/\(parsed.length)"
        var warnings: [String] = []
        if masked != parsed.address {
            let single = "\(self.text(parsed.address))/\(parsed.address.count * 8)"
            warnings.append(
                "\(path): CIDR value \(GoText.quoted(text)) is ambiguous in this context (should be "
                    + "\(GoText.quoted(canonical)) or \(GoText.quoted(single))?)")
        }
        if parsed.hasLeadingZeros || isMapped(parsed.address) {
            warnings.append(
                "\(path): non-standard CIDR value \(GoText.quoted(text)) is invalid: use \(GoText.quoted(canonical))")
        }
        if warnings.isEmpty, parsed.address.count == 16, canonical != text {
            warnings.append(
                "\(path): IPv6 CIDR value \(GoText.quoted(text)) should be in RFC 5952 canonical format "
                    + "(\(GoText.quoted(canonical)))")
        }
        return warnings
    }

    // MARK: - Parts

    static func addressProblems(_ text: String) -> [String] {
        guard let parsed = sloppyAddress(text) else {
            return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]
        }
        if parsed.hasLeadingZeros { return ["must not have leading 0s"] }
        return isMapped(parsed.bytes) ? ["must not be an IPv4-mapped IPv6 address"] : []
    }

    static func networkProblems(_ text: String) -> [String] {
        guard let parsed = sloppyNetwork(text) else {
            return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]
        }
        if parsed.hasLeadingZeros { return ["must not have leading 0s in IP or prefix length"] }
        if isMapped(parsed.address) { return ["must not have an IPv4-mapped IPv6 address"] }
        let isNetwork = masked(parsed.address, parsed.length) == parsed.address
        return isNetwork ? [] : ["must not have bits set beyond the prefix length"]
    }

    private static func canonicalProblems(_ text: String, _ canonical: String) -> [String] {
        text == canonical ? [] : ["must be in canonical form (\(GoText.quoted(canonical)))"]
    }

    /// Reads decimal parts with leading zeros too, as upstream's forked parser does.
    static func sloppyAddress(_ text: String) -> (bytes: [UInt8], hasLeadingZeros: Bool)? {
        if let bytes = bytes(text) { return (bytes, false) }
        let start = text.lastIndex(of: ":").map { text.index(after: $0) } ?? text.startIndex
        let parts = text[start...].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let plain = parts.map(withoutLeadingZeros).joined(separator: ".")
        return bytes(String(text[..<start]) + plain).map { ($0, true) }
    }

    static func sloppyNetwork(_ text: String) -> (address: [UInt8], length: Int, hasLeadingZeros: Bool)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let (address, hasZeros) = sloppyAddress(String(parts[0])),
            !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let length = Int(parts[1]), length <= address.count * 8
        else { return nil }
        return (address, length, hasZeros || withoutLeadingZeros(parts[1]) != parts[1])
    }

    private static func withoutLeadingZeros(_ digits: Substring) -> Substring {
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? digits.suffix(1) : rest
    }

    static func isMapped(_ bytes: [UInt8]) -> Bool { IPAddress.isMapped(bytes) }

    private static func masked(_ bytes: [UInt8], _ length: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let bits = min(8, max(0, length - index * 8))
            return bits == 0 ? 0 : byte & (0xff << (8 - UInt8(bits)))
        }
    }

    /// The canonical text of an address (RFC 5952).
    static func text(_ bytes: [UInt8]) -> String { IPAddress.text(bytes) }
}
