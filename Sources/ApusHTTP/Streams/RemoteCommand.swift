import NIOCore
import NIOHTTP1
import Synchronization

/// Upgrades requests for `exec` and `attach`.
public enum RemoteCommand {
    private static let spdyProtocols = [
        "v5.channel.k8s.io", "v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io",
    ]
    private static let webSocketProtocols = [
        "v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io", "channel.k8s.io",
        "base64.channel.k8s.io", "",
    ]

    /// Answers 101 and returns the streams, once the client has opened all that `options` ask for.
    ///
    /// Throws `UpgradeRefusal` where nothing was answered yet, and another error where the client went away or opened
    /// too few streams within half a minute.
    public static func accept(
        _ request: HTTPRequest, _ exchange: HTTPExchange, options: RemoteCommandStreams.Options
    ) async throws -> RemoteCommandStreams {
        guard options.stdin || options.stdout || options.stderr else {
            throw UpgradeRefusal(
                status: .badRequest, message: "you must specify at least 1 of stdin, stdout, stderr")
        }
        if WebSocketHandshake.isAsked(by: request) { return try await acceptWebSocket(request, exchange, options) }
        guard RemoteUpgrade.isSPDY(request) else {
            throw UpgradeRefusal(status: .badRequest, message: "unable to upgrade: missing upgrade headers in request")
        }
        return try await acceptSPDY(request, exchange, options)
    }

    private static func acceptWebSocket(
        _ request: HTTPRequest, _ exchange: HTTPExchange, _ options: RemoteCommandStreams.Options
    ) async throws -> RemoteCommandStreams {
        let handshake = try WebSocketHandshake(request, supported: webSocketProtocols)
        let (transport, streams) = try await RemoteUpgrade.openChannels(exchange, handshake, count: 5)
        // Tells the client that the connection stands, on the lowest channel that it reads.
        let first = options.stdout ? streams[1] : options.stderr ? streams[2] : streams[3]
        try await first.write(ByteBuffer())
        return RemoteCommandStreams(
            protocolVersion: handshake.subprotocol, stdin: options.stdin ? streams[0].input : nil,
            stdout: options.stdout ? streams[1] : nil, stderr: options.stderr ? streams[2] : nil, error: streams[3],
            resize: options.tty ? streams[4].input : nil, transport: transport)
    }

    private static func acceptSPDY(
        _ request: HTTPRequest, _ exchange: HTTPExchange, _ options: RemoteCommandStreams.Options
    ) async throws -> RemoteCommandStreams {
        let version = try RemoteUpgrade.negotiate(request, supported: spdyProtocols)
        let canResize = ["v3.", "v4.", "v5."].contains { version.hasPrefix($0) }
        var expected: Set = ["error"]
        if options.stdin { expected.insert("stdin") }
        if options.stdout { expected.insert("stdout") }
        if options.stderr { expected.insert("stderr") }
        if options.tty, canResize { expected.insert("resize") }
        let collector = StreamCollector(expected)
        let transport = try await RemoteUpgrade.openSPDY(exchange, version: version) { collector.add($0) }
        let timeout = exchange.eventLoop.scheduleTask(in: .seconds(30)) { collector.fail() }
        transport.closed.whenComplete { _ in collector.fail() }
        defer { timeout.cancel() }
        guard let streams = await collector.all(), let error = streams["error"] else {
            transport.close()
            throw StreamTimeout()
        }
        return RemoteCommandStreams(
            protocolVersion: version, stdin: streams["stdin"]?.input, stdout: streams["stdout"],
            stderr: streams["stderr"], error: error, resize: streams["resize"]?.input, transport: transport)
    }
}

/// The client did not open the streams that it announced.
public struct StreamTimeout: Error, Sendable, CustomStringConvertible {
    public var description: String { "timed out waiting for client to create streams" }
}

/// Waits for streams of certain types.
private final class StreamCollector: Sendable {
    private struct State {
        var expected: Set<String>
        var streams: [String: RemoteStream] = [:]
        var hasFailed = false
        var waiting: CheckedContinuation<[String: RemoteStream]?, Never>?
    }

    private let state: Mutex<State>

    init(_ expected: Set<String>) { state = Mutex(State(expected: expected)) }

    func add(_ stream: RemoteStream) {
        let type = stream.headers.first(name: "streamtype") ?? ""
        let done = state.withLock {
            state -> (CheckedContinuation<[String: RemoteStream]?, Never>, [String: RemoteStream])? in
            guard state.expected.remove(type) != nil else { return nil }
            state.streams[type] = stream
            guard state.expected.isEmpty, let waiting = state.waiting else { return nil }
            state.waiting = nil
            return (waiting, state.streams)
        }
        if let (waiting, streams) = done { waiting.resume(returning: streams) }
    }

    func fail() {
        let waiting = state.withLock { state in
            state.hasFailed = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }

    /// All streams; nil where they do not come.
    func all() async -> [String: RemoteStream]? {
        await withCheckedContinuation { continuation in
            let (answer, isKnown) = state.withLock { state -> ([String: RemoteStream]?, Bool) in
                if state.expected.isEmpty { return (state.streams, true) }
                if state.hasFailed { return (nil, true) }
                state.waiting = continuation
                return (nil, false)
            }
            if isKnown { continuation.resume(returning: answer) }
        }
    }
}
