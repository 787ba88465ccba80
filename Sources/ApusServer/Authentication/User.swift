public import ApusAPI
public import ApusJSON

/// Who makes a request. It is shared by reference: one that a client's certificate or token was once resolved to
/// carries the authorization decisions that were already made for it.
public struct User: Sendable {
    let identity: Identity

    public init(name: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]) {
        identity = Identity(UserInfo(name: name, uid: uid, groups: groups, extra: extra))
    }

    public var name: String { identity.info.name }
    public var uid: String { identity.info.uid }
    public var groups: [String] { identity.info.groups }
    public var extra: [String: [String]] { identity.info.extra }

    /// Who nobody is, where anonymous requests are allowed.
    public static func anonymous() -> User {
        User(name: User.anonymousName, groups: [User.unauthenticatedGroup])
    }

    /// A component of the same process, with the identity that its client certificate would give it.
    public static func component(_ name: String, groups: [String] = []) -> User {
        User(name: name, groups: groups + [User.authenticatedGroup])
    }

    public static let anonymousName = "system:anonymous"
    public static let authenticatedGroup = "system:authenticated"
    public static let unauthenticatedGroup = "system:unauthenticated"
    public static let mastersGroup = "system:masters"
    public static let nodesGroup = "system:nodes"
    static let nodePrefix = "system:node:"
    public static let serviceAccountsGroup = "system:serviceaccounts"

    /// The user as strategies and admission see it.
    public var info: UserInfo { identity.info }

    /// What is known of a user, and the decisions that were made for it.
    final class Identity: Sendable {
        let info: UserInfo
        let isMaster: Bool
        /// The node that the user is; "" for one of the group of nodes whose name is none. Nil: the user is no node.
        let nodeName: String?
        let decisions = DecisionCache()
        /// What metrics count the user as.
        let metricClass: AccessMetrics.UserClass

        init(_ info: UserInfo) {
            self.info = info
            metricClass = AccessMetrics.UserClass(info.name)
            isMaster = info.groups.contains(User.mastersGroup)
            let isNode = info.name.hasPrefix(User.nodePrefix) && info.groups.contains(User.nodesGroup)
            nodeName = isNode ? String(info.name.dropFirst(User.nodePrefix.count)) : nil
        }
    }
}

extension User: Equatable {
    public static func == (a: User, b: User) -> Bool {
        a.identity === b.identity || a.info == b.info
    }
}

extension User {
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
