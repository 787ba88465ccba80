import ApusAPI
import ApusHTTP
import ApusJSON
import Crypto
import CryptoExtras
import NIOHTTP1
import Synchronization
import Testing

@testable import ApusServer

/// Secrets that are credentials, as a test sets them.
private final class TestSecrets: SecretObjects {
    private let secrets = Mutex<[String: JSONValue]>([:])

    func secret(namespace: String, name: String) -> JSONValue? { secrets.withLock { $0["\(namespace)/\(name)"] } }
    func set(_ key: String, _ secret: JSONValue?) { secrets.withLock { $0[key] = secret } }
}

@Suite struct StaticTokenTests {
    @Test func `reads upstream's file, quoted groups and all`() throws {
        let users = try StaticTokens.users(
            csv: "# who\n\nabc,jane,7,\"dev,ops\"\r\ndef, \"o\"\"neil\" ,8\n", path: "F")
        #expect(users["abc"] == User(name: "jane", uid: "7", groups: ["dev", "ops"]))
        #expect(users["def"]?.name.hasPrefix("o\"neil") == true)
    }

    @Test(arguments: [
        ("abc,jane", "F: token file must have at least 3 columns (token, user name, user uid), found 2 in line 1"),
        ("a,b,c\n,x,y", "F: empty token found in line 2"),
    ])
    func `says what is wrong with a file in one line`(csv: String, message: String) {
        let error = #expect(throws: PKIError.self) { try StaticTokens.users(csv: csv, path: "F") }
        #expect(error?.description == message)
    }
}

@Suite struct FrontProxyTests {
    let headers: HTTPHeaders = [
        "X-Remote-User": "jane", "X-Remote-Group": "dev", "X-Remote-Group": "ops", "X-Remote-Extra-Scope%2Fa": "view",
    ]

    func user(_ peer: PeerCertificate, names: [String] = ["proxy"]) throws -> User {
        let authenticator = Authenticator(
            frontProxy: FrontProxy(allowedNames: names), tokens: [], anonymousAccess: .init(isEnabled: true),
            clock: { 0 })
        return try authenticator.user(headers: headers, peer: peer)
    }

    func peer(_ name: String, isProxy: Bool = true, isClient: Bool = false) -> PeerCertificate {
        PeerCertificate(
            commonName: name, organizations: [], der: [1], notAfter: 10, isClient: isClient, isFrontProxy: isProxy)
    }

    @Test func `believes the headers of the proxy, and only of the proxy`() throws {
        let jane = User(
            name: "jane", groups: ["dev", "ops", "system:authenticated"], extra: ["scope/a": ["view"]])
        #expect(try user(peer("proxy")) == jane)
        #expect(try user(peer("anyone"), names: []) == jane)
        #expect(try user(peer("other")).name == "system:anonymous")
        #expect(try user(peer("proxy", isProxy: false, isClient: true)).name == "proxy")
    }
}

@Suite struct BootstrapTokenTests {
    private let secrets = TestSecrets()
    static let key = "kube-system/bootstrap-token-abcdef"
    static let token = "abcdef.0123456789abcdef"

    static func secret(_ changes: [String: String?] = [:]) -> JSONValue {
        var data: [String: String] = [
            "token-id": "abcdef", "token-secret": "0123456789abcdef", "usage-bootstrap-authentication": "true",
            "auth-extra-groups": "system:bootstrappers:b", "expiration": "2030-01-01T00:00:00Z",
        ]
        for (key, value) in changes { data[key] = value }
        var secret: JSONValue = ["type": "bootstrap.kubernetes.io/token", "data": [:]]
        for (key, value) in data { secret["data"][key] = .string(Base64.encode(value.utf8)) }
        return secret
    }

    private func identity(_ token: String = token) throws -> TokenIdentity? {
        try BootstrapTokens(secrets: secrets).identity(of: token, for: [], at: 1_790_000_000)
    }

    @Test func `a token in a Secret names a bootstrapper and its groups`() throws {
        secrets.set(Self.key, Self.secret())
        let user = try #require(try identity()).user
        #expect(
            user
                == User(
                    name: "system:bootstrap:abcdef",
                    groups: ["system:bootstrappers", "system:bootstrappers:b", "system:authenticated"]))
    }

    @Test(
        arguments: [
            ["token-secret": "x"], ["usage-bootstrap-authentication": "false"], ["usage-bootstrap-authentication": nil],
            ["expiration": "2020-01-01T00:00:00Z"], ["expiration": "soon"], ["auth-extra-groups": "system:masters"],
            ["token-id": "other1"],
        ] as [[String: String?]])
    func `a Secret that is not good names nobody`(changes: [String: String?]) throws {
        secrets.set(Self.key, Self.secret(changes))
        #expect(try identity() == nil)
    }

    @Test(arguments: ["abcdef", "abcde.0123456789abcdef", "ABCDEF.0123456789abcdef", "abcdef.0123456789abcdefg"])
    func `other texts are no bootstrap tokens`(token: String) throws {
        secrets.set(Self.key, Self.secret())
        #expect(try identity(token) == nil)
    }
}

@Suite struct LegacyTokenTests {
    private let secrets = TestSecrets()
    private let cluster = TestCluster()
    private let tokens: ServiceAccountTokens
    private let token: String

    init() throws {
        tokens = try ServiceAccountTokens(signingKeyPEM: P256.Signing.PrivateKey().pemRepresentation)
        token = try tokens.issueLegacy(
            namespace: "shop", serviceAccount: BoundObject(name: "robot", uid: "sa-1"), secret: "robot-token")
        secrets.set("shop/robot-token", secret())
    }

    private func secret(_ labels: JSONValue = [:]) -> JSONValue {
        ["metadata": ["labels": labels], "data": ["token": .string(Base64.encode(token.utf8))]]
    }

    private final class Uses: Sendable {
        let days = Mutex<[String]>([])
    }

    private func identity(_ uses: Uses = Uses(), audiences: [String] = []) throws -> TokenIdentity? {
        try LegacyTokenAuthenticator(tokens: tokens, objects: cluster, secrets: secrets) { namespace, name, day in
            uses.days.withLock { $0.append("\(namespace)/\(name) \(day)") }
        }.identity(of: token, for: audiences, at: cluster.now)
    }

    @Test func `holds as long as its Secret, and says when it is used`() throws {
        let uses = Uses()
        let found = try #require(try identity(uses))
        #expect(found.user.name == "system:serviceaccount:shop:robot")
        #expect(found.user.uid == "sa-1")
        #expect(uses.days.withLock { $0 } == ["shop/robot-token 2026-09-21"])
        secrets.set("shop/robot-token", secret(["kubernetes.io/legacy-token-last-used": "2026-09-21"]))
        _ = try identity(uses)
        #expect(uses.days.withLock { $0.count } == 1)
    }

    enum Damage: CaseIterable {
        case secretGone, otherToken, secretDeleted, invalid, accountGone, accountRemade, audience
    }

    @Test(arguments: Damage.allCases)
    func `is refused once it is not good any more`(damage: Damage) {
        switch damage {
        case .secretGone: secrets.set("shop/robot-token", nil)
        case .otherToken: secrets.set("shop/robot-token", ["data": ["token": "b3RoZXI="]])
        case .secretDeleted:
            var deleted = secret()
            deleted["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
            secrets.set("shop/robot-token", deleted)
        case .invalid:
            secrets.set("shop/robot-token", secret(["kubernetes.io/legacy-token-invalid-since": "2026-01-01"]))
        case .accountGone: cluster.set("serviceaccounts/shop/robot", nil)
        case .accountRemade: cluster.set("serviceaccounts/shop/robot", BoundObject(name: "robot", uid: "sa-2"))
        case .audience: break
        }
        #expect(throws: TokenError.self) { try identity(audiences: damage == .audience ? ["vault"] : []) }
    }
}

@Suite struct ServiceAccountKeyTests {
    enum Kind: CaseIterable { case rsa, p256, p384, p521 }

    static func pem(_ kind: Kind) throws -> String {
        switch kind {
        case .rsa: try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation
        case .p256: P256.Signing.PrivateKey().pemRepresentation
        case .p384: P384.Signing.PrivateKey().pemRepresentation
        case .p521: P521.Signing.PrivateKey().pemRepresentation
        }
    }

    @Test(arguments: zip(Kind.allCases, ["RS256", "ES256", "ES384", "ES512"]))
    func `signs with the algorithm of the key, and the published key verifies`(kind: Kind, algorithm: String) throws {
        let tokens = try ServiceAccountTokens(signingKeyPEM: try Self.pem(kind))
        let token = try tokens.issueLegacy(
            namespace: "n", serviceAccount: BoundObject(name: "a", uid: "u"), secret: "s")
        let parsed = try #require(CompactToken(token))
        #expect(parsed.header["alg"].string == algorithm)
        let published = try #require(VerifyingKey(jwk: tokens.keySet["keys"][0]))
        #expect(published.verifies(parsed.signature, of: parsed.signed, algorithm: algorithm))
        #expect(!published.verifies(parsed.signature, of: parsed.signed + "x", algorithm: algorithm))
        #expect(!published.verifies(parsed.signature, of: parsed.signed, algorithm: "none"))
        #expect(
            tokens.configuration(address: "https://h")["id_token_signing_alg_values_supported"] == [
                .string(algorithm)
            ])
    }

    @Test func `accepts the keys of files, several to a file, and nobody else's`() throws {
        let old = try Self.pem(.p256)
        let public384 = P384.Signing.PrivateKey()
        let file = old + "\n" + public384.publicKey.pemRepresentation + "\n"
        let tokens = try ServiceAccountTokens(
            issuers: ["https://new", "https://old"], signingKeyPEM: try Self.pem(.rsa), verifyingKeysPEM: [file])
        #expect(tokens.keySet["keys"].elements.count == 2)
        let former = try ServiceAccountTokens(issuer: "https://old", signingKeyPEM: old)
        let account = BoundObject(name: "robot", uid: "sa-1")
        func token(_ tokens: ServiceAccountTokens, _ audience: String) throws -> String {
            try tokens.issue(
                .init(
                    namespace: "shop", serviceAccount: account, audiences: [audience], issuedAt: 1_790_000_000,
                    lifetime: 3600, id: "i"))
        }
        let cluster = TestCluster()
        let authenticator = ServiceAccountTokenAuthenticator(tokens, cluster)
        let found = try authenticator.identity(of: token(former, "https://new"), for: [], at: cluster.now)
        #expect(found?.user.uid == "sa-1")
        // The signing key is not among the files.
        #expect(throws: TokenError.self) {
            try authenticator.identity(of: token(tokens, "https://new"), for: [], at: cluster.now)
        }
        let foreign = try ServiceAccountTokens(issuer: "https://other", signingKeyPEM: old)
        #expect(try authenticator.identity(of: token(foreign, "https://new"), for: [], at: cluster.now) == nil)
    }
}

@Suite struct TokenRequestTests {
    let cluster = TestCluster()

    func create(
        _ spec: JSONValue, audiences: [String] = [], _ change: (inout ServiceAccountTokens) -> Void = { _ in },
        pod: JSONValue? = nil, metadata: JSONValue = [:]
    ) throws -> (answer: JSONValue, claims: JSONValue, warnings: [String]) {
        var tokens = try ServiceAccountTokens(
            issuers: ["https://i"], audiences: audiences, signingKeyPEM: P256.Signing.PrivateKey().pemRepresentation)
        change(&tokens)
        var warnings: [String] = []
        let cluster = cluster
        let answer = try TokenRequests(tokens: tokens, objects: cluster, clock: { cluster.now }, makeID: { "id" })
            .create(["metadata": metadata, "spec": spec], namespace: "shop", name: "robot", pod: pod) {
                warnings.append($0)
            }
        let claims = try #require(CompactToken(answer["status"]["token"].string ?? "")).claims
        return (answer, claims, warnings)
    }

    @Test func `a token for no audience is for those of the API server`() throws {
        let (answer, claims, _) = try create([:], audiences: ["a", "b"])
        #expect(claims["aud"] == ["a", "b"])
        #expect(answer["spec"] == ["audiences": ["a", "b"], "expirationSeconds": 3600])
    }

    @Test func `the longest life is kept, with a warning`() throws {
        let (answer, claims, warnings) = try create(["expirationSeconds": 90000]) { $0.maxExpiration = 7200 }
        #expect(claims["exp"].int == cluster.now + 7200)
        #expect(answer["spec"]["expirationSeconds"] == 7200)
        #expect(warnings == ["requested expiration of 90000 seconds shortened to 7200 seconds"])
    }

    @Test(arguments: [
        (3607, true, [] as [String], true), (3600, true, [], false), (3607, false, [], false),
        (3607, true, ["vault"], false),
    ])
    func `the token of a Pod lives a year, and is said to end in an hour`(
        seconds: Int64, extends: Bool, audiences: [String], isLong: Bool
    ) throws {
        var spec = AuthenticatorTests.toPod
        spec["expirationSeconds"] = .int(seconds)
        spec["audiences"] = .array(audiences.map { .string($0) })
        let (answer, claims, _) = try create(spec, { $0.extendsExpiration = extends }, pod: AuthenticatorTests.podSpec)
        #expect(claims["exp"].int == cluster.now + (isLong ? 365 * 86400 : seconds))
        #expect(claims["kubernetes.io"]["warnafter"].int == (isLong ? cluster.now + seconds : nil))
        let end = Timestamp(seconds: cluster.now + seconds).rfc3339
        #expect(answer["status"]["expirationTimestamp"].string == end)
    }

    @Test func `a token that is bound to a node ends with it`() throws {
        let (_, claims, _) = try create(["boundObjectRef": ["kind": "Node", "apiVersion": "v1", "name": "n1"]])
        #expect(claims["kubernetes.io"]["node"] == ["name": "n1", "uid": "node-1"])
        try TokenClaims(claims).checkObjects(cluster, now: cluster.now)
        cluster.set("nodes//n1", BoundObject(name: "n1", uid: "node-2"))
        #expect(throws: TokenError.self) { try TokenClaims(claims).checkObjects(cluster, now: cluster.now) }
    }

    @Test func `names in the body must be those of the path`() {
        let error = #expect(throws: StatusError.self) { try create([:], metadata: ["name": "other"]) }
        #expect(
            error?.message
                == "TokenRequest.authentication.k8s.io \"robot\" is invalid: metadata.name: Invalid value: \"other\": must match the service account name if specified"
        )
    }
}
