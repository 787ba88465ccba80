import ApusAPI
import Testing

@testable import ApusSnapshots

/// Which snapshots `apus store snapshot prune` takes away.
@Suite struct RetentionTests {
    private func stored(_ name: String, _ seconds: Int64) -> StoredSnapshot {
        StoredSnapshot(name: name, size: 1, time: Timestamp(seconds: seconds))
    }

    @Test("the newest of each cluster and of those made by hand stay, and other files too")
    func surplus() {
        func scheduled(_ cluster: String, _ seconds: Int64) -> StoredSnapshot {
            stored(
                ScheduledName(time: Timestamp(seconds: seconds), cluster: cluster, revision: 5, node: "n").text, seconds
            )
        }
        let a = (1...4).map { scheduled("aaaa", Int64($0)) }
        let b = (11...12).map { scheduled("bbbb", Int64($0)) }
        let mine = [stored("z.snapshot", 1), stored("a.snapshot", 2), stored("m.snapshot", 3)]
        let all = a + b + mine + [stored("notes.txt", 0)]
        let gone = SnapshotRetention.surplus(all.shuffled(), keeping: 2)
        #expect(gone == [a[0], mine[0], a[1]])
        #expect(SnapshotRetention.surplus(all, keeping: 4) == [])
        #expect(SnapshotRetention.surplus([], keeping: 1) == [])
    }
}
