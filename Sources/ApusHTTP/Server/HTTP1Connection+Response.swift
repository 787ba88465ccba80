import NIOCore
import NIOHTTP1

extension HTTP1Connection: ResponseSink {
    var loop: LoopState { info.loop }
    var isWritable: Bool { context?.channel.isWritable ?? false }
    var canUpgrade: Bool { isUpgradeRequest }

    func send(status: HTTPResponseStatus, headers: HTTPHeaders, body: [ByteBuffer]) {
        guard let context else { return }
        let length = body.reduce(0) { $0 + $1.readableBytes }
        let hasBody = !isHeadRequest && !status.isBodyless && length > 0
        let joins = hasBody && length <= HTTP1Connection.joinLimit
        var head = context.channel.allocator.buffer(capacity: 384 + (joins ? length : 0))
        ResponseHead.write(
            status: status, headers: headers, framing: status.isBodyless ? .none : .length(length), date: loop.date(),
            keepAlive: keepAlive, to: &head)
        if joins { for buffer in body { head.writeImmutableBuffer(buffer) } }
        context.write(wrapOutboundOut(head), promise: nil)
        if !hasBody || joins { return finishAnswer() }
        isChunked = false
        if body.count == 1, length <= HTTP1Connection.directLimit {
            context.write(wrapOutboundOut(body[0]), promise: nil)
            finishAnswer()
        } else {
            pull(BufferedBody(body))
        }
    }

    func sendHead(status: HTTPResponseStatus, headers: HTTPHeaders, length: Int?) {
        guard let context else { return }
        isChunked = length == nil && !isOldClient && !status.isBodyless
        if length == nil, isOldClient { keepAlive = false }
        let framing: ResponseHead.Framing = length.map { .length($0) } ?? (isChunked ? .chunked : .none)
        var head = context.channel.allocator.buffer(capacity: 384)
        ResponseHead.write(
            status: status, headers: headers, framing: framing, date: loop.date(), keepAlive: keepAlive, to: &head)
        context.write(wrapOutboundOut(head), promise: nil)
    }

    func pull(_ source: any HTTPBodySource) {
        guard let context else { return }
        if isHeadRequest { return sendEnd() }
        pulled = PulledBody(source, to: self, on: context.eventLoop)
        pulled?.move()
    }

    func attach(_ writer: HTTPBodyWriter) {
        self.writer = writer
        writer.attach(to: self)
    }

    func sendBody(_ buffer: ByteBuffer) {
        guard let context, buffer.readableBytes > 0, !isHeadRequest else { return }
        guard isChunked else { return context.write(wrapOutboundOut(buffer), promise: nil) }
        let size = buffer.readableBytes
        if size <= HTTP1Connection.joinLimit {
            var chunk = context.channel.allocator.buffer(capacity: size + 16)
            chunk.writeChunkSize(size)
            chunk.writeImmutableBuffer(buffer)
            chunk.writeStaticString("\r\n")
            context.write(wrapOutboundOut(chunk), promise: nil)
        } else {
            var frame = context.channel.allocator.buffer(capacity: 16)
            frame.writeChunkSize(size)
            context.write(wrapOutboundOut(frame), promise: nil)
            context.write(wrapOutboundOut(buffer), promise: nil)
            frame.clear()
            frame.writeStaticString("\r\n")
            context.write(wrapOutboundOut(frame), promise: nil)
        }
    }

    func sendEnd() {
        guard let context else { return }
        endPull()
        if isChunked, !isHeadRequest {
            var end = context.channel.allocator.buffer(capacity: 5)
            end.writeStaticString("0\r\n\r\n")
            context.write(wrapOutboundOut(end), promise: nil)
        }
        finishAnswer()
    }

    /// Closes the connection without the end of the body.
    func abort() { context?.close(promise: nil) }

    /// As upstream, which does so on HTTP/2 alone: there is one request at a time here.
    func retire() {}

    /// Bodies up to here are copied behind their head: one TLS record and one system call for both.
    private static let joinLimit = 12 << 10
    /// One buffer up to here is written without asking whether the connection is writable.
    private static let directLimit = 64 << 10
}

extension ByteBuffer {
    /// The size line of a chunk (RFC 9112 §7.1).
    mutating func writeChunkSize(_ size: Int) {
        writeString(String(size, radix: 16))
        writeStaticString("\r\n")
    }
}
