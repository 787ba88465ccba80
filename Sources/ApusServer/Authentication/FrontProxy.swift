import NIOHTTP1

/// A proxy in front of the server that tells in headers whom it has authenticated (`--requestheader-…`); whether it is
/// the proxy, its client certificate says.
public struct FrontProxy: Sendable {
    /// The common names that the proxy's certificate may have; empty: any.
    public var allowedNames: [String]
    public var usernameHeaders: [String]
    public var uidHeaders: [String]
    public var groupHeaders: [String]
    public var extraHeaderPrefixes: [String]

    public init(
        allowedNames: [String] = [], usernameHeaders: [String] = ["X-Remote-User"],
        uidHeaders: [String] = [], groupHeaders: [String] = ["X-Remote-Group"],
        extraHeaderPrefixes: [String] = ["X-Remote-Extra-"]
    ) {
        self.allowedNames = allowedNames
        self.usernameHeaders = usernameHeaders
        self.uidHeaders = uidHeaders
        self.groupHeaders = groupHeaders
        self.extraHeaderPrefixes = extraHeaderPrefixes
    }

    /// Whether a proxy with a certificate of this common name may speak for others.
    func allows(_ commonName: String) -> Bool { allowedNames.isEmpty || allowedNames.contains(commonName) }

    /// Whom the headers name; nil where they name nobody.
    func user(in headers: HTTPHeaders) -> User? {
        func first(_ names: [String]) -> String {
            names.lazy.compactMap { headers.first(name: $0) }.first { !$0.isEmpty } ?? ""
        }
        let name = first(usernameHeaders)
        guard !name.isEmpty else { return nil }
        var extra: [String: [String]] = [:]
        for prefix in extraHeaderPrefixes {
            let lower = prefix.lowercased()
            for (field, value) in headers {
                let field = field.lowercased()
                guard field.hasPrefix(lower) else { continue }
                extra[PercentEncoding.decode(field.dropFirst(lower.count)), default: []].append(value)
            }
        }
        let groups = groupHeaders.flatMap { headers[$0] }.filter { !$0.isEmpty }
        return User(
            name: name, uid: first(uidHeaders), groups: User.withAuthenticated(groups, name: name), extra: extra)
    }
}

extension User {
    /// `groups` with the one of everybody who was authenticated; a proxy may also pass on that nobody was.
    static func withAuthenticated(_ groups: [String], name: String) -> [String] {
        if name == anonymousName || groups.contains(authenticatedGroup) || groups.contains(unauthenticatedGroup) {
            return groups
        }
        return groups + [authenticatedGroup]
    }
}
