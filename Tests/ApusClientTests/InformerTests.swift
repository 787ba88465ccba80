import ApusAPI
import ApusClient
import ApusJSON
import ApusTestSupport
import Synchronization
import Testing

/// What a handler heard, as text.
private final class Log: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }

    func note(_ change: InformerChange) {
        lines.withLock {
            switch change {
            case .added(let object, let initial): $0.append("\(initial ? "initial" : "added") \(object.name)")
            case .updated(let old, let new): $0.append("updated \(new.name) \(old.revision < new.revision)")
            case .deleted(let object): $0.append("deleted \(object.name)")
            }
        }
    }
}

struct InformerTests {
    /// Runs an informer on `api` while `body` runs; `body` looks at what changed through the log.
    private func withInformer(
        _ api: FakeAPI, _ scope: InformerScope = InformerScope(Resources.pods), time: TimeSource = .system,
        indexers: [Indexer] = [], _ body: (Informer, Log) async throws -> Void
    ) async throws {
        let informer = Informer(scope, transport: api, indexers: indexers, time: time, logger: quiet)
        let log = Log()
        informer.addHandler { change in
            log.note(change)
            api.wake()
        }
        let run = Task { await informer.run() }
        await informer.waitForSync()
        try await body(informer, log)
        run.cancel()
        await run.value
    }

    @Test func `the first list fills the cache, the watch follows every change in order`() async throws {
        let api = FakeAPI()
        api.add(Resources.pods, pod("a"), pod("b"))
        try await withInformer(api) { informer, log in
            #expect(informer.hasSynced)
            #expect(informer.cache.count == 2)
            api.edit(Resources.pods, "default/a") { $0["metadata"]["labels"]["x"] = "y" }
            api.add(Resources.pods, pod("c"))
            api.remove(Resources.pods, "default/b")
            try await api.eventually("the deletion") { _ in log.all.count == 5 }
            #expect(log.all == ["initial a", "initial b", "updated a true", "added c", "deleted b"])
            #expect(informer.cache["default/a"]?.labels == ["x": "y"])
            #expect(informer.cache["default/b"] == nil)
        }
    }

    @Test func `a watch that ends goes on where it stopped, without a list`() async throws {
        let api = FakeAPI()
        try await withInformer(api) { _, log in
            api.add(Resources.pods, pod("a"))
            try await api.eventually("a") { _ in log.all.count == 1 }
            api.endWatches()
            api.add(Resources.pods, pod("b"))
            try await api.eventually("b") { _ in log.all.count == 2 }
            #expect(log.all == ["added a", "added b"])
            #expect(api.requests.filter { $0.verb == .list }.count == 1)
        }
    }

    @Test func `a watch that expired is a new list, and what is missing in it was deleted`() async throws {
        let clock = ManualClock()
        let api = FakeAPI()
        api.add(Resources.pods, pod("a"), pod("b"))
        try await withInformer(api, time: .manual(clock)) { informer, log in
            api.addReactor { request throws(StatusError) in
                guard request.verb == .watch, request.options.resourceVersion == "3" else { return nil }
                throw StatusError(code: 410, reason: .expired, message: "too old resource version")
            }
            api.expireWatches()
            api.remove(Resources.pods, "default/a")
            api.add(Resources.pods, pod("c"))
            await clock.waitForSleepers()
            clock.advance(by: .seconds(2))
            try await api.eventually("the second list") { _ in log.all.count == 4 }
            #expect(Set(log.all.suffix(2)) == ["deleted a", "added c"])
            #expect(Set(informer.cache.all().map(\.name)) == ["b", "c"])
        }
    }

    @Test func `a bookmark moves the place from which the next watch starts`() async throws {
        let api = FakeAPI()
        try await withInformer(api) { informer, _ in
            try await api.eventually("the watch") { $0.requests.contains { $0.verb == .watch } }
            api.add(Resources.configMaps, ["metadata": ["namespace": "default", "name": "other"]])
            while informer.resourceVersion != "2" {
                api.bookmark()
                await Task.yield()
            }
            api.endWatches()
            try await api.eventually("the next watch") {
                $0.requests.last { $0.verb == .watch }?.options.resourceVersion == "2"
            }
        }
    }

    @Test func `an API server that is away is asked again with a growing delay`() async throws {
        let clock = ManualClock()
        let api = FakeAPI()
        let refusals = Mutex(3)
        api.addReactor { request throws(StatusError) in
            guard request.verb == .list else { return nil }
            let left = refusals.withLock { left in
                left -= 1
                return left
            }
            if left >= 0 { throw StatusError(code: 503, reason: .serviceUnavailable, message: "away") }
            return nil
        }
        let informer = Informer(
            InformerScope(Resources.pods), transport: api, time: .manual(clock), logger: quiet)
        let run = Task { await informer.run() }
        // With jitter: 0.8 to 1.6 s, 1.6 to 3.2 s, 3.2 to 6.4 s.
        for (least, most) in [(800, 1600), (1600, 3200), (3200, 6400)] {
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(least - 1))
            #expect(clock.sleeperCount == 1)
            clock.advance(by: .milliseconds(most - least + 1))
        }
        await informer.waitForSync()
        #expect(informer.hasSynced)
        run.cancel()
        await run.value
    }

    @Test func `indexes find objects and follow their changes`() async throws {
        let api = FakeAPI()
        api.add(Resources.pods, pod("a", node: "n1"), pod("b", node: "n1"), pod("c"))
        try await withInformer(api, indexers: [.nodeName]) { informer, log in
            #expect(Set(informer.cache.indexed(.nodeName, "n1").map(\.name)) == ["a", "b"])
            api.edit(Resources.pods, "default/b") { $0["spec"]["nodeName"] = "n2" }
            try await api.eventually("the move") { _ in log.all.count == 4 }
            #expect(informer.cache.indexed(.nodeName, "n1").map(\.name) == ["a"])
            #expect(informer.cache.indexed(.nodeName, "n2").map(\.name) == ["b"])
            #expect(informer.cache.inNamespace("default").count == 3)
        }
    }

    @Test func `selectors go to the server, and an object that leaves them is deleted`() async throws {
        let api = FakeAPI()
        api.add(Resources.pods, pod("a", labels: ["app": "web"]), pod("b"))
        let scope = InformerScope(Resources.pods, labelSelector: "app=web")
        try await withInformer(api, scope) { informer, log in
            #expect(informer.cache.all().map(\.name) == ["a"])
            api.edit(Resources.pods, "default/a") { $0["metadata"]["labels"]["app"] = "db" }
            try await api.eventually("the deletion") { _ in log.all.last == "deleted a" }
        }
    }

    @Test func `an object that was replaced under its name is deleted and added`() async throws {
        let api = FakeAPI()
        api.add(Resources.pods, pod("a"))
        let informer = Informer(InformerScope(Resources.pods), transport: api, logger: quiet)
        let log = Log()
        informer.addHandler {
            log.note($0); api.wake()
        }
        var run = Task { await informer.run() }
        await informer.waitForSync()
        run.cancel()
        await run.value
        api.remove(Resources.pods, "default/a")
        api.add(Resources.pods, pod("a"))
        run = Task { await informer.run() }
        try await api.eventually("both") { _ in log.all == ["initial a", "deleted a", "added a"] }
        run.cancel()
        await run.value
    }

    @Test func `a late handler first hears of everything that is there`() async throws {
        let api = FakeAPI()
        api.add(Resources.pods, pod("a"))
        try await withInformer(api) { informer, _ in
            let late = Log()
            informer.addHandler { late.note($0) }
            #expect(late.all == ["initial a"])
        }
    }

    @Test func `a factory shares one informer among all who ask for the same`() async throws {
        let api = FakeAPI()
        api.add(Resources.pods, pod("a", node: "n"))
        let factory = InformerFactory(transport: api, logger: quiet)
        let first = factory.informer(Resources.pods)
        let second = factory.informer(Resources.pods, indexers: [.nodeName])
        #expect(first === second)
        let run = Task { await factory.run() }
        await factory.waitForSync()
        #expect(first.cache.indexed(.nodeName, "n").count == 1)
        let late = factory.informer(Resources.configMaps)
        await late.waitForSync()
        #expect(late.hasSynced)
        #expect(api.requests.filter { $0.verb == .list && $0.resource == Resources.pods }.count == 1)
        run.cancel()
        await run.value
    }

    @Test func `whoever waits for a cache that never fills can be cancelled`() async {
        let informer = Informer(InformerScope(Resources.pods), transport: FakeAPI(), logger: quiet)
        let waiter = Task { await informer.waitForSync() }
        waiter.cancel()
        await waiter.value
        #expect(!informer.hasSynced)
    }
}
