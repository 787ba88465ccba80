import NIOCore
import NIOHTTP1

/// The server's side of one HTTP/1.1 connection: collects requests, answers them in order, one at a time.
///
/// What a client pipelines behind an unanswered request waits here; beyond a few requests, in the socket.
final class HTTP1Connection: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let info: ConnectionInfo
    private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
    var context: ChannelHandlerContext?
    private var timer: DeadlineTimer?

    // The request that comes in.
    private var head: HTTPRequestHead?
    private var body: ByteBuffer?
    private var waiting: CircularBuffer<HTTPServerRequestPart> = []
    private var isReading = false
    private var isReadHeldBack = false
    private var isIgnoringInput = false
    private var isBodyTimed = false
    /// Whether the client may still be sending what nobody reads.
    private var lingers = false

    // The answer that goes out.
    var exchange: HTTPExchange?
    var pulled: PulledBody?
    var writer: HTTPBodyWriter?
    var isHeadRequest = false
    var isOldClient = false
    var keepAlive = true
    var isUpgradeRequest = false
    var isChunked = false
    var needsFlush = false
    private var isDraining = false
    private var isUpgraded = false

    init(info: ConnectionInfo, decoder: ByteToMessageHandler<HTTPRequestDecoder>) {
        self.info = info
        self.decoder = decoder
    }

    // MARK: - The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        timer = DeadlineTimer(eventLoop: context.eventLoop) { [unowned self] in self.context?.close(promise: nil) }
        timer?.set(info.limits.firstHeader)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer?.cancel()
        timer = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        clientIsGone()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isUpgraded { return context.fireErrorCaught(error) }
        if exchange == nil, !isIgnoringInput, let rejection = HTTP1Connection.rejection(for: error, info.limits) {
            reject(rejection)
        } else if exchange == nil || !(error is HTTPParserError) {
            context.close(promise: nil)
        } else {
            keepAlive = false  // what came behind the request that is being answered is no HTTP
            isIgnoringInput = true
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isDraining = true
            keepAlive = false
            if exchange == nil, head == nil, !isUpgraded { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func clientIsGone() {
        let exchange = exchange
        let writer = writer
        self.exchange = nil
        self.writer = nil
        endPull()
        head = nil
        body = nil
        waiting.removeAll()
        isIgnoringInput = true
        writer?.detach()
        exchange?.close()
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isUpgraded { return context.fireChannelRead(data) }
        isReading = true
        let part = unwrapInboundIn(data)
        if exchange == nil { take(part) } else if !isIgnoringInput { waiting.append(part) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if needsFlush { flush() }
        if head != nil, !isBodyTimed {
            isBodyTimed = true
            timer?.set(info.limits.bodyRead)
        }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if waiting.count > HTTP1Connection.pipelineLimit { isReadHeldBack = true } else { context.read() }
    }

    private func take(_ part: HTTPServerRequestPart) {
        guard !isIgnoringInput else { return }
        switch part {
        case .head(let head): begin(head)
        case .body(let bytes): collect(bytes)
        case .end: finishRequest()
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        self.head = head
        isBodyTimed = false
        isHeadRequest = head.method == .HEAD
        isOldClient = head.version.minor == 0
        keepAlive = !isDraining && head.isKeepAlive
        isUpgradeRequest = false
        if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > info.limits.body {
            return reject(.bodyTooLarge(limit: info.limits.body))
        }
        if head.headers.first(name: "expect")?.lowercased() == "100-continue", let context {
            var buffer = context.channel.allocator.buffer(capacity: 32)
            buffer.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
    }

    private func collect(_ bytes: ByteBuffer) {
        guard (body?.readableBytes ?? 0) + bytes.readableBytes <= info.limits.body else {
            return reject(.bodyTooLarge(limit: info.limits.body))
        }
        if body == nil { body = bytes } else { body?.writeImmutableBuffer(bytes) }
    }

    private func finishRequest() {
        guard let head, let context else { return }
        isUpgradeRequest =
            head.headers.contains(name: "upgrade")
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
        if isUpgradeRequest { keepAlive = false }  // the decoder reads nothing behind an upgrade request
        let request = HTTPRequest(
            method: head.method, uri: head.uri, headers: head.headers, body: body, peer: info.peer,
            remoteAddress: info.remoteAddress, isHTTP2: false)
        self.head = nil
        body = nil
        timer?.set(nil)
        let exchange = HTTPExchange(eventLoop: context.eventLoop, sink: self)
        self.exchange = exchange
        info.service.handle(request, exchange)
    }

    /// Answers for the service and closes: what else the client sends is not read as a request.
    private func reject(_ rejection: HTTPRejection) {
        guard let context else { return }
        let answer = info.service.response(to: rejection)
        head = nil
        body = nil
        isIgnoringInput = true
        lingers = true
        keepAlive = false
        exchange = HTTPExchange(eventLoop: context.eventLoop, sink: self)
        send(status: rejection.status, headers: answer.headers, body: [answer.body])
    }

    private static func rejection(for error: any Error, _ limits: HTTPServer.Limits) -> HTTPRejection? {
        switch error {
        case HTTPParserError.headerOverflow: .headerTooLarge(limit: limits.header)
        case let error as HTTPParserError: .malformed("\(error)")
        case is NIOHTTPDecoderError: .headerTooLarge(limit: limits.header)
        default: nil
        }
    }

    // MARK: - Answers

    func endPull() {
        pulled?.cancel()
        pulled = nil
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            timer?.set(nil)
            pulled?.move()
            writer?.flushNow()
        } else if pulled != nil || writer == nil {
            timer?.set(info.limits.writeStall)
        }
        context.fireChannelWritabilityChanged()
    }

    func flush() {
        if isReading {
            needsFlush = true
        } else {
            needsFlush = false
            context?.flush()
        }
    }

    /// The answer is complete and written: goes on with the next request, or closes.
    func finishAnswer() {
        let exchange = exchange
        let writer = writer
        self.exchange = nil
        self.writer = nil
        endPull()
        exchange?.finish()
        writer?.detach()
        guard keepAlive else {
            isIgnoringInput = true
            waiting.removeAll()
            closeWhenRead()
            return
        }
        flush()
        timer?.set(info.limits.idle)
        guard !waiting.isEmpty else { return }
        // In a new turn, so that a thousand pipelined requests do not make a thousand frames of stack.
        context?.eventLoop.assumeIsolated().execute { self.takeWaiting() }
    }

    private func takeWaiting() {
        while exchange == nil, let part = waiting.popFirst() { take(part) }
        if isReadHeldBack, waiting.count <= HTTP1Connection.pipelineLimit {
            isReadHeldBack = false
            context?.read()
        }
    }

    /// Closes the connection behind what was written; a client that still sends has a moment to read the answer first.
    private func closeWhenRead() {
        needsFlush = false
        guard let context else { return }
        context.flush()
        // Closing with unread input would reset the connection and take the answer from the client.
        if lingers { timer?.set(.milliseconds(500)) } else { context.close(promise: nil) }
    }

    // MARK: - Another protocol

    /// Sends the 101 answer and puts `handlers` in the place of HTTP.
    func upgrade(
        headers: HTTPHeaders, _ configure: (ChannelPipeline.SynchronousOperations) throws -> Void
    ) throws {
        guard let context else { throw ChannelError.ioOnClosedChannel }
        let exchange = exchange
        self.exchange = nil
        exchange?.finish()
        isUpgraded = true
        timer?.cancel()
        var buffer = context.channel.allocator.buffer(capacity: 512)
        ResponseHead.write(
            status: .switchingProtocols, headers: headers, framing: .none, date: "", keepAlive: true, to: &buffer)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        let pipeline = context.pipeline.syncOperations
        try configure(pipeline)
        // The decoder hands on what the client sent behind its request; then both leave.
        pipeline.removeHandler(decoder).assumeIsolated().whenComplete { _ in
            if let context = self.context {
                context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            }
        }
    }

    private static let pipelineLimit = 32
}
