public import NIOCore
public import NIOHTTP1

/// The answer to one request. It is given once, in one of three ways: whole, pulled, or pushed.
///
/// Every function may be called from any thread; on `eventLoop` they cost no hop. What comes after the client went
/// away, or after the first answer, is dropped.
public final class HTTPExchange: @unchecked Sendable {  // all state is touched on `eventLoop` only
    /// The event loop of the connection.
    public let eventLoop: any EventLoop
    private var sink: (any ResponseSink)?
    private var isAnswered = false
    private var closeHandlers: [@Sendable () -> Void] = []

    init(eventLoop: any EventLoop, sink: any ResponseSink) {
        self.eventLoop = eventLoop
        self.sink = sink
    }

    /// Answers with a whole body; `content-length` and `date` are set here.
    ///
    /// A small body leaves in one write with its head. A large one is handed to the connection as the client reads.
    public func respond(status: HTTPResponseStatus, headers: HTTPHeaders, body: [ByteBuffer] = []) {
        // Nearly all answers are given on the event loop: no closure is made for them.
        guard eventLoop.inEventLoop else {
            return eventLoop.execute { self.respond(status: status, headers: headers, body: body) }
        }
        answer()?.send(status: status, headers: headers, body: body)
    }

    /// Answers with a body that is pulled from `source` when the connection can take more, of unknown length.
    public func stream(status: HTTPResponseStatus, headers: HTTPHeaders, source: any HTTPBodySource) {
        onLoop {
            guard let sink = $0.answer() else { return }
            sink.sendHead(status: status, headers: headers, length: nil)
            sink.pull(source)
        }
    }

    /// Answers with a body that the owner of the writer pushes; the head leaves at once.
    public func openWriter(status: HTTPResponseStatus, headers: HTTPHeaders) -> HTTPBodyWriter {
        let writer = HTTPBodyWriter(eventLoop: eventLoop)
        onLoop {
            guard let sink = $0.answer() else { return writer.detach() }
            sink.sendHead(status: status, headers: headers, length: nil)
            sink.attach(writer)
            sink.flush()
        }
        return writer
    }

    /// Calls `body` on `eventLoop` if the client goes away before the answer is complete; at once if it has already.
    public func onClose(_ body: @escaping @Sendable () -> Void) {
        onLoop {
            if $0.sink == nil, !$0.isFinished { body() } else { $0.closeHandlers.append(body) }
        }
    }

    private(set) var isFinished = false

    /// The connection to answer on; nil the second time and after the client went away.
    private func answer() -> (any ResponseSink)? {
        guard !isAnswered else { return nil }
        isAnswered = true
        return sink
    }

    /// Hands the connection over to another protocol; nil where that is impossible or too late.
    func takeConnection() -> (any ResponseSink)? {
        eventLoop.preconditionInEventLoop()
        guard let sink, sink.canUpgrade else { return nil }
        return answer()
    }

    /// Asks an HTTP/2 client to connect anew for what comes after the requests that are under way (GOAWAY).
    public func retireConnection() {
        onLoop { $0.sink?.retire() }
    }

    /// What the connections of its event loop share; nil where the client went away.
    var connectionLoop: LoopState? { sink?.loop }

    /// The answer is complete.
    func finish() {
        isFinished = true
        sink = nil
        closeHandlers = []
    }

    /// The client went away.
    func close() {
        guard sink != nil else { return }
        sink = nil
        let handlers = closeHandlers
        closeHandlers = []
        for handler in handlers { handler() }
    }

    func onLoop(_ body: @escaping @Sendable (HTTPExchange) -> Void) {
        if eventLoop.inEventLoop { body(self) } else { eventLoop.execute { body(self) } }
    }
}

/// The side of a connection (HTTP/1.1) or of a stream (HTTP/2) that takes an answer. Used on its event loop only.
protocol ResponseSink: AnyObject {
    /// Sends a whole answer and flushes.
    func send(status: HTTPResponseStatus, headers: HTTPHeaders, body: [ByteBuffer])
    /// Begins an answer; `length` nil: the body ends with `sendEnd`.
    func sendHead(status: HTTPResponseStatus, headers: HTTPHeaders, length: Int?)
    /// Pulls the body from `source` and ends the answer.
    func pull(_ source: any HTTPBodySource)
    /// Makes `writer` the one that pushes the body.
    func attach(_ writer: HTTPBodyWriter)
    func sendBody(_ buffer: ByteBuffer)
    func sendEnd()
    func flush()
    /// Cuts the answer off so that the client notices.
    func abort()
    /// Asks the client to send further requests over another connection, where the protocol can say so.
    func retire()
    var isWritable: Bool { get }
    var canUpgrade: Bool { get }
    var loop: LoopState { get }
}
