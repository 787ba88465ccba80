import Synchronization

/// A condition that did not come true in time.
public struct NeverHappened: Error, CustomStringConvertible {
    public var what: String

    public init(what: String) { self.what = what }

    public var description: String { "it did not happen in time: \(what)" }
}

extension FakeAPI {
    /// Makes `eventually` look again, for conditions about something that changed outside of the API.
    public func wake() { notify() }

    /// Waits until `condition` holds, looking again whenever something changes here. The deadline is for tests that
    /// fail; a test that passes does not wait for it.
    public func eventually(
        _ what: String, within limit: Duration = .seconds(10), _ condition: @escaping @Sendable (FakeAPI) -> Bool
    ) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    if await self.holdsOrChanges(condition) { return true }
                }
                return false
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return false
            }
            let happened = try await group.next() ?? false
            group.cancelAll()
            self.notify()
            guard happened else { throw NeverHappened(what: what) }
        }
    }

    /// Whether `condition` holds; otherwise returns false when something has changed since it was looked at.
    private func holdsOrChanges(_ condition: @Sendable (FakeAPI) -> Bool) async -> Bool {
        // Registered before the look, so that no change falls between.
        let changed = Signal()
        let id = state.withLock { state in
            state.nextObserver += 1
            state.observers[state.nextObserver] = { changed.fire() }
            return state.nextObserver
        }
        if condition(self) {
            state.withLock { $0.observers[id] = nil }
            return true
        }
        await changed.wait()
        return false
    }
}

/// Something that happens once.
private final class Signal: Sendable {
    private enum State {
        case pending
        case awaited(CheckedContinuation<Void, Never>)
        case fired
    }

    private let state = Mutex(State.pending)

    func fire() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state = .fired }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume()
    }

    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let fired = state.withLock { state in
                    if case .fired = state { return true }
                    state = .awaited(continuation)
                    return false
                }
                if fired { continuation.resume() }
            }
        } onCancel: {
            fire()
        }
    }
}
