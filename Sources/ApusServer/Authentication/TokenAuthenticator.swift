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
