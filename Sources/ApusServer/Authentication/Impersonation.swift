public import ApusAPI
public import NIOHTTP1

/// Acting as somebody else (apiserver's `endpoints/filters/impersonation`).
public struct Impersonation: Sendable {
    private let authorizer: Authorizer

    public init(_ authorizer: Authorizer) { self.authorizer = authorizer }

    /// Whom the headers of a request of `user` ask to be; nil where they ask for nobody.
    ///
    /// Throws 403 where `user` may not impersonate one of the names, and 400 for a group, uid or extra without a user.
    public func user(asked headers: HTTPHeaders, by user: User) throws(StatusError) -> User? {
        guard headers.contains(where: { Impersonation.isAsked(by: $0.name) }) else { return nil }
        let name = headers.first(name: "impersonate-user") ?? ""
        let uid = headers.first(name: "impersonate-uid") ?? ""
        let groups = headers["impersonate-group"]
        var extra: [String: [String]] = [:]
        for (field, value) in headers where field.lowercased().hasPrefix(Impersonation.extraPrefix) {
            let key = PercentEncoding.decode(field.lowercased().dropFirst(Impersonation.extraPrefix.count))
            extra[key, default: []].append(value)
        }
        guard !name.isEmpty else {
            if groups.isEmpty, uid.isEmpty, extra.isEmpty { return nil }
            // The object references that upstream makes of the headers, as Go prints them.
            var asked = groups.map { "{Group  \($0)    }" }
            for (key, values) in extra.sorted(by: { $0.key < $1.key }) {
                asked += values.map { "{UserExtra  \($0)  authentication.k8s.io/v1  \(key)}" }
            }
            if !uid.isEmpty { asked.append("{UID  \(uid)  authentication.k8s.io/v1  }") }
            throw .badRequest("requested [\(asked.joined(separator: " "))] without impersonating a user")
        }
        let account = Impersonation.serviceAccount(name)
        try check(
            user, resource: account == nil ? "users" : "serviceaccounts", namespace: account?.namespace ?? "",
            account?.name ?? name)
        for group in groups { try check(user, resource: "groups", group) }
        let identityGroup = "authentication.k8s.io"
        for (key, values) in extra.sorted(by: { $0.key < $1.key }) {
            for value in values {
                try check(user, group: identityGroup, resource: "userextras", subresource: key, value)
            }
        }
        if !uid.isEmpty { try check(user, group: identityGroup, resource: "uids", uid) }
        var all = groups
        if groups.isEmpty, let account { all = User.serviceAccountGroups(namespace: account.namespace) }
        if name == User.anonymousName {
            if !all.contains(User.unauthenticatedGroup) { all.append(User.unauthenticatedGroup) }
        } else if !all.contains(User.authenticatedGroup), !all.contains(User.unauthenticatedGroup) {
            all.append(User.authenticatedGroup)
        }
        return User(name: name, uid: uid, groups: all, extra: extra)
    }

    private func check(
        _ user: User, group: String = "", resource: String, subresource: String = "", namespace: String = "",
        _ name: String
    ) throws(StatusError) {
        let wanted = AuthorizationAttributes(
            verb: "impersonate", group: group, version: group.isEmpty ? "" : "v1", resource: resource,
            subresource: subresource, namespace: namespace, name: name)
        let decision = authorizer.authorize(user, wanted)
        if !decision.isAllowed { throw .forbidden(user, wanted, reason: decision.reason) }
    }

    /// The namespace and name of a service account's user name.
    static func serviceAccount(_ user: String) -> (namespace: String, name: String)? {
        let parts = user.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount", !parts[2].isEmpty, !parts[3].isEmpty
        else { return nil }
        return (String(parts[2]), String(parts[3]))
    }

    private static let extraPrefix = "impersonate-extra-"

    /// Whether the name of a header begins with `Impersonate-`, in any case. Every request's headers are looked at.
    private static func isAsked(by name: String) -> Bool {
        let prefix: StaticString = "impersonate-"
        var bytes = name.utf8.makeIterator()
        for index in 0..<prefix.utf8CodeUnitCount {
            guard let byte = bytes.next(), byte | 0x20 == prefix.utf8Start[index] | 0x20 else { return false }
        }
        return true
    }
}
