/// Which rule the names of a kind follow (`metadata.name`).
public enum NameRule: Sendable {
    /// RFC 1123 subdomain: most kinds.
    case dnsSubdomain
    /// RFC 1123 label: Namespaces.
    case dnsLabel
    /// RFC 1035 label: Services.
    case dns1035Label
    /// Anything that can stand in a URL path: RBAC kinds, Events.
    case pathSegment
    /// None, or one that the strategy checks by itself: CertificateSigningRequests, IPAddresses.
    case any

    /// What is wrong with `name`, in upstream's words. With `isPrefix` it is what a generated name begins with, and may
    /// end in a dash.
    public func problems(_ name: String, isPrefix: Bool = false) -> [String] {
        if self == .pathSegment { return Names.pathSegmentProblems(name, isPrefix: isPrefix) }
        var name = name
        if isPrefix, name.utf8.count > 1, name.utf8.last == UInt8(ascii: "-") {
            name = String(name.dropLast(2)) + "a"
        }
        return switch self {
        case .dnsSubdomain: Names.dnsSubdomainProblems(name)
        case .dnsLabel: Names.dnsLabelProblems(name)
        case .dns1035Label: Names.dns1035LabelProblems(name)
        case .pathSegment, .any: []
        }
    }
}
