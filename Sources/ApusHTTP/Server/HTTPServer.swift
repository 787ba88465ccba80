public import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A server for HTTP/1.1 and HTTP/2 on one port, with TLS where configured.
public final class HTTPServer: Sendable {
    private let configuration: Configuration
    private let service: any HTTPService
    private let group: any EventLoopGroup
    private let state: Mutex<State>

    private struct State {
        var phase = Phase.new
        var tls: ServerTLS?
        var loops: [ObjectIdentifier: LoopState] = [:]
    }

    private enum Phase {
        case new, starting
        case running(any Channel)
        case stopped
    }

    public enum ServerError: Error {
        /// `start()` was called twice, or after `shutdown`.
        case alreadyStarted
    }

    /// `group` must outlive the server; as many event loops as there are cores are right for most.
    public init(configuration: Configuration, service: any HTTPService, group: any EventLoopGroup) {
        self.configuration = configuration
        self.service = service
        self.group = group
        state = Mutex(State())
    }

    /// Listens, and returns the port. Throws where the port is in use or a certificate or key does not parse.
    public func start() async throws -> Int {
        let tls = try configuration.tls.map { try ServerTLS($0) }
        try state.withLock {
            guard case .new = $0.phase else { throw ServerError.alreadyStarted }
            $0.phase = .starting
            $0.tls = tls
            for loop in group.makeIterator() { $0.loops[ObjectIdentifier(loop)] = LoopState(eventLoop: loop) }
        }
        let channel = try await bind()
        let isStopped = state.withLock { state in
            if case .stopped = state.phase { return true }
            state.phase = .running(channel)
            return false
        }
        if isStopped { try? await channel.close() }
        return channel.localAddress?.port ?? configuration.port
    }

    /// Uses other certificates for the connections from now on. Throws where they do not parse; nothing changes then.
    public func reload(tls: TLS) throws {
        let new = try ServerTLS(tls)
        state.withLock { $0.tls = new }
    }

    /// Stops listening, asks clients to go (`Connection: close`, GOAWAY), and waits until their requests are answered;
    /// after `gracePeriod` it closes what is left.
    public func shutdown(gracePeriod: TimeAmount) async {
        let (listener, loops) = state.withLock { state in
            defer { state.phase = .stopped }
            if case .running(let channel) = state.phase {
                return (channel as (any Channel)?, Array(state.loops.values))
            }
            return (nil, [])
        }
        guard let listener else { return }
        try? await listener.close()
        let timeout = listener.eventLoop.scheduleTask(in: gracePeriod) {
            for loop in loops { loop.eventLoop.execute { loop.closeAll() } }
        }
        for loop in loops { try? await loop.eventLoop.flatSubmit { loop.drain() }.get() }
        timeout.cancel()
    }

    private func bind() async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.socketOption(.so_keepalive), value: 1)
                .childChannelOption(.writeBufferWaterMark, value: .init(low: 64 << 10, high: 256 << 10))
                .childChannelInitializer { [self] channel in
                    channel.eventLoop.makeCompletedFuture { try setUp(channel) }
                }
                .bind(host: configuration.host, port: configuration.port).get()
        } catch {
            state.withLock { $0.phase = .new }
            throw error
        }
    }

    private func setUp(_ channel: any Channel) throws {
        let (loop, tls) = state.withLock { ($0.loops[ObjectIdentifier(channel.eventLoop)], $0.tls) }
        guard let loop else { throw ChannelError.operationUnsupported }
        loop.add(channel)
        let service = service
        let limits = configuration.limits
        let address = channel.remoteAddress?.hostAndPort ?? ""
        func info(_ peer: PeerCertificate?) -> ConnectionInfo {
            ConnectionInfo(loop: loop, service: service, limits: limits, remoteAddress: address, peer: peer)
        }
        let pipeline = channel.pipeline.syncOperations
        guard let tls else { return try pipeline.configureHTTP1(info(nil)) }
        let handler = tls.makeHandler()
        try pipeline.addHandler(handler)
        try pipeline.addHandler(
            NegotiationHandler(tls: handler, verifier: tls.verifier, deadline: limits.handshake, makeInfo: info))
    }
}
