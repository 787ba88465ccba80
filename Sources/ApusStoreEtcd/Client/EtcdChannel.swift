package import GRPCCore
package import GRPCNIOTransportHTTP2Posix

/// One member of etcd with the connection to it, which is kept up until `close`.
package final class EtcdChannel: Sendable {
    package typealias Client = GRPCClient<HTTP2ClientTransport.Posix>

    let endpoint: EtcdEndpoint
    package let client: Client
    private let run: Task<Void, Never>

    /// - Throws: where the files of `tls` cannot be used.
    package init(_ endpoint: EtcdEndpoint, tls: EtcdConfiguration.TLS) throws {
        self.endpoint = endpoint
        let target: any ResolvableTarget =
            switch endpoint.host {
            case let host where host.utf8.contains(58): .ipv6(address: host, port: endpoint.port)
            case let host where host.utf8.allSatisfy({ $0 == 46 || (48...57).contains($0) }):
                .ipv4(address: host, port: endpoint.port)
            case let host: .dns(host: host, port: endpoint.port)
            }
        let client = Client(
            transport: try .http2NIOPosix(
                target: target, transportSecurity: EtcdChannel.security(endpoint, tls),
                config: .defaults { config in
                    config.backoff = .init(
                        initial: .milliseconds(100), max: .seconds(3), multiplier: 1.6, jitter: 0.2)
                    config.connection.maxIdleTime = nil
                    config.connection.keepalive = .init(
                        time: .seconds(30), timeout: .seconds(10), allowWithoutCalls: false)
                    config.channelDebuggingCallbacks = .init(
                        onCreateTCPConnection: { PingAnswers.install(on: $0) }, onCreateHTTP2Stream: nil)
                }))
        self.client = client
        // Ends with `close`; a connection that breaks is made anew by the transport.
        run = Task { try? await client.runConnections() }
    }

    private static func security(
        _ endpoint: EtcdEndpoint, _ tls: EtcdConfiguration.TLS
    ) -> HTTP2ClientTransport.Posix.TransportSecurity {
        guard endpoint.isSecure else { return .plaintext }
        let roots: TLSConfig.TrustRootsSource =
            tls.caFile.map { .certificates([.file(path: $0, format: .pem)]) } ?? .systemDefault
        guard let certificate = tls.certificateFile, let key = tls.keyFile else {
            return .tls { $0.trustRoots = roots }
        }
        return .mTLS(
            certificateChain: [.file(path: certificate, format: .pem)], privateKey: .file(path: key, format: .pem)
        ) { $0.trustRoots = roots }
    }

    package func close() {
        client.beginGracefulShutdown()
        run.cancel()
    }
}
