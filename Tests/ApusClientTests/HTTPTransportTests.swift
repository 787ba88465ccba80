import ApusAPI
import ApusClient
import ApusJSON
import ApusTestSupport
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

/// Answers each request with the next of its answers, and notes what was asked.
private final class ScriptedServer: Sendable {
    struct Answer: Sendable {
        var status: HTTPResponseStatus = .ok
        var headers: [(String, String)] = []
        /// Sent one after the other.
        var chunks: [String]
    }

    private struct State {
        var answers: [Answer]
        var requests: [String] = []
    }

    private let state: Mutex<State>
    private let channel: Mutex<(any Channel)?> = Mutex(nil)

    init(_ answers: [Answer]) { state = Mutex(State(answers: answers)) }

    var requests: [String] { state.withLock { $0.requests } }

    func start() async throws -> String {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.channel.withLock { $0 = channel }
        return "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    func stop() async throws { try await channel.withLock { $0 }?.close() }

    fileprivate func answer(_ request: String) -> Answer {
        state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? Answer(status: .notFound, chunks: []) : state.answers.removeFirst()
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        let server: ScriptedServer
        var head = ""
        var body = ""

        init(server: ScriptedServer) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let request):
                let credential = request.headers.first(name: "authorization").map { " \($0)" } ?? ""
                head = "\(request.method) \(request.uri)\(credential)"
                body = ""
            case .body(let buffer): body += String(buffer: buffer)
            case .end:
                let answer = server.answer(body.isEmpty ? head : "\(head) \(body)")
                let headers = HTTPHeaders(answer.headers)
                context.write(
                    wrapOutboundOut(.head(.init(version: .http1_1, status: answer.status, headers: headers))),
                    promise: nil)
                for chunk in answer.chunks {
                    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: chunk)))), promise: nil)
                }
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}

struct HTTPTransportTests {
    private func withServer(
        _ answers: [ScriptedServer.Answer], credential: ClientConfiguration.Credential = .none,
        time: TimeSource = .system, _ body: (HTTPTransport, ScriptedServer) async throws -> Void
    ) async throws {
        let server = ScriptedServer(answers)
        var configuration = ClientConfiguration(server: try await server.start())
        configuration.credential = credential
        let transport = try HTTPTransport(configuration, time: time, logger: quiet)
        do {
            try await body(transport, server)
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        try await server.stop()
    }

    @Test func `requests have the paths, bodies and credentials of the Kubernetes API`() async throws {
        let answers = [ScriptedServer.Answer](repeating: .init(chunks: [#"{"kind":"X"}"#]), count: 5)
        try await withServer(answers, credential: .token("abc")) { transport, server in
            let client = APIClient(transport)
            let deployments = GroupVersionResource("apps", "v1", "deployments")
            _ = try await client.get(Resources.pods, namespace: "default", name: "a")
            try await client.create(Resources.pods, namespace: "default", ["kind": "Pod"])
            try await client.update(
                deployments, ["metadata": ["namespace": "x", "name": "web"]], subresource: "status")
            try await client.patch(Resources.pods, namespace: "d", name: "a", .merge, ["spec": nil])
            var options = APIOptions()
            options.propagationPolicy = "Foreground"
            options.preconditionUID = "u"
            try await client.delete(Resources.pods, namespace: "d", name: "a b", options: options)
            #expect(
                server.requests == [
                    "GET /api/v1/namespaces/default/pods/a Bearer abc",
                    #"POST /api/v1/namespaces/default/pods Bearer abc {"kind":"Pod"}"#,
                    #"PUT /apis/apps/v1/namespaces/x/deployments/web/status Bearer abc {"metadata":{"namespace":"x","name":"web"}}"#,
                    #"PATCH /api/v1/namespaces/d/pods/a Bearer abc {"spec":null}"#,
                    #"DELETE /api/v1/namespaces/d/pods/a%20b Bearer abc {"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Foreground","preconditions":{"uid":"u"}}"#,
                ])
        }
    }

    @Test func `a list is read in pages`() async throws {
        let first =
            #"{"metadata":{"resourceVersion":"9","continue":"next"},"items":[{"metadata":{"name":"a","namespace":"d","resourceVersion":"3"}}]}"#
        let second =
            #"{"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"b","namespace":"d"},"spec":{"nodeName":"n"}}]}"#
        try await withServer([.init(chunks: [first]), .init(chunks: [second])]) { transport, server in
            let list = try await APIClient(transport).list(Resources.pods, labelSelector: "a=b,c")
            #expect(list.items.map(\.key) == ["d/a", "d/b"])
            #expect(list.items[0].revision == 3)
            #expect(list.items[1].fields["spec.nodeName"] == "n")
            #expect(list.resourceVersion == "9")
            #expect(
                server.requests == [
                    "GET /api/v1/pods?labelSelector=a%3Db%2Cc&limit=500",
                    "GET /api/v1/pods?labelSelector=a%3Db%2Cc&limit=500&continue=next",
                ])
        }
    }

    @Test func `a watch is cut into events wherever the bytes break`() async throws {
        let events =
            #"{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"5"}}}"# + "\n"
            + #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"8"}}}"# + "\n"
            + #"{"type":"ERROR","object":{"kind":"Status","status":"Failure","reason":"Expired","code":410,"message":"old"}}"#
            + "\n"
        let chunks = stride(from: 0, to: events.count, by: 7).map { String(events.dropFirst($0).prefix(7)) }
        try await withServer([.init(chunks: chunks)]) { transport, _ in
            var request = APIRequest(.watch, Resources.pods)
            request.options.resourceVersion = "4"
            var seen: [String] = []
            for try await event in try await transport.watch(request) {
                seen.append("\(event.kind.rawValue) \(event.object.name) \(event.object.revision)")
            }
            #expect(seen == ["ADDED a 5", "BOOKMARK  8", "ERROR  0"])
        }
    }

    @Test func `a refusal is the server's Status`() async throws {
        let status =
            #"{"kind":"Status","apiVersion":"v1","status":"Failure","message":"pods \"a\" not found","reason":"NotFound","details":{"name":"a","kind":"pods"},"code":404}"#
        try await withServer([.init(status: .notFound, chunks: [status])]) { transport, _ in
            let error = await #expect(throws: StatusError.self) {
                try await APIClient(transport).get(Resources.pods, namespace: "d", name: "a")
            }
            #expect(error?.reason == .notFound)
            #expect(error?.details?.kind == "pods")
        }
    }

    @Test func `a server that asks for patience is asked again`() async throws {
        let clock = ManualClock()
        let busy = ScriptedServer.Answer(
            status: .tooManyRequests, headers: [("retry-after", "3")], chunks: ["too many"])
        try await withServer([busy, .init(chunks: ["{}"])], time: .manual(clock)) { transport, server in
            async let answer = APIClient(transport).get(Resources.pods, namespace: "d", name: "a")
            await clock.waitForSleepers()
            #expect(server.requests.count == 1)
            clock.advance(by: .seconds(3))
            _ = try await answer
            #expect(server.requests.count == 2)
        }
    }

    @Test func `nobody there is an unavailable service`() async throws {
        let transport = try HTTPTransport(ClientConfiguration(server: "http://127.0.0.1:1"), logger: quiet)
        let error = await #expect(throws: StatusError.self) {
            try await APIClient(transport).get(Resources.pods, namespace: "d", name: "a")
        }
        #expect(error?.code == 503)
        await transport.shutdown()
    }

    @Test func `an address that is no URL is refused`() {
        #expect(throws: ConfigurationError.self) {
            try HTTPTransport(ClientConfiguration(server: "nowhere"), logger: quiet)
        }
    }
}
