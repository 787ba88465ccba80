import ApusAPI
import ApusJSON
import ApusStore

/// Lets one of the servers of a shared store make a scheduled snapshot, and the others know that it was made.
///
/// Who makes the key `holder` may; it hangs on a lease, so that another server goes on where that one dies. `record`
/// then says when the newest one was begun.
struct SnapshotTurn: Sendable {
    private static let leaseSeconds: Int64 = 60
    private static let keepAlive = Duration.seconds(20)

    private let store: any Store
    private let holder: String
    private let record: String
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameter root: What the keys of the cluster begin with, with a slash at its end.
    init(store: any Store, root: String, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.store = store
        self.sleep = sleep
        holder = root + "apus-locks/snapshot-holder"
        record = root + "apus-locks/snapshot-time"
    }

    /// When the newest snapshot of any server was begun, and the revision of that record; nil and 0: there is none.
    private func newest() async throws(StoreError) -> (time: Timestamp?, revision: Revision) {
        let item = try await store.range(RangeRequest(prefix: record)).items.first
        return (item.flatMap { Timestamp(rfc3339: $0.value.string) }, item?.modRevision ?? 0)
    }

    func lastTime() async throws(StoreError) -> Timestamp? { try await newest().time }

    /// Does `work` unless a server began a snapshot at `due` or later and finished it; waits while another is at it.
    ///
    /// - Parameter started: When `work` begins.
    func take(due: Timestamp, at started: Timestamp, _ work: @escaping @Sendable () async throws -> Void) async throws {
        while true {
            try Task.checkCancellation()
            let last = try await newest()
            if let time = last.time, time >= due { return }
            let lease = try await store.grantLease(ttl: SnapshotTurn.leaseSeconds)
            do {
                let claim = Transaction(
                    [.modRevision(key: holder, 0), .modRevision(key: record, last.revision)],
                    [.put(key: holder, value: Bytes(""), lease: lease)])
                let result = try await store.commit(claim)
                if result.succeeded {
                    try await keepAlive(lease, during: work)
                    try await finish(held: result.revision, started)
                    try? await store.revoke(lease: lease)
                    return
                }
                try? await store.revoke(lease: lease)
                if result.current.first.flatMap({ $0 }) != nil {
                    await store.nextChange(below: holder, after: result.revision)
                }
            } catch {
                // In a task of its own, since this one may have been cancelled.
                await Task { [store] in try? await store.revoke(lease: lease) }.value
                throw error
            }
        }
    }

    private func keepAlive(_ lease: Int64, during work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask(operation: work)
            group.addTask { [store, sleep] in
                while true {
                    try await sleep(SnapshotTurn.keepAlive)
                    try await store.keepAlive(lease: lease)
                }
            }
            // The work's end, or the lease's.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func finish(held: Revision, _ started: Timestamp) async throws {
        let done = Transaction(
            [.modRevision(key: holder, held)],
            [.put(key: record, value: Bytes(started.rfc3339)), .delete(key: holder)])
        guard try await store.commit(done).succeeded else {
            throw SnapshotError("\(holder): another server took over meanwhile")
        }
    }
}
