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

        /// Ends both streams; `problem`, where there is one, is what the client prints.
        public func finish(problem: String? = nil) async {
            if let problem { try? await error.write(ByteBuffer(string: problem)) }
            await data.finish()
            await error.finish()
        }
    }

    /// Answers 101 and returns the connections as the client opens them, until it goes away.
    ///
    /// Throws `UpgradeRefusal` where nothing was answered yet.
    public static func accept(
        _ request: HTTPRequest, _ exchange: HTTPExchange
    ) async throws -> AsyncStream<Connection> {
        let protocols = ["portforward.k8s.io"]
        let (connections, sink) = AsyncStream<Connection>.makeStream()
        let pairs = PortPairs(sink)
        let transport: SPDYTransport
        if WebSocketHandshake.isAsked(by: request) {
            let handshake = try WebSocketHandshake(request, supported: RemoteUpgrade.tunnels(protocols))
            transport = try await RemoteUpgrade.openTunnel(exchange, handshake) { pairs.add($0) }
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
