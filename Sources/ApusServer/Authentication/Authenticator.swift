import ApusAPI
import ApusHTTP
import Crypto
import NIOHTTP1
import Synchronization

/// Finds out who makes a request: front proxy, client certificate, bearer token, then, where allowed, nobody.
///
/// What was found out once is remembered: for a certificate on its connection, for a token by its `Authorization`
/// header as long as its authenticator vouches for it. Every function may be called from any thread and does not block.
public final class Authenticator: Sendable {
    private let frontProxy: FrontProxy?
    private let tokens: [any TokenAuthenticator]
    private let issuers: Mutex<[OIDCAuthenticator]>
    private let anonymousAccess: AuthenticationConfiguration.Anonymous
    private let anonymous = User.anonymous()
    private let clock: @Sendable () -> Int64
    private let recent = Mutex<[Substring: Recent]>([:])

    /// Who came with an `Authorization` header a moment ago: what a hot request costs is this look-up.
    private struct Recent {
        let header: String
        let user: User
        let valid: Range<Int64>
    }

    /// Who makes a request.
    enum Outcome: Sendable {
        case user(User)
        /// An issuer has to be asked for its keys first.
        case later(@Sendable () async throws(StatusError) -> User)
    }

    /// - Parameters:
    ///   - tokens: asked in this order.
    ///   - issuers: asked after `tokens`.
    ///   - clock: seconds since 1970.
    init(
        frontProxy: FrontProxy? = nil, tokens: [any TokenAuthenticator], issuers: [OIDCAuthenticator] = [],
        anonymousAccess: AuthenticationConfiguration.Anonymous = .init(isEnabled: true),
        clock: @escaping @Sendable () -> Int64
    ) {
        self.frontProxy = frontProxy
        self.tokens = tokens
        self.issuers = Mutex(issuers)
        self.anonymousAccess = anonymousAccess
        self.clock = clock
    }

    /// Who makes `request`; 401 for bad credentials, and for none where anonymous requests are not allowed.
    func outcome(of request: HTTPRequest) throws(StatusError) -> Outcome {
        try outcome(headers: request.headers, peer: request.peer, path: request.path)
    }

    func outcome(
        headers: HTTPHeaders, peer: PeerCertificate?, path: Substring = "/"
    ) throws(StatusError) -> Outcome {
        let now = clock()
        if let peer, peer.notAfter >= now {
            if let frontProxy, peer.isFrontProxy, frontProxy.allows(peer.commonName),
                let user = frontProxy.user(in: headers)
            {
                return .user(user)
            }
            if peer.isClient, !peer.commonName.isEmpty {
                return .user(User(identity: peer.attachment { User(certificate: peer).identity }))
            }
        }
        let header = headers.first(name: "authorization")
        if let header, let user = recentUser(header, now) { return .user(user) }
        guard let token = Authenticator.token(in: headers) else {
            guard anonymousAccess.allows(path) else { throw .unauthorized() }
            return .user(anonymous)
        }
        guard case let (found?, _) = identity(of: token, for: [], at: now) else {
            if let issuer = issuer(thatNeedsKeysFor: token, at: now) {
                return .later { () async throws(StatusError) in
                    await issuer.fetchKeys()
                    guard case let (found?, _) = self.identity(of: token, for: [], at: self.clock()) else {
                        throw StatusError.unauthorized()
                    }
                    return found.user
                }
            }
            throw .unauthorized()
        }
        if let header { remember(header, found.user, valid: now..<max(now, found.end)) }
        return .user(found.user)
    }

    /// Whom `token` names, or why it is refused; neither where nobody knows it.
    func identity(
        of token: String, for audiences: [String], at now: Int64
    ) -> (found: TokenIdentity?, problems: [TokenError]) {
        var problems: [TokenError] = []
        for authenticator in tokens + issuers.withLock({ $0 as [any TokenAuthenticator] }) {
            do throws(TokenError) {
                if let found = try authenticator.identity(of: token, for: audiences, at: now) { return (found, []) }
            } catch {
                problems.append(error)
            }
        }
        return (nil, problems)
    }

    /// The same, after the issuer of the token was asked for its keys where that is needed.
    func review(_ token: String, for audiences: [String]) async -> (found: TokenIdentity?, problems: [TokenError]) {
        let answer = identity(of: token, for: audiences, at: clock())
        guard answer.found == nil, let issuer = issuer(thatNeedsKeysFor: token, at: clock()) else {
            return answer
        }
        await issuer.fetchKeys()
        return identity(of: token, for: audiences, at: clock())
    }

    private func issuer(thatNeedsKeysFor token: String, at now: Int64) -> OIDCAuthenticator? {
        issuers.withLock { $0 }.first { $0.needsKeys(for: token, at: now) }
    }

    /// Takes these issuers in place of those before, whose tokens are not believed any more.
    func replaceIssuers(_ new: [OIDCAuthenticator]) {
        issuers.withLock { $0 = new }
        recent.withLock { $0 = [:] }
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
    static func key(_ token: String) -> Substring { Substring(token.utf8.suffix(43)) }

    static let recheckInterval: Int64 = 10
    static let cacheLimit = 4096

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

    /// What the subprotocol begins with that carries a token.
    static let webSocketPrefix = "base64url.bearer.authorization.k8s.io."
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
