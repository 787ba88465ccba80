import FoundationEssentials
import NIOCore
import NIOHTTP1

/// The numbered channels of the subprotocols `*.channel.k8s.io`: the first byte of each message says which
/// (apimachinery's `httpstream/wsstream`). Channel 255 of version 5 closes the channel that the next byte names.
final class WebSocketChannels: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let isBase64: Bool
    private let transport: WebSocketTransport
    private var context: ChannelHandlerContext?
    private var streams: [RemoteStream]

    init(count: Int, isBase64: Bool, transport: WebSocketTransport) {
        self.isBase64 = isBase64
        self.transport = transport
        streams = (0..<count).map { RemoteStream(id: UInt32($0), headers: HTTPHeaders(), transport: transport) }
        transport.streams = streams
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        transport.attach(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        endAll()
        transport.attach(nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        endAll()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func endAll() {
        for stream in streams { stream.input.finish() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var message = unwrapInboundIn(data)
        guard let first = message.readInteger(as: UInt8.self) else { return }
        if first == 255, let closed = message.readInteger(as: UInt8.self) {
            if Int(closed) < streams.count { streams[Int(closed)].input.finish() }
            return
        }
        let number = Int(isBase64 ? first &- UInt8(ascii: "0") : first)
        guard number < streams.count else { return }
        if isBase64 {
            guard let bytes = Data(base64Encoded: String(buffer: message)) else { return context.close(promise: nil) }
            message = ByteBuffer(bytes: bytes)
        }
        transport.inputArrived(message.readableBytes)
        if !streams[number].input.yield(message) { transport.inputTaken(message.readableBytes) }
    }

    // MARK: - Out, on the event loop

    func write(_ buffer: ByteBuffer, to number: UInt32, promise: EventLoopPromise<Void>) {
        guard let context else { return promise.fail(ChannelError.ioOnClosedChannel) }
        var message = context.channel.allocator.buffer(capacity: buffer.readableBytes + 1)
        if isBase64 {
            message.writeInteger(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
            message.writeString(Data(buffer.readableBytesView).base64EncodedString())
        } else {
            message.writeInteger(UInt8(truncatingIfNeeded: number))
            message.writeImmutableBuffer(buffer)
        }
        context.writeAndFlush(wrapOutboundOut(message), promise: promise)
    }

    func close() { context?.close(promise: nil) }
}

/// What the channels of a WebSocket hold on to.
final class WebSocketTransport: RemoteTransport {
    private let channel: any Channel
    private let gate: InputGate
    private let handler: NIOLoopBoundBox<WebSocketChannels?>
    private let made: NIOLoopBoundBox<[RemoteStream]>

    init(channel: any Channel, gate: InputGate) {
        self.channel = channel
        self.gate = gate
        handler = NIOLoopBoundBox.makeEmptyBox(valueType: WebSocketChannels.self, eventLoop: channel.eventLoop)
        made = NIOLoopBoundBox.makeBoxSendingValue([], eventLoop: channel.eventLoop)
    }

    /// On the event loop.
    var streams: [RemoteStream] {
        get { made.value }
        set { made.value = newValue }
    }

    func attach(_ handler: WebSocketChannels?) { self.handler.value = handler }

    func write(_ buffer: ByteBuffer, to stream: UInt32) -> EventLoopFuture<Void> {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        channel.eventLoop.execute { [handler] in
            if let handler = handler.value {
                handler.write(buffer, to: stream, promise: promise)
            } else {
                promise.fail(ChannelError.ioOnClosedChannel)
            }
        }
        return promise.futureResult
    }

    /// Channels of a WebSocket have no end of their own: the connection's end is theirs.
    func finish(_ stream: UInt32) -> EventLoopFuture<Void> { channel.eventLoop.makeSucceededVoidFuture() }

    func close() {
        channel.eventLoop.execute { [handler] in handler.value?.close() }
    }

    var closed: EventLoopFuture<Void> { channel.closeFuture }

    func inputArrived(_ count: Int) { gate.add(count) }
    func inputTaken(_ count: Int) { gate.add(-count) }
}
