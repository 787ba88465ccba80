import NIOCore

/// Moves a body from its source to a connection or stream while that takes it: a limited amount in one turn of the event
/// loop, which others wait for, and never from within its own writes, which may make the way free again.
final class PulledBody {
    /// What one body may move in one turn.
    private static let turnLimit = 512 << 10

    private let source: any HTTPBodySource
    private unowned let sink: any ResponseSink
    private let eventLoop: any EventLoop
    private var isMoving = false
    private var isWaiting = false
    private var isOver = false
    private var moved = 0

    init(_ source: any HTTPBodySource, to sink: any ResponseSink, on eventLoop: any EventLoop) {
        self.source = source
        self.sink = sink
        self.eventLoop = eventLoop
    }

    /// The client went away.
    func cancel() { isOver = true }

    /// Goes on, where the way is free.
    func move() {
        guard !isMoving, !isWaiting else { return }
        isMoving = true
        defer { isMoving = false }
        while !isOver, sink.isWritable {
            guard moved < PulledBody.turnLimit else {
                isWaiting = true
                return eventLoop.assumeIsolated().execute {
                    self.isWaiting = false
                    self.moved = 0
                    self.move()
                }
            }
            do {
                guard let chunk = try source.next(ByteBufferAllocator()) else {
                    isOver = true
                    return sink.sendEnd()
                }
                moved += chunk.readableBytes
                sink.sendBody(chunk)
                sink.flush()
            } catch {
                isOver = true
                return sink.abort()
            }
        }
    }
}
