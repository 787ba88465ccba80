import ArgumentParser
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A list that its reader takes slowly: what it costs the server in memory.
struct SlowListBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slow-list", abstract: "Reads a large list slowly; says how much the server grows meanwhile.")

    @OptionGroup var target: ServerOptions
    @Option(help: "What to list.") var path = "/api/v1/pods"
    @Option(help: "How many megabytes a second to read.") var rate = 20

    func run() async throws {
        guard let figures = target.figures else { throw ValidationError("--pid is needed") }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let before = figures.resident
        let done = group.next().makePromise(of: Int.self)
        let channel = try await ClientBootstrap(group: group)
            .channelOption(.autoRead, value: false)
            .channelInitializer { [context = try target.tlsContext(), rate] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        try NIOSSLClientHandler(context: context, serverHostname: nil),
                        SlowReader(bytesPerSecond: rate * 1_000_000, done: done),
                    ])
                }
            }
            .connect(host: target.host, port: target.port).get()
        channel.read()
        let head = target.head("GET", path).replacing(
            "\r\n\r\n", with: "\r\nConnection: close\r\n\r\n", maxReplacements: 1)
        try await channel.writeAndFlush(channel.allocator.buffer(string: head))
        let peak = NIOLockedValueBox(before)
        let watch = group.next().scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(100)) { _ in
            peak.withLockedValue { $0 = max($0, figures.resident) }
        }
        let bytes = try await done.futureResult.get()
        watch.cancel()
        report("slow_list_bytes", Double(bytes) / 1e6, "MB")
        report("slow_list_growth", peak.withLockedValue { $0 } - before, "MB")
    }
}

/// Asks for more only as fast as it is meant to read.
final class SlowReader: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let bytesPerSecond: Int
    private let done: EventLoopPromise<Int>
    private let state = NIOLockedValueBox((bytes: 0, start: wallClock()))

    init(bytesPerSecond: Int, done: EventLoopPromise<Int>) {
        self.bytesPerSecond = bytesPerSecond
        self.done = done
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        state.withLockedValue { $0.bytes += unwrapInboundIn(data).readableBytes }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        let (bytes, start) = state.withLockedValue { $0 }
        let due = Int64(Double(bytes) / Double(bytesPerSecond) * 1e9)
        let wait = max(0, due - (wallClock() - start))
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .nanoseconds(wait)) { channel.read() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.succeed(state.withLockedValue { $0.bytes })
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
