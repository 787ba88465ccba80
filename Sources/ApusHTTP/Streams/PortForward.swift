import NIOCore
import NIOHTTP1
import Synchronization

/// Upgrades requests for `portforward` (upstream's `kubelet/pkg/cri/streaming/portforward`).
public enum PortForward {
    /// One connection that the client forwards: bytes both ways on `data`, and what went wrong on `error`.
    public struct Connection: Sendable {
        public let port: UInt16
        public let data: RemoteStream
        public let error: RemoteStream
        var ended: @Sendable () -> Void = {}

        /// Ends both streams; `problem`, where there is one, is what the client prints.
        public func finish(problem: String? = nil) async {
            if let problem { try? await error.write(ByteBuffer(string: problem)) }
            await data.finish()
            await error.finish()
            ended()
        }
    }

    private static let channels = ["v4.channel.k8s.io", "v4.base64.channel.k8s.io", ""]

    /// Answers 101 and returns the connections as the client opens them, until it goes away.
    ///
    /// Throws `UpgradeRefusal` where nothing was answered yet.
    ///
    /// - Parameter ports: What the request names as ports. A client that uses the channels of a WebSocket opens one
    ///   connection to each of them; others name the port of each connection as they open it.
    public static func accept(
        _ request: HTTPRequest, _ exchange: HTTPExchange, ports: [String] = []
    ) async throws -> AsyncStream<Connection> {
        let protocols = ["portforward.k8s.io"]
        let (connections, sink) = AsyncStream<Connection>.makeStream()
        let pairs = PortPairs(sink)
        let transport: any RemoteTransport
        if WebSocketHandshake.isAsked(by: request) {
            let tunnels = RemoteUpgrade.tunnels(protocols)
            let handshake = try WebSocketHandshake(request, supported: tunnels + channels)
            if tunnels.contains(handshake.subprotocol) {
                transport = try await RemoteUpgrade.openTunnel(exchange, handshake) { pairs.add($0) }
            } else {
                transport = try await openChannels(exchange, handshake, ports: numbers(ports), sink)
            }
        } else if RemoteUpgrade.isSPDY(request) {
            let version = try RemoteUpgrade.negotiate(request, supported: protocols)
            transport = try await RemoteUpgrade.openSPDY(exchange, version: version) { pairs.add($0) }
        } else {
            throw UpgradeRefusal(status: .badRequest, message: "unable to upgrade: missing upgrade headers in request")
        }
        transport.closed.whenComplete { _ in sink.finish() }
        sink.onTermination = { _ in transport.close() }
        return connections
    }

    private static func numbers(_ ports: [String]) throws(UpgradeRefusal) -> [UInt16] {
        guard !ports.isEmpty else {
            throw UpgradeRefusal(status: .badRequest, message: "query parameter \"port\" is required")
        }
        var numbers: [UInt16] = []
        for text in ports.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            guard let port = UInt16(text) else {
                throw UpgradeRefusal(status: .badRequest, message: "unable to parse \"\(text)\" as a port")
            }
            guard port > 0 else { throw UpgradeRefusal(status: .badRequest, message: "port \"\(text)\" must be > 0") }
            numbers.append(port)
        }
        // A channel has a number of one byte, and 255 says which one ends.
        guard numbers.count <= 100 else { throw UpgradeRefusal(status: .badRequest, message: "too many ports") }
        return numbers
    }

    /// Two channels for each port: data and error. The first two bytes that the client gets on each are the port's
    /// number, the low byte first; the connection ends with the last of them.
    private static func openChannels(
        _ exchange: HTTPExchange, _ handshake: WebSocketHandshake, ports: [UInt16],
        _ sink: AsyncStream<Connection>.Continuation
    ) async throws -> any RemoteTransport {
        let (transport, streams) = try await RemoteUpgrade.openChannels(exchange, handshake, count: 2 * ports.count)
        let open = OpenConnections(ports.count)
        for (index, port) in ports.enumerated() {
            let (data, error) = (streams[2 * index], streams[2 * index + 1])
            for stream in [data, error] {
                try await stream.write(ByteBuffer(integer: port, endianness: .little))
            }
            sink.yield(
                Connection(port: port, data: data, error: error) { if open.endOne() == 0 { transport.close() } })
        }
        return transport
    }
}

/// How many connections of a WebSocket are still open.
private final class OpenConnections: Sendable {
    private let count: Mutex<Int>

    init(_ count: Int) { self.count = Mutex(count) }

    /// Returns how many are left.
    func endOne() -> Int {
        count.withLock {
            $0 -= 1
            return $0
        }
    }
}

/// Finds the two streams of each connection by their request id.
private final class PortPairs: Sendable {
    private let sink: AsyncStream<PortForward.Connection>.Continuation
    private let waiting = Mutex<[String: RemoteStream]>([:])

    init(_ sink: AsyncStream<PortForward.Connection>.Continuation) { self.sink = sink }

    func add(_ stream: RemoteStream) {
        let type = stream.headers.first(name: "streamtype") ?? ""
        let text = stream.headers.first(name: "port") ?? ""
        guard type == "data" || type == "error", let port = UInt16(text), port > 0 else {
            Task { await stream.finish() }
            return
        }
        // A client that gives no id opens the error stream first, and the data stream next.
        let number = type == "error" ? stream.id : stream.id &- 2
        let id = stream.headers.first(name: "requestid") ?? String(number)
        let other = waiting.withLock { waiting -> RemoteStream? in
            if let other = waiting.removeValue(forKey: id) { return other }
            waiting[id] = stream
            return nil
        }
        guard let other else { return }
        let (data, error) = type == "data" ? (stream, other) : (other, stream)
        sink.yield(PortForward.Connection(port: port, data: data, error: error))
    }
}
