import ApusAPI
import ApusHTTP
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

/// What clients are told of kinds that upstream calls deprecated.
@Suite struct DeprecationTests {
    @Test func deprecatedKindsWarnAndAreCounted() async throws {
        try await RawClient.run { raw, _ in
            let old = #"299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice""#
            for path in ["/api/v1/endpoints", "/api/v1/namespaces/default/endpoints/none"] {
                #expect(try await raw.send(.GET, path).headers["Warning"] == [old])
            }
            #expect(
                try await raw.send(.GET, "/api/v1/componentstatuses").headers["Warning"]
                    == [#"299 - "v1 ComponentStatus is deprecated in v1.19+""#])
            #expect(try await raw.send(.GET, "/api/v1/pods").headers["Warning"] == [])
            let metrics = try await raw.send(.GET, "/metrics").text
            #expect(
                metrics.contains(
                    #"apiserver_requested_deprecated_apis{group="",version="v1",resource="endpoints",subresource="","#
                        + #"removed_release=""} 1"#))
            #expect(!metrics.contains(#"apiserver_requested_deprecated_apis{group="",version="v1",resource="pods""#))
        }
    }
}
