import NIOCore
import NIOHTTP1

/// The server's side of a SPDY/3.1 connection, as Kubernetes uses it: the client opens streams, both send data.
///
/// Flow control windows are not kept: no client of Kubernetes does, and one that got a `WINDOW_UPDATE` would stumble
/// over it. What holds a fast side back is the connection below.
final class SPDYConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let transport: SPDYTransport
    private let opened: @Sendable (RemoteStream) -> Void
    private let compressor: SPDYHeaderCompressor
    private let decompressor: SPDYHeaderDecompressor
    private var context: ChannelHandlerContext?
    private var received = ByteBuffer()
    private var streams: [UInt32: Stream] = [:]
    private var lastStream: UInt32 = 0
    private var isClosing = false

    private struct Stream {
        let stream: RemoteStream
        var inputIsOpen = true
        var outputIsOpen = true
    }

    /// `opened` is called on the event loop for each stream that the client opens, after it was accepted.
    init(transport: SPDYTransport, opened: @escaping @Sendable (RemoteStream) -> Void) throws {
        self.transport = transport
        self.opened = opened
        compressor = try SPDYHeaderCompressor()
        decompressor = try SPDYHeaderDecompressor()
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
        let all = streams.values
        streams = [:]
        for stream in all { stream.stream.input.finish() }
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.writeImmutableBuffer(unwrapInboundIn(data))
        do {
            while !isClosing, let frame = try SPDYFrame.read(from: &received) { try take(frame, context) }
            received.discardReadBytes()
        } catch {
            context.close(promise: nil)
        }
    }

    private func take(_ frame: SPDYFrame, _ context: ChannelHandlerContext) throws {
        switch frame {
        case .synStream(let id, let block, let isLast):
            try open(id, try decompressor.decompress(block), isLast: isLast)
        case .synReply(_, let block, _), .headers(_, let block, _): _ = try decompressor.decompress(block)
        case .data(let id, let bytes, let isLast):
            guard let stream = streams[id], stream.inputIsOpen else { return }
            transport.inputArrived(bytes.readableBytes)
            if !stream.stream.input.yield(bytes) { transport.inputTaken(bytes.readableBytes) }
            if isLast { endInput(id) }
        case .reset(let id, _):
            streams.removeValue(forKey: id)?.stream.input.finish()
        case .ping(let id):
            if id % 2 == 1 { send(.ping(id), promise: nil) }
        case .goAway: endAll()
        case .other: break
        }
    }

    private func open(_ id: UInt32, _ headers: HTTPHeaders, isLast: Bool) throws {
        guard id % 2 == 1, id > lastStream, streams.count < SPDYConnection.streamLimit else {
            send(.reset(stream: id, status: 3), promise: nil)  // REFUSED_STREAM
            return
        }
        lastStream = id
        let stream = RemoteStream(id: id, headers: headers, transport: transport)
        streams[id] = Stream(stream: stream)
        send(.synReply(stream: id, headers: try compressor.compress([:]), isLast: false), promise: nil)
        opened(stream)
        if isLast { endInput(id) }
    }

    private func endInput(_ id: UInt32) {
        streams[id]?.inputIsOpen = false
        streams[id]?.stream.input.finish()
        forget(id)
    }

    private func forget(_ id: UInt32) {
        if let stream = streams[id], !stream.inputIsOpen, !stream.outputIsOpen { streams[id] = nil }
    }

    // MARK: - Out, on the event loop

    func write(_ buffer: ByteBuffer, to id: UInt32, promise: EventLoopPromise<Void>) {
        guard streams[id]?.outputIsOpen == true else { return promise.fail(ChannelError.outputClosed) }
        var rest = buffer
        while rest.readableBytes > SPDYConnection.frameSize, let part = rest.readSlice(length: SPDYConnection.frameSize)
        {
            send(.data(stream: id, part, isLast: false), promise: nil)
        }
        send(.data(stream: id, rest, isLast: false), promise: promise)
    }

    func finish(_ id: UInt32, promise: EventLoopPromise<Void>) {
        guard streams[id]?.outputIsOpen == true else { return promise.succeed() }
        streams[id]?.outputIsOpen = false
        send(.data(stream: id, ByteBuffer(), isLast: true), promise: promise)
        forget(id)
    }

    func close() {
        guard let context, !isClosing else { return }
        isClosing = true
        send(.goAway(lastStream: lastStream, status: 0), promise: nil)
        context.close(promise: nil)
    }

    private func send(_ frame: SPDYFrame, promise: EventLoopPromise<Void>?) {
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        var buffer = context.channel.allocator.buffer(capacity: 64)
        frame.write(to: &buffer)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
    }

    private static let streamLimit = 1000
    private static let frameSize = 32 << 10
}

/// What the streams of a SPDY connection hold on to.
final class SPDYTransport: RemoteTransport {
    private let channel: any Channel
    private let gate: InputGate
    private let connection: NIOLoopBoundBox<SPDYConnection?>

    init(channel: any Channel, gate: InputGate) {
        self.channel = channel
        self.gate = gate
        connection = NIOLoopBoundBox.makeEmptyBox(valueType: SPDYConnection.self, eventLoop: channel.eventLoop)
    }

    func attach(_ connection: SPDYConnection?) { self.connection.value = connection }

    func write(_ buffer: ByteBuffer, to stream: UInt32) -> EventLoopFuture<Void> {
        perform { $0.write(buffer, to: stream, promise: $1) }
    }

    func finish(_ stream: UInt32) -> EventLoopFuture<Void> { perform { $0.finish(stream, promise: $1) } }

    func close() {
        channel.eventLoop.execute { [connection] in connection.value?.close() }
    }

    var closed: EventLoopFuture<Void> { channel.closeFuture }

    func inputArrived(_ count: Int) { gate.add(count) }
    func inputTaken(_ count: Int) { gate.add(-count) }

    private func perform(
        _ body: @escaping @Sendable (SPDYConnection, EventLoopPromise<Void>) -> Void
    ) -> EventLoopFuture<Void> {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        channel.eventLoop.execute { [connection] in
            if let connection = connection.value {
                body(connection, promise)
            } else {
                promise.fail(ChannelError.ioOnClosedChannel)
            }
        }
        return promise.futureResult
    }
}
