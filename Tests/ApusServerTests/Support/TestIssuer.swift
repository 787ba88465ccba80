import ApusAPI
import ApusHTTP
import ApusJSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import ApusServer

/// An OpenID Connect issuer: it publishes keys and signs tokens with them.
final class TestIssuer: Sendable {
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

    /// Serves an issuer with one key over HTTPS while `body` uses it; its certificate is from the authority of the keys.
    static func running(_ body: (TestIssuer, ClusterPKI) async throws -> Void) async throws {
        let directory = "/tmp/apus-issuer-\(UInt64.random(in: 0 ... .max))"
        let pki = try ClusterPKI(.init(directory: directory, serverNames: [], now: Timestamp.now.seconds))
        let current = Mutex<TestIssuer?>(nil)
        let http = HTTPServer(
            configuration: .init(
                tls: .init(
                    certificateChainPEM: pki.serving.certificatePEM, privateKeyPEM: pki.serving.keyPEM)),
            service: IssuerService { current.withLock { $0 } }, group: .singletonMultiThreadedEventLoopGroup)
        let port = try await http.start()
        let issuer = TestIssuer("https://127.0.0.1:\(port)", [("one", try key(.p256))])
        current.withLock { $0 = issuer }
        let result: Result<Void, any Error>
        do { result = .success(try await body(issuer, pki)) } catch { result = .failure(error) }
        await http.shutdown(gracePeriod: .zero)
        try result.get()
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
