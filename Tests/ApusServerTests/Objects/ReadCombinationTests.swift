import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import NIOHTTP1
import Testing

@testable import ApusServer

/// Every combination of `limit`, `resourceVersion` and `resourceVersionMatch`, as the API concepts page tells them apart
/// ("The resourceVersionMatch parameter", "Semantics for watch").
@Suite(.timeLimit(.minutes(5))) struct ReadCombinationTests {
    /// Which state a list shows: there was `a`, then `b`, then `c`.
    enum State: Sendable {
        /// The newest, whole.
        case newest
        /// The newest, as a page of one.
        case newestPage
        /// The one in which `b` was the last.
        case exact
        case exactPage
        case refused(Int)
    }

    struct Case: Sendable, CustomStringConvertible {
        let limit: Bool
        /// `old`: the revision of `b`.
        let version: String?
        let match: String?
        let shows: State

        init(_ limit: Bool, _ version: String?, _ match: String?, _ shows: State) {
            self.limit = limit
            self.version = version
            self.match = match
            self.shows = shows
        }

        var description: String { "limit \(limit), version \(version ?? "unset"), match \(match ?? "unset")" }
    }

    static let lists: [Case] = [
        Case(false, nil, nil, .newest), Case(false, "0", nil, .newest), Case(false, "old", nil, .newest),
        Case(false, nil, "NotOlderThan", .refused(422)), Case(false, "0", "NotOlderThan", .newest),
        Case(false, "old", "NotOlderThan", .newest), Case(false, nil, "Exact", .refused(422)),
        Case(false, "0", "Exact", .refused(422)), Case(false, "old", "Exact", .exact),
        Case(true, nil, nil, .newestPage), Case(true, "0", nil, .newest), Case(true, "old", nil, .exactPage),
        Case(true, nil, "NotOlderThan", .refused(422)), Case(true, "0", "NotOlderThan", .newest),
        Case(true, "old", "NotOlderThan", .newestPage), Case(true, nil, "Exact", .refused(422)),
        Case(true, "0", "Exact", .refused(422)), Case(true, "old", "Exact", .exactPage),
    ]

    private static let path = "/api/v1/namespaces/default/configmaps?"

    /// `query` with the revision that `old` stands for at its end.
    private static func naming(_ old: String, in query: String) -> String {
        query.hasSuffix("=old")
            ? query.dropLast(3) + old : query.split(separator: "=old&").joined(separator: "=\(old)&")
    }

    /// Makes the three objects; returns the revision of the second.
    private func fill(_ test: TestServer) async throws -> (old: String, last: String) {
        var revisions: [String] = []
        for name in ["a", "b", "c"] {
            let made = try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap(name, labels: ["in": "test"]))
            revisions.append(made.resourceVersion)
        }
        return (revisions[1], revisions[2])
    }

    @Test func listsShowTheStateThatTheyAskFor() async throws {
        try await RawClient.run { client, test in
            let (old, last) = try await fill(test)
            for row in Self.lists {
                var query = ["labelSelector=in%3Dtest"]
                if row.limit { query.append("limit=1") }
                if let version = row.version { query.append("resourceVersion=\(version == "old" ? old : version)") }
                if let match = row.match { query.append("resourceVersionMatch=\(match)") }
                let answer = try await client.send(.GET, Self.path + query.joined(separator: "&"))
                let names = answer.json["items"].elements.compactMap { $0["metadata"]["name"].string }
                let hasMore = answer.json["metadata"]["continue"].string != nil
                let version = answer.json["metadata"]["resourceVersion"].string ?? ""
                switch row.shows {
                case .newest:
                    #expect(names == ["a", "b", "c"] && !hasMore, "\(row)")
                    #expect(Int(version) ?? 0 >= Int(last) ?? 0, "\(row)")
                case .newestPage:
                    #expect(names == ["a"] && hasMore, "\(row)")
                    #expect(Int(version) ?? 0 >= Int(last) ?? 0, "\(row)")
                case .exact: #expect(names == ["a", "b"] && !hasMore && version == old, "\(row)")
                case .exactPage: #expect(names == ["a"] && hasMore && version == old, "\(row)")
                case .refused(let code): #expect(answer.code == code, "\(row)")
                }
            }
        }
    }

    /// What the second page is of: the state that the first one was of.
    @Test(arguments: ["", "&resourceVersion=old", "&resourceVersion=old&resourceVersionMatch=Exact"])
    func aPageIsContinuedInItsState(_ query: String) async throws {
        try await RawClient.run { client, test in
            let (old, _) = try await fill(test)
            let asked = Self.naming(old, in: query)
            let path = "\(Self.path)labelSelector=in%3Dtest&limit=1"
            let first = try await client.send(.GET, path + asked).json
            let token = try #require(first["metadata"]["continue"].string)
            try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("aa", labels: ["in": "test"]))
            let rest = "\(Self.path)labelSelector=in%3Dtest&limit=5&continue=\(token)"
            let second = try await client.send(.GET, rest).json
            let names = second["items"].elements.compactMap { $0["metadata"]["name"].string }
            #expect(names == (query.isEmpty ? ["b", "c"] : ["b"]))
            #expect(second["metadata"]["resourceVersion"] == first["metadata"]["resourceVersion"])
        }
    }

    struct WatchCase: Sendable {
        /// `old`: the revision of `b`.
        let query: String
        let begins: [String]
    }

    @Test(
        arguments: [
            WatchCase(query: "", begins: ["ADDED a", "ADDED b", "ADDED c"]),
            WatchCase(query: "&resourceVersion=0", begins: ["ADDED a", "ADDED b", "ADDED c"]),
            WatchCase(query: "&resourceVersion=old", begins: ["ADDED c"]),
            WatchCase(query: "&sendInitialEvents=false&resourceVersionMatch=NotOlderThan", begins: ["ADDED d"]),
            WatchCase(
                query: "&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=0",
                begins: ["ADDED d"]),
            WatchCase(
                query: "&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=old",
                begins: ["ADDED c"]),
            WatchCase(
                query: "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
                begins: ["ADDED a", "ADDED b", "ADDED c", "BOOKMARK "]),
            WatchCase(
                query: "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
                    + "&resourceVersion=0", begins: ["ADDED a", "ADDED b", "ADDED c", "BOOKMARK "]),
            WatchCase(
                query: "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
                    + "&resourceVersion=old", begins: ["ADDED a", "ADDED b", "ADDED c", "BOOKMARK "]),
        ])
    func watchesBeginWhereTheyAskFor(_ row: WatchCase) async throws {
        try await RawClient.run { client, test in
            let (old, _) = try await fill(test)
            let query = Self.naming(old, in: row.query)
            let path = "\(Self.path)watch=1&labelSelector=in%3Dtest\(query)"
            let isLater = row.begins == ["ADDED d"]
            async let shown = client.events(path, count: row.begins.count)
            if isLater {
                // It begins at some moment: what is made until it has begun may be missed, what is made then is not.
                try await within {
                    while try await !client.metrics().contains(
                        "resource=\"configmaps\",scope=\"namespace\",subresource=\"\",verb=\"WATCH\",version=\"v1\"} 1\n"
                    ) {}
                }
                try await test.client.create(
                    Resources.configMaps, namespace: "default", .configMap("d", labels: ["in": "test"]))
            }
            let events = try await shown
            let names = events.map { "\($0["type"].string ?? "") \($0["object"]["metadata"]["name"].string ?? "")" }
            #expect(names == row.begins)
        }
    }

    /// A watch that allows bookmarks says how far it came before its time is over, so that the client resumes there.
    @Test func theLastBookmarkComesBeforeTheEnd() async throws {
        try await RawClient.run { client, test in
            let (_, last) = try await fill(test)
            let path = "\(Self.path)watch=1&allowWatchBookmarks=true&resourceVersion=\(last)&timeoutSeconds=3"
            async let events = client.events(path, count: 5)
            // Nothing of what is watched changes, but the revision goes on.
            let other = try await test.client.create(
                Resources.serviceAccounts, namespace: "default", .serviceAccount("x"))
            let shown = try await events
            #expect(shown.map { $0["type"] } == ["BOOKMARK"])
            #expect(shown.first?["object"]["kind"] == "ConfigMap")
            #expect(Int(shown.first?["object"]["metadata"]["resourceVersion"].string ?? "") ?? 0 >= Int(other.revision))
        }
    }
}
