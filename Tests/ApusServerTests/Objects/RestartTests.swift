import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import Testing

@testable import ApusServer

@Suite struct RestartTests {
    @Test func everythingIsThereAgainAndWatchesResume() async throws {
        let store = try MemoryStore()
        var version = ""
        try await TestServer.run(store: store) { test in
            version = try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a", labels: ["app": "x"])
            ).resourceVersion
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("b"))
            _ = try await test.transport.send(
                APIRequest(.delete, Resources.configMaps, namespace: "default", name: "a"))
        }
        for front in Front.allCases {
            try await TestServer.run(front, store: store) { test in
                let list = try await test.client.list(Resources.configMaps, namespace: "default")
                #expect(list.items.map(\.name).contains("b"))
                var request = APIRequest(.watch, Resources.configMaps, namespace: "default")
                request.options.resourceVersion = version
                let watch = try await test.transport.watch(request)
                var events = watch.makeAsyncIterator()
                let first = try await events.next()
                #expect(first?.kind == .added && first?.object.name == "b")
                let second = try await events.next()
                #expect(second?.kind == .deleted && second?.object.labels == ["app": "x"])
                try await test.client.create(
                    Resources.configMaps, namespace: "default", .configMap("c-\(front.rawValue.lowercased())"))
                // What the first front made is in the history of the second.
                while let event = try await events.next(), event.object.name != "c-\(front.rawValue.lowercased())" {}
                watch.cancel()
            }
        }
        await store.close()
    }

    @Test func theKubernetesServiceLeadsToThePortOfTheLastStart() async throws {
        let store = try MemoryStore()
        for _ in 0..<2 {
            try await TestServer.run(.https, store: store) { test in
                let service = try await test.client.get(Resources.services, namespace: "default", name: "kubernetes")
                let spec = try service.value()["spec"]
                #expect(spec["clusterIP"].string == "10.96.0.1")
                #expect(spec["ports"][0]["targetPort"].int == Int64(test.port))
            }
        }
        await store.close()
    }

    @Test func aWatchFromBeforeTheHistoryExpires() async throws {
        let store = try MemoryStore()
        try await TestServer.run(store: store) { test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
        }
        try await store.compact(before: try await store.currentRevision())
        try await TestServer.run(store: store) { test in
            var request = APIRequest(.watch, Resources.configMaps, namespace: "default")
            request.options.resourceVersion = "2"
            let watch = try await test.transport.watch(request)
            var events = watch.makeAsyncIterator()
            let event = try await events.next()
            #expect(event?.kind == .error)
            #expect(try event?.object.value()["code"].int == 410)
            #expect(try event?.object.value()["reason"].string == "Expired")
        }
        await store.close()
    }
}
