import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import Synchronization
import Testing

@testable import ApusServer

/// Events end `--event-ttl` after they were written. The store's clock is the test's.
@Suite(.timeLimit(.minutes(5))) struct EventExpiryTests {
    static let events = GroupVersionResource("", "v1", "events")

    /// Nanoseconds that pass when the test says so.
    private final class Clock: Sendable {
        private let time = Atomic<UInt64>(1)
        var now: UInt64 { time.load(ordering: .relaxed) }
        func pass(seconds: UInt64) { time.wrappingAdd(seconds * 1_000_000_000, ordering: .relaxed) }
    }

    private func event(_ name: String) -> JSONValue {
        [
            "kind": "Event", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "involvedObject": ["kind": "Pod", "name": "p", "namespace": "default"], "reason": "Tested",
            "type": "Normal", "message": "x",
        ]
    }

    @Test func anEventGoesWhenItsTimeIsOver() async throws {
        let clock = Clock()
        let store = try MemoryStore(now: { clock.now })
        try await TestServer.run(store: store, change: { $0.eventSeconds = 600 }) { test in
            let made = try await test.client.create(Self.events, namespace: "default", event("a"))
            var request = APIRequest(.watch, Self.events, namespace: "default")
            request.options.resourceVersion = made.resourceVersion
            let watch = try await test.transport.watch(request)
            clock.pass(seconds: 599)
            // Any write wakes the store, which looks at its clock then.
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let before = try await test.client.getIfPresent(Self.events, namespace: "default", name: "a")
            #expect(before != nil)
            // One lease serves the events of a while, so that one may live that much longer.
            clock.pass(seconds: 60)
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("b"))
            let gone = try await within {
                for try await event in watch where event.kind == .deleted { return event.object.name }
                return ""
            }
            #expect(gone == "a")
            let after = try await test.client.getIfPresent(Self.events, namespace: "default", name: "a")
            #expect(after == nil)
            let other = try await test.client.getIfPresent(Resources.configMaps, namespace: "default", name: "a")
            #expect(other != nil)
        }
        await store.close()
    }

    @Test func withoutATimeToLiveEventsStay() async throws {
        let clock = Clock()
        let store = try MemoryStore(now: { clock.now })
        try await TestServer.run(store: store, change: { $0.eventSeconds = 0 }) { test in
            try await test.client.create(Self.events, namespace: "default", event("a"))
            clock.pass(seconds: 1_000_000)
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let still = try await test.client.getIfPresent(Self.events, namespace: "default", name: "a")
            #expect(still != nil)
        }
        await store.close()
    }
}
