import ApusHTTP
import ApusJSON
import ApusStore
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

@testable import ApusServer

/// Plain HTTP requests to a server, for what only HTTP shows: codes, headers, media types.
struct RawClient {
    let base: String

    struct Answer {
        let code: Int
        let headers: HTTPHeaders
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var json: JSONValue { (try? JSONValue(parsing: Bytes(text))) ?? .null }
    }

    /// Runs `body` with a server that listens without TLS.
    static func run(
        store: (any Store)? = nil, change: @Sendable (inout APIServer.Configuration) -> Void = { _ in },
        _ body: (RawClient, TestServer) async throws -> Void
    ) async throws {
        try await TestServer.run(
            store: store,
            change: {
                $0.http = HTTPServer.Configuration()
                change(&$0)
            }
        ) { test in
            try await body(RawClient(base: "http://127.0.0.1:\(test.port)"), test)
        }
    }

    /// The text of `/metrics`, which is too long for a client that fears what was compressed well.
    func metrics() async throws -> String {
        try await send(.GET, "/metrics", ["Accept-Encoding": "identity"]).text
    }

    func send(
        _ method: HTTPMethod = .GET, _ path: String, _ headers: [String: String] = [:], body: String? = nil,
        bytes: [UInt8]? = nil, token: String? = TestServer.token, with client: HTTPClient = .shared
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        if let bytes { request.body = .bytes(ByteBuffer(bytes: bytes)) }
        let response = try await client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            code: Int(response.status.code), headers: response.headers, bytes: Array(body.readableBytesView))
    }
}
