import ApusJSON
import Synchronization

/// Knows the tokens that the `token` subresource of service accounts gives out.
///
/// A signature is verified once; every ten seconds it is checked again that what the token is bound to still exists
/// (upstream's `authentication/token/cache`).
final class ServiceAccountTokenAuthenticator: TokenAuthenticator {
    private let tokens: ServiceAccountTokens
    private let objects: any ServiceAccountObjects
    private let known = Mutex<[Substring: Verified]>([:])

    private struct Verified {
        let token: String
        let claims: TokenClaims
        let user: User
        var checkedUntil: Int64
    }

    init(_ tokens: ServiceAccountTokens, _ objects: any ServiceAccountObjects) {
        self.tokens = tokens
        self.objects = objects
    }

    func identity(of token: String, for audiences: [String], at now: Int64) throws(TokenError) -> TokenIdentity? {
        let key = Authenticator.key(token)
        var entry: Verified
        if let known = known.withLock({ $0[key] }), known.token == token {
            entry = known
        } else {
            guard let parsed = CompactToken(token), let issuer = parsed.claims["iss"].string,
                tokens.issuers.contains(issuer)
            else { return nil }
            try tokens.checkSignature(of: parsed)
            let claims = try TokenClaims(parsed.claims)
            entry = Verified(token: token, claims: claims, user: claims.user, checkedUntil: 0)
        }
        try entry.claims.checkTimes(now)
        if entry.checkedUntil <= now {
            try entry.claims.checkObjects(objects, now: now)
            entry.checkedUntil = now + Authenticator.recheckInterval
            remember(entry, for: key)
        }
        let wanted = audiences.isEmpty ? tokens.audiences : audiences
        let meant = wanted.filter { entry.claims.audiences.contains($0) }
        guard !meant.isEmpty else {
            throw TokenError(
                "token audiences \(RuleCoverage.quoted(entry.claims.audiences)) is invalid for the target audiences \(RuleCoverage.quoted(wanted))"
            )
        }
        return TokenIdentity(
            user: entry.user, audiences: meant,
            end: min(entry.checkedUntil, entry.claims.expires + TokenClaims.leeway))
    }

    private func remember(_ entry: Verified, for key: Substring) {
        known.withLock { known in
            if known.count >= Authenticator.cacheLimit, known[key] == nil { known.removeAll(keepingCapacity: true) }
            known[key] = entry
        }
    }
}
