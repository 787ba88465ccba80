import ArgumentParser
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// Many watchers of one resource, a writer at a fixed rate; every watcher has to see every event.
struct WatchBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Watchers of one resource over TLS: delivery, delay, server CPU.")

    @OptionGroup var target: ServerOptions
    @Option(help: "How many watch.") var watchers = 1000
    @Option(help: "Events a second.") var rate = 100
    @Option(help: "For how many seconds.") var seconds = 10
    @Option(help: "Bytes of each object.") var size = 1000
    @Option(help: "The namespace to write in; it must exist.") var namespace = "default"

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let context = try target.tlsContext()
        let path = "/api/v1/namespaces/\(namespace)/configmaps"
        let events = rate * seconds
        let tallies = (0..<watchers).map { _ in Tally() }
        for tally in tallies {
            let channel = try await target.connect(on: group, context: context) { WatchReader(tally) }.get()
            try await channel.writeAndFlush(
                channel.allocator.buffer(
                    string: target.head("GET", path + "?watch=1&resourceVersion=0&labelSelector=bench%3Dwatch"))
            )
        }
        let writer = try await target.connect(on: group, context: context) { Discard() }.get()
        let name = "watched"
        // The first write makes the object, so that the others are updates of the same size.
        try await writer.writeAndFlush(request(writer, "POST", path, name))
        try await Task.sleep(for: .seconds(2))
        for tally in tallies { tally.reset() }
        let cpu = target.figures?.cpu ?? 0
        let clock = ContinuousClock()
        let start = clock.now
        for event in 0..<events {
            try await clock.sleep(
                until: start + .nanoseconds(Int64(event) * 1_000_000_000 / Int64(rate)), tolerance: .zero)
            try await writer.writeAndFlush(request(writer, "PUT", path + "/" + name, name))
        }
        let deadline = clock.now + .seconds(10)
        while clock.now < deadline && tallies.contains(where: { $0.count < events }) {
            try await Task.sleep(for: .milliseconds(20))
        }
        let elapsed =
            Double((clock.now - start).components.seconds) + Double((clock.now - start).components.attoseconds) / 1e18
        let used = (target.figures?.cpu ?? 0) - cpu
        let delays = tallies.flatMap(\.delays)
        report("watch_expected", Double(events * watchers), "events")
        report("watch_delivered", Double(delays.count), "events")
        report("watch_p50", delays.quantile(0.5), "ms")
        report("watch_p99", delays.quantile(0.99), "ms")
        if target.pid != nil { report("watch_server_cpu", used / elapsed, "cores") }
        if delays.count != events * watchers { throw ExitCode(1) }
    }

    private func request(_ channel: any Channel, _ method: String, _ path: String, _ name: String) -> ByteBuffer {
        let head =
            #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"\#(name)","labels":{"bench":"watch"}},"data":{"sent":"\#(wallClock())","pad":""#
        let body = head + String(repeating: "x", count: max(0, size - head.count - 200)) + #""}}"#
        return channel.allocator.buffer(string: target.head(method, path, length: body.utf8.count) + body)
    }
}

/// What one watcher has seen.
final class Tally: Sendable {
    private let state = NIOLockedValueBox<[Double]>([])

    var count: Int { state.withLockedValue { $0.count } }
    var delays: [Double] { state.withLockedValue { $0 } }
    func add(_ milliseconds: Double) { state.withLockedValue { $0.append(milliseconds) } }
    func reset() { state.withLockedValue { $0.removeAll() } }
}

/// Finds `"sent":"<nanoseconds>"` in what arrives and notes how long ago that was.
final class WatchReader: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private static let mark = Array(#""sent":""#.utf8)
    private let tally: Tally
    /// What may be the beginning of a mark that the next bytes go on with.
    private let rest = NIOLockedValueBox<[UInt8]>([])

    init(_ tally: Tally) { self.tally = tally }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let now = wallClock()
        rest.withLockedValue { rest in
            rest.append(contentsOf: buffer.readableBytesView)
            var index = 0
            let mark = Self.mark
            rest.withUnsafeBufferPointer { bytes in
                while index + mark.count + 20 <= bytes.count {
                    guard bytes[index] == mark[0], mark.indices.allSatisfy({ bytes[index + $0] == mark[$0] }) else {
                        index += 1
                        continue
                    }
                    index += mark.count
                    var sent: Int64 = 0
                    while bytes[index] >= 0x30 && bytes[index] <= 0x39 {
                        sent = sent * 10 + Int64(bytes[index] - 0x30)
                        index += 1
                    }
                    tally.add(Double(now - sent) / 1e6)
                }
            }
            rest.removeFirst(index)
        }
    }
}

/// Reads and forgets.
final class Discard: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
