import ApusAPI
import ApusHTTP
import ApusJSON
import Crypto
import CryptoExtras
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import ApusServer

/// An OpenID Connect issuer: it publishes keys and signs tokens with them.
private final class TestIssuer: Sendable {
    let url: String
    private let keys: Mutex<[(id: String, key: SigningKey)]>
    private let counter = Mutex(0)

    init(_ url: String, _ keys: [(String, SigningKey)]) {
        self.url = url
        self.keys = Mutex(keys.map { (id: $0.0, key: $0.1) })
    }

    static func key(_ kind: ServiceAccountKeyTests.Kind) throws -> SigningKey {
        try #require(SigningKey(pem: try ServiceAccountKeyTests.pem(kind)))
    }

    func setKeys(_ new: [(String, SigningKey)]) { keys.withLock { $0 = new.map { (id: $0.0, key: $0.1) } } }

    var fetches: Int { counter.withLock { $0 } }

    var keySet: JSONValue {
        counter.withLock { $0 += 1 }
        return [
            "keys": .array(
                keys.withLock { keys in
                    keys.map { id, key in
                        var jwk = key.verifying.jwk
                        jwk["kid"] = .string(id)
                        jwk["use"] = "sig"
                        return jwk
                    }
                } + [["kty": "oct", "k": "c2VjcmV0"]])
        ]
    }

    /// A token with `changes` to the claims of a good one, signed with the first key.
    func token(_ changes: JSONValue = [:], algorithm: String? = nil, now: Int64) throws -> String {
        let first = try #require(keys.withLock { $0.first })
        let (id, key) = (first.id, first.key)
        var claims: JSONValue = [
            "iss": .string(url), "aud": "apus", "sub": "jane", "exp": .int(now + 300), "iat": .int(now),
            "groups": ["dev", "ops"],
        ]
        for member in changes.object?.members ?? [] { claims[member.key] = member.value }
        let header: JSONValue = ["alg": .string(algorithm ?? key.algorithm), "kid": .string(id)]
        let text = [header, claims].map { Base64URL.encode($0.encoded().string.utf8) }.joined(separator: ".")
        return text + "." + Base64URL.encode(try key.signature(of: text))
    }
}

extension TestIssuer: KeySetSource {
    func keySet() async -> JSONValue? { keySet }
}

/// Serves an issuer's discovery document and keys.
private struct IssuerService: HTTPService {
    let issuer: @Sendable () -> TestIssuer?

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        guard let issuer = issuer() else {
            return exchange.respond(status: .serviceUnavailable, headers: [:], body: [])
        }
        let document: JSONValue =
            request.path == "/keys"
            ? issuer.keySet : ["issuer": .string(issuer.url), "jwks_uri": .string(issuer.url + "/keys")]
        var body = ByteBuffer()
        body.writeString(document.encoded().string)
        exchange.respond(status: .ok, headers: ["Content-Type": "application/json"], body: [body])
    }
}

@Suite struct OIDCAuthenticatorTests {
    private static let url = "https://issuer.example.com"
    private let cluster = TestCluster()
    private let issuer: TestIssuer

    init() throws { issuer = TestIssuer(Self.url, [("one", try TestIssuer.key(.p256))]) }

    private func authenticator(_ change: (inout OIDCConfiguration) -> Void = { _ in }) -> OIDCAuthenticator {
        var configuration = OIDCConfiguration(
            issuer: Self.url, audiences: ["apus"], username: .init(claim: "sub", prefix: Self.url + "#"),
            groups: .init(claim: "groups", prefix: "oidc:"))
        configuration.algorithms = ["ES256", "RS256", "PS256"]
        change(&configuration)
        let cluster = cluster
        return OIDCAuthenticator(configuration, source: issuer, clock: { cluster.now })
    }

    @Test func `claims become a user, once the keys are there`() async throws {
        let authenticator = authenticator()
        let token = try issuer.token(now: cluster.now)
        #expect(throws: TokenError("oidc: authenticator not initialized")) {
            try authenticator.identity(of: token, for: [], at: cluster.now)
        }
        await authenticator.fetchKeys()
        let user = try #require(try authenticator.identity(of: token, for: [], at: cluster.now)).user
        #expect(
            user
                == User(
                    name: "https://issuer.example.com#jane", groups: ["oidc:dev", "oidc:ops", "system:authenticated"]))
        #expect(try authenticator.identity(of: "a.b.c", for: [], at: cluster.now) == nil)
        let foreign = try TestIssuer("https://other", [("one", TestIssuer.key(.p256))]).token(now: cluster.now)
        #expect(try authenticator.identity(of: foreign, for: [], at: cluster.now) == nil)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var claims: JSONValue = [:]
        var algorithm: String?
        let why: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        Bad(claims: ["aud": ["other"]], why: "expected audience"), Bad(claims: ["exp": 1], why: "expired"),
        Bad(claims: ["exp": nil], why: "expired"), Bad(claims: ["nbf": 9_000_000_000], why: "nbf"),
        Bad(algorithm: "none", why: "unsupported algorithm"), Bad(algorithm: "HS256", why: "unsupported algorithm"),
        Bad(algorithm: "RS256", why: "failed to verify"), Bad(claims: ["sub": nil], why: "parse username claims"),
        Bad(claims: ["groups": 7], why: "parse groups claim"), Bad(claims: ["hd": "other"], why: "does not match"),
        Bad(claims: ["hd": nil], why: "not present in ID token"),
    ])
    func `refuses a token that is not good`(bad: Bad) async throws {
        let authenticator = authenticator { $0.requiredClaims = ["hd": "example.com"] }
        await authenticator.fetchKeys()
        var claims = bad.claims
        if claims["hd"].isNull, claims.object?.members.contains(where: { $0.key == "hd" }) != true {
            claims["hd"] = "example.com"
        }
        let token = try issuer.token(claims, algorithm: bad.algorithm, now: cluster.now)
        let error = #expect(throws: TokenError.self) {
            try authenticator.identity(of: token, for: [], at: cluster.now)
        }
        #expect(error?.description.contains(bad.why) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [(true, true), (nil, true), (false, false), ("yes", false)] as [(JSONValue, Bool)])
    func `an address counts unless the issuer says that it is not verified`(
        verified: JSONValue, isGood: Bool
    ) async throws {
        let authenticator = authenticator { $0.username = .init(claim: "email") }
        await authenticator.fetchKeys()
        let token = try issuer.token(["email": "j@x", "email_verified": verified], now: cluster.now)
        let found = try? authenticator.identity(of: token, for: [], at: cluster.now)
        #expect(found?.user.name == (isGood ? "j@x" : nil))
    }

    @Test func `new keys are fetched for a token that names one, and not at every try`() async throws {
        let authenticator = authenticator()
        await authenticator.fetchKeys()
        issuer.setKeys([("two", try TestIssuer.key(.rsa))])
        cluster.advance(5)
        let token = try issuer.token(now: cluster.now)
        #expect(throws: TokenError.self) { try authenticator.identity(of: token, for: [], at: cluster.now) }
        #expect(authenticator.needsKeys(for: token, at: cluster.now))
        await authenticator.fetchKeys()
        #expect(try authenticator.identity(of: token, for: [], at: cluster.now)?.user.name == Self.url + "#jane")
        let forged = try TestIssuer(Self.url, [("three", TestIssuer.key(.rsa))]).token(now: cluster.now)
        #expect(!authenticator.needsKeys(for: forged, at: cluster.now))
        #expect(!authenticator.needsKeys(for: try issuer.token(["exp": 1], now: cluster.now), at: cluster.now + 60))
        #expect(issuer.fetches == 2)
    }

    @Test func `prefixes of user names are upstream's`() {
        #expect(OIDCConfiguration.usernamePrefix("", claim: "sub", issuer: "https://i") == "https://i#")
        #expect(OIDCConfiguration.usernamePrefix("", claim: "email", issuer: "https://i") == "")
        #expect(OIDCConfiguration.usernamePrefix("-", claim: "sub", issuer: "https://i") == "")
        #expect(OIDCConfiguration.usernamePrefix("x:", claim: "email", issuer: "https://i") == "x:")
    }
}

/// A server and an issuer that speak HTTPS with each other.
@Suite struct OIDCOnServerTests {
    @Test func `a token of an issuer on the network opens the server, also after the issuer changed its keys`()
        async throws
    {
        let directory = "/tmp/apus-issuer-\(UInt64.random(in: 0 ... .max))"
        let pki = try ClusterPKI(.init(directory: directory, serverNames: [], now: Timestamp.now.seconds))
        let current = Mutex<TestIssuer?>(nil)
        let http = HTTPServer(
            configuration: .init(
                tls: .init(
                    certificateChainPEM: pki.serving.certificatePEM, privateKeyPEM: pki.serving.keyPEM)),
            service: IssuerService { current.withLock { $0 } }, group: .singletonMultiThreadedEventLoopGroup)
        let port = try await http.start()
        let issuer = TestIssuer("https://127.0.0.1:\(port)", [("one", try TestIssuer.key(.p256))])
        current.withLock { $0 = issuer }
        try await RawClient.run(change: {
            var trusted = OIDCConfiguration(
                issuer: issuer.url, audiences: ["apus"], username: .init(claim: "sub"), caPEM: pki.caPEM)
            trusted.algorithms = ["ES256", "RS256"]
            $0.issuers = [trusted]
        }) { client, _ in
            func whoami() async throws -> RawClient.Answer {
                try await client.send(
                    .POST, "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                    ["Content-Type": "application/json"],
                    body: #"{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"}"#,
                    token: try issuer.token(now: Timestamp.now.seconds))
            }
            let first = try await whoami()
            #expect(first.json["status"]["userInfo"]["username"] == "jane")
            issuer.setKeys([("two", try TestIssuer.key(.rsa))])
            // The issuer may be asked once a second.
            var answer = try await whoami()
            let deadline = ContinuousClock.now + .seconds(10)
            while answer.code == 401, ContinuousClock.now < deadline { answer = try await whoami() }
            #expect(answer.json["status"]["userInfo"]["username"] == "jane")
            let forged = try TestIssuer(issuer.url, [("two", TestIssuer.key(.rsa))]).token(now: Timestamp.now.seconds)
            let refused = try await client.send(.GET, "/api/v1/namespaces", token: forged)
            #expect(refused.code == 401)
        }
        await http.shutdown(gracePeriod: .zero)
    }
}
