import ApusJSON
import ApusSnapshots
import ApusStore
import ApusStoreSQLite
import Glibc
import Synchronization
import Testing

/// Snapshots of a store in a file, and stores made of them.
@Suite(.timeLimit(.minutes(2)))
struct SQLiteTests {
    private final class Writers: Sendable {
        let areOver = Atomic<Bool>(false)
    }

    private let same = KeyPrefix(from: "/", to: "/")

    @discardableResult
    private func save(_ store: String, to file: String) async throws -> SnapshotSummary {
        let contents = try await SQLiteContents.open(file: store)
        let summary = try await Snapshot.save(
            contents, source: "sqlite", prefix: "/", to: file, time: 0, compressed: true)
        await contents.close()
        return summary
    }

    @discardableResult
    private func restore(_ file: String, to store: String, bump: Revision = 1000) async throws -> Revision {
        let contents = try SnapshotContents(file: file)
        return try await StoreCopy.copy(
            contents, to: try SQLiteFilling(file: store), at: contents.revision + bump, prefix: same
        ).revision
    }

    @Test("a snapshot that is saved while others write shows one revision")
    func online() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore(file: directory + "/store.db")
            for number in 0..<200 { try await store.put("/filler/\(number)", String(repeating: "x", count: 8000)) }
            let writers = Writers()
            try await withThrowingTaskGroup { group in
                group.addTask {
                    var count = 0
                    while !writers.areOver.load(ordering: .relaxed) {
                        count += 1
                        // The two lie at either end of the key space and always agree.
                        _ = try await store.commit(
                            Transaction(
                                [],
                                [
                                    .put(key: "/a", value: Bytes("\(count)")),
                                    .put(key: "/z", value: Bytes("\(count)")),
                                ]))
                    }
                }
                for round in 0..<10 {
                    let summary = try await save(directory + "/store.db", to: directory + "/\(round)")
                    var values: [String: (String, Revision)] = [:]
                    for case .key(let record) in try await all(SnapshotContents(file: directory + "/\(round)")) {
                        values[record.key] = (record.value.string, record.modRevision)
                    }
                    #expect(values["/a"]?.0 == values["/z"]?.0)
                    #expect(values["/a"]?.1 ?? summary.header.revision == summary.header.revision)
                    #expect(values.count - 200 == (values["/a"] == nil ? 0 : 2))
                }
                writers.areOver.store(true, ordering: .relaxed)
                try await group.waitForAll()
            }
            await store.close()
        }
    }

    @Test("a restored store has the keys, their revisions and leases, and goes on above the old one")
    func restoration() async throws {
        try await withDirectory { directory in
            let old = try SQLiteStore(file: directory + "/old.db")
            try await old.put("/a", "1")
            try await old.put("/a", "2")
            let lease = try await old.grantLease(ttl: 100)
            _ = try await old.commit(
                Transaction(
                    [],
                    [
                        .put(key: "/b", value: Bytes("3"), lease: lease),
                        .put(key: "/c", value: Bytes("4"), lease: lease),
                    ]))
            try await old.put("/gone", "5")
            _ = try await old.commit(Transaction([], [.delete(key: "/gone")]))
            await old.close()
            let summary = try await save(directory + "/old.db", to: directory + "/s")
            #expect(summary.header.revision == 6)
            #expect(try await restore(directory + "/s", to: directory + "/new.db") == 1006)
            #expect(!names(in: directory).contains { $0.hasSuffix(".restoring") })

            let new = try SQLiteStore(file: directory + "/new.db")
            #expect(try await new.currentRevision() == 1006)
            let found = try await new.range(RangeRequest(prefix: "/"))
            #expect(found.revision == 1006)
            #expect(found.items.map(\.summary) == ["/a=2 2-3", "/b=3 4-4", "/c=4 4-4"])
            // Who watched the old store, at its last revision or beyond, has to list anew.
            for from: Revision in [2, 6, 7, 1005] {
                await #expect(throws: StoreError.compacted(oldest: 1006)) { try await new.end(watching: from) }
                await #expect(throws: StoreError.compacted(oldest: 1006)) {
                    try await new.range(RangeRequest(prefix: "/", revision: from))
                }
            }
            // Who listed the new one gets what happens from there, with the values before.
            let events = EventLog()
            let watch = new.watch(prefix: "/", from: 1007, deliver: { events.append($0) }, end: { _ in })
            try await new.put("/a", "6")
            let leases = try await all(try await SQLiteContents.open(file: directory + "/new.db")).compactMap { entry in
                if case .lease(let lease) = entry { lease } else { nil }
            }
            #expect(leases.map(\.ttl) == [100])
            try await new.revoke(lease: try #require(leases.first).id)
            #expect(events.summaries == ["1007 put /a=6 (2)", "1008 delete /b (3)", "1008 delete /c (4)"])
            watch.cancel()
            try await new.compact(before: 1008)
            await new.close()
            #expect(try SQLiteInspection(file: directory + "/new.db").keys == 1)
        }
    }

    @Test("a target that is not empty, or in use, stays as it is")
    func refusals() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore(file: directory + "/store.db")
            try await store.put("/a", "1")
            try await save(directory + "/store.db", to: directory + "/s")
            await #expect(throws: StoreError.unavailable("\(directory)/store.db: exists already, with 1 keys")) {
                try await restore(directory + "/s", to: directory + "/store.db")
            }
            await store.close()
            try write([], to: directory + "/empty.db")
            let hold = try SQLiteOffline(file: directory + "/empty.db")
            await #expect(
                throws: StoreError.unavailable("\(directory)/empty.db: in use by process \(getpid())")
            ) { try await restore(directory + "/s", to: directory + "/empty.db") }
            withExtendedLifetime(hold) {}
        }
    }

    @Test("a copy that fails leaves nothing, and the next one is made")
    func failure() async throws {
        struct Failing: StoreContents {
            let revision: Revision = 5
            let first = ListedContents([key("/a", "1")])
            func next() async throws -> [StoreEntry] {
                let entries = try await first.next()
                if entries.isEmpty { throw SnapshotError("gone") }
                return entries
            }
            func close() async {}
        }
        try await withDirectory { directory in
            await #expect(throws: SnapshotError("gone")) {
                try await StoreCopy.copy(
                    Failing(), to: try SQLiteFilling(file: directory + "/store.db"), at: 6, prefix: same)
            }
            #expect(names(in: directory) == [])
            // What a killed process left: half a store beside the place, and the empty file that held it.
            try write([1, 2, 3], to: directory + "/store.db.restoring")
            try write([], to: directory + "/store.db")
            let (revision, counts) = try await StoreCopy.copy(
                ListedContents([key("/a", "1")], revision: 9), to: try SQLiteFilling(file: directory + "/store.db"),
                at: 10, prefix: same)
            #expect(revision == 10)
            #expect(counts.keys == 1)
            #expect(names(in: directory).allSatisfy { !$0.hasSuffix(".restoring") })
        }
    }

    @Test("revisions and leases that cannot be are refused")
    func impossible() async throws {
        try await withDirectory { directory in
            for (entry, revision) in [
                (key("/a", "1", modified: 7), Revision(7)), (key("/a", "1", lease: 4), 10), (key("/a", "1"), 1 << 60),
            ] {
                await #expect(throws: StoreError.self) {
                    try await StoreCopy.copy(
                        ListedContents([entry]), to: try SQLiteFilling(file: directory + "/store.db"), at: revision,
                        prefix: same)
                }
                #expect(names(in: directory) == [])
            }
        }
    }

    @Test("many keys of one transaction keep its revision")
    func oneRevision() async throws {
        try await withDirectory { directory in
            let entries = (100..<300).map { key("/\($0)", "\($0)", created: 3, modified: 3) }
            _ = try await StoreCopy.copy(
                ListedContents(entries), to: try SQLiteFilling(file: directory + "/store.db"), at: 10, prefix: same)
            #expect(try await all(try await SQLiteContents.open(file: directory + "/store.db")) == entries)
        }
    }

    @Test("a compaction while no server runs gives space back; one that runs is named")
    func compaction() async throws {
        try await withDirectory { directory in
            let file = directory + "/store.db"
            let store = try SQLiteStore(file: file)
            for _ in 0..<600 { try await store.put("/a", String(repeating: "x", count: 8000)) }
            #expect(throws: StoreError.unavailable("\(file): in use by process \(getpid())")) {
                try SQLiteOffline(file: file)
            }
            #expect(try SQLiteInspection(file: file).process == getpid())
            await store.close()
            let before = try SQLiteInspection(file: file)
            #expect(before.versions == 600)
            #expect(before.process == nil)
            #expect(throws: StoreError.future(current: 601)) { try SQLiteOffline(file: file).compact(before: 602) }
            #expect(try SQLiteOffline(file: file).compact(before: nil) == 601)
            let after = try SQLiteInspection(file: file)
            // What the newest one replaced stays, for the event.
            #expect(after.versions == 2)
            #expect(after.keys == 1)
            #expect(after.valueBytes == 8000)
            #expect(after.oldestRevision == 601)
            #expect(after.fileBytes < before.fileBytes / 10)
            #expect(after.freePages == 0)
        }
    }
}
