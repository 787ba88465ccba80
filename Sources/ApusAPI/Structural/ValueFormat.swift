/// The formats of strings that schemas of custom resources may ask for.
public enum ValueFormat {
    private static let strings: Set<String> = [
        "bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr", "mac", "uuid", "uuid3", "uuid4", "uuid5",
        "isbn", "isbn10", "isbn13", "creditcard", "ssn", "hexcolor", "rgbcolor", "byte", "password", "date", "duration",
        "datetime", "k8sshortname", "k8slongname",
    ]

    /// The format in the form in which it is checked; "" for one that is not recognized for values of `type`.
    public static func known(_ format: String, type: String) -> String {
        switch type {
        case "", "string":
            let name = String(format.filter { $0 != "-" })
            return strings.contains(name) ? name : ""
        case "integer": return format == "int32" || format == "int64" ? format : ""
        case "number": return format == "float" || format == "double" ? format : ""
        default: return ""
        }
    }

    /// Whether `text` has the format, which `known` returned.
    public static func isValid(_ text: String, format: String) -> Bool {
        switch format {
        case "date": isDate(text)
        case "datetime": Timestamp(rfc3339: text) != nil
        case "duration": GoDuration.parse(text) != nil || matches(text, "scala")
        case "email": matches(text, format)
        case "hostname": isHostname(text)
        // govalidator looks at how the address is written: `::ffff:10.0.0.1` is both.
        case "ipv4": text.contains(".") && IPAddress(text) != nil
        case "ipv6": text.contains(":") && IPAddress(text) != nil
        case "cidr": IPNetwork(text) != nil
        case "byte": Base64.firstProblem(text) == nil
        case "isbn": isISBN10(text) || isISBN13(text)
        case "isbn10": isISBN10(text)
        case "isbn13": isISBN13(text)
        case "creditcard": matches(String(text.filter(\.isNumber)), format)
        case "k8sshortname": Names.dnsLabelProblems(text).isEmpty
        case "k8slongname": Names.dnsSubdomainProblems(text).isEmpty
        default: matches(text, format)
        }
    }

    private static let patterns: [String: RegularExpression] = [
        "scala": #"^\s*\d+(\.\d+)?\s*[a-zµ]+\s*$"#,
        "email": #"^[^@\s<>]+@[^@\s<>]+$"#,
        "mac": #"^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$|^([0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}$"#,
        "uri": #"^([a-zA-Z][a-zA-Z0-9+.-]*:|/)\S*$"#,
        "uuid": uuid("[0-9a-f]{4}", "[0-9a-f]{4}"),
        "uuid3": uuid("3[0-9a-f]{3}", "[0-9a-f]{4}"),
        "uuid4": uuid("4[0-9a-f]{3}", "[89ab][0-9a-f]{3}"),
        "uuid5": uuid("5[0-9a-f]{3}", "[89ab][0-9a-f]{3}"),
        "bsonobjectid": "^[0-9a-fA-F]{24}$",
        "hexcolor": "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
        "rgbcolor": #"^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$"#,
        "ssn": #"^\d{3}[- ]?\d{2}[- ]?\d{4}$"#,
        "creditcard": #"^\d{13,16}$"#,
    ].compactMapValues { try? RegularExpression($0) }

    private static func uuid(_ third: String, _ fourth: String) -> String {
        "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?\(third)-?\(fourth)-?[0-9a-f]{12}$"
    }

    private static func matches(_ text: String, _ name: String) -> Bool { patterns[name]?.matches(text) ?? true }

    private static func isDate(_ text: String) -> Bool {
        text.utf8.count == 10 && Timestamp(rfc3339: "\(text)T00:00:00Z") != nil
    }

    private static func isHostname(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 255 else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    private static func isISBN10(_ text: String) -> Bool {
        let characters = Array(text.filter { $0 != "-" && $0 != " " })
        guard characters.count == 10 else { return false }
        var sum = 0
        for (index, character) in characters.enumerated() {
            guard let digit = character == "X" && index == 9 ? 10 : character.wholeNumberValue else { return false }
            sum += digit * (10 - index)
        }
        return sum % 11 == 0
    }

    private static func isISBN13(_ text: String) -> Bool {
        let digits = text.filter { $0 != "-" && $0 != " " }.map(\.wholeNumberValue)
        guard digits.count == 13, !digits.contains(nil) else { return false }
        let sum = digits.enumerated().reduce(0) { $0 + ($1.element ?? 0) * ($1.offset % 2 == 0 ? 1 : 3) }
        return sum % 10 == 0
    }
}
