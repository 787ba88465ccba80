import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import NIOTLS

/// Puts the handlers of the protocol that TLS negotiated in its own place.
final class NegotiationHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let tls: NIOSSLServerHandler
    private let verifier: ClientCertificateVerifier?
    private let deadline: TimeAmount
    private let makeInfo: (PeerCertificate?) -> ConnectionInfo
    private var timer: DeadlineTimer?

    init(
        tls: NIOSSLServerHandler, verifier: ClientCertificateVerifier?, deadline: TimeAmount,
        makeInfo: @escaping (PeerCertificate?) -> ConnectionInfo
    ) {
        self.tls = tls
        self.verifier = verifier
        self.deadline = deadline
        self.makeInfo = makeInfo
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        timer = DeadlineTimer(eventLoop: context.eventLoop) { channel.close(promise: nil) }
        timer?.set(deadline)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return context.close(promise: nil) }
        guard case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        let info = makeInfo(verifier?.verify(leaf: tls.peerCertificate))
        let pipeline = context.pipeline.syncOperations
        do {
            if negotiated == "h2" {
                try pipeline.configureHTTP2(info)
            } else {
                try pipeline.configureHTTP1(info)
            }
            pipeline.removeHandler(context: context, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }
}

extension ChannelPipeline.SynchronousOperations {
    func configureHTTP1(_ info: ConnectionInfo) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = info.limits.header
        limits.maxHeaderFieldSize = info.limits.header
        limits.maxHeaderFieldCount = 1000
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits))
        try addHandlers([decoder, HTTP1Connection(info: info, decoder: decoder)])
    }

    func configureHTTP2(_ info: ConnectionInfo) throws {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: info.limits.concurrentStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: info.limits.header),
            HTTP2Setting(parameter: .initialWindowSize, value: 256 << 10),
        ]
        connection.targetWindowSize = 1 << 20
        // Go's clients ping a lot, and end each watch with a reset.
        connection.controlFrameRateLimit.maximumCount = 20_000
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.targetWindowSize = 256 << 10
        stream.outboundBufferSizeHighWatermark = 128 << 10
        stream.outboundBufferSizeLowWatermark = 64 << 10
        stream.streamResetFrameRateLimit.maximumCount = 10_000
        let keeper = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: eventLoop,
            configuration: .init(maxIdleTime: info.limits.idle, maxAge: nil, maxGraceTime: nil, keepalive: nil))
        try addHandler(FlushGate())
        _ = try configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: connection, streamConfiguration: stream,
            streamDelegate: keeper.http2StreamDelegate
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(HTTP2Stream(info: info))
            }
        }
        try addHandler(keeper)
    }
}
