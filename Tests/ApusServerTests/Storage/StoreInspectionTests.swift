import ApusClient
import ApusStore
import Logging
import Synchronization
import Testing

@testable import ApusServer

/// The check of the whole store after a start.
struct StoreInspectionTests {
    /// A store that finds itself damaged.
    private final class DamagedStore: ForwardingStore {
        let inner: any Store
        private let checks = AsyncStream<Void>.makeStream()

        init() throws { inner = try MemoryStore() }

        func check() async throws(StoreError) -> StoreCheck {
            checks.continuation.yield()
            var result = StoreCheck()
            result.versions = 7
            result.damage = ["store.db: the version of /a at revision 3 does not match its checksum"]
            return result
        }

        /// Waits until it was checked.
        func checked() async { for await _ in checks.stream { return } }
    }

    @Test("damage is kept and counted")
    func damage() async throws {
        let inspection = StoreInspection(
            store: try DamagedStore(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(inspection.result == nil)
        inspection.begin()
        await inspection.stop()
        #expect(inspection.result?.damage.count == 1)
        var text = MetricsText()
        inspection.write(to: &text)
        #expect(text.text.contains("\napus_store_checked_versions 7\n"))
        #expect(text.text.contains("\napus_store_damages 1\n"))
    }

    @Test("a server that has started checks its store, and goes on serving a damaged one", .timeLimit(.minutes(1)))
    func afterStart() async throws {
        let store = try DamagedStore()
        try await TestServer.run(store: store) { test async throws in
            await store.checked()
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
        }
    }
}
