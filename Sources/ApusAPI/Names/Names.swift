/// The rules that names follow (apimachinery's `util/validation` and `api/validate/content`). Each returns what is
/// wrong, in upstream's words; nothing when the value is good.
public enum Names {
    // MARK: - DNS

    /// RFC 1123 subdomain, at most 253 characters.
    public static func dnsSubdomainProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 253 { problems.append(tooLong(253)) }
        if !isSubdomain(value.utf8) {
            problems.append(
                pattern(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
                        + "and must start and end with an alphanumeric character", subdomainPattern, "example.com"))
        }
        return problems
    }

    /// The same with underscores, as search domains of resolvers may have them.
    public static func underscoredSubdomainProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 253 { problems.append(tooLong(253)) }
        let isValid = value.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
            let part = $0.first == UInt8(ascii: "_") ? $0.dropFirst() : $0
            return isLabel(part.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 })
        }
        if !isValid {
            let label = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
            problems.append(
                pattern(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or "
                        + "'.', and must start and end with an alphanumeric character", "\(label)(\\.\(label))*",
                    "example.com"))
        }
        return problems
    }

    /// RFC 1123 label, at most 63 characters.
    public static func dnsLabelProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 63 { problems.append(tooLong(63)) }
        if !isLabel(value.utf8) {
            if isSubdomain(value.utf8) {
                problems.append("must not contain dots")
            } else {
                problems.append(
                    pattern(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
                            + "must start and end with an alphanumeric character", labelPattern, "my-name", "123-abc"))
            }
        }
        return problems
    }

    /// RFC 1035 label: begins with a letter, at most 63 characters.
    public static func dns1035LabelProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 63 { problems.append(tooLong(63)) }
        let beginsWithLetter = value.utf8.first.map { isLower($0) } ?? false
        if !beginsWithLetter || !isLabel(value.utf8) {
            problems.append(
                pattern(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
                        + "alphabetic character, and end with an alphanumeric character",
                    "[a-z]([-a-z0-9]*[a-z0-9])?", "my-name", "abc-123"))
        }
        return problems
    }

    /// `*.` and a subdomain.
    public static func wildcardSubdomainProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 253 { problems.append(tooLong(253)) }
        if !value.hasPrefix("*.") || !isSubdomain(value.dropFirst(2).utf8) {
            problems.append(
                pattern(
                    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must "
                        + "consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric "
                        + "character", "\\*\\." + subdomainPattern, "*.example.com"))
        }
        return problems
    }

    // MARK: - Keys and values

    /// The key of a label, an annotation, a resource or a finalizer: a name with an optional DNS prefix.
    public static func qualifiedNameProblems(_ value: String) -> [String] {
        let parts = value.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var problems: [String] = []
        if parts.count > 2 {
            return [
                "a valid label key " + qualifiedNamePattern
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ]
        }
        if parts.count == 2 {
            if parts[0].isEmpty {
                problems.append("prefix part must be non-empty")
            } else if parts[0].count > 253 || !isSubdomain(parts[0]) {
                problems += dnsSubdomainProblems(String(Substring(parts[0]))).map { "prefix part " + $0 }
            }
        }
        guard let name = parts.last else { return problems }
        if name.isEmpty {
            problems.append("name part must be non-empty")
        } else if name.count > 63 {
            problems.append("name part " + tooLongInBytes(63))
        }
        if !isName(name) { problems.append("name part " + qualifiedNamePattern) }
        return problems
    }

    /// The value of a label.
    public static func labelValueProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 63 { problems.append(tooLongInBytes(63)) }
        if !value.isEmpty, !isName(value.utf8) {
            problems.append(
                pattern(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and "
                        + "must start and end with an alphanumeric character",
                    "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", "MyValue", "my_value", "12345"))
        }
        return problems
    }

    /// A key of a ConfigMap or Secret.
    public static func configKeyProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 253 { problems.append(tooLong(253)) }
        if value.isEmpty || !value.utf8.allSatisfy({ isAlphanumeric($0) || "-._".utf8.contains($0) }) {
            problems.append(
                pattern(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'", "[-._a-zA-Z0-9]+",
                    "key.name", "KEY_NAME", "key-name"))
        }
        return problems + parentDirectoryProblems(value)
    }

    /// What can be one segment of a URL path.
    public static func pathSegmentProblems(_ value: String, isPrefix: Bool = false) -> [String] {
        if !isPrefix, value == "." || value == ".." { return ["may not be '\(value)'"] }
        return ["/", "%"].filter { value.contains($0) }.map { "may not contain '\($0)'" }
    }

    // MARK: - Ports, headers, variables

    /// The name of a port of a container or an endpoint (RFC 6335).
    public static func portNameProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 15 { problems.append(tooLong(15)) }
        if value.isEmpty || !value.utf8.allSatisfy({ isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }) {
            problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !value.utf8.contains(where: isLower) { problems.append("must contain at least one letter (a-z)") }
        if value.contains("--") { problems.append("must not contain consecutive hyphens") }
        if value.hasPrefix("-") || value.hasSuffix("-") { problems.append("must not begin or end with a hyphen") }
        return problems
    }

    public static func portNumberProblems(_ value: Int64) -> [String] { rangeProblems(value, 1, 65535) }

    public static func rangeProblems(_ value: Int64, _ low: Int64, _ high: Int64) -> [String] {
        (low...high).contains(value) ? [] : ["must be between \(low) and \(high), inclusive"]
    }

    /// A user or group id.
    public static func idProblems(_ value: Int64) -> [String] { rangeProblems(value, 0, 2_147_483_647) }

    /// The name of an environment variable: printable ASCII without `=` (level 1.34 and later).
    public static func variableNameProblems(_ value: String) -> [String] {
        if value.isEmpty { return ["environment variable name must be non-empty"] }
        if value.utf8.contains(where: { $0 < 0x20 || $0 > 0x7e || $0 == UInt8(ascii: "=") }) {
            return [
                "a valid environment variable name must consist only of printable ASCII characters other than '='"
            ]
        }
        return []
    }

    public static func headerNameProblems(_ value: String) -> [String] {
        if !value.isEmpty, value.utf8.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") }) { return [] }
        return [
            pattern(
                "a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+", "X-Header-Name")
        ]
    }

    /// `12%`.
    public static func percentProblems(_ value: String) -> [String] {
        if IntOrString.string(value).percent != nil { return [] }
        return [
            pattern(
                "a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%", "1%", "93%")
        ]
    }

    // MARK: - Parts

    private static let labelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
    private static let subdomainPattern = labelPattern + "(\\." + labelPattern + ")*"
    private static var qualifiedNamePattern: String {
        pattern(
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                + "character", "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", "MyName", "my.name", "123-abc")
    }

    private static func parentDirectoryProblems(_ value: String) -> [String] {
        if value == "." || value == ".." { return ["must not be '\(value)'"] }
        return value.hasPrefix("..") ? ["must not start with '..'"] : []
    }

    static func tooLong(_ length: Int) -> String { "must be no more than \(length) characters" }
    private static func tooLongInBytes(_ length: Int) -> String { "must be no more than \(length) bytes" }

    private static func pattern(_ message: String, _ expression: String, _ examples: String...) -> String {
        let list = examples.map { "'\($0)', " }.joined(separator: " or ")
        return "\(message) (e.g. \(list)regex used for validation is '\(expression)')"
    }

    static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7a }
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLower(byte) || isDigit(byte) || (byte >= 0x41 && byte <= 0x5a)
    }

    static func isLabel(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        guard isLower(first) || isDigit(first), isLower(last) || isDigit(last) else { return false }
        return bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    static func isSubdomain(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        var previous = UInt8(ascii: ".")
        for byte in bytes {
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
                let follows =
                    previous == UInt8(ascii: ".") || (byte == UInt8(ascii: ".") && previous == UInt8(ascii: "-"))
                if follows { return false }
            } else if !isLower(byte), !isDigit(byte) {
                return false
            }
            previous = byte
        }
        return previous != UInt8(ascii: ".") && previous != UInt8(ascii: "-")
    }

    static func isName(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last, isAlphanumeric(first), isAlphanumeric(last) else {
            return false
        }
        return bytes.allSatisfy { isAlphanumeric($0) || $0 == 0x2d || $0 == 0x5f || $0 == 0x2e }
    }
}
