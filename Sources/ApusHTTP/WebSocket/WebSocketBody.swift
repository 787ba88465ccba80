import FoundationEssentials
import NIOCore
import NIOHTTP1

/// An answer as the messages of a WebSocket: each buffer that is written is one message. What the client sends is
/// ignored; when it closes, the answer has ended.
final class WebSocketBody: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let loop: LoopState
    private let encoding: WebSocketAnswer.Encoding
    private var context: ChannelHandlerContext?
    private var writer: HTTPBodyWriter?

    init(loop: LoopState, encoding: WebSocketAnswer.Encoding) {
        self.loop = loop
        self.encoding = encoding
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        detach()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelInactive(context: ChannelHandlerContext) {
        detach()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { writer?.flushNow() }
        context.fireChannelWritabilityChanged()
    }

    private func detach() {
        let writer = writer
        self.writer = nil
        writer?.detach()
    }
}

extension WebSocketBody: ResponseSink {
    var isWritable: Bool { context?.channel.isWritable ?? false }
    var canUpgrade: Bool { false }

    /// The head was the one of the upgrade.
    func sendHead(status: HTTPResponseStatus, headers: HTTPHeaders, length: Int?) {}

    func send(status: HTTPResponseStatus, headers: HTTPHeaders, body: [ByteBuffer]) {
        for buffer in body { sendBody(buffer) }
        sendEnd()
    }

    func pull(_ source: any HTTPBodySource) { abort() }

    func attach(_ writer: HTTPBodyWriter) {
        self.writer = writer
        writer.attach(to: self)
    }

    func sendBody(_ buffer: ByteBuffer) {
        var message = buffer
        if encoding == .base64 { message = ByteBuffer(string: Data(buffer.readableBytesView).base64EncodedString()) }
        context?.write(wrapOutboundOut(message), promise: nil)
    }

    func sendEnd() {
        detach()
        context?.flush()
        context?.close(promise: nil)
    }

    func flush() { context?.flush() }
    func abort() { context?.close(promise: nil) }
    func retire() {}
}

/// How an answer is sent over a WebSocket.
public struct WebSocketAnswer: Sendable {
    /// What the messages are.
    public enum Encoding: Sendable {
        case text
        case binary
        /// Text that encodes bytes.
        case base64
    }

    fileprivate let handshake: WebSocketHandshake
    fileprivate let encoding: Encoding

    /// Whether `request` asks for a WebSocket.
    public static func isAsked(by request: HTTPRequest) -> Bool { WebSocketHandshake.isAsked(by: request) }

    /// - Parameters:
    ///   - supported: The subprotocols to choose from; "" allows a client to ask for none.
    ///   - encoding: What messages are, by the subprotocol that was chosen.
    public init(
        _ request: HTTPRequest, supported: [String], encoding: (String) -> Encoding
    ) throws(UpgradeRefusal) {
        handshake = try WebSocketHandshake(request, supported: supported)
        self.encoding = encoding(handshake.subprotocol)
    }
}

extension HTTPExchange {
    /// Answers with a WebSocket to which the owner of the writer pushes: each buffer is one message. Called on the
    /// event loop.
    public func openWriter(_ answer: WebSocketAnswer) throws(UpgradeRefusal) -> HTTPBodyWriter {
        let writer = HTTPBodyWriter(eventLoop: eventLoop, joinsWrites: false)
        do {
            guard let loop = connectionLoop else { throw ChannelError.ioOnClosedChannel }
            try upgradeNow(headers: answer.handshake.headers) { _, pipeline in
                let body = WebSocketBody(loop: loop, encoding: answer.encoding)
                try pipeline.addHandlers(WebSocketMessages.handlers(isText: answer.encoding != .binary) + [body])
                body.attach(writer)
            }
        } catch let error as UpgradeRefusal {
            throw error
        } catch {
            throw UpgradeRefusal(status: .internalServerError, message: "\(error)")
        }
        return writer
    }
}
