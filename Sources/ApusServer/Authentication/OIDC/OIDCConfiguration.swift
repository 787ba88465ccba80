/// An issuer of OpenID Connect tokens that the server trusts (`--oidc-…`; a `jwt` entry of
/// `--authentication-config`), and what it makes of their claims.
public struct OIDCConfiguration: Sendable, Equatable {
    /// A claim that becomes a name, and what is put before each.
    public struct Mapping: Sendable, Equatable {
        public var claim: String
        public var prefix: String

        public init(claim: String, prefix: String = "") {
            self.claim = claim
            self.prefix = prefix
        }
    }

    /// `https://issuer.example.com`: the `iss` of its tokens.
    public var issuer: String
    /// Where its discovery document is; nil: below the issuer.
    public var discoveryURL: String?
    /// A token must be meant for one of them.
    public var audiences: [String]
    /// Whom its server's certificate must come from, as PEM; nil: the machine's authorities.
    public var caPEM: String?
    public var username: Mapping
    public var groups: Mapping?
    public var uidClaim: String?
    /// Claims that must be there with these values.
    public var requiredClaims: [String: String] = [:]
    /// How tokens may be signed (`--oidc-signing-algs`).
    public var algorithms: [String] = ["RS256"]

    public init(
        issuer: String, audiences: [String], username: Mapping, groups: Mapping? = nil, caPEM: String? = nil
    ) {
        self.issuer = issuer
        self.audiences = audiences
        self.username = username
        self.groups = groups
        self.caPEM = caPEM
    }

    /// What tokens may be signed with at all; `none` and shared secrets are not among them.
    public static let knownAlgorithms = [
        "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512",
    ]

    /// What goes before user names where `--oidc-username-prefix` is not given: the issuer and a `#`, but nothing
    /// before addresses of e-mail; `-` stands for nothing.
    public static func usernamePrefix(_ given: String, claim: String, issuer: String) -> String {
        if given.isEmpty, claim != "email" { return issuer + "#" }
        return given == "-" ? "" : given
    }

    var discoveryAddress: String {
        if let discoveryURL { return discoveryURL }
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        return base + "/.well-known/openid-configuration"
    }
}
