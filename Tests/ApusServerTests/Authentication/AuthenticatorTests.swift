import ApusAPI
import ApusHTTP
import ApusJSON
import Crypto
import NIOHTTP1
import Synchronization
import Testing

@testable import ApusServer

/// Objects that a test can change, and a clock that it can move.
final class TestCluster: ServiceAccountObjects {
    private let objects = Mutex<[String: BoundObject]>([
        "serviceaccounts/shop/robot": BoundObject(name: "robot", uid: "sa-1"),
        "pods/shop/web-1": BoundObject(name: "web-1", uid: "pod-1"),
        "nodes//n1": BoundObject(name: "n1", uid: "node-1"),
    ])
    private let time = Mutex<Int64>(1_790_000_000)

    func object(_ resource: String, namespace: String, name: String) -> BoundObject? {
        objects.withLock { $0["\(resource)/\(namespace)/\(name)"] }
    }

    func set(_ key: String, _ object: BoundObject?) { objects.withLock { $0[key] = object } }
    func advance(_ seconds: Int64) { time.withLock { $0 += seconds } }
    var now: Int64 { time.withLock { $0 } }
}

extension Authenticator {
    /// Who makes a request, where no issuer has to be asked.
    func user(headers: HTTPHeaders, peer: PeerCertificate? = nil) throws -> User {
        switch try outcome(headers: headers, peer: peer) {
        case .user(let user): return user
        case .later: throw TokenError("an issuer has to be asked")
        }
    }
}

@Suite struct AuthenticatorTests {
    let cluster = TestCluster()
    let tokens: ServiceAccountTokens
    let authenticator: Authenticator
    let requests: TokenRequests

    init() throws {
        let cluster = cluster
        tokens = try ServiceAccountTokens(signingKeyPEM: P256.Signing.PrivateKey().pemRepresentation)
        authenticator = Authenticator(
            tokens: [
                StaticTokens(["static": User(name: "fixed", groups: ["g"])]),
                ServiceAccountTokenAuthenticator(tokens, cluster),
            ], clock: { cluster.now })
        requests = TokenRequests(tokens: tokens, objects: cluster, clock: { cluster.now }, makeID: { "the-id" })
    }

    func user(_ token: String) throws -> User {
        try authenticator.user(headers: ["Authorization": "Bearer \(token)"])
    }

    func token(_ spec: JSONValue = [:], pod: JSONValue? = nil) throws -> String {
        let answer = try requests.create(["spec": spec], namespace: "shop", name: "robot", pod: pod)
        return try #require(answer["status"]["token"].string)
    }

    static let podSpec: JSONValue = ["spec": ["serviceAccountName": "robot", "nodeName": "n1"]]
    static let toPod: JSONValue = [
        "boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": "web-1", "uid": "pod-1"]
    ]

    @Test func `a token names its service account, its Pod and its node`() throws {
        let user = try user(try token(Self.toPod, pod: Self.podSpec))
        #expect(user.name == "system:serviceaccount:shop:robot")
        #expect(user.uid == "sa-1")
        #expect(user.groups == ["system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"])
        let prefix = "authentication.kubernetes.io/"
        #expect(
            user.extra == [
                prefix + "pod-name": ["web-1"], prefix + "pod-uid": ["pod-1"], prefix + "node-name": ["n1"],
                prefix + "node-uid": ["node-1"], prefix + "credential-id": ["JTI=the-id"],
            ])
    }

    @Test func `the same token gives the same user object, so that decisions are shared`() throws {
        let token = try token()
        #expect(try user(token).identity === user(token).identity)
    }

    @Test func `a token has upstream's claims and can be verified with the published key`() throws {
        let token = try token(Self.toPod, pod: Self.podSpec)
        let parts = token.split(separator: ".")
        let header = try JSONValue(parsing: Bytes(Base64URL.decode(parts[0]) ?? []))
        let claims = try JSONValue(parsing: Bytes(Base64URL.decode(parts[1]) ?? []))
        let key = tokens.keySet["keys"][0]
        #expect(header == ["alg": "ES256", "kid": key["kid"]])
        let issuer: JSONValue = "https://kubernetes.default.svc.cluster.local"
        let own: JSONValue = [
            "namespace": "shop", "node": ["name": "n1", "uid": "node-1"], "pod": ["name": "web-1", "uid": "pod-1"],
            "serviceaccount": ["name": "robot", "uid": "sa-1"],
        ]
        #expect(
            claims == [
                "aud": [issuer], "exp": 1_790_003_600, "iat": 1_790_000_000, "iss": issuer, "jti": "the-id",
                "kubernetes.io": own, "nbf": 1_790_000_000, "sub": "system:serviceaccount:shop:robot",
            ])
        let point = ["x", "y"].flatMap { Base64URL.decode(key[$0].string ?? "") ?? [] }
        let published = try P256.Signing.PublicKey(rawRepresentation: point)
        let signed = try #require(Base64URL.decode(parts[2]))
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: signed)
        #expect(published.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)))
    }

    enum Damage: CaseIterable { case expired, early, otherKey, changed, accountGone, accountRemade, podGone, audience }

    @Test(arguments: Damage.allCases)
    func `refuses a token that is no longer good`(damage: Damage) throws {
        var token = try token(damage == .audience ? ["audiences": ["vault"]] : Self.toPod, pod: Self.podSpec)
        if damage != .audience { _ = try user(token) }
        switch damage {
        case .expired: cluster.advance(3600 + 61)
        case .early: cluster.advance(-120)
        case .otherKey:
            let other = try ServiceAccountTokens(signingKeyPEM: P256.Signing.PrivateKey().pemRepresentation)
            let requests = TokenRequests(tokens: other, objects: cluster, clock: { 1_790_000_000 }, makeID: { "x" })
            let answer = try requests.create(["spec": [:]], namespace: "shop", name: "robot")
            token = try #require(answer["status"]["token"].string)
        case .changed:
            var parts = token.split(separator: ".").map(String.init)
            let claims = String(decoding: Base64URL.decode(parts[1]) ?? [], as: UTF8.self)
            parts[1] = Base64URL.encode(claims.replacing("robot", with: "admin").utf8)
            token = parts.joined(separator: ".")
        case .accountGone: cluster.set("serviceaccounts/shop/robot", nil)
        case .accountRemade: cluster.set("serviceaccounts/shop/robot", BoundObject(name: "robot", uid: "sa-2"))
        case .podGone:
            cluster.set("pods/shop/web-1", BoundObject(name: "web-1", uid: "pod-1", deleted: cluster.now - 100))
        case .audience: break
        }
        if [.accountGone, .accountRemade, .podGone].contains(damage) {
            _ = try user(token)  // ten seconds long what was verified is believed
            cluster.advance(11)
        }
        let error = #expect(throws: StatusError.self) { try user(token) }
        #expect(error?.code == 401)
        #expect(error?.message == "Unauthorized")
    }

    @Test func `knows certificates, static tokens, WebSocket tokens and nobody`() throws {
        let peer = PeerCertificate(commonName: "jane", organizations: ["dev"], der: [1, 2], notAfter: cluster.now + 10)
        let jane = try authenticator.user(headers: [:], peer: peer)
        #expect(jane.name == "jane")
        #expect(jane.groups == ["dev", "system:authenticated"])
        #expect(jane.extra["authentication.kubernetes.io/credential-id"]?.first?.hasPrefix("X509SHA256=") == true)
        #expect(try authenticator.user(headers: [:], peer: peer).identity === jane.identity)
        #expect(try user("static").groups == ["g", "system:authenticated"])
        let hidden = "base64url.bearer.authorization.k8s.io." + Base64URL.encode("static".utf8)
        let socket = try authenticator.user(headers: ["Sec-WebSocket-Protocol": "v5.channel.k8s.io, \(hidden)"])
        #expect(socket.name == "fixed")
        let nobody = try authenticator.user(headers: [:])
        #expect(nobody.name == "system:anonymous")
        #expect(nobody.groups == ["system:unauthenticated"])
        cluster.advance(20)
        #expect(try authenticator.user(headers: [:], peer: peer).name == "system:anonymous")
        let strict = Authenticator(tokens: [], anonymousAccess: .init(isEnabled: false), clock: { 0 })
        #expect(throws: StatusError.self) { try strict.user(headers: [:]) }
    }

    @Test func `a token review tells who, for which audience, or why not`() async throws {
        let reviews = AuthenticationReviews(authenticator)
        let vault = try token(["audiences": ["vault", "other"]])
        let good = try await reviews.token(["spec": ["token": .string(vault), "audiences": ["vault", "x"]]])["status"]
        #expect(good["authenticated"] == true)
        #expect(good["audiences"] == ["vault"])
        #expect(good["user"]["username"] == "system:serviceaccount:shop:robot")
        let bad = try await reviews.token(["spec": ["token": .string(vault)]])["status"]
        #expect(bad["authenticated"].isNull)
        #expect(bad["error"].string?.contains("audiences") == true)
        let fixed = try await reviews.token(["spec": ["token": "static"]])["status"]
        #expect(fixed["user"]["username"] == "fixed")
        let unknown = try await reviews.token(["spec": ["token": "none"]])["status"]
        #expect(unknown == ["user": [:], "error": "invalid bearer token"])
        let own = reviews.selfSubject([:], user: User(name: "me", groups: ["g"]))
        #expect(own["status"] == ["userInfo": ["username": "me", "groups": ["g"]]])
    }

    struct BadRequest: Sendable {
        let spec: JSONValue
        let code: Int
        var account = "robot"
    }

    @Test(arguments: [
        BadRequest(spec: ["expirationSeconds": 599], code: 422), BadRequest(spec: [:], code: 404, account: "none"),
        BadRequest(spec: ["boundObjectRef": ["kind": "Pod", "name": "none"]], code: 404),
        BadRequest(spec: ["boundObjectRef": ["kind": "Pod", "name": "web-1", "uid": "old"]], code: 409),
        BadRequest(spec: ["boundObjectRef": ["kind": "ConfigMap", "name": "web-1"]], code: 400),
    ])
    func `refuses to issue what upstream would not`(bad: BadRequest) {
        let error = #expect(throws: StatusError.self) {
            try requests.create(["spec": bad.spec], namespace: "shop", name: bad.account, pod: Self.podSpec)
        }
        #expect(error?.code == bad.code)
    }
}
