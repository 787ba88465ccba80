import ApusJSON
import ApusStore
import DequeModule
import Synchronization

/// The last changes, so that a watch which begins a little in the past needs nothing of etcd.
final class RecentEvents: Sendable {
    private struct State: Sendable {
        var events: Deque<StoreEvent> = []
        var bytes = 0
        /// Everything after this revision is here.
        var base: Revision
        var through: Revision
    }

    private let limit: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - limit: how many bytes of keys and values are kept.
    ///   - revision: what comes after it will be appended.
    init(limit: Int, after revision: Revision) {
        self.limit = limit
        state = Mutex(State(base: revision, through: revision))
    }

    /// Adds the changes up to `through`, whole transactions in order.
    func append(_ events: [StoreEvent], through: Revision) {
        state.withLock { state in
            state.through = through
            for event in events {
                state.events.append(event)
                state.bytes += RecentEvents.size(event)
            }
            while state.bytes > limit, let first = state.events.first { drop(through: first.revision, &state) }
        }
    }

    /// Forgets the changes up to `revision`.
    func forget(through revision: Revision) { state.withLock { drop(through: revision, &$0) } }

    /// Forgets everything; what comes after `revision` will be appended.
    func restart(after revision: Revision) {
        state.withLock { $0 = State(base: revision, through: revision) }
    }

    private func drop(through revision: Revision, _ state: inout State) {
        while let first = state.events.first, first.revision <= revision {
            state.bytes -= RecentEvents.size(first)
            state.events.removeFirst()
        }
        state.base = max(state.base, revision)
    }

    /// The changes of keys with `prefix` from `from` on; nil where some of them are not here.
    func events(prefix: String, from: Revision) -> HistoryChunk? {
        state.withLock { state in
            guard from > state.base else { return nil }
            var events: [StoreEvent] = []
            for event in state.events.reversed() {
                guard event.revision >= from else { break }
                if event.key.hasKeyPrefix(prefix) { events.append(event) }
            }
            events.reverse()
            return HistoryChunk(events: events, through: state.through, isLast: true)
        }
    }

    private static func size(_ event: StoreEvent) -> Int {
        128 + event.key.utf8.count + (event.value?.value.count ?? 0) + (event.previous?.value.count ?? 0)
    }
}
