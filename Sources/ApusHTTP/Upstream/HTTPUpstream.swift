public import NIOCore
public import NIOHTTP1
import NIOPosix
import NIOSSL

/// Relays requests to another HTTP server, as the API server does to kubelets: the answer streams back with
/// back-pressure, and an upgrade (`exec`, `attach`, `portforward`) becomes a tunnel for bytes.
public final class HTTPUpstream: Sendable {
    /// How the other server is trusted, and what it is shown.
    public struct TLS: Sendable {
        /// Who must have issued its certificate, as PEM; nil: any certificate will do.
        public var caPEM: String?
        /// What the certificate must name; nil: the host that is connected to.
        public var serverName: String?
        public var certificatePEM: String?
        public var privateKeyPEM: String?

        public init(
            caPEM: String?, serverName: String? = nil, certificatePEM: String? = nil, privateKeyPEM: String? = nil
        ) {
            self.caPEM = caPEM
            self.serverName = serverName
            self.certificatePEM = certificatePEM
            self.privateKeyPEM = privateKeyPEM
        }
    }

    /// Why nothing could be relayed; nothing was answered to the client yet.
    public enum Failure: Error, Sendable {
        case connect(any Error)
        /// The other server closed, or spoke no HTTP, before its answer began.
        case noAnswer(any Error)
    }

    private let context: NIOSSLContext?
    private let serverName: String?
    private let connectTimeout: TimeAmount

    /// `tls` nil: plain TCP. Throws where a certificate or key does not parse.
    public init(tls: TLS?, connectTimeout: TimeAmount = .seconds(10)) throws {
        self.connectTimeout = connectTimeout
        serverName = tls?.serverName
        context = try tls.map { try NIOSSLContext(configuration: HTTPUpstream.configuration($0)) }
    }

    /// What becomes of a relayed request. Everything is called on the exchange's event loop.
    public struct Outcome: Sendable {
        /// The client gets the body as messages of a WebSocket, the first of them empty; nil: as it is.
        public var messages: WebSocketAnswer?
        /// Answers in the place of an answer of 400 or more, of which it gets the status and the first bytes of the body;
        /// nil: such an answer is passed on like any other.
        public var refused: (@Sendable (HTTPResponseStatus, ByteBuffer) -> Void)?
        /// Answers where nothing could be relayed.
        public var failed: @Sendable (Failure) -> Void
        /// Called when the connection to the other server has ended, with the status of its answer; 0: there was none.
        public var ended: @Sendable (Int) -> Void

        public init(
            messages: WebSocketAnswer? = nil, refused: (@Sendable (HTTPResponseStatus, ByteBuffer) -> Void)? = nil,
            ended: @escaping @Sendable (Int) -> Void = { _ in }, failed: @escaping @Sendable (Failure) -> Void
        ) {
            self.messages = messages
            self.refused = refused
            self.failed = failed
            self.ended = ended
        }
    }

    /// Sends `request` to `host:port` and its answer to `exchange`.
    ///
    /// Headers that belong to one connection are left out (RFC 9110 §7.6.1), but those of an upgrade are kept.
    public func relay(
        _ request: HTTPRequest, to host: String, port: Int, _ exchange: HTTPExchange, _ outcome: Outcome
    ) {
        let head = HTTPUpstream.head(request, host, port)
        ClientBootstrap(group: exchange.eventLoop)
            .connectTimeout(connectTimeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    try setUp(channel, host, head, request.body, exchange, outcome)
                }
            }
            .connect(host: host, port: port)
            .whenFailure { outcome.failed(.connect($0)) }
    }

    private func setUp(
        _ channel: any Channel, _ host: String, _ head: HTTPRequestHead, _ body: ByteBuffer?, _ exchange: HTTPExchange,
        _ outcome: Outcome
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        if let context {
            let name = serverName ?? host
            let isAddress = (try? SocketAddress(ipAddress: name, port: 0)) != nil
            try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : name))
        }
        let decoder = ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
        let encoder = HTTPRequestEncoder()
        let gate = SwitchGate()
        let relay = RelayHandler(
            head: head, body: body, exchange: exchange, outcome: outcome, gate: gate, decoder: decoder,
            encoder: encoder)
        channel.closeFuture.assumeIsolated().whenComplete { _ in outcome.ended(relay.status) }
        try pipeline.addHandlers([gate, encoder, decoder, relay])
    }

    private static func configuration(_ tls: TLS) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let pem = tls.caPEM {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
        } else {
            configuration.certificateVerification = .none
        }
        if let certificate = tls.certificatePEM, let key = tls.privateKeyPEM {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
        }
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    private static func head(_ request: HTTPRequest, _ host: String, _ port: Int) -> HTTPRequestHead {
        let isUpgrade = request.headers.contains(name: "upgrade")
        var headers = HTTPHeaders.withoutHops(request.headers)
        headers.remove(name: "content-length")
        headers.replaceOrAdd(name: "host", value: host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)")
        if isUpgrade {
            headers.add(name: "Connection", value: "Upgrade")
            for value in request.headers["upgrade"] { headers.add(name: "Upgrade", value: value) }
        } else {
            headers.add(name: "Connection", value: "close")
        }
        if let body = request.body {
            headers.add(name: "Content-Length", value: String(body.readableBytes))
        } else if request.method == .POST || request.method == .PUT || request.method == .PATCH {
            headers.add(name: "Content-Length", value: "0")
        }
        return HTTPRequestHead(version: .http1_1, method: request.method, uri: request.uri, headers: headers)
    }
}

extension HTTPHeaders {
    /// Without what belongs to one connection only.
    static func withoutHops(_ headers: HTTPHeaders) -> HTTPHeaders {
        var result = headers
        for name in headers[canonicalForm: "connection"] { result.remove(name: String(name)) }
        for name in ["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"] {
            result.remove(name: name)
        }
        return result
    }
}
