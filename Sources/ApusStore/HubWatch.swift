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
        var onEnd: (@Sendable () -> Void)?
    }

    package let prefix: String
    private let state: Mutex<State>
    private let deliver: @Sendable ([StoreEvent]) -> Void
    private let progress: (@Sendable (Revision) -> Void)?
    private let end: @Sendable (HubWatch, StoreError?) -> Void

    init(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        progress: (@Sendable (Revision) -> Void)?,
        end: @escaping @Sendable (HubWatch, StoreError?) -> Void
    ) {
        self.prefix = prefix
        state = Mutex(State(floor: from))
        self.deliver = deliver
        self.progress = progress
        self.end = end
    }

    package func cancel() { finish(nil) }

    package var isOpen: Bool { state.withLock { $0.phase != .ended } }
    /// The lowest revision that is still wanted.
    package var floor: Revision { state.withLock { $0.floor } }

    func becomeLive() {
        state.withLock { if $0.phase != .ended { $0.phase = .live } }
    }

    /// Keeps what is offered from now on until `drain`.
    package func beginBuffering() {
        state.withLock { if $0.phase != .ended { $0.phase = .buffering } }
    }

    /// Takes the events up to `revision`, which were just committed; on the writer's thread.
    func offer(_ events: [StoreEvent], upTo revision: Revision) {
        // Most watches want all of it, and share one array.
        var wanted =
            events.allSatisfy { $0.key.hasKeyPrefix(prefix) } ? events : events.filter { $0.key.hasKeyPrefix(prefix) }
        let last = wanted.last?.revision ?? 0
        defer {
            if let progress, revision > last, state.withLock({ $0.phase == .live && revision >= $0.floor }) {
                progress(revision)
            }
        }
        guard last > 0 else { return }
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
    package func deliverPast(_ chunk: HistoryChunk) {
        let isOpen = state.withLock { state in
            state.floor = max(state.floor, chunk.through + 1)
            guard state.phase != .ended else { return false }
            state.isDelivering = !chunk.events.isEmpty
            return true
        }
        guard isOpen else { return }
        if !chunk.events.isEmpty { call(chunk.events) }
        if let progress, chunk.through > chunk.events.last?.revision ?? 0, self.isOpen { progress(chunk.through) }
    }

    /// Delivers what was buffered, until the buffer is empty and the watch live; on the reader's thread.
    package func drain() {
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

    /// Calls `body` when the watch ends, at once where it has.
    package func whenEnded(_ body: @escaping @Sendable () -> Void) {
        let hasEnded = state.withLock { state in
            state.onEnd = body
            return state.phase == .ended
        }
        if hasEnded { body() }
    }

    /// Ends the watch; only the first call counts.
    package func finish(_ reason: StoreError?) {
        let (isNow, onEnd) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
            guard state.phase != .ended else { return (false, nil) }
            state.phase = .ended
            state.buffer = []
            state.reason = reason
            return (!state.isDelivering, state.onEnd)
        }
        onEnd?()
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
