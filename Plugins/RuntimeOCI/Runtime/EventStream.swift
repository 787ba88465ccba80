/// Hands events to every listener, each in order from when it came.
final class EventStream: Sendable {
    private struct State {
        var cancelled = false
        var next = 0
        var queues: [Int: [[UInt8]]] = [:]
    }

    private let state = Monitor(State())

    /// Whether somebody listens: events need not be made for nobody.
    var hasListeners: Bool { state.withLock { !$0.queues.isEmpty } }

    func send(_ event: [UInt8]) {
        state.withLock { state in
            for key in state.queues.keys { state.queues[key]?.append(event) }
        }
    }

    /// Gives events to `deliver` on this thread until it returns false or `cancel` is called.
    func listen(_ deliver: ([UInt8]) -> Bool) {
        let key = state.withLock { state in
            state.next += 1
            state.queues[state.next] = []
            return state.next
        }
        defer { state.withLock { _ = $0.queues.removeValue(forKey: key) } }
        while true {
            _ = state.wait { $0.cancelled || $0.queues[key]?.isEmpty == false }
            let (events, cancelled) = state.withLock { state in
                defer { state.queues[key] = [] }
                return (state.queues[key] ?? [], state.cancelled)
            }
            for event in events where !deliver(event) { return }
            if cancelled { return }
        }
    }

    func cancel() { state.withLock { $0.cancelled = true } }
}
