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
        try await TestIssuer.running { issuer, pki in
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
                let forged = try TestIssuer(issuer.url, [("two", TestIssuer.key(.rsa))]).token(
                    now: Timestamp.now.seconds)
                let refused = try await client.send(.GET, "/api/v1/namespaces", token: forged)
                #expect(refused.code == 401)
            }
        }
    }
}
