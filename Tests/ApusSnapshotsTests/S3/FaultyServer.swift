import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

@testable import ApusSnapshots

/// A server that answers as a test tells it to.
final class FaultyServer: Sendable {
    struct Request: Sendable {
        var method: HTTPMethod
        /// With the query.
        var uri: String
        var body: [UInt8]
    }

    enum Answer: Sendable {
        case status(Int, String = "", headers: [String: String] = [:])
        /// As many bytes of a body that was announced longer.
        case cut(String, announced: Int)
        /// Closes the connection.
        case hangUp
        /// Never answers.
        case silence

        static func error(_ status: Int, _ code: String) -> Answer {
            .status(status, "<Error><Code>\(code)</Code><Message>as the test wants it</Message></Error>")
        }
    }

    typealias Rule = @Sendable (_ request: Request, _ number: Int) -> Answer

    private let requests = Mutex<[Request]>([])
    /// How long the client would have waited between attempts.
    let pauses = Mutex<[Duration]>([])

    /// All requests so far, as `METHOD uri`.
    var log: [String] { requests.withLock { $0.map { "\($0.method) \($0.uri)" } } }
    var bodies: [[UInt8]] { requests.withLock { $0.map(\.body) } }

    /// Calls `body` with a server and a client of its bucket `bbb`, whose pauses take no time.
    ///
    /// - Parameter rule: Gets each request with its number, from 1.
    static func with(
        patience: S3Client.Patience = .init(), _ rule: @escaping Rule,
        _ body: (FaultyServer, S3Client) async throws -> Void
    ) async throws {
        let server = FaultyServer()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Handler { server.answer($0, rule) })
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        let configuration = try S3Configuration(
            location: "s3://bbb/p", endpoint: "http://127.0.0.1:\(channel.localAddress?.port ?? 0)",
            environment: { ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "very-secret"][$0] })
        let client = try S3Client(
            configuration, group: MultiThreadedEventLoopGroup.singleton, patience: patience, now: { currentTime() },
            sleep: { pause in server.pauses.withLock { $0.append(pause) } })
        let result: Result<Void, any Error>
        do { result = .success(try await body(server, client)) } catch { result = .failure(error) }
        await client.close()
        try await channel.close()
        try result.get()
    }

    private func answer(_ request: Request, _ rule: Rule) -> Answer {
        let number = requests.withLock { requests in
            requests.append(request)
            return requests.count
        }
        return rule(request, number)
    }
}

/// Collects a request and writes the answer.
private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: @Sendable (FaultyServer.Request) -> FaultyServer.Answer
    private var request: FaultyServer.Request?

    init(_ answer: @escaping @Sendable (FaultyServer.Request) -> FaultyServer.Answer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = .init(method: head.method, uri: head.uri, body: [])
        case .body(let buffer): request?.body += buffer.readableBytesView
        case .end:
            guard let request else { return }
            self.request = nil
            write(answer(request), to: request, context)
        }
    }

    private func write(
        _ answer: FaultyServer.Answer, to request: FaultyServer.Request, _ context: ChannelHandlerContext
    ) {
        switch answer {
        case .silence: break
        case .hangUp: context.close(promise: nil)
        case .cut(let text, let announced):
            writeHead(200, ["content-length": "\(announced)"], context)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            context.close(promise: nil)
        case .status(let status, let text, var headers):
            if headers["content-length"] == nil { headers["content-length"] = "\(text.utf8.count)" }
            writeHead(status, headers, context)
            if request.method != .HEAD {
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    private func writeHead(_ status: Int, _ headers: [String: String], _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: status),
            headers: HTTPHeaders(headers.map { ($0.key, $0.value) }))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }
}

final class Counter: Sendable {
    private let count = Mutex(0)

    /// 1, 2, 3, …
    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
