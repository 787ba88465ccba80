public import NIOCore
import Synchronization

/// A body that its owner pushes, as a watch does.
///
/// Writes are joined: what comes within one turn of the event loop, and under load within a few milliseconds, leaves
/// as one chunk, one TLS record and one system call. While the client does not read, writes wait in `pendingBytes`;
/// the owner looks at it and cuts off (`abort`) a client that is too slow. Every function may be called from any
/// thread; to many writers of one event loop, `broadcast` hands the same buffer in one hop.
public final class HTTPBodyWriter: @unchecked Sendable {  // all state but the atomic is touched on `eventLoop` only
    public let eventLoop: any EventLoop
    private let pending = Atomic<Int>(0)
    private var sink: (any ResponseSink)?
    private var queue: [ByteBuffer] = []
    private var isClosed = false
    private var isFinishing = false
    private var isBlocked = false
    /// Whether it waits in the loop's list of writers to flush.
    var isDirty = false
    private var closeHandlers: [@Sendable () -> Void] = []
    private var drainHandler: (@Sendable () -> Void)?

    /// Whether writes may leave as one; the messages of a WebSocket may not.
    private let joinsWrites: Bool

    init(eventLoop: any EventLoop, joinsWrites: Bool = true) {
        self.eventLoop = eventLoop
        self.joinsWrites = joinsWrites
    }

    /// Bytes that were written here but not yet taken by the connection.
    public var pendingBytes: Int { pending.load(ordering: .relaxed) }

    public func write(_ buffer: ByteBuffer) {
        pending.wrappingAdd(buffer.readableBytes, ordering: .relaxed)
        onLoop { $0.enqueue(buffer) }
    }

    /// Writes `buffer` to each of `writers`, which all belong to `eventLoop`, in one hop.
    public static func broadcast(_ buffer: ByteBuffer, to writers: [HTTPBodyWriter], on eventLoop: any EventLoop) {
        for writer in writers { writer.pending.wrappingAdd(buffer.readableBytes, ordering: .relaxed) }
        if eventLoop.inEventLoop {
            for writer in writers { writer.enqueue(buffer) }
        } else {
            eventLoop.execute { for writer in writers { writer.enqueue(buffer) } }
        }
    }

    /// Gives the connection what it can take now, without waiting for more writes to join.
    public func flush() {
        onLoop { $0.flushNow() }
    }

    /// Ends the body behind what was written.
    public func finish() {
        onLoop {
            guard !$0.isClosed, !$0.isFinishing else { return }
            $0.isFinishing = true
            $0.flushNow()
        }
    }

    /// Cuts the body off: the client sees an incomplete answer; what still waits is dropped.
    public func abort() {
        onLoop { $0.sink?.abort() }
    }

    /// Calls `body` on `eventLoop` when the client goes away before `finish`; at once if it has already.
    public func onClose(_ body: @escaping @Sendable () -> Void) {
        onLoop { if $0.isClosed { body() } else { $0.closeHandlers.append(body) } }
    }

    /// Calls `body` on `eventLoop` each time the connection has taken everything after it had held writes back.
    public func onDrain(_ body: @escaping @Sendable () -> Void) {
        onLoop { $0.drainHandler = body }
    }

    // MARK: - From the connection, on the event loop

    func attach(to sink: any ResponseSink) {
        self.sink = sink
        if isFinishing || !queue.isEmpty { flushNow() }
    }

    /// The client went away, or the answer is complete.
    func detach() {
        guard !isClosed else { return }
        isClosed = true
        sink = nil
        queue = []
        pending.store(0, ordering: .relaxed)
        drainHandler = nil
        let handlers = closeHandlers
        closeHandlers = []
        if !isFinishing { for handler in handlers { handler() } }
    }

    /// Gives the connection what it can take.
    func flushNow() {
        guard let sink, !isClosed else { return }
        while !queue.isEmpty {
            guard sink.isWritable else {
                isBlocked = true
                return
            }
            let chunk = nextChunk()
            pending.wrappingSubtract(chunk.readableBytes, ordering: .relaxed)
            sink.sendBody(chunk)
            sink.flush()
        }
        if isFinishing {
            sink.sendEnd()
            return
        }
        if isBlocked {
            isBlocked = false
            drainHandler?()
        }
    }

    private func enqueue(_ buffer: ByteBuffer) {
        guard !isClosed, !isFinishing else {
            pending.wrappingSubtract(buffer.readableBytes, ordering: .relaxed)
            return
        }
        queue.append(buffer)
        if !isDirty, !isBlocked, let sink { sink.loop.flushLater(self) }
    }

    /// The first buffers of the queue as one, up to about a TLS record's worth of small ones.
    private func nextChunk() -> ByteBuffer {
        var size = queue[0].readableBytes
        var count = 1
        while joinsWrites, count < queue.count, size + queue[count].readableBytes <= HTTPBodyWriter.chunk {
            size += queue[count].readableBytes
            count += 1
        }
        var chunk = queue[0]
        if count > 1 {
            chunk = ByteBufferAllocator().buffer(capacity: size)
            for buffer in queue[..<count] { chunk.writeImmutableBuffer(buffer) }
        }
        if count == queue.count { queue.removeAll(keepingCapacity: true) } else { queue.removeFirst(count) }
        return chunk
    }

    private func onLoop(_ body: @escaping @Sendable (HTTPBodyWriter) -> Void) {
        if eventLoop.inEventLoop { body(self) } else { eventLoop.execute { body(self) } }
    }

    private static let chunk = 60 << 10
}
