import ApusStore
import Synchronization

/// Whether etcd can be used, as far as is known.
final class EtcdHealth: Sendable {
    private struct State: Sendable {
        /// Why its changes do not come in; nil: they do.
        var feed: String?
        /// What the last probe found.
        var probe: String?
        var isProbing = false
    }

    private let state = Mutex(State())

    func feedBegan() { state.withLock { $0.feed = nil } }
    func feedEnded(_ reason: String) { state.withLock { $0.feed = reason } }

    /// What is known to be wrong. Asking begins a new probe, unless one is under way; the next who asks hears of it.
    func failure(_ probe: @escaping @Sendable () async -> String?) -> String? {
        let (failure, begins) = state.withLock { state in
            defer { state.isProbing = true }
            return (state.probe ?? state.feed, !state.isProbing)
        }
        if begins {
            Task {
                let found = await probe()
                state.withLock { state in
                    state.probe = found
                    state.isProbing = false
                }
            }
        }
        return failure
    }
}
