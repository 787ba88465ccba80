import NIOCore

/// Holds what a server sends back while its connection changes from HTTP to another protocol: the decoder of HTTP leaves a
/// moment later, and would drop what it still has when the connection ends in that moment.
final class SwitchGate: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var context: ChannelHandlerContext?
    /// Nil: everything passes.
    private var held: [ByteBuffer]?
    private var hasEnded = false

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if held == nil { context.fireChannelRead(data) } else { held?.append(unwrapInboundIn(data)) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if held == nil { context.fireChannelInactive() } else { hasEnded = true }
    }

    func hold() { held = [] }

    func release() {
        let buffers = held ?? []
        held = nil
        for buffer in buffers { context?.fireChannelRead(wrapInboundOut(buffer)) }
        if !buffers.isEmpty { context?.fireChannelReadComplete() }
        if hasEnded { context?.fireChannelInactive() }
    }
}
