public import ApusJSON

/// Who makes a request (`authentication.k8s.io` `UserInfo`).
///
/// It is shared by reference: one that a client's certificate or token was once resolved to carries the authorization
/// decisions that were already made for it.
public struct UserInfo: Sendable {
    let identity: Identity

    public init(name: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]) {
        identity = Identity(name: name, uid: uid, groups: groups, extra: extra)
    }

    public var name: String { identity.name }
    public var uid: String { identity.uid }
    public var groups: [String] { identity.groups }
    public var extra: [String: [String]] { identity.extra }

    /// Who nobody is, where anonymous requests are allowed.
    public static func anonymous() -> UserInfo {
        UserInfo(name: UserInfo.anonymousName, groups: [UserInfo.unauthenticatedGroup])
    }

    /// A component of the same process, with the identity that its client certificate would give it.
    public static func component(_ name: String, groups: [String] = []) -> UserInfo {
        UserInfo(name: name, groups: groups + [UserInfo.authenticatedGroup])
    }

    public static let anonymousName = "system:anonymous"
    public static let authenticatedGroup = "system:authenticated"
    public static let unauthenticatedGroup = "system:unauthenticated"
    public static let mastersGroup = "system:masters"
    public static let serviceAccountsGroup = "system:serviceaccounts"

    /// The part of an immutable user that is compared, and its cache.
    final class Identity: Sendable {
        let name: String
        let uid: String
        let groups: [String]
        let extra: [String: [String]]
        let isMaster: Bool
        let decisions = DecisionCache()

        init(name: String, uid: String, groups: [String], extra: [String: [String]]) {
            self.name = name
            self.uid = uid
            self.groups = groups
            self.extra = extra
            isMaster = groups.contains(UserInfo.mastersGroup)
        }
    }
}

extension UserInfo: Equatable {
    public static func == (a: UserInfo, b: UserInfo) -> Bool {
        a.identity === b.identity
            || (a.name == b.name && a.uid == b.uid && a.groups == b.groups && a.extra == b.extra)
    }
}

extension UserInfo {
    /// As `UserInfo` of `authentication.k8s.io/v1` writes it: what is empty is left out.
    public var json: JSONValue {
        var object = JSONObject()
        if !name.isEmpty { object["username"] = .string(name) }
        if !uid.isEmpty { object["uid"] = .string(uid) }
        if !groups.isEmpty { object["groups"] = .array(groups.map { .string($0) }) }
        if !extra.isEmpty {
            object["extra"] = .object(
                JSONObject(
                    extra.sorted { $0.key < $1.key }.map {
                        .init(key: $0.key, value: .array($0.value.map { .string($0) }))
                    }))
        }
        return .object(object)
    }
}
