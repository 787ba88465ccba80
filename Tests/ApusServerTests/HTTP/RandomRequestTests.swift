import ApusAPI
import ApusJSON
import Glibc
import NIOHTTP1
import Testing

@testable import ApusServer

/// Drives the server with requests made from what it publishes of itself: whatever comes, it answers, and never blames
/// itself.
@Suite struct RandomRequestTests {
    /// A document each, and how many requests are made of it.
    static let runs: [(document: String, count: Int)] = [
        ("api/v1", 300), ("apis/apps/v1", 200), ("apis/batch/v1", 150), ("apis/networking.k8s.io/v1", 150),
        ("apis/policy/v1", 80), ("apis/rbac.authorization.k8s.io/v1", 80), ("apis/storage.k8s.io/v1", 80),
        ("apis/autoscaling/v2", 80), ("apis/autoscaling/v1", 80), ("apis/admissionregistration.k8s.io/v1", 80),
        ("apis/apiextensions.k8s.io/v1", 80), ("apis/certificates.k8s.io/v1", 80), ("apis/coordination.k8s.io/v1", 80),
        ("apis/discovery.k8s.io/v1", 80), ("apis/events.k8s.io/v1", 80), ("apis/flowcontrol.apiserver.k8s.io/v1", 80),
        ("apis/node.k8s.io/v1", 80), ("apis/resource.k8s.io/v1", 80), ("apis/scheduling.k8s.io/v1", 80),
        ("apis/authentication.k8s.io/v1", 80), ("apis/authorization.k8s.io/v1", 80),
        ("apis/apiregistration.k8s.io/v1", 80), ("version", 3), ("apis", 3),
    ]

    /// How many times as many requests are made, and which: `make fuzz-api` sets it.
    private static var factor: Int { getenv("API_FUZZ_FACTOR").flatMap { Int(String(cString: $0)) } ?? 1 }

    @Test(arguments: runs) func noRequestMakesTheServerFail(_ group: String, _ count: Int) async throws {
        try await RawClient.run(change: { $0.freshnessLimit = .milliseconds(1) }) { client, _ in
            let document = try await client.send(.GET, "/openapi/v3/\(group)").json
            let factor = Self.factor
            var requests = RandomRequest(document, seed: UInt64(group.utf8.count * 7919 + count * factor))
            for _ in 0..<count * factor {
                guard let request = requests.next() else { continue }
                let answer = try await client.send(
                    request.method, request.target, request.headers, bytes: request.body)
                let body = request.body.map { String(decoding: $0, as: UTF8.self) } ?? ""
                #expect(
                    !Self.isFault(answer), "\(request.method) \(request.target) \(body): \(answer.code) \(answer.text)")
            }
            let ready = try await client.send(.GET, "/readyz")
            #expect(ready.code == 200)
        }
    }

    /// Whether the server blames itself (docs/architecture/api-server.md, "Limits"). 504 is the answer to a version that is not there yet; to an applied
    /// configuration of the wrong shape upstream answers 500, and so does Apus.
    private static func isFault(_ answer: RawClient.Answer) -> Bool {
        guard answer.code >= 500, answer.code != 504 else { return false }
        return answer.json["message"].string?.hasPrefix("failed to create typed patch object") != true
    }
}
