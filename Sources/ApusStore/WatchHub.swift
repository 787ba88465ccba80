import Synchronization

/// The watches of a store: gives each event to those that watch its key.
///
/// The writer publishes right after each durable commit. A watch that begins in the past is first fed from the history
/// on a reader's thread and joins the live events under the hub's lock, so that nothing is missed, doubled or
/// reordered.
package final class WatchHub: Sendable {
    private struct State {
        var published: Revision
        var watches: [HubWatch] = []
        var isClosed = false
    }

    private let state: Mutex<State>
    /// Feeds a watch that begins in the past until it is live.
    private let replay: @Sendable (WatchHub, HubWatch) -> Void

    /// - Parameter withHistory: calls its argument on a reader's thread.
    package convenience init(
        published: Revision,
        withHistory: @escaping @Sendable (@escaping @Sendable (Result<any StoreHistory, StoreError>) -> Void) -> Void
    ) {
        self.init(published: published) { hub, watch in
            withHistory { history in
                do throws(StoreError) {
                    try hub.replay(history.get(), to: watch)
                } catch {
                    watch.finish(error)
                }
            }
        }
    }

    /// - Parameter replay: begins to feed a watch from its `floor` on: with `deliverPast`, then `beginBuffering`, what
    ///   was published before that, and `drain`.
    package init(published: Revision, replay: @escaping @Sendable (WatchHub, HubWatch) -> Void) {
        state = Mutex(State(published: published))
        self.replay = replay
    }

    /// The newest revision whose events every watch opened from now on takes for the past.
    package var published: Revision { state.withLock { $0.published } }

    /// Reads with `read` what `request` wants of what was published, not of what is merely written: whoever asks or watches
    /// afterwards would know less.
    package func reading(
        _ request: RangeRequest, _ read: (RangeRequest) throws(StoreError) -> RangeResult
    ) throws(StoreError) -> RangeResult {
        if let revision = request.revision {
            let current = published
            guard revision <= current else { throw .future(current: current) }
            return try read(request)
        }
        var request = request
        while true {
            request.revision = published
            do throws(StoreError) { return try read(request) } catch {
                // Compacted since: there is a newer one.
                guard case .compacted = error, request.revision != published else { throw error }
            }
        }
    }

    /// Gives `events`, whole transactions in order, to the watches; on the writer's thread only.
    package func publish(_ events: [StoreEvent], revision: Revision) {
        let watches = state.withLock { state in
            state.published = revision
            return state.watches
        }
        for watch in watches { watch.offer(events, upTo: revision) }
    }

    /// Opens a watch; see `Store.watch`.
    package func open(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        progress: (@Sendable (Revision) -> Void)?, end: @escaping @Sendable (StoreError?) -> Void
    ) -> HubWatch {
        let watch = HubWatch(prefix: prefix, from: from, deliver: deliver, progress: progress) {
            [weak self] watch, reason in
            self?.remove(watch)
            end(reason)
        }
        enum Start { case live, replay, closed }
        let start: Start = state.withLock { state in
            if state.isClosed { return .closed }
            state.watches.append(watch)
            guard from != 0, from <= state.published else {
                watch.becomeLive()
                return .live
            }
            return .replay
        }
        switch start {
        case .live: break
        case .closed: watch.finish(.closed)
        case .replay: replay(self, watch)
        }
        return watch
    }

    /// Ends every watch that is open with `reason`; the next events published are those after `revision`.
    package func restart(after revision: Revision, _ reason: StoreError) {
        let watches = state.withLock { state in
            state.published = revision
            return state.watches
        }
        for watch in watches { watch.finish(reason) }
    }

    /// Ends every watch, and each that is opened later, with `.closed`.
    package func close() {
        let watches = state.withLock { state in
            state.isClosed = true
            return state.watches
        }
        for watch in watches { watch.finish(.closed) }
    }

    private func remove(_ watch: HubWatch) {
        state.withLock { $0.watches.removeAll { $0 === watch } }
    }

    private func replay(_ history: any StoreHistory, to watch: HubWatch) throws(StoreError) {
        var isJoined = false
        while watch.isOpen {
            // What is written and not published yet is nobody's to know; it comes live.
            let limit = published
            let chunk = try history.events(prefix: watch.prefix, from: watch.floor).through(limit)
            watch.deliverPast(chunk)
            guard chunk.isLast else { continue }
            if isJoined { return watch.drain() }
            // What the writer publishes from here on reaches the watch, at once or through its buffer; what it
            // published between the chunk and this moment is read once more.
            let isCurrent = state.withLock { state in
                if state.published <= chunk.through {
                    watch.becomeLive()
                    return true
                }
                watch.beginBuffering()
                return false
            }
            if isCurrent { return }
            isJoined = true
        }
    }
}
