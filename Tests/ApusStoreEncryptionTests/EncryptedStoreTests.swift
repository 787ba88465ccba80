import ApusJSON
import ApusStore
import Synchronization
import Testing

@testable import ApusStoreEncryption

/// What a decorated store writes and shows. The contract suite runs over one as well (`ApusStoreTests`).
@Suite(.timeLimit(.minutes(1)))
struct EncryptedStoreTests {
    private static let keys = ResourceKeys(root: "/r/", known: ["secrets": EncryptedResource("secrets")])

    private static func encryption(_ names: String...) -> Encryption {
        let all = names.enumerated().map {
            EncryptionKey(name: $0.element, secret: counting(UInt8($0.element.utf8.first ?? 0), 32))
        }
        return Encryption([EncryptedResource("secrets"): ValueTransformer([ValueProvider(.aesgcm, keys: all)])])
    }

    private static func run(_ body: (EncryptedStore, MemoryStore) async throws -> Void) async throws {
        let inner = try MemoryStore()
        let store = EncryptedStore(inner, keys: keys, encryption: encryption("a"))
        do { try await body(store, inner) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    private static func put(_ store: any Store, _ key: String, _ value: String) async throws {
        _ = try await store.commit(Transaction([], [.put(key: key, value: Bytes(value))]))
    }

    private static func get(_ store: any Store, _ key: String) async throws -> KeyValue {
        try #require(try await store.range(RangeRequest(prefix: key)).items.first)
    }

    @Test("values of a chosen resource are encrypted, those of others are not touched")
    func chosen() async throws {
        try await Self.run { store, inner async throws in
            try await Self.put(store, "/r/secrets/x", "secret")
            try await Self.put(store, "/r/pods/x", "open")
            #expect(try await Self.get(store, "/r/secrets/x").value.string == "secret")
            let stored = try await Self.get(inner, "/r/secrets/x").value
            #expect(stored.string.utf8.starts(with: "k8s:enc:aesgcm:v1:a:".utf8))
            #expect(!stored.string.contains("secret"))
            #expect(try await Self.get(inner, "/r/pods/x").value.string == "open")
            #expect(store.transforms("/r/secrets/x"))
            #expect(!store.transforms("/r/pods/x"))
            #expect(!inner.transforms("/r/secrets/x"))
        }
    }

    @Test("after a change of keys values are stale until they are put again")
    func stale() async throws {
        try await Self.run { store, inner async throws in
            try await Self.put(store, "/r/secrets/x", "1")
            store.use(Self.encryption("b", "a"))
            var item = try await Self.get(store, "/r/secrets/x")
            guard case .stale = item.form else { return #expect(Bool(false), "\(item.form)") }
            #expect(item.value.string == "1")
            try await Self.put(store, "/r/secrets/x", "1")
            item = try await Self.get(store, "/r/secrets/x")
            guard case .current = item.form else { return #expect(Bool(false), "\(item.form)") }
            #expect(
                try await Self.get(inner, "/r/secrets/x").value.string.utf8.starts(with: "k8s:enc:aesgcm:v1:b:".utf8))
        }
    }

    @Test("a value whose key is gone is shown as unreadable, and the others are read")
    func gone() async throws {
        try await Self.run { store, _ async throws in
            try await Self.put(store, "/r/secrets/x", "1")
            store.use(Self.encryption("b"))
            try await Self.put(store, "/r/secrets/y", "2")
            let items = try await store.range(RangeRequest(prefix: "/r/secrets/")).items
            guard case .unreadable(let why) = items[0].form else { return #expect(Bool(false), "\(items[0].form)") }
            #expect(why.reason == "no matching key was found for the provided AES transformer")
            #expect(items[1].value.string == "2")
        }
    }

    @Test("a failed compare shows the current value in clear")
    func compare() async throws {
        try await Self.run { store, _ async throws in
            try await Self.put(store, "/r/secrets/x", "1")
            for operation in [Transaction.Operation.delete(key: "/r/secrets/x"), .delete(key: "/r/pods/x")] {
                let result = try await store.commit(
                    Transaction([.modRevision(key: "/r/secrets/x", 0)], [operation]))
                #expect(result.current.first??.value.string == "1")
            }
        }
    }

    @Test("events come in clear, those of others and those from the past too, with what was before")
    func events() async throws {
        try await Self.run { store, inner async throws in
            try await Self.put(store, "/r/secrets/x", "1")
            let other = EncryptedStore(inner, keys: Self.keys, encryption: Self.encryption("a"))
            try await Self.put(other, "/r/secrets/x", "2")
            let (events, continuation) = AsyncStream.makeStream(of: StoreEvent.self)
            let watch = store.watch(
                prefix: "/r/", from: 2, deliver: { for event in $0 { continuation.yield(event) } },
                end: { _ in continuation.finish() })
            _ = try await other.commit(Transaction([], [.delete(key: "/r/secrets/x")]))
            var seen: [String] = []
            for await event in events {
                seen.append(
                    "\(event.kind) \(event.value?.value.string ?? "-") (\(event.previous?.value.string ?? "-"))")
                if seen.count == 3 { watch.cancel() }
            }
            #expect(seen == ["put 1 (-)", "put 2 (1)", "delete - (2)"])
        }
    }

    private final class Attached: Sendable {}

    @Test("what a writer attaches comes back, and its value is not decrypted again")
    func attachment() async throws {
        try await Self.run { store, _ async throws in
            let (value, attached) = (Bytes("1"), Attached())
            let seen = Mutex<KeyValue?>(nil)
            let watch = store.watch(
                prefix: "/r/", from: 0, deliver: { events in seen.withLock { $0 = events.first?.value } },
                end: { _ in })
            _ = try await store.commit(
                Transaction([], [.put(key: "/r/secrets/x", value: value, attachment: attached)]))
            let item = try #require(seen.withLock { $0 })
            #expect(item.attachment === attached)
            #expect(item.value === value)
            watch.cancel()
        }
    }
}
