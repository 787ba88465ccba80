public import ApusAPI
import DequeModule
import Synchronization

/// The pipe of a watch: somebody puts events in, one consumer takes them out in order.
///
/// `send` waits while `capacity` events are not taken, `offer` does not.
public final class WatchChannel: WatchStream.Source {
    private struct State {
        var events: Deque<WatchEvent> = []
        var end: Result<Void, StatusError>?
        var consumer: CheckedContinuation<Void, Never>?
        var producer: CheckedContinuation<Void, Never>?
    }

    private let capacity: Int
    private let onCancel: @Sendable () -> Void
    private let state = Mutex(State())

    /// `onCancel` is called when the consumer cancels or lets go of the channel, perhaps more than once.
    public init(capacity: Int = 256, onCancel: @escaping @Sendable () -> Void = {}) {
        self.capacity = capacity
        self.onCancel = onCancel
    }

    deinit { onCancel() }

    /// Puts an event in; false when the channel has ended.
    @discardableResult
    public func offer(_ event: WatchEvent) -> Bool {
        let (accepted, consumer) = state.withLock { state in
            guard state.end == nil else { return (false, CheckedContinuation<Void, Never>?.none) }
            state.events.append(event)
            return (true, state.consumer.take())
        }
        consumer?.resume()
        return accepted
    }

    /// Puts an event in and waits for room; false when the channel has ended. One producer.
    public func send(_ event: WatchEvent) async -> Bool {
        guard offer(event) else { return false }
        await withCheckedContinuation { continuation in
            let isFull = state.withLock { state in
                guard state.end == nil, state.events.count >= capacity else { return false }
                state.producer = continuation
                return true
            }
            if !isFull { continuation.resume() }
        }
        return true
    }

    /// Ends the channel behind the events that are in it.
    public func finish(throwing error: StatusError? = nil) {
        let waiting = state.withLock { state in
            if state.end == nil { state.end = error.map { .failure($0) } ?? .success(()) }
            return [state.consumer.take(), state.producer.take()]
        }
        for continuation in waiting { continuation?.resume() }
    }

    public func next() async throws(StatusError) -> WatchEvent? {
        while true {
            let (event, producer, end) = state.withLock { state in
                let event = state.events.popFirst()
                let producer = state.events.count < capacity ? state.producer.take() : nil
                return (event, producer, state.end)
            }
            producer?.resume()
            if let event { return event }
            switch end {
            case .success: return nil
            case .failure(let error): throw error
            case nil: break
            }
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    guard state.events.isEmpty, state.end == nil else { return true }
                    state.consumer = continuation
                    return false
                }
                if ready { continuation.resume() }
            }
        }
    }

    public func cancel() {
        state.withLock { $0.events = [] }
        finish()
        onCancel()
    }
}
