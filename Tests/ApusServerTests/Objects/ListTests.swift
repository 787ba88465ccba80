import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import Testing

@testable import ApusServer

@Suite struct ListTests {
    private func fill(_ test: TestServer, _ count: Int) async throws {
        for index in 0..<count {
            try await test.client.create(
                Resources.configMaps, namespace: "default",
                .configMap("m\(index)", labels: ["odd": index % 2 == 1 ? "yes" : "no"]))
        }
    }

    @Test(arguments: Front.allCases) func pagesMakeUpTheWholeList(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            try await fill(test, 7)
            var request = APIRequest(.list, Resources.configMaps, namespace: "default")
            request.options.limit = 3
            var names: [String] = []
            var versions: Set<String> = []
            var pages = 0
            while true {
                let page = try await test.transport.list(request)
                names += page.items.map(\.name)
                versions.insert(page.resourceVersion)
                pages += 1
                guard let next = page.continuation, !next.isEmpty else { break }
                request.options.continuation = next
            }
            #expect(names == (0..<7).map { "m\($0)" })
            #expect(pages == 3)
            #expect(versions.count == 1)
        }
    }

    @Test(arguments: Front.allCases) func laterPagesShowTheListAsItWas(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            try await fill(test, 5)
            var request = APIRequest(.list, Resources.configMaps, namespace: "default")
            request.options.limit = 2
            let first = try await test.transport.list(request)
            _ = try await test.transport.send(
                APIRequest(.delete, Resources.configMaps, namespace: "default", name: "m3"))
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("m33"))
            request.options.continuation = first.continuation
            request.options.limit = 10
            let rest = try await test.transport.list(request)
            #expect(rest.items.map(\.name) == ["m2", "m3", "m4"])
            #expect(rest.resourceVersion == first.resourceVersion)
        }
    }

    @Test func aCompactedContinuationOffersAnother() async throws {
        try await TestServer.run { test in
            try await fill(test, 5)
            var request = APIRequest(.list, Resources.configMaps, namespace: "default")
            request.options.limit = 2
            let first = try await test.transport.list(request)
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("n"))
            try await test.store.compact(before: try await test.store.currentRevision())
            request.options.continuation = first.continuation
            let error = await statusError { _ = try await test.transport.list(request) }
            #expect(error?.code == 410)
            #expect(error?.reason == .expired)
            request.options.continuation = error?.continuation
            let rest = try await test.transport.list(request)
            #expect(rest.items.map(\.name) == ["m2", "m3"])
        }
    }

    @Test(
        arguments: [
            ("odd=yes", nil, ["m1", "m3"]), ("odd!=yes", nil, ["m0", "m2", "m4"]),
            ("odd in (yes,no)", nil, ["m0", "m1", "m2", "m3", "m4"]),
            ("!odd", nil, []), (nil, "metadata.name=m2", ["m2"]), ("odd=yes", "metadata.name=m2", []),
        ] as [(String?, String?, [String])])
    func selectorsChoose(_ labels: String?, _ fields: String?, _ expected: [String]) async throws {
        try await TestServer.run { test in
            try await fill(test, 5)
            var request = APIRequest(.list, Resources.configMaps, namespace: "default")
            request.options.labelSelector = labels
            request.options.fieldSelector = fields
            #expect(try await test.transport.list(request).items.map(\.name) == expected)
        }
    }

    @Test func podsAreFoundByNode() async throws {
        try await TestServer.run { test in
            try await test.client.create(Resources.serviceAccounts, namespace: "default", .serviceAccount("default"))
            for (name, node) in [("a", "n1"), ("b", "n2"), ("c", "n1")] {
                try await test.client.create(Resources.pods, namespace: "default", .pod(name, node: node))
            }
            var request = APIRequest(.list, Resources.pods)
            request.options.fieldSelector = "spec.nodeName=n1"
            #expect(try await test.transport.list(request).items.map(\.name) == ["a", "c"])
        }
    }

    @Test(
        arguments: [
            ("abc", nil, 400), ("999999", nil, 504), ("999999", "Exact", 504), ("5", "Sideways", 422),
            (nil, "Exact", 422), ("0", "Exact", 422),
        ] as [(String?, String?, Int)])
    func versionsThatCannotBeAreRefused(_ version: String?, _ match: String?, _ code: Int) async throws {
        try await TestServer.run(change: { $0.freshnessLimit = .milliseconds(1) }) { test in
            var request = APIRequest(.list, Resources.configMaps, namespace: "default")
            request.options.resourceVersion = version
            request.options.resourceVersionMatch = match
            let error = await statusError { _ = try await test.transport.list(request) }
            #expect(error?.code == code)
        }
    }

    @Test func anExactVersionShowsThePast() async throws {
        try await TestServer.run { test in
            let first = try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("b"))
            var request = APIRequest(.list, Resources.configMaps, namespace: "default")
            request.options.resourceVersion = first.resourceVersion
            request.options.resourceVersionMatch = "Exact"
            let list = try await test.transport.list(request)
            #expect(list.items.map(\.name) == ["a"])
            #expect(list.resourceVersion == first.resourceVersion)
        }
    }
}
