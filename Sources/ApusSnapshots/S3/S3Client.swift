import ApusAPI
import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL

/// What is asked of S3.
struct S3Request {
    var method: HTTPMethod
    /// Nil: the bucket itself.
    var key: String?
    var query: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// What it is called in errors.
    var operation: String
}

/// Sends signed requests to one bucket, again where they may succeed later.
final class S3Client: Sendable {
    /// How often, and how long, before it gives up.
    struct Patience: Sendable {
        var attempts = 5
        /// Behind the first attempt; twice as long behind each further one, up to `longest`.
        var pause = Duration.milliseconds(250)
        var longest = Duration.seconds(10)
        var connect = TimeAmount.seconds(10)
        /// How long nothing may move.
        var idle = TimeAmount.seconds(60)
        var deadline = TimeAmount.seconds(60)
        /// Bytes per second that a request with a body has at least.
        var rate: Int64 = 64 << 10
    }

    private static let answerLimit = 8 << 20

    let configuration: S3Configuration
    private let patience: Patience
    private let client: HTTPClient
    private let signature: S3Signature
    private let now: @Sendable () -> Timestamp
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Throws: `SnapshotError` where the file of the authorities cannot be read.
    init(
        _ configuration: S3Configuration, group: any EventLoopGroup, patience: Patience = Patience(),
        now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) throws {
        var settings = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: patience.connect, read: patience.idle, write: patience.idle))
        // The client's own attempts have no end of their own.
        settings.connectionPool.retryConnectionEstablishment = false
        if let file = configuration.authorityFile {
            var tls = TLSConfiguration.makeClientConfiguration()
            do {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
            } catch {
                throw SnapshotError("AWS_CA_BUNDLE: no certificates can be read from \(file)")
            }
            settings.tlsConfiguration = tls
        }
        self.configuration = configuration
        self.patience = patience
        self.now = now
        self.sleep = sleep
        signature = S3Signature(credentials: configuration.credentials, region: configuration.region)
        client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: settings)
    }

    func close() async { try? await client.shutdown() }

    /// The object's address, for errors.
    func name(_ key: String?) -> String { "s3://\(configuration.bucket)" + (key.map { "/\($0)" } ?? "") }

    // MARK: - Requests

    /// The body of the answer and its headers.
    func send(_ request: S3Request) async throws -> (headers: HTTPHeaders, body: [UInt8]) {
        try await persist(request) { [self] in
            let response = try await execute(request)
            let body = try await response.body.collect(upTo: S3Client.answerLimit)
            let bytes = Array(body.readableBytesView)
            guard response.status.code / 100 == 2 else { throw error(request, Int(response.status.code), bytes) }
            // Some requests are answered with a success before it is one.
            if request.method != .GET, let failure = XMLElement(parsing: bytes), failure.name == "Error" {
                throw error(request, 0, bytes)
            }
            return (response.headers, bytes)
        }
    }

    /// The answer as an element of that name.
    func element(_ request: S3Request, _ name: String) async throws -> XMLElement {
        let body = try await send(request).body
        guard let element = XMLElement(parsing: body), element.name == name else {
            throw S3Error(
                object: self.name(request.key), operation: request.operation, status: 0,
                message: "the answer is no \(name)")
        }
        return element
    }

    /// Gives the answer's body to `take` as it comes, from its beginning with every attempt.
    func stream(_ request: S3Request, _ take: (HTTPClientResponse.Body, HTTPHeaders) async throws -> Void) async throws
    {
        try await persist(request) { [self] in
            let response = try await execute(request)
            guard response.status == .ok else {
                let body = try await response.body.collect(upTo: S3Client.answerLimit)
                throw error(request, Int(response.status.code), Array(body.readableBytesView))
            }
            try await take(response.body, response.headers)
        }
    }

    private func error(_ request: S3Request, _ status: Int, _ body: [UInt8]) -> S3Error {
        let element = XMLElement(parsing: body)
        var error = S3Error(object: name(request.key), operation: request.operation, status: status)
        error.code = element?["Code"]?.text ?? ""
        error.message = element?["Message"]?.text ?? ""
        if error.code.isEmpty {
            error.message = HTTPResponseStatus(statusCode: status).reasonPhrase
        }
        return error
    }

    // MARK: - Attempts

    private func persist<Answer>(_ request: S3Request, _ attempt: () async throws -> Answer) async throws -> Answer {
        var pause = patience.pause
        var attempts = 1
        while true {
            do {
                return try await attempt()
            } catch {
                guard S3Client.isTransient(error), attempts < patience.attempts else {
                    throw described(error, request, attempts)
                }
            }
            try await sleep(pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, patience.longest)
            attempts += 1
        }
    }

    private static func isTransient(_ error: any Error) -> Bool {
        switch error {
        case let error as S3Error: error.isTransient
        case is SnapshotError, is CancellationError: false
        case let error as HTTPClientError: error != .cancelled && error != .invalidURL && error != .alreadyShutdown
        // A connection that was refused, cut or not secured.
        default: true
        }
    }

    private func described(_ error: any Error, _ request: S3Request, _ attempts: Int) -> any Error {
        if error is S3Error || error is SnapshotError || error is CancellationError { return error }
        if let error = error as? HTTPClientError, error == .cancelled { return CancellationError() }
        let often = attempts > 1 ? " (\(attempts) attempts)" : ""
        return SnapshotError(
            "\(name(request.key)): \(request.operation): \(configuration.host): \(S3Client.reason(error))\(often)")
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        default: "\(error)"
        }
    }

    private func execute(_ request: S3Request) async throws -> HTTPClientResponse {
        let time = now()
        let hash = S3Encoding.sha256(request.body)
        var path = configuration.basePath
        if let key = request.key { path += "/" + key }
        if path.isEmpty { path = "/" }
        path = S3Encoding.percent(path, keepingSlashes: true)
        var headers: [(name: String, value: String)] = [
            ("host", configuration.host), ("x-amz-content-sha256", hash), ("x-amz-date", S3Signature.date(time)),
        ]
        if let token = configuration.credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
        let query = S3Encoding.query(request.query)
        var message = HTTPClientRequest(
            url: "\(configuration.scheme)://\(configuration.host)\(path)\(query.isEmpty ? "" : "?\(query)")")
        message.method = request.method
        message.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        message.headers.add(
            name: "authorization",
            value: signature.authorization(
                method: request.method.rawValue, path: path, query: request.query, headers: headers, payloadHash: hash,
                at: time))
        if !request.body.isEmpty || request.method == .PUT || request.method == .POST {
            message.body = .bytes(ByteBuffer(bytes: request.body))
        }
        let transfer = TimeAmount.seconds(Int64(request.body.count) / patience.rate)
        return try await client.execute(message, timeout: patience.deadline + transfer)
    }
}
