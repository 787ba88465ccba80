import NIOCore
import NIOHTTP1

extension HTTPExchange {
    /// Answers 101 with `headers` and lets `configure` put the handlers of the other protocol in place, on the loop.
    func upgrade<Result: Sendable>(
        headers: HTTPHeaders,
        _ configure: @escaping @Sendable (any Channel, ChannelPipeline.SynchronousOperations) throws -> Result
    ) async throws -> Result {
        try await eventLoop.submit { try self.upgradeNow(headers: headers, configure) }.get()
    }

    /// The same, called on the event loop.
    func upgradeNow<Result>(
        headers: HTTPHeaders, _ configure: (any Channel, ChannelPipeline.SynchronousOperations) throws -> Result
    ) throws -> Result {
        guard let connection = takeConnection() as? HTTP1Connection, let channel = connection.context?.channel else {
            throw UpgradeRefusal(status: .badRequest, message: "you must specify an upgrade request over HTTP/1.1")
        }
        var result: Result?
        try connection.upgrade(headers: headers) { result = try configure(channel, $0) }
        guard let result else { throw ChannelError.operationUnsupported }
        return result
    }
}
