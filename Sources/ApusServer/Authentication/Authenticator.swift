public import ApusAPI
public import ApusHTTP
import Crypto
public import NIOHTTP1
import Synchronization

/// Finds out who makes a request: client certificate, then bearer token, then, where allowed, nobody.
///
/// What was found out once is remembered: for a certificate on its connection, for a token by its bytes, until it
/// expires; every ten seconds it is checked again that what a token is bound to still exists (upstream's
/// `authentication/token/cache`). Every function may be called from any thread and does not block.
public final class Authenticator: Sendable {
    private let tokens: ServiceAccountTokens?
    private let objects: (any ServiceAccountObjects)?
    private let staticTokens: [String: User]
    private let allowsAnonymous: Bool
    private let anonymous = User.anonymous()
    private let clock: @Sendable () -> Int64
    private let cache: Mutex<[Substring: Verified]>
    private let recent: Mutex<[Substring: Recent]>

    /// Who came with an `Authorization` header a moment ago: what a hot request costs is this look-up.
    private struct Recent {
        let header: String
        let user: User
        let valid: Range<Int64>
    }

    private struct Verified {
        let token: String
        let claims: TokenClaims
        let user: User
        var checkedUntil: Int64
    }

    /// - Parameters:
    ///   - tokens: nil: no service-account tokens.
    ///   - staticTokens: users by their token; the group `system:authenticated` is added here.
    ///   - clock: seconds since 1970.
    public init(
        tokens: ServiceAccountTokens?, objects: (any ServiceAccountObjects)?, staticTokens: [String: User] = [:],
        allowsAnonymous: Bool = true, clock: @escaping @Sendable () -> Int64
    ) {
        self.tokens = tokens
        self.objects = objects
        self.staticTokens = staticTokens.mapValues {
            User(
                name: $0.name, uid: $0.uid, groups: $0.groups + [User.authenticatedGroup], extra: $0.extra)
        }
        self.allowsAnonymous = allowsAnonymous
        self.clock = clock
        cache = Mutex([:])
        recent = Mutex([:])
    }

    /// Who makes `request`; 401 for bad credentials, and for none where anonymous requests are not allowed.
    public func authenticate(_ request: HTTPRequest) throws(StatusError) -> User {
        try authenticate(headers: request.headers, peer: request.peer)
    }

    public func authenticate(headers: HTTPHeaders, peer: PeerCertificate?) throws(StatusError) -> User {
        let now = clock()
        if let peer, peer.notAfter >= now, !peer.commonName.isEmpty {
            return User(identity: peer.attachment { User(certificate: peer).identity })
        }
        let header = headers.first(name: "authorization")
        if let header, let user = recentUser(header, now) { return user }
        guard let token = Authenticator.token(in: headers) else {
            guard allowsAnonymous else { throw .unauthorized() }
            return anonymous
        }
        if let user = staticTokens[token] { return user }
        guard let tokens else { throw .unauthorized() }
        do {
            guard let found = try verify(token, tokens.audiences, now) else { throw StatusError.unauthorized() }
            if let header { remember(header, found.user, valid: now..<max(now, found.end)) }
            return found.user
        } catch {
            throw .unauthorized()
        }
    }

    private func recentUser(_ header: String, _ now: Int64) -> User? {
        let key = Authenticator.key(header)
        guard let known = recent.withLock({ $0[key] }), known.valid.contains(now), known.header == header else {
            return nil
        }
        return known.user
    }

    private func remember(_ header: String, _ user: User, valid: Range<Int64>) {
        let key = Authenticator.key(header)
        recent.withLock { recent in
            if recent.count >= Authenticator.cacheLimit, recent[key] == nil { recent.removeAll(keepingCapacity: true) }
            recent[key] = Recent(header: header, user: user, valid: valid)
        }
    }

    /// Half of the signature tells tokens apart; what is found by it is compared whole.
    private static func key(_ token: String) -> Substring { Substring(token.utf8.suffix(43)) }

    /// The user of a service-account token and which of `audiences` it is meant for; nil for a token of someone else.
    func verify(
        _ token: String, _ audiences: [String], _ now: Int64
    ) throws(TokenError) -> (user: User, audiences: [String], end: Int64)? {
        guard let tokens, let objects else { return nil }
        let key = Authenticator.key(token)
        var entry: Verified
        if let known = cache.withLock({ $0[key] }), known.token == token {
            entry = known
        } else {
            guard let claims = try tokens.claims(of: token) else { return nil }
            entry = Verified(token: token, claims: claims, user: claims.user, checkedUntil: 0)
        }
        try entry.claims.checkTimes(now)
        if entry.checkedUntil <= now {
            try entry.claims.checkObjects(objects, now: now)
            entry.checkedUntil = now + Authenticator.recheckInterval
            remember(entry, for: key)
        }
        let meant = audiences.filter { entry.claims.audiences.contains($0) }
        guard !meant.isEmpty else {
            throw TokenError(
                "token audiences \(RuleCoverage.quoted(entry.claims.audiences)) is invalid for the target audiences \(RuleCoverage.quoted(audiences))"
            )
        }
        return (entry.user, meant, min(entry.checkedUntil, entry.claims.expires + TokenClaims.leeway))
    }

    private func remember(_ entry: Verified, for key: Substring) {
        cache.withLock { cache in
            if cache.count >= Authenticator.cacheLimit, cache[key] == nil { cache.removeAll(keepingCapacity: true) }
            cache[key] = entry
        }
    }

    private static let recheckInterval: Int64 = 10
    private static let cacheLimit = 4096

    // MARK: - Credentials

    /// The bearer token of a request (RFC 6750 §2.1), or of a WebSocket whose client could set no header.
    static func token(in headers: HTTPHeaders) -> String? {
        if let header = headers.first(name: "authorization") {
            let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2, parts[0].lowercased() == "bearer", !parts[1].isEmpty else { return nil }
            return String(parts[1])
        }
        guard headers.contains(name: "sec-websocket-protocol") else { return nil }
        for name in headers[canonicalForm: "sec-websocket-protocol"] where name.hasPrefix(webSocketPrefix) {
            guard let bytes = Base64URL.decode(name.dropFirst(webSocketPrefix.count)) else { return nil }
            return String(validating: bytes, as: UTF8.self)
        }
        return nil
    }

    private static let webSocketPrefix = "base64url.bearer.authorization.k8s.io."

    func staticUser(_ token: String) -> User? { staticTokens[token] }
    var now: Int64 { clock() }
    var defaultAudiences: [String] { tokens?.audiences ?? [] }
}

extension User {
    init(identity: Identity) { self.identity = identity }

    /// The common name is the user, the organizations are its groups.
    init(certificate: PeerCertificate) {
        let hash = SHA256.hash(data: certificate.der).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        self.init(
            name: certificate.commonName, groups: certificate.organizations + [User.authenticatedGroup],
            extra: ["authentication.kubernetes.io/credential-id": ["X509SHA256=\(hash)"]])
    }
}
