public import ApusAPI
import ApusJSON
import AsyncHTTPClient
import FoundationEssentials
public import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// The way to an API server over HTTPS (HTTP/2 where the server offers it).
///
/// Answers 429 and 5xx that say `Retry-After` are waited for and sent again, at most ten times, as client-go does.
/// Call `shutdown()` before you let go of it.
public final class HTTPTransport: APITransport {
    private struct Token {
        var value: String
        var read: Duration
    }

    static let maximumRetries = 10
    /// What an answer may be long; a larger list must be asked for in pages.
    static let maximumAnswer = 1 << 30

    let configuration: ClientConfiguration
    let selectable: @Sendable (GroupVersionResource) -> [Definition.SelectableField]
    private let base: String
    private let http: HTTPClient
    private let time: TimeSource
    private let logger: Logger
    private let token = Mutex<Token?>(nil)

    /// - Parameter selectable: the fields that informers of a resource select or index by.
    public init(
        _ configuration: ClientConfiguration, time: TimeSource = .system, logger: Logger,
        selectable: @escaping @Sendable (GroupVersionResource) -> [Definition.SelectableField] =
            builtInSelectableFields(of:)
    ) throws(ConfigurationError) {
        self.configuration = configuration
        self.selectable = selectable
        self.time = time
        self.logger = logger
        guard let url = URL(string: configuration.server), let host = url.host(), let scheme = url.scheme,
            ["http", "https"].contains(scheme)
        else {
            throw ConfigurationError(source: "", message: "server \"\(configuration.server)\" is not a valid URL")
        }
        var client = HTTPClient.Configuration(
            tlsConfiguration: try configuration.tls(), redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(30)), decompression: .disabled)
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // Callers have their own back-off and want to know at once.
        client.connectionPool.retryConnectionEstablishment = false
        var server = configuration.server
        while server.hasSuffix("/") { server.removeLast() }
        if let name = configuration.serverName, name != host {
            // The name goes into the handshake and the Host header, the connection to the address.
            client.dnsOverride = [name: host]
            server = server.replacing(host, with: name, maxReplacements: 1)
        }
        base = server
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
    }

    /// Closes all connections; open watches end.
    public func shutdown() async {
        do { try await http.shutdown() } catch { logger.debug("closing the API client: \(error)") }
    }

    public func send(_ request: APIRequest) async throws(StatusError) -> APIObject {
        let response = try await answer(to: request)
        return APIObject(try decode(response), selectable: selectable(request.resource))
    }

    public func list(_ request: APIRequest) async throws(StatusError) -> APIList {
        let value = try decode(try await answer(to: request))
        let fields = selectable(request.resource)
        let continuation = value["metadata"]["continue"].string ?? ""
        return APIList(
            resourceVersion: value["metadata"]["resourceVersion"].string ?? "",
            continuation: continuation.isEmpty ? nil : continuation,
            items: value["items"].elements.map { APIObject($0, selectable: fields) })
    }

    public func watch(_ request: APIRequest) async throws(StatusError) -> WatchStream {
        let response = try await open(request)
        return events(in: response.body, selectable: selectable(request.resource))
    }

    // MARK: - Requests

    private func answer(to request: APIRequest) async throws(StatusError) -> Bytes {
        let response = try await open(request)
        return try await collect(response)
    }

    private func collect(_ response: HTTPClientResponse) async throws(StatusError) -> Bytes {
        do {
            let body = try await response.body.collect(upTo: Self.maximumAnswer)
            return body.withUnsafeReadableBytes { Bytes($0) }
        } catch {
            throw transportError(error)
        }
    }

    /// Sends `request` until it is accepted or refused for good, and returns the answer without its body.
    private func open(_ request: APIRequest) async throws(StatusError) -> HTTPClientResponse {
        let message = try message(for: request)
        // A watch may last as long as it likes; its own timeoutSeconds ends it.
        let deadline: NIODeadline =
            request.verb == .watch ? .distantFuture : .now() + .nanoseconds(configuration.timeout.inNanoseconds)
        var attempt = 0
        while true {
            let response: HTTPClientResponse
            do {
                response = try await http.execute(message, deadline: deadline, logger: nil)
            } catch {
                throw transportError(error)
            }
            if (200..<300).contains(response.status.code) { return response }
            let retryAfter = response.headers.first(name: "retry-after").flatMap { Int64($0) }
            let code = Int(response.status.code)
            let refusal = statusError(code: code, body: try await collect(response), request: request)
            attempt += 1
            guard code == 429 || code >= 500, let retryAfter, attempt <= Self.maximumRetries else { throw refusal }
            do { try await time.sleep(for: .seconds(retryAfter)) } catch { throw refusal }
        }
    }

    private func message(for request: APIRequest) throws(StatusError) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: base + request.target)
        message.method = HTTPMethod(rawValue: request.method)
        message.headers.add(name: "accept", value: "application/json")
        message.headers.add(name: "user-agent", value: configuration.userAgent)
        if let authorization = try authorization() { message.headers.add(name: "authorization", value: authorization) }
        let body: JSONValue?
        switch request.body {
        case .none:
            let options = request.deleteOptions
            body = options
            if options != nil { message.headers.add(name: "content-type", value: "application/json") }
        case .value(let value):
            body = value
            message.headers.add(name: "content-type", value: "application/json")
        case .patch(let type, let patch):
            body = patch
            message.headers.add(name: "content-type", value: type.rawValue)
        }
        if let body {
            var writer = JSONWriter()
            writer.append(body)
            message.body = .bytes(writer.withUnsafeBytes { ByteBuffer(bytes: $0) })
        }
        return message
    }

    private func authorization() throws(StatusError) -> String? {
        switch configuration.credential {
        case .none: return nil
        case .token(let token): return "Bearer \(token)"
        case .basic(let user, let password):
            return "Basic \(Base64.encode(Array("\(user):\(password)".utf8)))"
        case .tokenFile(let path):
            let now = time.elapsed
            if let known = token.withLock({ $0 }), now - known.read < .seconds(60) { return "Bearer \(known.value)" }
            do {
                let text = String(decoding: try readFile(path, for: ""), as: UTF8.self)
                let value = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
                token.withLock { $0 = Token(value: value, read: now) }
                return "Bearer \(value)"
            } catch {
                throw StatusError(code: 401, reason: .unauthorized, message: error.message)
            }
        }
    }

    // MARK: - Answers

    private func decode(_ bytes: Bytes) throws(StatusError) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw StatusError(
                code: 500, reason: .internalError, message: "the server's answer is not JSON: \(error.message)")
        }
    }

    /// The `Status` in the body, or one made from the code where a proxy answered in the server's place.
    private func statusError(code: Int, body: Bytes, request: APIRequest) -> StatusError {
        if let value = try? JSONValue(parsing: body), value["kind"].string == "Status" {
            return StatusError(reported: value)
        }
        let reason = StatusError.Reason.ofCode(code)
        return StatusError(
            code: code, reason: reason,
            message: "the server answered \(code) to \(request.method) \(request.target): \(body.string.prefix(200))")
    }

    private func transportError(_ error: any Error) -> StatusError {
        if let error = error as? HTTPClientError, error == .deadlineExceeded || error == .readTimeout {
            return StatusError(code: 504, reason: .timeout, message: "\(configuration.server): request timed out")
        }
        return StatusError(
            code: 503, reason: .serviceUnavailable, message: "\(configuration.server): \(error)")
    }
}

extension Duration {
    var inNanoseconds: Int64 {
        components.seconds &* 1_000_000_000 &+ components.attoseconds / 1_000_000_000
    }
}
