import NIOCore
import NIOHPACK
import NIOHTTP1
import NIOHTTP2

/// The server's side of one HTTP/2 stream: one request and its answer, straight from and to frames.
final class HTTP2Stream: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let info: ConnectionInfo
    private var context: ChannelHandlerContext?
    private var request: HTTPRequest?
    private var timer: DeadlineTimer?
    private var exchange: HTTPExchange?
    private var pulled: PulledBody?
    private var writer: HTTPBodyWriter?
    private var isHeadRequest = false
    private var isOver = false

    init(info: ConnectionInfo) { self.info = info }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        let exchange = exchange
        let writer = writer
        self.exchange = nil
        self.writer = nil
        endPull()
        request = nil
        isOver = true
        timer?.cancel()
        writer?.detach()
        exchange?.close()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: - The request

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .headers(let frame): begin(frame.headers, isComplete: frame.endStream)
        case .data(let frame):
            if case .byteBuffer(let bytes) = frame.data { collect(bytes) }
            if frame.endStream { finishRequest() }
        default: break
        }
    }

    private func begin(_ fields: HPACKHeaders, isComplete: Bool) {
        guard request == nil, exchange == nil else {
            if isComplete { finishRequest() }  // trailers
            return
        }
        var method = HTTPMethod.GET
        var path = "/"
        var headers = HTTPHeaders()
        headers.reserveCapacity(fields.count)
        for (name, value, _) in fields {
            switch name {
            case ":method": method = HTTPMethod(rawValue: value)
            case ":path": path = value
            case ":authority": headers.add(name: "host", value: value)
            default: if name.utf8.first != UInt8(ascii: ":") { headers.add(name: name, value: value) }
            }
        }
        isHeadRequest = method == .HEAD
        request = HTTPRequest(
            method: method, uri: path, headers: headers, body: nil, peer: info.peer,
            remoteAddress: info.remoteAddress, isHTTP2: true)
        if let length = headers.first(name: "content-length").flatMap({ Int($0) }), length > info.limits.body {
            return reject(.bodyTooLarge(limit: info.limits.body))
        }
        if isComplete { return finishRequest() }
        startTimer(info.limits.bodyRead)
    }

    private func collect(_ bytes: ByteBuffer) {
        guard request != nil else { return }
        guard (request?.body?.readableBytes ?? 0) + bytes.readableBytes <= info.limits.body else {
            return reject(.bodyTooLarge(limit: info.limits.body))
        }
        if request?.body == nil { request?.body = bytes } else { request?.body?.writeImmutableBuffer(bytes) }
    }

    private func finishRequest() {
        guard let request, let context else { return }
        self.request = nil
        timer?.set(nil)
        let exchange = HTTPExchange(eventLoop: context.eventLoop, sink: self)
        self.exchange = exchange
        info.service.handle(request, exchange)
    }

    private func reject(_ rejection: HTTPRejection) {
        guard let context else { return }
        let answer = info.service.response(to: rejection)
        request = nil
        exchange = HTTPExchange(eventLoop: context.eventLoop, sink: self)
        send(status: rejection.status, headers: answer.headers, body: [answer.body])
    }

    private func startTimer(_ amount: TimeAmount) {
        guard let context else { return }
        if timer == nil {
            timer = DeadlineTimer(eventLoop: context.eventLoop) { [unowned self] in self.context?.close(promise: nil) }
        }
        timer?.set(amount)
    }

    // MARK: - The answer

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            timer?.set(nil)
            pulled?.move()
            writer?.flushNow()
        } else if pulled != nil {
            startTimer(info.limits.writeStall)
        }
        context.fireChannelWritabilityChanged()
    }

    private func writeHead(status: HTTPResponseStatus, headers: HTTPHeaders, length: Int?, endStream: Bool) {
        var fields = HPACKHeaders()
        fields.reserveCapacity(headers.count + 3)
        fields.add(name: ":status", value: String(status.code))
        for (name, value) in headers { fields.add(name: name.lowercasedFieldName, value: value) }
        fields.add(name: "date", value: info.loop.date())
        if let length, !status.isBodyless {
            fields.add(name: "content-length", value: String(length), indexing: .nonIndexable)
        }
        context?.write(wrapOutboundOut(.headers(.init(headers: fields, endStream: endStream))), promise: nil)
    }

    private func finishAnswer() {
        let exchange = exchange
        let writer = writer
        self.exchange = nil
        self.writer = nil
        endPull()
        isOver = true
        timer?.cancel()
        exchange?.finish()
        writer?.detach()
        context?.flush()
    }
}

extension HTTP2Stream: ResponseSink {
    var loop: LoopState { info.loop }
    var isWritable: Bool { context?.channel.isWritable ?? false }
    var canUpgrade: Bool { false }

    func send(status: HTTPResponseStatus, headers: HTTPHeaders, body: [ByteBuffer]) {
        let length = body.reduce(0) { $0 + $1.readableBytes }
        let hasBody = !isHeadRequest && !status.isBodyless && length > 0
        writeHead(status: status, headers: headers, length: length, endStream: !hasBody)
        if !hasBody { return finishAnswer() }
        if length <= HTTP2Stream.directLimit {
            var whole = body[0]
            for buffer in body.dropFirst() { whole.writeImmutableBuffer(buffer) }
            context?.write(wrapOutboundOut(.data(.init(data: .byteBuffer(whole), endStream: true))), promise: nil)
            finishAnswer()
        } else {
            pull(BufferedBody(body))
        }
    }

    func sendHead(status: HTTPResponseStatus, headers: HTTPHeaders, length: Int?) {
        writeHead(status: status, headers: headers, length: length, endStream: false)
    }

    func pull(_ source: any HTTPBodySource) {
        guard let context else { return }
        if isHeadRequest { return sendEnd() }
        pulled = PulledBody(source, to: self, on: context.eventLoop)
        pulled?.move()
    }

    private func endPull() {
        pulled?.cancel()
        pulled = nil
    }

    func attach(_ writer: HTTPBodyWriter) {
        self.writer = writer
        writer.attach(to: self)
    }

    func sendBody(_ buffer: ByteBuffer) {
        guard buffer.readableBytes > 0, !isHeadRequest else { return }
        context?.write(wrapOutboundOut(.data(.init(data: .byteBuffer(buffer)))), promise: nil)
    }

    func sendEnd() {
        guard let context else { return }
        endPull()
        let end = HTTP2Frame.FramePayload.Data(data: .byteBuffer(ByteBuffer()), endStream: true)
        context.write(wrapOutboundOut(.data(end)), promise: nil)
        finishAnswer()
    }

    func flush() { context?.flush() }

    /// Resets the stream.
    func abort() { context?.close(promise: nil) }

    func retire() {
        context?.channel.parent?.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }

    private static let directLimit = 32 << 10
}

extension String {
    /// A field name as HTTP/2 wants it (RFC 9113 §8.2.1).
    fileprivate var lowercasedFieldName: String {
        utf8.contains { $0 >= 65 && $0 <= 90 } ? lowercased() : self
    }
}
