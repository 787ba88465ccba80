import NIOCore
import NIOHTTP1

/// The client's side of a relayed request: sends it, and moves the answer to the exchange.
final class RelayHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = HTTPClientRequestPart

    private let head: HTTPRequestHead
    private let body: ByteBuffer?
    private let exchange: HTTPExchange
    private let outcome: HTTPUpstream.Outcome
    private let gate: SwitchGate
    private let decoder: ByteToMessageHandler<HTTPResponseDecoder>
    private let encoder: HTTPRequestEncoder
    private var state = State.waiting
    /// What the other server answered; 0: nothing yet.
    private(set) var status = 0

    private enum State {
        case waiting
        /// The head of a 101 answer came; behind its end the bytes are another protocol's.
        case switching(HTTPResponseHead)
        case streaming(HTTPBodyWriter)
        /// An answer of 400 or more, whose body is gathered.
        case refusing(HTTPResponseStatus, ByteBuffer)
        case tunnel
        case over
    }

    init(
        head: HTTPRequestHead, body: ByteBuffer?, exchange: HTTPExchange, outcome: HTTPUpstream.Outcome,
        gate: SwitchGate, decoder: ByteToMessageHandler<HTTPResponseDecoder>, encoder: HTTPRequestEncoder
    ) {
        self.head = head
        self.body = body
        self.exchange = exchange
        self.outcome = outcome
        self.gate = gate
        self.decoder = decoder
        self.encoder = encoder
    }

    func channelActive(context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        let channel = context.channel
        exchange.onClose { channel.close(promise: nil) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .tunnel = state { return context.fireChannelRead(data) }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let bytes):
            if case .refusing(let status, let body) = state { return gather(bytes, status, body) }
            guard case .streaming(let writer) = state else { return }
            writer.write(bytes)
            guard writer.pendingBytes > RelayHandler.pendingLimit else { return }
            writer.flush()
            // What is left now waits for the client; `onDrain` tells when it is gone.
            if writer.pendingBytes > 0 { setReading(false, context) }
        case .end:
            switch state {
            case .switching(let head): tunnel(head, context)
            case .streaming(let writer):
                state = .over
                writer.finish()
                context.close(promise: nil)
            case .refusing(let status, let body):
                state = .over
                outcome.refused?(status, body)
                context.close(promise: nil)
            case .waiting, .tunnel, .over: break
            }
        }
    }

    /// Keeps the beginning of a refusal's body.
    private func gather(_ bytes: ByteBuffer, _ status: HTTPResponseStatus, _ body: ByteBuffer) {
        var body = body
        state = .over  // so that `body` is the only owner
        let room = RelayHandler.refusalLimit - body.readableBytes
        if let part = bytes.getSlice(at: bytes.readerIndex, length: min(room, bytes.readableBytes)) {
            body.writeImmutableBuffer(part)
        }
        state = .refusing(status, body)
    }

    private func begin(_ answer: HTTPResponseHead, _ context: ChannelHandlerContext) {
        status = Int(answer.status.code)
        if answer.status == .switchingProtocols {
            state = .switching(answer)
            return
        }
        if outcome.refused != nil, answer.status.code >= 400 {
            state = .refusing(answer.status, ByteBuffer())
            return
        }
        guard let writer = openWriter(answer) else {
            state = .over
            return context.close(promise: nil)
        }
        state = .streaming(writer)
        let channel = context.channel
        writer.onClose { channel.close(promise: nil) }
        writer.onDrain { channel.setOption(.autoRead, value: true).whenComplete { _ in channel.read() } }
    }

    private func openWriter(_ answer: HTTPResponseHead) -> HTTPBodyWriter? {
        if let messages = outcome.messages {
            guard let writer = try? exchange.openWriter(messages) else { return nil }
            // Tells the client that the connection stands.
            writer.write(ByteBuffer())
            return writer
        }
        var headers = HTTPHeaders.withoutHops(answer.headers)
        headers.remove(name: "content-length")
        headers.remove(name: "date")
        return exchange.openWriter(status: answer.status, headers: headers)
    }

    private func setReading(_ isReading: Bool, _ context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(.autoRead, value: isReading)
    }

    /// Joins the two connections: from here on bytes go both ways.
    private func tunnel(_ answer: HTTPResponseHead, _ context: ChannelHandlerContext) {
        state = .tunnel
        var headers = HTTPHeaders.withoutHops(answer.headers)
        headers.remove(name: "content-length")
        headers.remove(name: "date")
        headers.add(name: "Connection", value: "Upgrade")
        for value in answer.headers["upgrade"] { headers.add(name: "Upgrade", value: value) }
        let (client, server) = TunnelHandler.pair()
        do {
            try exchange.upgradeNow(headers: headers) { _, pipeline in try pipeline.addHandler(client) }
            let pipeline = context.pipeline.syncOperations
            try pipeline.addHandler(server)
            gate.hold()
            pipeline.removeHandler(encoder).assumeIsolated().whenComplete { _ in }
            pipeline.removeHandler(decoder).assumeIsolated().whenComplete { [gate] _ in
                gate.release()
                context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            }
        } catch {
            state = .over
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(ChannelError.eof)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .tunnel = state { return context.fireErrorCaught(error) }
        end(error)
        context.close(promise: nil)
    }

    private func end(_ error: any Error) {
        switch state {
        case .waiting, .switching: outcome.failed(.noAnswer(error))
        case .refusing(let status, let body): outcome.refused?(status, body)
        case .streaming(let writer): writer.abort()
        case .tunnel, .over: break
        }
        if case .tunnel = state { return }
        state = .over
    }

    private static let pendingLimit = 256 << 10
    private static let refusalLimit = 8 << 10
}
