package import ApusStore
import Synchronization

/// How far the caches have followed the store: every change up to `revision` has been applied to its cache and handed
/// to its watchers.
package final class StoreProgress: Sendable {
    /// Called once: with true when the revision is reached, with false when it was waited for in vain.
    typealias Arrival = @Sendable (_ isReached: Bool) -> Void

    private struct Waiting: Sendable {
        let revision: Revision
        let arrival: Arrival
        var deadline: Task<Void, Never>?
    }

    private struct State: Sendable {
        var waiting: [UInt64: Waiting] = [:]
        var last: UInt64 = 0
    }

    private let value = Atomic<Revision>(0)
    /// Whether anybody waits, so that `reached` takes no lock where nobody does.
    private let isAwaited = Atomic<Bool>(false)
    private let state = Mutex(State())

    package init() {}

    package var revision: Revision { value.load(ordering: .acquiring) }

    func reached(_ revision: Revision) {
        // Sequentially consistent with `wait`: either this sees that somebody waits, or they see the new revision.
        value.store(revision, ordering: .sequentiallyConsistent)
        guard isAwaited.load(ordering: .sequentiallyConsistent) else { return }
        let arrived = state.withLock { state in
            let arrived = state.waiting.filter { $0.value.revision <= revision }
            for id in arrived.keys { state.waiting[id] = nil }
            if state.waiting.isEmpty { isAwaited.store(false, ordering: .sequentiallyConsistent) }
            return arrived.values
        }
        for waiting in arrived {
            waiting.deadline?.cancel()
            waiting.arrival(true)
        }
    }

    /// Calls `arrival` when `revision` is reached, at once where it is, or after `limit`.
    func wait(for revision: Revision, upTo limit: Duration, _ arrival: @escaping Arrival) {
        guard revision > self.revision else { return arrival(true) }
        let id = state.withLock { state in
            state.last += 1
            state.waiting[state.last] = Waiting(revision: revision, arrival: arrival)
            isAwaited.store(true, ordering: .sequentiallyConsistent)
            return state.last
        }
        guard revision > value.load(ordering: .sequentiallyConsistent) else { return end(id, isReached: true) }
        let deadline = Task { [self] in
            do { try await Task.sleep(for: limit) } catch { return }
            end(id, isReached: false)
        }
        state.withLock { $0.waiting[id]?.deadline = deadline }
    }

    private func end(_ id: UInt64, isReached: Bool) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: id) }
        waiting?.arrival(isReached)
    }
}
