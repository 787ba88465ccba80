import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// The administrator at one server, over its HTTP API.
struct APIClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        var body: Data

        var text: String { String(decoding: body, as: UTF8.self) }

        func decoded<T: Decodable>(_ type: T.Type) throws -> T { try JSONDecoder().decode(type, from: body) }
    }

    let url: String
    private let http: HTTPClient

    init(_ url: String, pki: String) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file("\(pki)/ca.crt")
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile("\(pki)/admin.crt").map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: "\(pki)/admin.key", format: .pem))
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        // A connection for each request: one that hangs holds up nothing else.
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(3)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.connectionPool.retryConnectionEstablishment = false
        self.url = url
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func close() async throws { try await http.shutdown() }

    func send(
        _ method: String, _ path: String, _ body: (any Encodable & Sendable)? = nil, within seconds: Int64 = 5
    ) async throws -> Answer {
        let response = try await http.execute(
            try request(method, path, body), deadline: .now() + .seconds(seconds))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(status: Int(response.status.code), body: Data(bytes.readableBytesView))
    }

    /// Calls `line` with each line of the answer as it comes; returns the status when it is over.
    func lines(_ path: String, within seconds: Int64, _ line: (Data) throws -> Void) async throws -> Int {
        let response = try await http.execute(try request("GET", path), deadline: .now() + .seconds(seconds))
        var rest = ByteBuffer()
        for try await chunk in response.body {
            rest.writeImmutableBuffer(chunk)
            while let end = rest.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                let text = rest.readSlice(length: end - rest.readerIndex)
                rest.moveReaderIndex(forwardBy: 1)
                try line(Data((text ?? ByteBuffer()).readableBytesView))
            }
        }
        return Int(response.status.code)
    }

    private func request(
        _ method: String, _ path: String, _ body: (any Encodable & Sendable)? = nil
    ) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Accept", value: "application/json")
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        }
        return request
    }
}

/// A ConfigMap as far as the workload needs it.
struct Item: Codable, Sendable {
    struct Metadata: Codable, Sendable {
        var name: String?
        var resourceVersion: String?
    }

    var metadata: Metadata
    var data: [String: String]?

    init(_ name: String, value: String, revision: UInt64 = 0) {
        metadata = Metadata(name: name, resourceVersion: revision == 0 ? nil : "\(revision)")
        data = ["v": value]
    }

    var name: String { metadata.name ?? "" }
    var revision: UInt64 { metadata.resourceVersion.flatMap { UInt64($0) } ?? 0 }
    var value: String { data?["v"] ?? "" }
}

struct ItemList: Codable, Sendable {
    var metadata: Item.Metadata
    var items: [Item]
}

struct WatchEvent: Codable, Sendable {
    struct Object: Codable, Sendable {
        var metadata: Item.Metadata?
        var data: [String: String]?
        var code: Int?
        var message: String?
    }

    var type: String
    var object: Object
}

/// `DeleteOptions` with the revision that the object must have.
struct Deletion: Codable, Sendable {
    struct Preconditions: Codable, Sendable { var resourceVersion: String }

    var kind = "DeleteOptions"
    var apiVersion = "v1"
    var preconditions: Preconditions

    init(_ revision: UInt64) { preconditions = Preconditions(resourceVersion: "\(revision)") }
}
