import NIOCore
import NIOWebSocket

/// Makes messages of a WebSocket's frames, and answers its control frames (RFC 6455 §5.4, §5.5).
///
/// Above it a message is a `ByteBuffer`; what is written leaves as one message of one frame.
final class WebSocketMessages: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = WebSocketFrame

    private let opcode: WebSocketOpcode
    private var message: ByteBuffer?
    private var hasSentClose = false
    private static let messageLimit = 4 << 20

    /// `isText`: messages leave as text.
    init(isText: Bool) { opcode = isText ? .text : .binary }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let bytes = frame.unmaskedData
        switch frame.opcode {
        case .ping: send(.pong, bytes, context, promise: nil)
        case .pong: break
        case .connectionClose:
            sendClose(bytes, context)
            context.close(promise: nil)
        default:
            if message == nil { message = bytes } else { message?.writeImmutableBuffer(bytes) }
            guard let whole = message, whole.readableBytes <= WebSocketMessages.messageLimit else {
                return context.close(promise: nil)
            }
            guard frame.fin else { return }
            message = nil
            context.fireChannelRead(wrapInboundOut(whole))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        send(opcode, unwrapOutboundIn(data), context, flush: false, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        var code = ByteBuffer()
        code.write(webSocketErrorCode: .normalClosure)
        sendClose(code, context)
        context.close(mode: mode, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func sendClose(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !hasSentClose else { return }
        hasSentClose = true
        send(.connectionClose, payload, context, promise: nil)
    }

    private func send(
        _ opcode: WebSocketOpcode, _ bytes: ByteBuffer, _ context: ChannelHandlerContext, flush: Bool = true,
        promise: EventLoopPromise<Void>?
    ) {
        context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: bytes)), promise: promise)
        if flush { context.flush() }
    }

    /// The handlers of a WebSocket, in order; what speaks in messages goes behind them.
    static func handlers(isText: Bool) -> [any ChannelHandler] {
        [
            WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: messageLimit)),
            WebSocketMessages(isText: isText),
        ]
    }
}
