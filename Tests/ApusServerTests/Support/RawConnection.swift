import NIOCore
import NIOPosix
import Synchronization

/// A plain connection: bytes in, bytes out.
final class RawConnection: Sendable {
    private let channel: any Channel
    private let arrived: AsyncStream<ByteBuffer>
    private let kept = Mutex(ByteBuffer())

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let sink: AsyncStream<ByteBuffer>.Continuation
        init(_ sink: AsyncStream<ByteBuffer>.Continuation) { self.sink = sink }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { sink.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { sink.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    /// - Parameter reads: Whether what comes is read from the beginning; else with `startReading`.
    init(port: Int, reads: Bool = true) async throws {
        let (stream, sink) = AsyncStream<ByteBuffer>.makeStream()
        arrived = stream
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { $0.pipeline.addHandler(Collector(sink)) }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ buffer: ByteBuffer) async throws { try await channel.writeAndFlush(buffer) }

    func startReading() async throws { try await channel.setOption(.autoRead, value: true).get() }

    func close() async throws { try await channel.close() }

    /// Waits until `take` finds what it wants at the front of what came; nil where the connection ended before.
    func next<T: Sendable>(_ take: @Sendable (inout ByteBuffer) throws -> T?) async throws -> T? {
        var iterator = arrived.makeAsyncIterator()
        while true {
            let found = try kept.withLock { try take(&$0) }
            if let found { return found }
            guard let more = await iterator.next() else { return nil }
            kept.withLock { _ = $0.writeImmutableBuffer(more) }
        }
    }

    /// The head of the answer.
    func head() async throws -> String {
        try await next { buffer in
            let view = buffer.readableBytesView
            guard let end = view.indices.first(where: { view[$0...].starts(with: Array("\r\n\r\n".utf8)) }) else {
                return nil
            }
            return buffer.readString(length: end + 4 - buffer.readerIndex)
        } ?? ""
    }
}
