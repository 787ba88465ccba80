import ApusJSON
import ApusSnapshots
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import EtcdTestSupport
import Logging
import Testing

/// Snapshots of a real etcd, stores made of them in a real etcd, and moves between kinds.
@Suite(.timeLimit(.minutes(5)))
struct EtcdTests {
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Keys of two prefixes, with versions, a deletion and a lease.
    private func fill(_ configuration: EtcdConfiguration) async throws {
        let store = try await EtcdStore.open(configuration, logger: EtcdTests.silent)
        let lease = try await store.grantLease(ttl: 500)
        for number in 0..<450 { try await store.put("/registry/pods/\(1000 + number)", "{\"n\":\(number)}") }
        try await store.put("/registry/pods/1000", "changed")
        try await store.put("/registry/gone", "1")
        _ = try await store.commit(Transaction([], [.delete(key: "/registry/gone")]))
        _ = try await store.commit(
            Transaction([], [.put(key: "/registry/events/a", value: Bytes("e"), lease: lease)]))
        try await store.put("/elsewhere/x", "not ours")
        await store.close()
    }

    @Test("a snapshot of etcd, restored into a file and into another etcd")
    func both() async throws {
        try await withDirectory { directory in
            try await EtcdCluster.run { etcd async throws in
                let configuration = etcd.configuration(prefix: "/registry/")
                try await fill(configuration)
                let contents = try await EtcdContents.open(configuration)
                let summary = try await Snapshot.save(
                    contents, source: "etcd", prefix: "/registry/", to: directory + "/s", time: 0, compressed: true)
                #expect(summary.keys == 451)
                #expect(summary.leases == 1)

                let file = directory + "/store.db"
                let snapshot = try SnapshotContents(file: directory + "/s")
                let same = KeyPrefix(from: "/registry/", to: "/registry/")
                _ = try await StoreCopy.copy(
                    snapshot, to: try SQLiteFilling(file: file), at: snapshot.revision + 1, prefix: same)
                #expect(
                    try await StoreCopy.compare(
                        try await EtcdContents.open(configuration), with: try await SQLiteContents.open(file: file),
                        prefix: same) == 451)

                // The etcd that it came from has keys of this prefix, and none of another one.
                await #expect(
                    throws: StoreError.unavailable(
                        "etcd holds 451 keys below /registry/ already, the first is /registry/events/a")
                ) { try await EtcdFilling.open(configuration, raisesRevision: false) }
                let other = etcd.configuration(prefix: "/other/")
                let moved = KeyPrefix(from: "/registry/", to: "/other/")
                let (revision, counts) = try await StoreCopy.copy(
                    try SnapshotContents(file: directory + "/s"),
                    to: try await EtcdFilling.open(other, raisesRevision: true), at: snapshot.revision + 500,
                    prefix: moved)
                #expect(counts.keys == 451)
                #expect(revision > snapshot.revision + 500)
                #expect(
                    try await StoreCopy.compare(
                        try await SQLiteContents.open(file: file), with: try await EtcdContents.open(other),
                        prefix: moved
                    ) == 451)
                // Its leases live: the key ends with its own.
                for case .lease(let lease) in try await all(try await EtcdContents.open(other)) {
                    #expect(lease.ttl == 500)
                }
                let store = try await EtcdStore.open(other, logger: EtcdTests.silent)
                let end = await #expect(throws: StoreError.self) {
                    try await store.end(watching: snapshot.revision + 1)
                }
                if case .compacted = end {} else { Issue.record("\(String(describing: end))") }
                await store.close()
            }
        }
    }

    @Test("a restore into etcd that was interrupted is gone on with, unless keys differ")
    func resumed() async throws {
        try await EtcdCluster.run { etcd async throws in
            let configuration = etcd.configuration(prefix: "/registry/")
            let entries = (0..<300).map { key("/registry/\(1000 + $0)", "\($0)") }
            let first = try await EtcdFilling.open(configuration, raisesRevision: false)
            try await first.put(Array(entries[..<200]))
            await first.abandon()
            let same = KeyPrefix(from: "/registry/", to: "/registry/")
            _ = try await StoreCopy.copy(
                ListedContents(entries),
                to: try await EtcdFilling.open(configuration, isResumed: true, raisesRevision: false), at: 1,
                prefix: same)
            #expect(
                try await StoreCopy.compare(
                    ListedContents(entries), with: try await EtcdContents.open(configuration), prefix: same) == 300)
            await #expect(throws: StoreError.unavailable("etcd holds another value of /registry/1005 already")) {
                try await StoreCopy.copy(
                    ListedContents([key("/registry/1005", "other")]),
                    to: try await EtcdFilling.open(configuration, isResumed: true, raisesRevision: false), at: 1,
                    prefix: same)
            }
        }
    }

    @Test("a revision that others compact while it is read is a clear error")
    func compacted() async throws {
        try await EtcdCluster.run { etcd async throws in
            let configuration = etcd.configuration(prefix: "/registry/")
            try await fill(configuration)
            let contents = try await EtcdContents.open(configuration)
            #expect(try await !contents.next().isEmpty)
            let maintenance = try EtcdMaintenance(configuration)
            #expect(try await !maintenance.hasChanges(after: contents.revision))
            let store = try await EtcdStore.open(configuration, logger: EtcdTests.silent)
            try await store.put("/registry/new", "1")
            await store.close()
            #expect(try await maintenance.hasChanges(after: contents.revision))
            try await maintenance.compact(at: contents.revision + 1)
            let error = await #expect(throws: StoreError.self) { _ = try await all(contents) }
            if case .unavailable(let text) = error {
                #expect(text.contains("compacted revision \(contents.revision)"))
            } else {
                Issue.record("\(String(describing: error))")
            }
            let members = await maintenance.members()
            #expect(members.count == 1)
            #expect(members.first?.isLeader == true)
            #expect(members.first?.databaseBytes ?? 0 > 0)
            try await maintenance.defragment()
        }
    }
}
