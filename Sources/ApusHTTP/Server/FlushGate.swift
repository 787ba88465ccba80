import NIOCore

/// Joins the flushes of many HTTP/2 streams: one for what is written while a read is handled, one for what is written
/// within one turn of the event loop otherwise. What is much leaves at once, so that the connection tells the streams
/// when its client does not keep up.
final class FlushGate: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// How many bytes may wait.
    private static let limit = 128 << 10

    private var waiting = 0
    private var context: ChannelHandlerContext?
    private var isReading = false
    private var isPending = false
    private var isScheduled = false

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        if isPending { context.flush() }
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        isReading = false
        flushPending()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        waiting += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        isPending = true
        if waiting > FlushGate.limit { return flushPending() }
        guard !isReading, !isScheduled else { return }
        isScheduled = true
        context.eventLoop.assumeIsolated().execute {
            self.isScheduled = false
            self.flushPending()
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        flushPending()
        context.close(mode: mode, promise: promise)
    }

    private func flushPending() {
        guard isPending else { return }
        isPending = false
        waiting = 0
        context?.flush()
    }
}
