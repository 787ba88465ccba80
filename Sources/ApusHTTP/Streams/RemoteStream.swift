public import NIOCore
public import NIOHTTP1

/// One of the streams that share an upgraded connection. It may be used from any thread.
public final class RemoteStream: Sendable {
    /// What the client said of the stream; empty for the channels of a WebSocket.
    public let headers: HTTPHeaders
    /// What the client sends; it ends when the client closes the stream or goes away.
    public let input: RemoteInput
    let id: UInt32
    private let transport: any RemoteTransport

    init(id: UInt32, headers: HTTPHeaders, transport: any RemoteTransport) {
        self.id = id
        self.headers = headers
        self.transport = transport
        input = RemoteInput(taken: { transport.inputTaken($0) })
    }

    /// Sends `buffer` and returns when the connection has taken it. Throws where the client went away.
    public func write(_ buffer: ByteBuffer) async throws {
        try await transport.write(buffer, to: id).get()
    }

    /// Tells the client that no more will come.
    public func finish() async {
        try? await transport.finish(id).get()
    }
}

/// The connection below the streams. Its functions may be called from any thread.
protocol RemoteTransport: Sendable {
    func write(_ buffer: ByteBuffer, to stream: UInt32) -> EventLoopFuture<Void>
    func finish(_ stream: UInt32) -> EventLoopFuture<Void>
    /// The consumer of a stream took so many bytes.
    func inputTaken(_ count: Int)
    /// Closes behind what was written.
    func close()
    /// Comes when the connection is closed.
    var closed: EventLoopFuture<Void> { get }
}
