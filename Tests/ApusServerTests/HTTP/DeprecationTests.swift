import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

/// What clients of deprecated kinds are told, and what `/metrics` tells of them.
@Suite struct DeprecationTests {
    @Test(arguments: [
        (
            "/api/v1/namespaces/default/endpoints",
            ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"]
        ),
        ("/api/v1/componentstatuses", ["v1 ComponentStatus is deprecated in v1.19+"]),
        ("/apis/discovery.k8s.io/v1/endpointslices", []),
        ("/api/v1/namespaces/default/configmaps", []),
    ])
    func eachAnswerAboutADeprecatedKindWarns(_ path: String, _ warnings: [String]) async throws {
        try await RawClient.run { client, _ in
            let answer = try await client.send(.GET, path)
            #expect(answer.code == 200)
            #expect(answer.headers["Warning"] == warnings.map { #"299 - "\#($0)""# })
        }
    }

    @Test func requestsForThemAreInTheMetrics() async throws {
        try await RawClient.run { client, _ in
            _ = try await client.send(.GET, "/api/v1/namespaces/default/endpoints")
            _ = try await client.send(.GET, "/api/v1/namespaces/default/configmaps")
            let text = try await client.metrics()
            let samples = text.split(separator: "\n").filter { $0.hasPrefix("apiserver_requested_deprecated_apis{") }
            #expect(samples.count == 1)
            #expect(samples.first?.contains(#"resource="endpoints""#) == true)
        }
    }
}
