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
}
