import ApusJSON
import ApusStore
import Testing

@testable import ApusSnapshots

/// Copies between stores, with entries in place of a store.
@Suite struct CopyTests {
    actor Collected: StoreFilling {
        var entries: [StoreEntry] = []
        var isAbandoned = false

        func put(_ entries: [StoreEntry]) async throws { self.entries += entries }
        func finish(at revision: Revision) async throws -> Revision { revision }
        func abandon() async { isAbandoned = true }
    }

    private let moved = KeyPrefix(from: "/registry/", to: "/other/")

    @Test("keys come below the new prefix, leases stay")
    func prefixes() async throws {
        let target = Collected()
        let (revision, counts) = try await StoreCopy.copy(
            ListedContents(
                [.lease(StoreLease(id: 1, ttl: 2)), key("/registry/a", "1", lease: 1)], [key("/registry/b", "22")]),
            to: target, at: 40, prefix: moved)
        #expect(revision == 40)
        #expect(counts.keys == 2)
        #expect(counts.leases == 1)
        #expect(
            await target.entries == [
                .lease(StoreLease(id: 1, ttl: 2)), key("/other/a", "1", lease: 1), key("/other/b", "22"),
            ])
    }

    @Test(
        "a key that cannot move stops the copy",
        arguments: [key("/elsewhere/a", "1"), key("/registry/s", "k8s:enc:aesgcm:v1:key1:xxxx")])
    func immovable(entry: StoreEntry) async throws {
        let target = Collected()
        await #expect(throws: SnapshotError.self) {
            try await StoreCopy.copy(ListedContents([entry]), to: target, at: 1, prefix: moved)
        }
        #expect(await target.isAbandoned)
        _ = try await StoreCopy.copy(
            ListedContents([entry]), to: target, at: 1, prefix: KeyPrefix(from: "/registry/", to: "/registry/"))
    }

    struct Difference: Sendable {
        var copy: [StoreEntry]
        var message: String
    }

    @Test(
        "a comparison names the first key that differs",
        arguments: [
            Difference(copy: [key("/a", "1")], message: "the copy lacks /b"),
            Difference(copy: [key("/b", "2")], message: "the copy lacks /a"),
            Difference(copy: [key("/a", "1"), key("/b", "3")], message: "the copy's value of /b differs"),
            Difference(copy: [key("/a", "1"), key("/b", "2", lease: 4)], message: "the copy's lease of /b differs"),
            Difference(
                copy: [key("/a", "1"), key("/b", "2"), key("/c", "3")],
                message: "the copy holds /c, the original does not"),
        ])
    func comparison(difference: Difference) async throws {
        let same = KeyPrefix(from: "/", to: "/")
        let original = { ListedContents([key("/a", "1")], [key("/b", "2")]) }
        #expect(
            try await StoreCopy.compare(
                original(), with: ListedContents([key("/a", "1", created: 50), key("/b", "2")]), prefix: same) == 2)
        await #expect(throws: SnapshotError(difference.message)) {
            try await StoreCopy.compare(original(), with: ListedContents(difference.copy), prefix: same)
        }
    }
}
