import ApusJSON

/// The claims of a service-account token (upstream's `pkg/serviceaccount/claims.go`).
struct TokenClaims: Sendable {
    struct Reference: Sendable {
        var name: String
        var uid: String

        init?(_ value: JSONValue) {
            guard value.object != nil else { return nil }
            name = value["name"].string ?? ""
            uid = value["uid"].string ?? ""
        }
    }

    let namespace: String
    let serviceAccount: Reference
    let pod: Reference?
    let secret: Reference?
    let node: Reference?
    let audiences: [String]
    let notBefore: Int64
    let expires: Int64
    let id: String

    /// How much clocks may differ, and how long a deleted object still counts, in seconds.
    static let leeway: Int64 = 60

    init(_ claims: JSONValue) throws(TokenError) {
        let own = claims["kubernetes.io"]
        guard let account = Reference(own["serviceaccount"]), let namespace = own["namespace"].string,
            claims["sub"].string == "system:serviceaccount:\(namespace):\(account.name)"
        else { throw TokenError("service account token claims could not be validated due to unexpected private claim") }
        self.namespace = namespace
        serviceAccount = account
        pod = Reference(own["pod"])
        secret = Reference(own["secret"])
        node = Reference(own["node"])
        audiences = claims["aud"].string.map { [$0] } ?? claims["aud"].elements.compactMap(\.string)
        notBefore = claims["nbf"].int ?? 0
        expires = claims["exp"].int ?? 0
        id = claims["jti"].string ?? ""
    }

    /// Checks the times of the token at `now`.
    func checkTimes(_ now: Int64) throws(TokenError) {
        if now - TokenClaims.leeway > expires { throw TokenError("service account token has expired") }
        if now + TokenClaims.leeway < notBefore { throw TokenError("service account token is not valid yet") }
    }

    /// Checks that what the token is bound to is still there, with the same uid.
    func checkObjects(_ objects: any ServiceAccountObjects, now: Int64) throws(TokenError) {
        let account = serviceAccount
        guard let found = objects.object("serviceaccounts", namespace: namespace, name: account.name) else {
            throw TokenError("serviceaccounts \"\(account.name)\" not found")
        }
        if TokenClaims.isGone(found, now) {
            throw TokenError("service account \(namespace)/\(account.name) has been deleted")
        }
        guard found.uid == account.uid else {
            throw TokenError("service account UID (\(found.uid)) does not match claim (\(account.uid))")
        }
        if let secret { try check("secret", secret, objects, namespace, now) }
        if let pod { try check("pod", pod, objects, namespace, now) }
        // A token that is bound to a Pod only tells its node; one that is bound to a node lives with it.
        if let node, pod == nil { try check("node", node, objects, "", now) }
    }

    private func check(
        _ kind: String, _ reference: Reference, _ objects: any ServiceAccountObjects, _ namespace: String, _ now: Int64
    ) throws(TokenError) {
        guard let found = objects.object(kind + "s", namespace: namespace, name: reference.name),
            !TokenClaims.isGone(found, now)
        else { throw TokenError("service account token has been invalidated") }
        guard found.uid == reference.uid else {
            let title = kind.prefix(1).uppercased() + kind.dropFirst()
            throw TokenError(
                "\(title) UID (\(found.uid)) does not match service account \(kind) ref claim (\(reference.uid))")
        }
    }

    private static func isGone(_ object: BoundObject, _ now: Int64) -> Bool {
        object.deleted.map { $0 < now - leeway } ?? false
    }

    /// Who makes requests with the token.
    var user: User {
        let prefix = "authentication.kubernetes.io"
        var extra: [String: [String]] = [:]
        if !id.isEmpty { extra["\(prefix)/credential-id"] = ["JTI=\(id)"] }
        if let pod {
            extra["\(prefix)/pod-name"] = [pod.name]
            extra["\(prefix)/pod-uid"] = [pod.uid]
        }
        if let node {
            extra["\(prefix)/node-name"] = [node.name]
            if !node.uid.isEmpty { extra["\(prefix)/node-uid"] = [node.uid] }
        }
        return User(
            name: "system:serviceaccount:\(namespace):\(serviceAccount.name)", uid: serviceAccount.uid,
            groups: User.serviceAccountGroups(namespace: namespace) + [User.authenticatedGroup], extra: extra)
    }
}

extension User {
    /// The groups of all service accounts of a namespace.
    static func serviceAccountGroups(namespace: String) -> [String] {
        [serviceAccountsGroup, "\(serviceAccountsGroup):\(namespace)"]
    }
}
