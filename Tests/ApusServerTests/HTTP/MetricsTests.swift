import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

/// `/metrics`: upstream's families, with its labels and buckets.
@Suite(.timeLimit(.minutes(5))) struct MetricsTests {
    private static let configMaps = "/api/v1/namespaces/default/configmaps"

    /// The value of the sample with these labels, in any order; nil where there is none.
    private func sample(_ text: String, _ name: String, _ labels: [String: String]) -> Double? {
        for line in text.split(separator: "\n") where line.hasPrefix(name + "{") || line.hasPrefix(name + " ") {
            let sides = line.split(separator: " ")
            let wanted = labels.allSatisfy { line.contains("\($0.key)=\"\($0.value)\"") }
            if wanted, let last = sides.last { return Double(last) }
        }
        return nil
    }

    @Test func requestsAreCountedWithUpstreamsVerbsAndScopes() async throws {
        try await RawClient.run { client, _ in
            let body = JSONValue.configMap("a").encoded().string
            _ = try await client.send(.POST, Self.configMaps, body: body)
            _ = try await client.send(.GET, "\(Self.configMaps)/a")
            _ = try await client.send(.GET, Self.configMaps)
            _ = try await client.send(.GET, "/api/v1/configmaps")
            _ = try await client.send(
                .PATCH, "\(Self.configMaps)/a?fieldManager=m", ["Content-Type": "application/apply-patch+yaml"],
                body: body)
            _ = try await client.send(
                .PATCH, "\(Self.configMaps)/a", ["Content-Type": "application/merge-patch+json"], body: "{}")
            _ = try await client.send(.DELETE, "\(Self.configMaps)/a?dryRun=All")
            _ = try await client.send(.DELETE, Self.configMaps)
            _ = try await client.send(HTTPMethod(rawValue: "MADEUP"), "/version")
            _ = try await client.send(.GET, "/livez")
            let text = try await client.metrics()
            for (verb, scope, code) in [
                ("POST", "resource", "201"), ("GET", "resource", "200"), ("LIST", "namespace", "200"),
                ("LIST", "cluster", "200"), ("APPLY", "resource", "200"), ("PATCH", "resource", "200"),
                ("DELETE", "resource", "200"), ("DELETECOLLECTION", "namespace", "200"),
            ] {
                let labels = [
                    "verb": verb, "scope": scope, "code": code, "resource": "configmaps", "component": "apiserver",
                    "dry_run": verb == "DELETE" ? "All" : "",
                ]
                #expect(sample(text, "apiserver_request_total", labels) ?? 0 >= 1, "\(verb) \(scope)")
            }
            #expect(!text.contains("MADEUP"))
            let health = ["component": "", "subresource": "/livez", "verb": "GET", "code": "200"]
            #expect(sample(text, "apiserver_request_total", health) == 1)
            let read = ["verb": "GET", "resource": "configmaps", "scope": "resource"]
            // The server reads one in process when it starts.
            let count = sample(text, "apiserver_request_sli_duration_seconds_count", read)
            #expect(count ?? 0 >= 1)
            let all = read.merging(["le": "+Inf"]) { $1 }
            #expect(sample(text, "apiserver_request_sli_duration_seconds_bucket", all) == count)
            // The first buckets are those of service levels; a dry run is none of theirs.
            #expect(
                sample(text, "apiserver_request_sli_duration_seconds_bucket", read.merging(["le": "0.025"]) { $1 })
                    == nil)
            #expect(sample(text, "apiserver_request_sli_duration_seconds_count", ["verb": "DELETE"]) == nil)
        }
    }

    @Test func whatTheServerEndsIsCounted() async throws {
        try await RawClient.run(change: { $0.freshnessLimit = .seconds(30) }) { client, _ in
            _ = try await client.send(.GET, "\(Self.configMaps)?resourceVersion=99999&timeout=5ms")
            let text = try await client.metrics()
            let labels = ["code": "504", "resource": "configmaps", "verb": "LIST", "component": "apiserver"]
            #expect(sample(text, "apiserver_request_terminations_total", labels) == 1)
        }
    }

    @Test func whoeverIsLetInIsCounted() async throws {
        try await RawClient.run { client, _ in
            _ = try await client.send(.GET, "\(Self.configMaps)")
            _ = try await client.send(.GET, Self.configMaps, token: "wrong")
            _ = try await client.send(.GET, Self.configMaps, token: nil)
            let text = try await client.metrics()
            #expect(sample(text, "authentication_attempts", ["result": "success"]) == 3)
            #expect(sample(text, "authentication_attempts", ["result": "error"]) == 1)
            #expect(sample(text, "authenticated_user_requests", ["username": "admin"]) == 2)
            #expect(sample(text, "authenticated_user_requests", ["username": "other"]) == 1)
            #expect(sample(text, "authorization_attempts_total", ["result": "no-opinion"]) == 1)
            let decision = ["decision": "allowed", "name": "rbac", "type": "RBAC"]
            _ = try await client.send(.GET, "/version", token: nil)
            let later = try await client.metrics()
            #expect(sample(later, "apiserver_authorization_decisions_total", decision) ?? 0 >= 1)
        }
    }

    @Test func plugInsAndCachesAreMeasured() async throws {
        try await RawClient.run { client, test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let text = try await client.metrics()
            let step = ["operation": "CREATE", "rejected": "false", "type": "validate"]
            #expect(sample(text, "apiserver_admission_step_admission_duration_seconds_count", step) ?? 0 >= 1)
            let maps = ["group": "", "resource": "configmaps"]
            #expect(sample(text, "apiserver_watch_cache_events_received_total", maps) ?? 0 >= 1)
            #expect(sample(text, "apiserver_watch_cache_resource_version", maps) ?? 0 >= 1)
            #expect(sample(text, "apiserver_resource_objects", maps) ?? 0 >= 1)
            #expect(sample(text, "watch_cache_capacity", maps) == 2048)
        }
    }

    /// The text that Prometheus reads: each family once, described before its samples, histograms complete.
    @Test func theTextIsWellFormed() async throws {
        try await RawClient.run { client, _ in
            _ = try await client.send(.GET, Self.configMaps)
            let text = try await client.metrics()
            var types: [String: String] = [:]
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                if line.hasPrefix("# TYPE ") {
                    #expect(types[String(words[2])] == nil, "\(words[2]) twice")
                    types[String(words[2])] = String(words[3])
                } else if !line.hasPrefix("#") {
                    let name = line.prefix { $0 != "{" && $0 != " " }
                    let families = ["_bucket", "_sum", "_count", ""].compactMap { suffix in
                        name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : nil
                    }
                    #expect(families.contains { types[$0] != nil }, "\(name)")
                    #expect(Double(words.last ?? "") != nil, "\(line)")
                }
            }
        }
    }
}
