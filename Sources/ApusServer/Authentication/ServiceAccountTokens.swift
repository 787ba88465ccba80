import ApusAPI
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
    /// The first is the `iss` of new tokens; those of all of them are accepted (`--service-account-issuer`).
    public let issuers: [String]
    /// Whom a token must be meant for to be accepted by the API server, and what new tokens get by default
    /// (`--api-audiences`).
    public let audiences: [String]
    /// The longest life of a new token in seconds (`--service-account-max-token-expiration`); 0: up to 2^32.
    public var maxExpiration: Int64 = 0
    /// Whether a token that admission put into a Pod lives for a year instead of an hour, for clients that do not read
    /// it again (`--service-account-extend-token-expiration`).
    public var extendsExpiration = true
    /// Where others find the keys (`--service-account-jwks-uri`); nil: at the server's own address.
    public var keySetURI: String?
    private let signer: ServiceAccountKey
    private let keys: [ServiceAccountKey]

    /// The `iss` of tokens in Secrets.
    static let legacyIssuer = "kubernetes/serviceaccount"

    var issuer: String { issuers[0] }

    public init(
        issuer: String = "https://kubernetes.default.svc.cluster.local", audiences: [String] = [],
        signingKeyPEM: String, verifyingKeysPEM: [String] = []
    ) throws(PKIError) {
        try self.init(
            issuers: [issuer], audiences: audiences, signingKeyPEM: signingKeyPEM,
            verifyingKeysPEM: verifyingKeysPEM.isEmpty ? [] : [signingKeyPEM] + verifyingKeysPEM)
    }

    /// - Parameters:
    ///   - issuers: at least one.
    ///   - audiences: empty: the first issuer.
    ///   - signingKeyPEM: the private key of new tokens, RSA or of a NIST curve.
    ///   - verifyingKeysPEM: the keys whose tokens are accepted; empty: the signing key alone.
    public init(
        issuers: [String], audiences: [String] = [], signingKeyPEM: String, verifyingKeysPEM: [String] = []
    ) throws(PKIError) {
        guard let signing = SigningKey(pem: signingKeyPEM) else {
            throw PKIError("the signing key of service accounts is no RSA or ECDSA private key")
        }
        self.issuers = issuers
        self.audiences = audiences.isEmpty ? [issuers[0]] : audiences
        signer = ServiceAccountKey(signing: signing)
        var keys: [ServiceAccountKey] = []
        for pem in verifyingKeysPEM.isEmpty ? [signingKeyPEM] : verifyingKeysPEM {
            let found = ServiceAccountKey.verifyingKeys(pem: pem)
            guard !found.isEmpty else {
                throw PKIError("a key file of service accounts holds no RSA or ECDSA key")
            }
            for key in found where !keys.contains(where: { $0.id == key.id }) { keys.append(key) }
        }
        self.keys = keys
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
        /// After how many seconds its use is worth a warning; nil: never.
        public var warnAfter: Int64?
        /// A new UUID.
        public var id: String

        public init(
            namespace: String, serviceAccount: BoundObject, bound: (resource: String, object: BoundObject)? = nil,
            node: BoundObject? = nil, audiences: [String], issuedAt: Int64, lifetime: Int64, warnAfter: Int64? = nil,
            id: String
        ) {
            self.namespace = namespace
            self.serviceAccount = serviceAccount
            self.bound = bound
            self.node = node
            self.audiences = audiences
            self.issuedAt = issuedAt
            self.lifetime = lifetime
            self.warnAfter = warnAfter
            self.id = id
        }
    }

    /// A signed token.
    public func issue(_ grant: Grant) throws -> String {
        func reference(_ object: BoundObject) -> JSONValue {
            object.uid.isEmpty
                ? ["name": .string(object.name)] : ["name": .string(object.name), "uid": .string(object.uid)]
        }
        var own: JSONValue = ["namespace": .string(grant.namespace)]
        if let node = grant.node { own["node"] = reference(node) }
        if let (resource, object) = grant.bound { own[String(resource.dropLast())] = reference(object) }
        own["serviceaccount"] = reference(grant.serviceAccount)
        if let seconds = grant.warnAfter { own["warnafter"] = .int(grant.issuedAt + seconds) }
        let subject = "system:serviceaccount:\(grant.namespace):\(grant.serviceAccount.name)"
        let claims: JSONValue = [
            "aud": .array(grant.audiences.map { .string($0) }), "exp": .int(grant.issuedAt + grant.lifetime),
            "iat": .int(grant.issuedAt), "iss": .string(issuer), "jti": .string(grant.id), "kubernetes.io": own,
            "nbf": .int(grant.issuedAt), "sub": .string(subject),
        ]
        return try sign(claims)
    }

    /// The token that a Secret of type `kubernetes.io/service-account-token` holds: it does not end by itself.
    public func issueLegacy(namespace: String, serviceAccount: BoundObject, secret: String) throws -> String {
        let prefix = "kubernetes.io/serviceaccount"
        return try sign([
            "iss": .string(Self.legacyIssuer), "\(prefix)/namespace": .string(namespace),
            "\(prefix)/secret.name": .string(secret),
            "\(prefix)/service-account.name": .string(serviceAccount.name),
            "\(prefix)/service-account.uid": .string(serviceAccount.uid),
            "sub": .string("system:serviceaccount:\(namespace):\(serviceAccount.name)"),
        ])
    }

    private func sign(_ claims: JSONValue) throws -> String {
        guard let key = signer.signing else { throw TokenError("no signing key") }
        let header: JSONValue = ["alg": .string(key.algorithm), "kid": .string(signer.id)]
        let text = Base64URL.encode(header.encoded().string.utf8) + "." + Base64URL.encode(claims.encoded().string.utf8)
        return text + "." + Base64URL.encode(try key.signature(of: text))
    }

    /// Checks that one of the keys signed `token`.
    func checkSignature(of token: CompactToken) throws(TokenError) {
        let id = token.header["kid"].string
        let algorithm = token.header["alg"].string ?? ""
        let isSigned = keys.contains {
            (id == nil || id == $0.id)
                && $0.verifying.verifies(token.signature, of: token.signed, algorithm: algorithm)
        }
        if !isSigned { throw TokenError("invalid signature") }
    }

    // MARK: - Discovery

    /// The document of `/openid/v1/jwks`.
    public var keySet: JSONValue { ["keys": .array(keys.map(\.jwk))] }

    /// The document of `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0, the part upstream serves).
    ///
    /// `address` is the server's own, `https://192.0.2.1:6443`, as clients outside reach it.
    public func configuration(address: String) -> JSONValue {
        let algorithms = Set(keys.map { $0.verifying.algorithms[0] }).sorted()
        return [
            "issuer": .string(issuer), "jwks_uri": .string(keySetURI ?? "\(address)/openid/v1/jwks"),
            "response_types_supported": ["id_token"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": .array(algorithms.map { .string($0) }),
        ]
    }
}
