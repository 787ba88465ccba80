import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The connections that probes and hooks make.
final class ProbeConnections: Sendable {
    private let group: any EventLoopGroup
    private let client: HTTPClient

    /// - Parameter group: its event loops serve the connections; it outlives this object.
    init(group: any EventLoopGroup) {
        self.group = group
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        // A probe asks whether the server answers, not who it is (Kubernetes API, HTTPGetAction.scheme).
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .none
        configuration.tlsConfiguration = tls
        // Each probe makes a connection of its own, as upstream's: one that is reused shows less.
        configuration.connectionPool.idleTimeout = .nanoseconds(1)
        client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    func shutdown() async { try? await client.shutdown() }

    /// The status and the first 10 KiB of the body.
    func get(_ url: String, headers: [(String, String)], timeout: Duration) async throws -> (status: Int, body: String)
    {
        var request = HTTPClientRequest(url: url)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if !headers.contains(where: { $0.0.lowercased() == "user-agent" }) {
            request.headers.add(name: "User-Agent", value: "kube-probe/1.36")
        }
        if !headers.contains(where: { $0.0.lowercased() == "accept" }) {
            request.headers.add(name: "Accept", value: "*/*")
        }
        request.headers.replaceOrAdd(name: "Connection", value: "close")
        let nanoseconds = timeout.components.seconds * 1_000_000_000
        let response = try await client.execute(request, timeout: .nanoseconds(nanoseconds))
        var body = ""
        for try await chunk in response.body {
            body += String(buffer: chunk)
            if body.utf8.count >= 10240 { break }
        }
        return (Int(response.status.code), body)
    }

    /// Returns when a TCP connection could be made.
    func connect(host: String, port: Int, timeout: Duration) async throws {
        let channel = try await ClientBootstrap(group: group)
            .connectTimeout(.nanoseconds(timeout.components.seconds * 1_000_000_000))
            .connect(host: host, port: port).get()
        try await channel.close()
    }
}
