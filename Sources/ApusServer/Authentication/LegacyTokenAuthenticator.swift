import ApusAPI
import ApusJSON

/// Knows the tokens in Secrets of type `kubernetes.io/service-account-token`: they hold as long as the Secret does.
struct LegacyTokenAuthenticator: TokenAuthenticator {
    static let lastUsedLabel = "kubernetes.io/legacy-token-last-used"
    static let invalidSinceLabel = "kubernetes.io/legacy-token-invalid-since"

    let tokens: ServiceAccountTokens
    let objects: any ServiceAccountObjects
    let secrets: any SecretObjects
    /// Told which Secret was used on which day, to be written into its label.
    let onUse: @Sendable (_ namespace: String, _ secret: String, _ day: String) -> Void

    func identity(of token: String, for audiences: [String], at now: Int64) throws(TokenError) -> TokenIdentity? {
        guard let parsed = CompactToken(token), parsed.claims["iss"].string == ServiceAccountTokens.legacyIssuer else {
            return nil
        }
        try tokens.checkSignature(of: parsed)
        let prefix = "kubernetes.io/serviceaccount/"
        func claim(_ key: String, _ name: String) throws(TokenError) -> String {
            guard let value = parsed.claims[prefix + key].string, !value.isEmpty else {
                throw TokenError("\(name) claim is missing")
            }
            return value
        }
        let subject = parsed.claims["sub"].string ?? ""
        if subject.isEmpty { throw TokenError("sub claim is missing") }
        let namespace = try claim("namespace", "namespace")
        let secretName = try claim("secret.name", "secretName")
        let account = try claim("service-account.name", "serviceAccountName")
        let uid = try claim("service-account.uid", "serviceAccountUID")
        guard subject == "system:serviceaccount:\(namespace):\(account)" else {
            throw TokenError("sub claim is invalid")
        }
        let secret = try secret(namespace, secretName, holding: token)
        try check(account, uid, namespace)
        markUse(secret, namespace, secretName, now)
        if !(secret["metadata"]["labels"][Self.invalidSinceLabel].string ?? "").isEmpty {
            throw TokenError(
                "the token in secret \(namespace)/\(secretName) for service account \(namespace)/\(account) has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the '\(Self.invalidSinceLabel)' label from the secret to temporarily allow use of this token"
            )
        }
        try checkAudiences(audiences)
        let user = User(
            name: subject, uid: uid,
            groups: User.serviceAccountGroups(namespace: namespace) + [User.authenticatedGroup])
        return TokenIdentity(
            user: user, audiences: audiences.isEmpty ? tokens.audiences : audiences.filter(tokens.audiences.contains),
            end: now + Authenticator.recheckInterval)
    }

    /// The token names no audience: it is meant for the API server's own.
    private func checkAudiences(_ audiences: [String]) throws(TokenError) {
        guard audiences.isEmpty || audiences.contains(where: tokens.audiences.contains) else {
            throw TokenError(
                "token audiences \(RuleCoverage.quoted(tokens.audiences)) is invalid for the target audiences \(RuleCoverage.quoted(audiences))"
            )
        }
    }

    private func secret(_ namespace: String, _ name: String, holding token: String) throws(TokenError) -> JSONValue {
        guard let secret = secrets.secret(namespace: namespace, name: name),
            secret["metadata"]["deletionTimestamp"].isNull
        else { throw TokenError("Token has been invalidated") }
        let copy = secret["data"]["token"].string.flatMap { Base64.decode($0) } ?? []
        guard ConstantTime.equal(String(decoding: copy, as: UTF8.self), token) else {
            throw TokenError("Token does not match server's copy")
        }
        return secret
    }

    private func check(_ account: String, _ uid: String, _ namespace: String) throws(TokenError) {
        guard let found = objects.object("serviceaccounts", namespace: namespace, name: account) else {
            throw TokenError("serviceaccounts \"\(account)\" not found")
        }
        if found.deleted != nil { throw TokenError("ServiceAccount \(namespace)/\(account) has been deleted") }
        guard found.uid == uid else {
            throw TokenError("ServiceAccount UID (\(found.uid)) does not match claim (\(uid))")
        }
    }

    private func markUse(_ secret: JSONValue, _ namespace: String, _ name: String, _ now: Int64) {
        let today = LegacyTokenAuthenticator.day(now)
        let last = secret["metadata"]["labels"][Self.lastUsedLabel].string
        // A server whose clock is ahead has marked it already.
        if last != today, last != LegacyTokenAuthenticator.day(now + 86400) { onUse(namespace, name, today) }
    }

    private static func day(_ now: Int64) -> String { String(Timestamp(seconds: now).rfc3339.prefix(10)) }
}
