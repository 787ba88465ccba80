import ApusAPI
import ApusJSON

/// The tokens with which new nodes join: Secrets of type `bootstrap.kubernetes.io/token` in `kube-system`
/// (`--enable-bootstrap-token-auth`).
struct BootstrapTokens: TokenAuthenticator {
    static let namespace = "kube-system"
    static let type = "bootstrap.kubernetes.io/token"
    private static let prefix = "bootstrap-token-"
    private static let defaultGroup = "system:bootstrappers"

    let secrets: any SecretObjects

    func identity(of token: String, for audiences: [String], at now: Int64) throws(TokenError) -> TokenIdentity? {
        guard let (id, key) = BootstrapTokens.parts(token),
            let secret = secrets.secret(namespace: BootstrapTokens.namespace, name: BootstrapTokens.prefix + id),
            secret["metadata"]["deletionTimestamp"].isNull, secret["type"].string == BootstrapTokens.type,
            BootstrapTokens.text(secret, "token-secret").map({ ConstantTime.equal($0, key) }) == true,
            BootstrapTokens.text(secret, "token-id") == id,
            BootstrapTokens.text(secret, "usage-bootstrap-authentication") == "true",
            let end = BootstrapTokens.end(secret), end > now,
            let groups = BootstrapTokens.groups(secret)
        else { return nil }
        let user = User(name: "system:bootstrap:\(id)", groups: groups + [User.authenticatedGroup])
        return TokenIdentity(user: user, audiences: nil, end: min(end, now + Authenticator.recheckInterval))
    }

    /// The id and the secret of a token, `abcdef.0123456789abcdef`; nil where it has another form.
    static func parts(_ token: String) -> (id: String, secret: String)? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        func isGood(_ part: Substring, _ length: Int) -> Bool {
            part.utf8.count == length
                && part.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                }
        }
        guard parts.count == 2, isGood(parts[0], 6), isGood(parts[1], 16) else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    /// When the token ends: never without an `expiration`; nil where that cannot be read, which counts as over.
    private static func end(_ secret: JSONValue) -> Int64? {
        guard let text = text(secret, "expiration"), !text.isEmpty else { return .max }
        return Timestamp(rfc3339: text)?.seconds
    }

    /// The groups; nil where one has a name that bootstrap tokens may not give.
    private static func groups(_ secret: JSONValue) -> [String]? {
        var groups = [defaultGroup]
        for group in (text(secret, "auth-extra-groups") ?? "").split(separator: ",") {
            guard isGroup(group) else { return nil }
            if !groups.contains(String(group)) { groups.append(String(group)) }
        }
        return groups.sorted()
    }

    /// `system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]`.
    private static func isGroup(_ group: Substring) -> Bool {
        let start = defaultGroup + ":"
        guard group.hasPrefix(start) else { return false }
        let rest = group.utf8.dropFirst(start.utf8.count)
        func isPlain(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard let last = rest.last, isPlain(last), rest.count <= 256 else { return false }
        return rest.allSatisfy { isPlain($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") }
    }

    private static func text(_ secret: JSONValue, _ key: String) -> String? {
        secret["data"][key].string.flatMap { Base64.decode($0) }.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Where Secrets are looked up that are credentials. Called on event loops: must not block.
protocol SecretObjects: Sendable {
    func secret(namespace: String, name: String) -> JSONValue?
}

/// Comparing what an attacker must not learn piece by piece.
enum ConstantTime {
    static func equal(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
