public import NIOCore
public import NIOHTTP1

/// What answers the requests of an ``HTTPServer``.
public protocol HTTPService: Sendable {
    /// Answers `request` through `exchange`, now or later. Called on the connection's event loop: must not block.
    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange)

    /// The answer to a request that the server refuses before `handle` sees it.
    ///
    /// `content-length` is set by the server. The default is a line of plain text.
    func response(to rejection: HTTPRejection) -> (headers: HTTPHeaders, body: ByteBuffer)
}

/// Why a server refuses a request by itself.
public enum HTTPRejection: Sendable, Equatable {
    /// The body is longer than `HTTPServer.Limits.body` bytes.
    case bodyTooLarge(limit: Int)
    /// The header is longer than `HTTPServer.Limits.header` bytes.
    case headerTooLarge(limit: Int)
    /// The bytes are no HTTP.
    case malformed(String)

    public var status: HTTPResponseStatus {
        switch self {
        case .bodyTooLarge: .payloadTooLarge
        case .headerTooLarge: .requestHeaderFieldsTooLarge
        case .malformed: .badRequest
        }
    }

    /// What is wrong, in upstream's words where it has some.
    public var message: String {
        switch self {
        case .bodyTooLarge(let limit): "Request entity too large: limit is \(limit)"
        case .headerTooLarge(let limit): "Request header fields too large: limit is \(limit)"
        case .malformed(let reason): "Bad Request: \(reason)"
        }
    }
}

extension HTTPService {
    public func response(to rejection: HTTPRejection) -> (headers: HTTPHeaders, body: ByteBuffer) {
        (["Content-Type": "text/plain; charset=utf-8"], ByteBuffer(string: rejection.message + "\n"))
    }
}
