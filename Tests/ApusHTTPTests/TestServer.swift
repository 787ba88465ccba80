import ApusHTTP
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import X509

/// A service made of a closure.
struct ClosureService: HTTPService {
    let body: @Sendable (HTTPRequest, HTTPExchange) -> Void

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) { body(request, exchange) }

    func response(to rejection: HTTPRejection) -> (headers: HTTPHeaders, body: ByteBuffer) {
        (["X-Rejected": "yes"], ByteBuffer(string: "rejected: \(rejection.message)"))
    }
}

/// A server for one test, with or without TLS, and what its clients need.
struct TestServer {
    let server: HTTPServer
    let port: Int
    let authority: TestAuthority

    static func run<T>(
        tls: Bool = false, limits: HTTPServer.Limits = HTTPServer.Limits(),
        _ service: @escaping @Sendable (HTTPRequest, HTTPExchange) -> Void, _ test: (TestServer) async throws -> T
    ) async throws -> T {
        let authority = try TestAuthority()
        var configuration = HTTPServer.Configuration(limits: limits)
        if tls {
            let own = try authority.issue("server", usage: .serverAuth)
            configuration.tls = .init(
                certificateChainPEM: own.certificate, privateKeyPEM: own.key, clientCAPEM: try authority.pem)
        }
        let server = HTTPServer(
            configuration: configuration, service: ClosureService(body: service),
            group: MultiThreadedEventLoopGroup.singleton)
        let port = try await server.start()
        do {
            let result = try await test(TestServer(server: server, port: port, authority: authority))
            await server.shutdown(gracePeriod: .milliseconds(100))
            return result
        } catch {
            await server.shutdown(gracePeriod: .zero)
            throw error
        }
    }

    /// Runs `body` with a client that trusts the server; `http2` false: HTTP/1.1 only.
    func withClient<T>(
        http2: Bool = false, certificate: (certificate: String, key: String)? = nil,
        _ body: (HTTPClient) async throws -> T
    ) async throws -> T {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = http2 ? .automatic : .http1Only
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(try authority.pem.utf8)))
        if let certificate {
            tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.certificate.utf8)).map {
                .certificate($0)
            }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(certificate.key.utf8), format: .pem))
        }
        configuration.tlsConfiguration = tls
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 100
        let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}

extension HTTPClientResponse {
    var text: String { get async throws { String(buffer: try await body.collect(upTo: 64 << 20)) } }
}

/// A raw TCP connection: sends text, and waits for text.
final class RawClient: Sendable {
    let channel: any Channel
    private let received: AsyncStream<String>
    private let isDone: AsyncStream<String>.Continuation

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let sink: AsyncStream<String>.Continuation
        init(_ sink: AsyncStream<String>.Continuation) { self.sink = sink }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            sink.yield(String(buffer: unwrapInboundIn(data)))
        }
        func channelInactive(context: ChannelHandlerContext) { sink.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    init(port: Int) async throws {
        let (stream, sink) = AsyncStream<String>.makeStream()
        received = stream
        isDone = sink
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { $0.pipeline.addHandler(Collector(sink)) }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// What came until `end` is in it, or until the connection closed.
    func read(until end: String? = nil) async -> String {
        var text = ""
        for await part in received {
            text += part
            if let end, text.contains(end) { break }
        }
        return text
    }
}
