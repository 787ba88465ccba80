import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL

/// An HTTP/2 client that lets the server send as much as it likes, as curl nearly does, and goes away after the first
/// bytes of the answer.
enum OpenWindowClient {
    /// Calls `look` when the first bytes of the answer to `GET /` are there, and closes the connection.
    static func get<T: Sendable>(port: Int, _ look: @escaping @Sendable () -> T) async throws -> T {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = ["h2"]
        let tls = try NIOSSLContext(configuration: configuration)
        let group = MultiThreadedEventLoopGroup.singleton
        let result = group.any().makePromise(of: T.self)
        let multiplexer = group.any().makePromise(of: NIOHTTP2Handler.StreamMultiplexer.self)
        let channel = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(try NIOSSLClientHandler(context: tls, serverHostname: nil))
                    let window = 1 << 30
                    var connection = NIOHTTP2Handler.ConnectionConfiguration()
                    connection.initialSettings = [HTTP2Setting(parameter: .initialWindowSize, value: window)]
                    connection.targetWindowSize = window
                    var stream = NIOHTTP2Handler.StreamConfiguration()
                    stream.targetWindowSize = window
                    multiplexer.succeed(
                        try pipeline.configureHTTP2Pipeline(
                            mode: .client, connectionConfiguration: connection, streamConfiguration: stream
                        ) { $0.close() })
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        do {
            _ = try await multiplexer.futureResult.get().createStreamChannel { stream in
                stream.pipeline.addHandler(Asker(result: result, look: look))
            }.get()
            let value = try await result.futureResult.get()
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Asker<T: Sendable>: ChannelInboundHandler, Sendable {
        typealias InboundIn = HTTP2Frame.FramePayload
        typealias OutboundOut = HTTP2Frame.FramePayload

        let result: EventLoopPromise<T>
        let look: @Sendable () -> T

        init(result: EventLoopPromise<T>, look: @escaping @Sendable () -> T) {
            self.result = result
            self.look = look
        }

        func channelActive(context: ChannelHandlerContext) {
            let headers: HPACKHeaders = [":method": "GET", ":path": "/", ":scheme": "https", ":authority": "localhost"]
            context.writeAndFlush(wrapOutboundOut(.headers(.init(headers: headers, endStream: true))), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if case .data = unwrapInboundIn(data) { result.succeed(look()) }
        }

        func channelInactive(context: ChannelHandlerContext) { result.fail(ChannelError.eof) }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { result.fail(error) }
    }
}
