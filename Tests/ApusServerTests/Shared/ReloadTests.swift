import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import Synchronization
import Testing

@testable import ApusServer

/// A server that was cut off from a shared store until others had compacted what it missed.
@Suite(.timeLimit(.minutes(3)))
struct ReloadTests {
    /// A store whose changes can be cut off.
    private final class CutStore: ForwardingStore {
        private struct State {
            var isCut = false
            var ends: [@Sendable (StoreError?) -> Void] = []
        }

        let inner: any Store
        private let state = Mutex(State())

        init(_ inner: any Store) { self.inner = inner }

        /// From now on changes are lost.
        func cut() { state.withLock { $0.isCut = true } }

        /// Changes come again, to those who watch anew.
        func mend() {
            let ends = state.withLock { state in
                defer { state = State() }
                return state.ends
            }
            for end in ends { end(.compacted(oldest: 1)) }
        }

        func watch(
            prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
            progress: (@Sendable (Revision) -> Void)?, end: @escaping @Sendable (StoreError?) -> Void
        ) -> any StoreWatch {
            state.withLock { $0.ends.append(end) }
            return inner.watch(
                prefix: prefix, from: from,
                deliver: { [self] events in if !state.withLock({ $0.isCut }) { deliver(events) } },
                progress: progress, end: { _ in })
        }
    }

    @Test("it reads everything again, and those who watch are told what is different")
    func reload() async throws {
        let store = CutStore(try MemoryStore())
        try await TestServer.run(store: store) { test async throws in
            for name in ["a", "b", "c"] {
                try await test.client.create(Resources.configMaps, namespace: "default", .configMap(name))
            }
            var request = APIRequest(.watch, Resources.configMaps, namespace: "default")
            request.options.resourceVersion = try await test.client.list(Resources.configMaps, namespace: "default")
                .resourceVersion
            let watch = try await test.transport.watch(request)
            var events = watch.makeAsyncIterator()
            store.cut()
            let prefix = "/registry/configmaps/default/"
            let old = try #require(try await store.range(RangeRequest(prefix: prefix + "a")).items.first)
            let new = Bytes(
                old.value.string.replacing("\"name\":\"a\"", with: "\"name\":\"d\"").replacing("\"a\"", with: "\"d\""))
            _ = try await store.commit(
                Transaction(
                    [],
                    [
                        .delete(key: prefix + "b"),
                        .put(key: prefix + "c", value: Bytes(old.value.string.replacing("\"a\"", with: "\"c\""))),
                        .put(key: prefix + "d", value: new),
                    ]))
            store.mend()
            var seen: Set<String> = []
            while seen.count < 3, let event = try await events.next() {
                seen.insert("\(event.kind.rawValue) \(event.object.name)")
            }
            #expect(seen == ["DELETED b", "MODIFIED c", "ADDED d"])
            let names = try await test.client.list(Resources.configMaps, namespace: "default").items.map(\.name)
            #expect(names.filter { $0.count == 1 } == ["a", "c", "d"])
            // And goes on.
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("e"))
            let next = try await events.next()
            #expect(next?.object.name == "e")
            watch.cancel()
        }
        await store.close()
    }
}
