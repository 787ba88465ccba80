public import NIOCore
import Synchronization

/// The bytes that come in on one stream of a connection. One consumer; what it does not take holds the connection back.
public final class RemoteInput: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer

    private struct State {
        var buffers: CircularBuffer<ByteBuffer> = []
        var size = 0
        var isOver = false
        var waiting: CheckedContinuation<ByteBuffer?, Never>?
    }

    private let state = Mutex(State())
    private let taken: @Sendable (Int) -> Void

    /// `taken` hears of every byte that the consumer took.
    init(taken: @escaping @Sendable (Int) -> Void) { self.taken = taken }

    /// Hands `buffer` to the consumer, or keeps it. False: the input was over, and the bytes are dropped.
    @discardableResult
    func yield(_ buffer: ByteBuffer) -> Bool {
        guard buffer.readableBytes > 0 else { return true }
        let (isKept, waiting) = state.withLock { state -> (Bool, CheckedContinuation<ByteBuffer?, Never>?) in
            if state.isOver { return (false, nil) }
            if let waiting = state.waiting {
                state.waiting = nil
                return (true, waiting)
            }
            state.buffers.append(buffer)
            state.size += buffer.readableBytes
            return (true, nil)
        }
        if let waiting {
            taken(buffer.readableBytes)
            waiting.resume(returning: buffer)
        }
        return isKept
    }

    /// No more will come.
    func finish() {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }

    private func next() async -> ByteBuffer? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (answer, isAnswered) = state.withLock { state -> (ByteBuffer?, Bool) in
                    if let first = state.buffers.popFirst() {
                        state.size -= first.readableBytes
                        return (first, true)
                    }
                    if state.isOver || state.waiting != nil { return (nil, true) }
                    state.waiting = continuation
                    return (nil, false)
                }
                guard isAnswered else { return }
                if let answer { taken(answer.readableBytes) }
                continuation.resume(returning: answer)
            }
        } onCancel: {
            finish()
        }
    }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let input: RemoteInput

        public mutating func next() async -> ByteBuffer? { await input.next() }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> ByteBuffer? { await input.next() }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(input: self) }
}
