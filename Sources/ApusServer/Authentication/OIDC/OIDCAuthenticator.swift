import ApusJSON
import Synchronization

/// Knows the tokens of one OpenID Connect issuer. Its keys are fetched when the server starts, and again when a token
/// names one that is not among them; what fails is tried again with a growing pause.
final class OIDCAuthenticator: TokenAuthenticator {
    fileprivate struct State {
        var keys: [(id: String?, key: VerifyingKey)] = []
        var isReady = false
        /// When the keys were last asked for, and how often in a row that failed.
        var lastFetch: Int64 = .min
        var failures = 0
        var running: Task<Void, Never>?
    }

    private let configuration: OIDCConfiguration
    private let source: any KeySetSource
    private let clock: @Sendable () -> Int64
    private let state = Mutex(State())

    init(_ configuration: OIDCConfiguration, source: any KeySetSource, clock: @escaping @Sendable () -> Int64) {
        self.configuration = configuration
        self.source = source
        self.clock = clock
    }

    func identity(of token: String, for audiences: [String], at now: Int64) throws(TokenError) -> TokenIdentity? {
        guard let parsed = CompactToken(token), parsed.claims["iss"].string == configuration.issuer else { return nil }
        guard state.withLock({ $0.isReady }) else { throw TokenError("oidc: authenticator not initialized") }
        try check(parsed, now)
        guard isSigned(parsed) else {
            throw TokenError("oidc: verify token: failed to verify signature: failed to verify id token signature")
        }
        let user = try OIDCClaims(claims: parsed.claims, configuration: configuration).user()
        let end = parsed.claims["exp"].int ?? 0
        return TokenIdentity(user: user, audiences: nil, end: min(end, now + Authenticator.recheckInterval))
    }

    private func check(_ token: CompactToken, _ now: Int64) throws(TokenError) {
        guard token.audiences.contains(where: configuration.audiences.contains) else {
            throw TokenError(
                "oidc: verify token: oidc: expected audience in \(RuleCoverage.quoted(configuration.audiences)) got \(RuleCoverage.quoted(token.audiences))"
            )
        }
        guard let end = token.claims["exp"].int, end > now else {
            throw TokenError("oidc: verify token: oidc: token is expired")
        }
        if let start = token.claims["nbf"].int, start > now + 5 * 60 {
            throw TokenError("oidc: verify token: oidc: current time before the nbf (not before) time")
        }
        let algorithm = token.header["alg"].string ?? ""
        guard configuration.algorithms.contains(algorithm) else {
            throw TokenError(
                "oidc: verify token: oidc: id token signed with unsupported algorithm, expected \(RuleCoverage.quoted(configuration.algorithms)) got \(algorithm)"
            )
        }
    }

    private func isSigned(_ token: CompactToken) -> Bool {
        let keys = state.withLock { $0.keys }
        let id = token.header["kid"].string
        let algorithm = token.header["alg"].string ?? ""
        return keys.contains {
            (id == nil || $0.id == nil || id == $0.id)
                && $0.key.verifies(token.signature, of: token.signed, algorithm: algorithm)
        }
    }

    // MARK: - Keys

    /// Whether new keys could make `token` good: it is of this issuer, the keys that are there do not verify it, and
    /// the issuer was not asked just now.
    func needsKeys(for token: String, at now: Int64) -> Bool {
        guard let parsed = CompactToken(token), parsed.claims["iss"].string == configuration.issuer,
            (try? check(parsed, now)) != nil
        else { return false }
        let (mayAsk, isRunning) = state.withLock { ($0.lastFetch < now - $0.pause, $0.running != nil) }
        return (mayAsk || isRunning) && !isSigned(parsed)
    }

    /// Asks the issuer for its keys; who comes meanwhile waits for the same answer.
    func fetchKeys() async {
        let task = state.withLock { state -> Task<Void, Never> in
            if let running = state.running { return running }
            state.lastFetch = clock()
            let task = Task { [self] in await fetch() }
            state.running = task
            return task
        }
        await task.value
    }

    private func fetch() async {
        let found = await source.keySet()
        state.withLock { state in
            state.running = nil
            guard let found else {
                state.failures += 1
                return
            }
            state.failures = 0
            state.isReady = true
            state.keys = found["keys"].elements.compactMap { jwk in
                VerifyingKey(jwk: jwk).map { (jwk["kid"].string, $0) }
            }
        }
    }

    /// Whether the issuer has answered once.
    var isReady: Bool { state.withLock { $0.isReady } }

    /// Asks until the issuer has answered once, or the task is cancelled.
    func run(sleep: @Sendable (_ seconds: Int64) async throws -> Void) async {
        while !Task.isCancelled, !isReady {
            await fetchKeys()
            if isReady { return }
            let pause = state.withLock { $0.pause }
            do { try await sleep(pause) } catch { return }
        }
    }
}

extension OIDCAuthenticator.State {
    /// The least time between two questions, in seconds: it doubles with each failure, up to half a minute.
    fileprivate var pause: Int64 { failures == 0 ? 1 : min(30, 1 << Int64(min(failures, 5))) }
}

/// Where the keys of an issuer come from.
protocol KeySetSource: Sendable {
    /// A JSON Web Key Set; nil where it cannot be had now.
    func keySet() async -> JSONValue?
}
