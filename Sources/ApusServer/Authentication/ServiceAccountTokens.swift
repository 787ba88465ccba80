public import ApusJSON

/// An object that a token is bound to, as the server's caches know it.
public struct BoundObject: Sendable, Equatable {
    public var name: String
    public var uid: String
    /// When its deletion began, in seconds since 1970.
    public var deleted: Int64?

    public init(name: String, uid: String, deleted: Int64? = nil) {
        self.name = name
        self.uid = uid
        self.deleted = deleted
    }
}

/// Where service accounts and what their tokens are bound to are looked up. Called on event loops: must not block.
public protocol ServiceAccountObjects: Sendable {
    /// `resource` is `serviceaccounts`, `pods`, `secrets` or `nodes`; nil: there is no such object.
    func object(_ resource: String, namespace: String, name: String) -> BoundObject?
}

/// Issues and verifies the tokens of service accounts: JWTs with upstream's claims (`pkg/serviceaccount`).
public struct ServiceAccountTokens: Sendable {
    /// The `iss` of new tokens; those of `issuers` are accepted.
    public let issuer: String
    /// Whom a token must be meant for to be accepted by the API server; the first is what new tokens get by default.
    public let audiences: [String]
    private let keys: [ServiceAccountKey]

    /// - Parameters:
    ///   - signingKeyPEM: the P-256 private key of new tokens.
    ///   - verifyingKeysPEM: public keys whose tokens are accepted too.
    public init(
        issuer: String = "https://kubernetes.default.svc.cluster.local", audiences: [String] = [],
        signingKeyPEM: String, verifyingKeysPEM: [String] = []
    ) throws {
        self.issuer = issuer
        self.audiences = audiences.isEmpty ? [issuer] : audiences
        keys =
            [try ServiceAccountKey(privatePEM: signingKeyPEM)]
            + (try verifyingKeysPEM.map { try ServiceAccountKey(publicPEM: $0) })
    }

    /// What a new token says.
    public struct Grant: Sendable {
        public var namespace: String
        public var serviceAccount: BoundObject
        /// The resource and the object that the token lives with.
        public var bound: (resource: String, object: BoundObject)?
        /// The node of a Pod that it is bound to.
        public var node: BoundObject?
        public var audiences: [String]
        public var issuedAt: Int64
        public var lifetime: Int64
        /// A new UUID.
        public var id: String

        public init(
            namespace: String, serviceAccount: BoundObject, bound: (resource: String, object: BoundObject)? = nil,
            node: BoundObject? = nil, audiences: [String], issuedAt: Int64, lifetime: Int64, id: String
        ) {
            self.namespace = namespace
            self.serviceAccount = serviceAccount
            self.bound = bound
            self.node = node
            self.audiences = audiences
            self.issuedAt = issuedAt
            self.lifetime = lifetime
            self.id = id
        }
    }

    /// A signed token.
    public func issue(_ grant: Grant) throws -> String {
        func reference(_ object: BoundObject) -> JSONValue {
            ["name": .string(object.name), "uid": .string(object.uid)]
        }
        var own: JSONValue = ["namespace": .string(grant.namespace)]
        if let node = grant.node { own["node"] = reference(node) }
        if let (resource, object) = grant.bound { own[String(resource.dropLast())] = reference(object) }
        own["serviceaccount"] = reference(grant.serviceAccount)
        let subject = "system:serviceaccount:\(grant.namespace):\(grant.serviceAccount.name)"
        let claims: JSONValue = [
            "aud": .array(grant.audiences.map { .string($0) }), "exp": .int(grant.issuedAt + grant.lifetime),
            "iat": .int(grant.issuedAt), "iss": .string(issuer), "jti": .string(grant.id), "kubernetes.io": own,
            "nbf": .int(grant.issuedAt), "sub": .string(subject),
        ]
        let header: JSONValue = ["alg": "ES256", "kid": .string(keys[0].id)]
        let text = Base64URL.encode(header.encoded().string.utf8) + "." + Base64URL.encode(claims.encoded().string.utf8)
        guard let signature = try keys[0].sign(text) else { throw TokenError("no signing key") }
        return text + "." + signature
    }

    /// The claims of a token that is signed by one of the keys and from this issuer; nil where it is another's.
    func claims(of token: String) throws(TokenError) -> TokenClaims? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = ServiceAccountTokens.json(parts[0]),
            let body = ServiceAccountTokens.json(parts[1]), body["iss"].string == issuer
        else { return nil }
        let id = header["kid"].string
        guard header["alg"].string == "ES256", let signature = Base64URL.decode(parts[2]),
            keys.contains(where: {
                (id == nil || id == $0.id) && $0.verifies(signature, of: token[..<parts[1].endIndex])
            })
        else { throw TokenError("invalid signature") }
        return try TokenClaims(body)
    }

    private static func json(_ part: Substring) -> JSONValue? {
        Base64URL.decode(part).flatMap { try? JSONValue(parsing: Bytes($0)) }
    }

    // MARK: - Discovery

    /// The document of `/openid/v1/jwks`.
    public var keySet: JSONValue { ["keys": .array(keys.map(\.jwk))] }

    /// The document of `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0, the part upstream serves).
    ///
    /// `address` is the server's own, `https://192.0.2.1:6443`, as clients outside reach it.
    public func configuration(address: String) -> JSONValue {
        [
            "issuer": .string(issuer), "jwks_uri": .string("\(address)/openid/v1/jwks"),
            "response_types_supported": ["id_token"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        ]
    }
}

/// Why a token is refused.
struct TokenError: Error, Sendable, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
