import Synchronization

/// The calls that are under way, so that closing can wait for them.
final class OpenCalls: Sendable {
    private struct State: Sendable {
        var count = 0
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Whether a call may begin; each that may ends with `end`.
    func begin() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.count += 1
            return true
        }
    }

    func end() {
        let waiting = state.withLock { state in
            state.count -= 1
            guard state.count == 0 else { return [] as [CheckedContinuation<Void, Never>] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for answer in waiting { answer.resume() }
    }

    /// Lets no more begin, and waits for those under way.
    func close() async {
        await withCheckedContinuation { answer in
            let isOver = state.withLock { state in
                state.isClosed = true
                guard state.count > 0 else { return true }
                state.waiting.append(answer)
                return false
            }
            if isOver { answer.resume() }
        }
    }
}
