import NIOCore

/// One end of a tunnel between two connections on the same event loop: what one reads the other writes; one that
/// cannot write stops the other from reading; when one ends, the other does.
final class TunnelHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var partner: TunnelHandler?
    private var context: ChannelHandlerContext?
    private var early: [ByteBuffer] = []
    private var hasHeldBackRead = false
    private var isClosed = false

    static func pair() -> (TunnelHandler, TunnelHandler) {
        let first = TunnelHandler()
        let second = TunnelHandler()
        first.partner = second
        second.partner = first
        return (first, second)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        for buffer in early { context.write(wrapOutboundOut(buffer), promise: nil) }
        early = []
        context.flush()
        if isClosed { context.close(promise: nil) }
        partner?.resume()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        partner = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { partner?.send(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) {
        partner?.end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { partner?.resume() }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if partner?.context?.channel.isWritable ?? true { context.read() } else { hasHeldBackRead = true }
    }

    private func send(_ buffer: ByteBuffer) {
        // Flushed at once: what a decoder hands on when it leaves comes outside of a read.
        if let context { context.writeAndFlush(wrapOutboundOut(buffer), promise: nil) } else { early.append(buffer) }
    }

    private func end() {
        isClosed = true
        context?.flush()
        context?.close(promise: nil)
    }

    private func resume() {
        guard hasHeldBackRead else { return }
        hasHeldBackRead = false
        context?.read()
    }
}
