import NIOCore
import NIOHTTP2

/// Answers the pings of an HTTP/2 peer before NIOHTTP2 sees them.
///
/// etcd's gRPC pings after almost every answer to measure the bandwidth, and NIOHTTP2 closes a connection that brings
/// more than 200 control frames in 30 seconds, a limit that grpc-swift does not let one raise.
final class PingAnswers: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let headerLength = 9
    private static let pingLength = 17
    private static let pingType: UInt8 = 6

    /// The begin of a frame whose header, or whose ping, has not come whole.
    private var held: ByteBuffer?
    /// How much of the frame that was passed on last is still to come.
    private var rest = 0

    /// Puts a handler between TLS and HTTP/2 of a connection that gRPC has set up.
    static func install(on channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(PingAnswers(), position: .before(pipeline.handler(type: NIOHTTP2Handler.self)))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var input = unwrapInboundIn(data)
        if var held {
            held.writeBuffer(&input)
            input = held
            self.held = nil
        }
        var end = input.readerIndex
        while true {
            let left = input.writerIndex - end
            let passed = min(rest, left)
            rest -= passed
            end += passed
            guard rest == 0, left > passed else { break }
            let available = input.writerIndex - end
            guard available >= PingAnswers.headerLength, let header = input.getBytes(at: end, length: 9) else {
                hold(&input, from: end)
                break
            }
            let length = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
            // A ping that is no answer (flag 1) has eight bytes.
            guard header[3] == PingAnswers.pingType, header[4] & 1 == 0, length == 8 else {
                rest = PingAnswers.headerLength + length
                continue
            }
            guard available >= PingAnswers.pingLength else {
                hold(&input, from: end)
                break
            }
            answer(input.getSlice(at: end, length: PingAnswers.pingLength), context)
            pass(&input, upTo: end, context)
            input.moveReaderIndex(forwardBy: PingAnswers.pingLength)
            end = input.readerIndex
        }
        pass(&input, upTo: end, context)
    }

    private func hold(_ input: inout ByteBuffer, from index: Int) {
        held = input.getSlice(at: index, length: input.writerIndex - index)
    }

    private func pass(_ input: inout ByteBuffer, upTo end: Int, _ context: ChannelHandlerContext) {
        guard end > input.readerIndex, let slice = input.readSlice(length: end - input.readerIndex) else { return }
        context.fireChannelRead(wrapInboundOut(slice))
    }

    private func answer(_ ping: ByteBuffer?, _ context: ChannelHandlerContext) {
        guard var pong = ping else { return }
        pong.setInteger(UInt8(1), at: pong.readerIndex + 4)
        context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    }
}
