import Synchronization

/// What is to be sent on a stream besides its first request; it keeps the sending side open until the stream ends.
final class Wishes: Sendable {
    private let current = Mutex<AsyncStream<Void>.Continuation?>(nil)

    /// Adds a wish for the stream that is open; wishes that wait are one.
    func add() { _ = current.withLock { $0?.yield() } }

    /// Calls `body` for each wish until it throws or the task is cancelled.
    func forEach(_ body: () async throws -> Void) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        current.withLock { $0 = continuation }
        for await _ in stream {
            do { try await body() } catch { return }
        }
    }
}
