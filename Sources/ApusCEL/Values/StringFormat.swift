import ApusAPI

/// A format that strings can be held against (`format.dns1123Label()`).
public enum StringFormat: String, Sendable, CaseIterable {
    case dns1123Label, dns1123Subdomain, dns1035Label, qualifiedName, dns1123LabelPrefix, dns1123SubdomainPrefix
    case dns1035LabelPrefix, labelValue, uri, uuid, byte, date, datetime

    var name: String { rawValue }

    /// What is wrong with `text`; empty where it has the format.
    func problems(_ text: String) -> [String] {
        switch self {
        case .dns1123Label: Names.dnsLabelProblems(text)
        case .dns1123Subdomain: Names.dnsSubdomainProblems(text)
        case .dns1035Label: Names.dns1035LabelProblems(text)
        case .qualifiedName: Names.qualifiedNameProblems(text)
        case .dns1123LabelPrefix: Names.dnsLabelProblems(Self.masked(text))
        case .dns1123SubdomainPrefix: Names.dnsSubdomainProblems(Self.masked(text))
        case .dns1035LabelPrefix: Names.dns1035LabelProblems(Self.masked(text))
        case .labelValue: Names.labelValueProblems(text)
        case .uri: Self.uriProblems(text)
        case .uuid: ValueFormat.isValid(text, format: "uuid") ? [] : ["does not match the UUID format"]
        case .byte: ValueFormat.isValid(text, format: "byte") ? [] : ["invalid base64"]
        case .date: ValueFormat.isValid(text, format: "date") ? [] : ["invalid date"]
        case .datetime: ValueFormat.isValid(text, format: "datetime") ? [] : ["invalid datetime"]
        }
    }

    /// A prefix may end in a hyphen.
    private static func masked(_ text: String) -> String {
        text.count > 1 && text.hasSuffix("-") ? String(text.dropLast()) + "a" : text
    }

    private static func uriProblems(_ text: String) -> [String] {
        do {
            _ = try URLValue(text)
            return []
        } catch {
            return [error.message]
        }
    }

    /// How long the expression is that a match is taken to cost.
    var regularExpressionLength: UInt64 {
        switch self {
        case .dns1123Label, .dns1035Label, .dns1123LabelPrefix, .dns1035LabelPrefix: 30
        case .dns1123Subdomain, .qualifiedName, .dns1123SubdomainPrefix: 60
        case .labelValue: 40
        case .uri: 1103
        case .uuid: 85
        case .byte: 84
        case .date, .datetime: 165
        }
    }
}
