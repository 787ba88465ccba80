import ApusAPI
import ApusJSON
import ApusStore
import Synchronization

/// Lets one write at a time choose from what all servers of a shared store give out, such as addresses of Services: the
/// choice is made in memory, which then has to know all choices before it.
///
/// Who makes the key has the lock. It hangs on a lease, so that a server that dies lets go of it; the lease outlives
/// the time that a write is given.
final class StoreLock: Sendable {
    /// What is done under the lock; it calls its argument once, when it is over.
    typealias Job = @Sendable (_ finish: @escaping @Sendable () -> Void) -> Void

    private static let leaseSeconds: Int64 = 45
    /// How long a lease is used for new holds: so much of it is left at least.
    private static let reuse = Duration.seconds(10)

    private let key: String
    private let store: any Store
    private let patience: Duration
    private let state = Mutex(State())

    private struct State: Sendable {
        var waiting: [(job: Job, refused: @Sendable (StatusError) -> Void)] = []
        var isBusy = false
        var lease: Int64 = 0
        var leaseEnd: ContinuousClock.Instant?
    }

    /// - Parameter patience: how long another server's hold is waited for.
    init(key: String, store: any Store, patience: Duration = .seconds(10)) {
        self.key = key
        self.store = store
        self.patience = patience
    }

    /// Runs `job` while this server has the lock and no other job of it runs; `refused` comes instead where the lock
    /// cannot be had.
    func run(_ job: @escaping Job, refused: @escaping @Sendable (StatusError) -> Void) {
        let begins = state.withLock { state in
            state.waiting.append((job, refused))
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if begins { Task { await work() } }
    }

    private func work() async {
        while let next = next() {
            do throws(StoreError) {
                let held = try await take()
                await withCheckedContinuation { over in next.job { over.resume() } }
                // Where this fails, the lease ends the hold.
                _ = try? await store.commit(
                    Transaction([.modRevision(key: key, held)], [.delete(key: key)]))
            } catch {
                next.refused(.store(error))
            }
        }
    }

    private func next() -> (job: Job, refused: @Sendable (StatusError) -> Void)? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isBusy = false
            return nil
        }
    }

    /// Makes the key, waiting for others to remove theirs; returns its revision.
    private func take() async throws(StoreError) -> Revision {
        let end = ContinuousClock.now + patience
        while true {
            let put = Transaction.Operation.put(key: key, value: Bytes(""), lease: try await lease())
            let result = try await store.commit(Transaction([.modRevision(key: key, 0)], [put]))
            if result.succeeded { return result.revision }
            let left = end - ContinuousClock.now
            guard left > .zero else { throw .unavailable("\(key) is held by another server") }
            await store.nextChange(below: key, after: result.revision, within: left)
        }
    }

    private func lease() async throws(StoreError) -> Int64 {
        let known = state.withLock { state in
            (state.leaseEnd.map { $0 > ContinuousClock.now } ?? false) ? state.lease : 0
        }
        if known != 0 { return known }
        let end = ContinuousClock.now + StoreLock.reuse
        let lease = try await store.grantLease(ttl: StoreLock.leaseSeconds)
        state.withLock { state in
            state.lease = lease
            state.leaseEnd = end
        }
        return lease
    }
}
