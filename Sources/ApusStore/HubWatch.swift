import Synchronization

/// One watch of a `WatchHub`. `deliver` is called by one thread at a time: by a reader until the watch is live, then by
/// the writer.
package final class HubWatch: StoreWatch {
    private enum Phase { case replaying, buffering, live, ended }

    private struct State {
        var phase = Phase.replaying
        /// Events of earlier revisions are not wanted, or were delivered.
        var floor: Revision
        var buffer: [StoreEvent] = []
        /// Whether a thread is in `deliver`; it calls `end` itself where the watch ends meanwhile.
        var isDelivering = false
        var reason: StoreError?
    }

    package let prefix: String
    private let state: Mutex<State>
    private let deliver: @Sendable ([StoreEvent]) -> Void
    private let end: @Sendable (HubWatch, StoreError?) -> Void

    init(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        end: @escaping @Sendable (HubWatch, StoreError?) -> Void
    ) {
        self.prefix = prefix
        state = Mutex(State(floor: from))
        self.deliver = deliver
        self.end = end
    }

    package func cancel() { finish(nil) }

    var isOpen: Bool { state.withLock { $0.phase != .ended } }
    var floor: Revision { state.withLock { $0.floor } }

    func becomeLive() {
        state.withLock { if $0.phase != .ended { $0.phase = .live } }
    }

    func beginBuffering() {
        state.withLock { if $0.phase != .ended { $0.phase = .buffering } }
    }

    /// Takes events that were just committed; on the writer's thread.
    func offer(_ events: [StoreEvent]) {
        var wanted = events.filter { $0.key.hasKeyPrefix(prefix) }
        guard !wanted.isEmpty else { return }
        let isLive = state.withLock { state in
            if let first = wanted.first, first.revision < state.floor {
                wanted.removeAll { $0.revision < state.floor }
            }
            switch state.phase {
            case .replaying, .ended: return false
            case .buffering:
                state.buffer.append(contentsOf: wanted)
                return false
            case .live:
                state.isDelivering = !wanted.isEmpty
                return state.isDelivering
            }
        }
        if isLive { call(wanted) }
    }

    /// Delivers a chunk of history; on the reader's thread.
    func deliverPast(_ chunk: HistoryChunk) {
        let isOpen = state.withLock { state in
            state.floor = max(state.floor, chunk.through + 1)
            guard state.phase != .ended, !chunk.events.isEmpty else { return false }
            state.isDelivering = true
            return true
        }
        if isOpen { call(chunk.events) }
    }

    /// Delivers what was buffered, until the buffer is empty and the watch live; on the reader's thread.
    func drain() {
        while true {
            let events: [StoreEvent]? = state.withLock { state in
                guard state.phase == .buffering else { return nil }
                let events = state.buffer.filter { $0.revision >= state.floor }
                state.buffer = []
                if events.isEmpty {
                    state.phase = .live
                    return nil
                }
                state.isDelivering = true
                return events
            }
            guard let events else { return }
            call(events)
        }
    }

    /// Ends the watch; only the first call counts.
    func finish(_ reason: StoreError?) {
        let isNow = state.withLock { state in
            guard state.phase != .ended else { return false }
            state.phase = .ended
            state.buffer = []
            state.reason = reason
            return !state.isDelivering
        }
        if isNow { end(self, reason) }
    }

    private func call(_ events: [StoreEvent]) {
        deliver(events)
        let ended: StoreError?? = state.withLock { state in
            state.isDelivering = false
            return state.phase == .ended ? .some(state.reason) : nil
        }
        if let reason = ended { end(self, reason) }
    }
}
