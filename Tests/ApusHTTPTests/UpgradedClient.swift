import NIOCore
import NIOPosix
import Synchronization

@testable import ApusHTTP

/// A raw connection that upgraded: bytes in, bytes out.
final class UpgradedClient: Sendable {
    let channel: any Channel
    private let input: RemoteInput

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let input: RemoteInput
        init(_ input: RemoteInput) { self.input = input }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { input.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { input.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    init(port: Int) async throws {
        let input = RemoteInput(taken: { _ in })
        self.input = input
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { $0.pipeline.addHandler(Collector(input)) }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ buffer: ByteBuffer) async throws { try await channel.writeAndFlush(buffer) }

    private let kept = Mutex(ByteBuffer())

    /// Waits until `take` finds what it wants at the front of what came; nil where the connection ended before.
    func next<T>(_ take: (inout ByteBuffer) throws -> T?) async throws -> T? {
        while true {
            var buffer = kept.withLock { $0 }
            let found = try take(&buffer)
            kept.withLock { [buffer] in $0 = buffer }
            if let found { return found }
            var iterator = input.makeAsyncIterator()
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

    func frame() async throws -> SPDYFrame? { try await next { try SPDYFrame.read(from: &$0) } }

    /// The next message of a WebSocket: opcode and payload. Servers do not mask.
    func message() async throws -> (opcode: UInt8, payload: [UInt8])? {
        try await next { buffer in
            var copy = buffer
            guard let first = copy.readInteger(as: UInt8.self), let second = copy.readInteger(as: UInt8.self) else {
                return nil
            }
            var length = Int(second)
            if second == 126 {
                guard let long = copy.readInteger(as: UInt16.self) else { return nil }
                length = Int(long)
            }
            guard let bytes = copy.readBytes(length: length) else { return nil }
            buffer = copy
            return (first & 15, bytes)
        }
    }

    /// Sends a masked frame, as clients must.
    func sendMessage(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) async throws {
        let mask: [UInt8] = [1, 2, 3, 4]
        var buffer = ByteBuffer()
        buffer.writeInteger((isFinal ? 0x80 : 0) | opcode)
        if payload.count < 126 {
            buffer.writeInteger(UInt8(0x80 | payload.count))
        } else {
            buffer.writeInteger(UInt8(0x80 | 126))
            buffer.writeInteger(UInt16(payload.count))
        }
        buffer.writeBytes(mask)
        buffer.writeBytes(payload.enumerated().map { $0.element ^ mask[$0.offset % 4] })
        try await send(buffer)
    }

    static func webSocketRequest(_ path: String, _ protocols: String) -> ByteBuffer {
        ByteBuffer(
            string: "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: \(protocols)\r\n\r\n")
    }

    static func spdyRequest(_ path: String, _ versions: [String]) -> ByteBuffer {
        ByteBuffer(
            string:
                "POST \(path) HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n"
                + versions.map { "X-Stream-Protocol-Version: \($0)\r\n" }.joined() + "\r\n")
    }
}
