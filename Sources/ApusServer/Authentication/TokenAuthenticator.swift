import ApusAPI
import ApusJSON

/// Whom a bearer token names.
struct TokenIdentity: Sendable {
    let user: User
    /// For which of the audiences that were asked for the token is meant; nil where tokens of its kind name none.
    var audiences: [String]?
    /// Until when this may be believed without another look, in seconds since 1970.
    var end: Int64
}

/// Knows the bearer tokens of one kind. Called on event loops: must not block.
protocol TokenAuthenticator: Sendable {
    /// Whom `token` names; nil where it is of another kind. Throws for a token of this kind that is not good.
    ///
    /// - Parameters:
    ///   - audiences: at least one of them must be meant; empty: those of the API server.
    ///   - now: seconds since 1970.
    func identity(of token: String, for audiences: [String], at now: Int64) throws(TokenError) -> TokenIdentity?
}

/// Why a token is refused.
struct TokenError: Error, Sendable, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A JSON Web Token in its compact form (RFC 7519 §7.2), taken apart and not verified.
struct CompactToken {
    let header: JSONValue
    let claims: JSONValue
    let signature: [UInt8]
    /// What the signature signs.
    let signed: Substring

    /// Nil where `token` has another form.
    init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = CompactToken.json(parts[0]), let claims = CompactToken.json(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.header = header
        self.claims = claims
        self.signature = signature
        signed = token[..<parts[1].endIndex]
    }

    private static func json(_ part: Substring) -> JSONValue? {
        Base64URL.decode(part).flatMap { try? JSONValue(parsing: Bytes($0)) }
    }

    /// `aud`, which may be one text or a list.
    var audiences: [String] { claims["aud"].string.map { [$0] } ?? claims["aud"].elements.compactMap(\.string) }
}
