import ApusAPI
import ApusStore
import Logging
import Synchronization

/// The leases that end Events some time after they were written (`--event-ttl`). Many Events share one, so that the
/// store keeps few.
final class EventLeases: Sendable {
    /// How long an Event lives, in seconds; 0: for ever.
    private let lifetime: Int64
    /// How long a lease takes new Events: they may live that much longer.
    private let shared: Int64
    private let store: any Store
    private let clock: @Sendable () -> Timestamp
    private let logger: Logger
    private let state = Mutex(State())

    private struct State: Sendable {
        var lease: Int64 = 0
        var isUsableUntil: Int64 = 0
        var waiting: [@Sendable (Int64) -> Void]?
    }

    init(lifetime: Int64, store: any Store, clock: @escaping @Sendable () -> Timestamp, logger: Logger) {
        self.lifetime = lifetime
        shared = min(300, lifetime / 12)
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    /// Calls `body` with a lease; with 0, which is none, where the store gives none: an Event that stays too long is
    /// better than one that is lost.
    func withLease(_ body: @escaping @Sendable (Int64) -> Void) {
        guard lifetime > 0 else { return body(0) }
        let now = clock().seconds
        enum Next { case use(Int64), wait, grant }
        let next = state.withLock { state -> Next in
            if state.isUsableUntil > now { return .use(state.lease) }
            if state.waiting != nil {
                state.waiting?.append(body)
                return .wait
            }
            state.waiting = [body]
            return .grant
        }
        switch next {
        case .use(let lease): body(lease)
        case .wait: break
        case .grant: Task { await grant(now) }
        }
    }

    private func grant(_ now: Int64) async {
        var lease: Int64 = 0
        do {
            lease = try await store.grantLease(ttl: lifetime + shared)
        } catch {
            logger.warning("no lease for events", metadata: ["error": "\(error)"])
        }
        let waiting = state.withLock { state in
            if lease != 0 {
                state.lease = lease
                state.isUsableUntil = now + shared
            }
            defer { state.waiting = nil }
            return state.waiting ?? []
        }
        for body in waiting { body(lease) }
    }
}
