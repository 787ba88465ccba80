import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import NIOHTTP1
import Testing

@testable import ApusServer

/// Watches as HTTP shows them.
@Suite struct WatchRequestTests {
    static let configMaps = "/api/v1/namespaces/default/configmaps"
    static let table = ["Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"]

    private func fill(_ test: TestServer, _ names: [String]) async throws {
        for name in names {
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap(name))
        }
    }

    private func names(_ events: [JSONValue]) -> [String] {
        events.map { "\($0["type"].string ?? "") \($0["object"]["metadata"]["name"].string ?? "")" }
    }

    @Test(
        arguments: [
            ("/api/v1/watch/namespaces/default/configmaps", ["ADDED a", "ADDED b"]),
            ("/api/v1/watch/configmaps?fieldSelector=metadata.namespace%3Ddefault", ["ADDED a", "ADDED b"]),
            ("/api/v1/watch/namespaces/default/configmaps/b", ["ADDED b"]),
            ("/api/v1/namespaces/default/configmaps?watch=1&fieldSelector=metadata.name%3Da", ["ADDED a"]),
            ("/api/v1/watch/namespaces/default", ["ADDED default"]),
        ])
    func oldAndNewPathsWatchTheSame(_ path: String, _ expected: [String]) async throws {
        try await RawClient.run { client, test in
            try await fill(test, ["a", "b"])
            let shown = names(try await client.events(path, count: expected.count))
            #expect(shown == expected)
        }
    }

    @Test func aNameAndAnotherSelectedNameContradict() async throws {
        try await RawClient.run { client, _ in
            let answer = try await client.send(
                .GET, "/api/v1/watch/namespaces/default/configmaps/a?fieldSelector=metadata.name%3Db")
            #expect(answer.code == 400)
            #expect(answer.json["message"] == "fieldSelector metadata.name doesn't match requested name")
        }
    }

    @Test(arguments: ["", "&resourceVersion=0"])
    func whatExistsEndsWithABookmarkWhereBookmarksAreAllowed(_ version: String) async throws {
        try await RawClient.run { client, test in
            try await fill(test, ["a"])
            let path = "\(Self.configMaps)?watch=1&allowWatchBookmarks=true&fieldSelector=metadata.name%3Da\(version)"
            let events = try await client.events(path, count: 2)
            #expect(events[1]["type"] == "BOOKMARK")
            #expect(events[1]["object"]["kind"] == "ConfigMap")
            #expect(events[1]["object"]["metadata"]["annotations"]["k8s.io/initial-events-end"] == "true")
        }
    }

    @Test func aWatchFromLaterBeginsThere() async throws {
        try await RawClient.run { client, test in
            let now = try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let path = "\(Self.configMaps)?watch=1&resourceVersion=\(now.revision + 2)"
            async let events = client.events(path, count: 1)
            // The watch may begin before or after these: nothing at or before its version comes in either case.
            try await fill(test, ["b", "c", "d"])
            let shown = names(try await events)
            #expect(shown == ["ADDED d"])
        }
    }

    @Test func initialEventsOfALaterVersionFailInTheStream() async throws {
        try await RawClient.run(change: { $0.freshnessLimit = .milliseconds(1) }) { client, _ in
            let events = try await client.events(
                "\(Self.configMaps)?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                    + "&allowWatchBookmarks=true&resourceVersion=99999", count: 2)
            #expect(events.count == 1)
            #expect(events[0]["type"] == "ERROR")
            #expect(events[0]["object"]["code"] == 504)
            #expect(events[0]["object"]["details"]["causes"][0]["reason"] == "ResourceVersionTooLarge")
        }
    }

    @Test func aCompactedVersionFailsInTheStreamAndInLists() async throws {
        let store = try MemoryStore()
        try await RawClient.run(store: store) { _, test in try await fill(test, ["a", "b"]) }
        try await store.compact(before: try await store.currentRevision())
        try await RawClient.run(store: store) { client, _ in
            let events = try await client.events("\(Self.configMaps)?watch=1&resourceVersion=1", count: 2)
            #expect(events.count == 1)
            #expect(events[0]["type"] == "ERROR")
            #expect(events[0]["object"]["code"] == 410)
            #expect(events[0]["object"]["reason"] == "Expired")
            #expect(events[0]["object"]["message"].string?.hasPrefix("too old resource version: 1 (") == true)
            let list = try await client.send(.GET, "\(Self.configMaps)?resourceVersion=1&resourceVersionMatch=Exact")
            #expect(list.code == 410)
            #expect(list.json["message"] == "The resourceVersion for the provided list is too old.")
        }
        await store.close()
    }

    @Test func theFirstTableOfAWatchDescribesItsColumns() async throws {
        try await RawClient.run { client, test in
            try await fill(test, ["a", "b"])
            let events = try await client.events(
                "\(Self.configMaps)?watch=1&allowWatchBookmarks=true", Self.table, count: 4
            ) { try await fill(test, ["c"]) }
            #expect(events.map { $0["object"]["columnDefinitions"].elements.count } == [3, 0, 0, 0])
            #expect(events.allSatisfy { $0["object"]["rows"].elements.count == 1 })
            let bookmark = events.first { $0["type"] == "BOOKMARK" }
            let annotations = bookmark?["object"]["rows"][0]["object"]["metadata"]["annotations"]
            #expect(annotations?["k8s.io/initial-events-end"] == "true")
        }
    }

    @Test func whoWatchesTooMuchIsRefused() async throws {
        try await RawClient.run(change: { $0.maxWatchesPerClient = 1 }) { client, test in
            let events = try await client.events("/api/v1/namespaces?watch=1", count: 2) {
                let second = try await client.send(.GET, "\(Self.configMaps)?watch=1")
                #expect(second.code == 429)
                #expect(second.headers.first(name: "retry-after") == "1")
                #expect(second.json["message"].string?.contains("1 watches open") == true)
            }
            #expect(events.count == 2)
        }
    }
}
