import ArgumentParser
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// Creates many Pods through the API, for the areas that need a full store.
struct FillBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill", abstract: "Creates Pods over some connections; says how fast.")

    @OptionGroup var target: ServerOptions
    @Option(help: "How many Pods.") var pods = 20_000
    @Option(help: "Connections, one request outstanding on each.") var connections = 32
    @Option(help: "The namespace; it must exist and have a default service account.") var namespace = "default"

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let context = try target.tlsContext()
        let next = NIOLockedValueBox(0)
        let cpu = target.figures?.cpu ?? 0
        let start = wallClock()
        let options = target
        let (total, space) = (pods, namespace)
        var ends: [EventLoopFuture<Void>] = []
        for _ in 0..<connections {
            let done = group.next().makePromise(of: Void.self)
            _ = try await target.connect(on: group, context: context) {
                Creator(done: done) {
                    let number = next.withLockedValue { next in
                        defer { next += 1 }
                        return next
                    }
                    return number < total ? FillBench.request(options, space, "fill-\(start)-\(number)") : nil
                }
            }.get()
            ends.append(done.futureResult)
        }
        try await EventLoopFuture.andAllSucceed(ends, on: group.next()).get()
        let seconds = Double(wallClock() - start) / 1e9
        report("create_rate", Double(pods) / seconds, "pods/s")
        if let figures = target.figures { report("create_server_cpu", (figures.cpu - cpu) / Double(pods) * 1e6, "us") }
    }

    private static func request(_ target: ServerOptions, _ namespace: String, _ name: String) -> String {
        let body =
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\#(name)","labels":{"app":"fill","pod-template-hash":"6d4b75cb6d","batch":"\#(name.split(separator: "-")[2].dropLast(2))"}},"spec":{"nodeName":"nowhere","containers":[{"name":"web","image":"nginx:1.25","ports":[{"containerPort":80}],"env":[{"name":"A","value":"B"},{"name":"C","value":"D"}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"200m","memory":"256Mi"}}}]}}"#
        return target.head("POST", "/api/v1/namespaces/\(namespace)/pods", length: body.utf8.count) + body
    }
}

/// Sends a request whenever the last one was answered with 201; fails on any other answer.
private final class Creator: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    struct Refused: Error { var answer: String }

    private let done: EventLoopPromise<Void>
    private let next: @Sendable () -> String?
    /// What has arrived of the current answer.
    private let answer = NIOLockedValueBox(ByteBuffer())

    init(done: EventLoopPromise<Void>, next: @escaping @Sendable () -> String?) {
        self.done = done
        self.next = next
    }

    func channelActive(context: ChannelHandlerContext) { send(context) }

    private func send(_ context: ChannelHandlerContext) {
        guard let request = next() else {
            done.succeed()
            context.close(promise: nil)
            return
        }
        context.writeAndFlush(NIOAny(context.channel.allocator.buffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let complete: Bool = answer.withLockedValue { answer in
            var part = unwrapInboundIn(data)
            answer.writeBuffer(&part)
            let text = String(buffer: answer)
            guard let end = text.range(of: "\r\n\r\n"), let field = text.lowercased().range(of: "content-length: ")
            else {
                return false
            }
            let length = Int(text[field.upperBound...].prefix { $0.isNumber }) ?? 0
            guard text[end.upperBound...].utf8.count >= length else { return false }
            if !text.hasPrefix("HTTP/1.1 201") { done.fail(Refused(answer: String(text.prefix(1000)))) }
            answer.clear()
            return true
        }
        if complete { send(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(Refused(answer: "the connection was closed"))
    }
}

extension String {
    /// The first place of `part`, without Foundation.
    fileprivate func range(of part: String) -> Range<String.Index>? { firstRange(of: part) }
}
