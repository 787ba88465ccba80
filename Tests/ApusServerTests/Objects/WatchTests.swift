import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct WatchTests {
    /// The next `count` events of a watch as `KIND name`.
    private func next(_ count: Int, _ iterator: inout WatchStream.Iterator) async throws -> [String] {
        var events: [String] = []
        while events.count < count, let event = try await iterator.next() {
            events.append("\(event.kind.rawValue) \(event.object.name)")
        }
        return events
    }

    @Test(arguments: Front.allCases) func aWatchBeginsWithWhatExistsAndGoesOn(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let watch = try await test.transport.watch(APIRequest(.watch, Resources.configMaps, namespace: "default"))
            var events = watch.makeAsyncIterator()
            #expect(try await next(1, &events) == ["ADDED a"])
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("b"))
            _ = try await test.transport.send(
                APIRequest(
                    .patch, Resources.configMaps, namespace: "default", name: "a",
                    body: .patch(.merge, ["data": ["k": "v"]])))
            _ = try await test.transport.send(
                APIRequest(.delete, Resources.configMaps, namespace: "default", name: "b"))
            #expect(try await next(3, &events) == ["ADDED b", "MODIFIED a", "DELETED b"])
            watch.cancel()
        }
    }

    @Test(arguments: Front.allCases) func aWatchResumesBehindItsVersion(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let first = try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("b"))
            try await test.client.create(Resources.configMaps, namespace: "kube-system", .configMap("c"))
            var request = APIRequest(.watch, Resources.configMaps, namespace: "default")
            request.options.resourceVersion = first.resourceVersion
            let watch = try await test.transport.watch(request)
            var events = watch.makeAsyncIterator()
            #expect(try await next(1, &events) == ["ADDED b"])
            watch.cancel()
        }
    }

    @Test(arguments: Front.allCases) func anObjectThatLeavesTheSelectionIsDeleted(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let before = try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a", labels: ["app": "x"]))
            var request = APIRequest(.watch, Resources.configMaps, namespace: "default")
            request.options.labelSelector = "app=x"
            let watch = try await test.transport.watch(request)
            var events = watch.makeAsyncIterator()
            #expect(try await next(1, &events) == ["ADDED a"])
            let changed = try await test.transport.send(
                APIRequest(
                    .patch, Resources.configMaps, namespace: "default", name: "a",
                    body: .patch(.merge, ["metadata": ["labels": ["app": "y"]]])))
            let event = try await events.next()
            #expect(event?.kind == .deleted)
            #expect(event?.object.labels == ["app": "x"])
            #expect(event?.object.revision == changed.revision)
            #expect(event?.object.bytes == before.bytes)
            _ = try await test.transport.send(
                APIRequest(
                    .patch, Resources.configMaps, namespace: "default", name: "a",
                    body: .patch(.merge, ["metadata": ["labels": ["app": "x"]]])))
            #expect(try await next(1, &events) == ["ADDED a"])
            watch.cancel()
        }
    }

    @Test(arguments: Front.allCases) func streamedListsEndWithAMarkedBookmark(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let made = try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            var request = APIRequest(.watch, Resources.configMaps, namespace: "default")
            request.options.sendInitialEvents = true
            request.options.resourceVersionMatch = "NotOlderThan"
            request.options.allowWatchBookmarks = true
            let watch = try await test.transport.watch(request)
            var events = watch.makeAsyncIterator()
            #expect(try await next(1, &events) == ["ADDED a"])
            let bookmark = try await events.next()
            #expect(bookmark?.kind == .bookmark)
            #expect((bookmark?.object.revision ?? 0) >= made.revision)
            let annotations = try bookmark?.object.value()["metadata"]["annotations"]
            #expect(annotations?["k8s.io/initial-events-end"].string == "true")
            watch.cancel()
        }
    }

    @Test func podsAreWatchedByNode() async throws {
        try await TestServer.run { test in
            try await test.client.create(Resources.serviceAccounts, namespace: "default", .serviceAccount("default"))
            var request = APIRequest(.watch, Resources.pods)
            request.options.fieldSelector = "spec.nodeName=n1"
            let watch = try await test.transport.watch(request)
            var events = watch.makeAsyncIterator()
            try await test.client.create(Resources.pods, namespace: "default", .pod("other", node: "n2"))
            try await test.client.create(Resources.pods, namespace: "default", .pod("waits"))
            var binding = APIRequest(.create, Resources.pods, namespace: "default", name: "waits")
            binding.subresource = "binding"
            binding.body = .value([
                "kind": "Binding", "apiVersion": "v1", "metadata": ["name": "waits"],
                "target": ["kind": "Node", "name": "n1"],
            ])
            _ = try await test.transport.send(binding)
            #expect(try await next(1, &events) == ["ADDED waits"])
            let again = await statusError { _ = try await test.transport.send(binding) }
            #expect(again?.code == 409)
            #expect(
                again?.message
                    == "Operation cannot be fulfilled on pods/binding \"waits\": pod waits is already assigned to node \"n1\""
            )
            watch.cancel()
        }
    }
}
