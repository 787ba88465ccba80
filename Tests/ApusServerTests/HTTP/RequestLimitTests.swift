import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

@Suite struct RequestLimitTests {
    static let configMaps = "/api/v1/namespaces/default/configmaps"

    @Test func whenThereAreTooManyOnlyThoseWhoMayDoEverythingAreAnswered() async throws {
        let change: @Sendable (inout APIServer.Configuration) -> Void = {
            $0.maxReadsInFlight = 1
            $0.freshnessLimit = .seconds(30)
            $0.staticTokens["jane-token"] = User(name: "jane", groups: ["system:authenticated"])
        }
        try await RawClient.run(change: change) { client, test in
            // A read that waits for its version keeps the one place.
            let version = try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a")
            ).revision
            async let waiting = client.send(.GET, "\(Self.configMaps)?resourceVersion=\(version + 1)")
            var refused = try await client.send(.GET, "/version", token: "jane-token")
            while refused.code == 200 { refused = try await client.send(.GET, "/version", token: "jane-token") }
            #expect(refused.code == 429)
            #expect(refused.headers.first(name: "retry-after") == "1")
            #expect(refused.text == "Too many requests, please try again later.\n")
            let admitted = try await client.send(.GET, "/version")
            #expect(admitted.code == 200)
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("b"))
            let answered = try await waiting
            #expect(answered.code == 200)
            let after = try await client.send(.GET, "/version", token: "jane-token")
            #expect(after.code == 200)
        }
    }

    @Test func aRequestEndsWhenItsTimeIsOver() async throws {
        try await RawClient.run(change: { $0.freshnessLimit = .seconds(30) }) { client, _ in
            let answer = try await client.send(.GET, "\(Self.configMaps)?resourceVersion=99999&timeout=5ms")
            #expect(answer.code == 504)
            #expect(answer.json["reason"] == "Timeout")
            #expect(answer.json["message"] == "Timeout: request did not complete within the allotted timeout")
        }
    }

    @Test func aHeaderThatIsTooLongIsNoRequest() async throws {
        try await RawClient.run { client, _ in
            let answer = try await client.send(
                .GET, Self.configMaps, ["X-Long": String(repeating: "a", count: 300 << 10)])
            #expect(answer.code == 431)
            #expect(answer.text == "431 Request Header Fields Too Large")
        }
    }

    @Test func metricsHaveUpstreamsNames() async throws {
        try await RawClient.run { client, test in
            _ = try await client.send(.GET, Self.configMaps)
            _ = try await client.send(.GET, "/livez")
            let events = try await client.events("/api/v1/namespaces?watch=1", count: 4) {
                let metrics = try await client.send(.GET, "/metrics", ["Accept-Encoding": "identity"]).text
                #expect(
                    metrics.contains(
                        "apiserver_longrunning_requests{component=\"apiserver\",group=\"\",resource=\"namespaces\","
                            + "scope=\"cluster\",subresource=\"\",verb=\"WATCH\",version=\"v1\"} 1\n"))
                for name in [
                    "apiserver_request_total{", "apiserver_request_duration_seconds_bucket{",
                    "apiserver_response_sizes_bucket{", "apiserver_watch_events_total{group=\"\",",
                    "apiserver_watch_events_sizes_sum{",
                    "apiserver_current_inflight_requests{request_kind=\"mutating\"}",
                    "apiserver_storage_objects{", "kubernetes_build_info{", "process_cpu_seconds_total ",
                    "process_open_fds ", "process_max_fds ", "process_start_time_seconds ",
                ] {
                    #expect(metrics.contains("\n\(name)"), "\(name)")
                }
                let health = try await client.send(.GET, "/metrics/slis").text
                #expect(health.contains("kubernetes_healthcheck{name=\"ping\",type=\"livez\"} 1\n"))
            }
            #expect(events.count == 4)
        }
    }

    @Test func eachCheckHasAPath() async throws {
        try await RawClient.run { client, _ in
            for path in [
                "/livez/ping", "/livez/etcd", "/readyz/informer-sync", "/readyz/shutdown", "/healthz/log",
                "/livez/poststarthook/rbac/bootstrap-roles",
            ] {
                let answer = try await client.send(.GET, path)
                #expect(answer.code == 200 && answer.text == "ok", "\(path)")
            }
            let none = try await client.send(.GET, "/livez/none")
            #expect(none.code == 404)
            let excluded = try await client.send(.GET, "/readyz?verbose&exclude=none&exclude=log").text
            #expect(excluded.contains("[+]log excluded: ok\n"))
            #expect(excluded.contains("warn: some health checks cannot be excluded: no matches for \"none\"\n"))
        }
    }
}
