import ArgumentParser
import NIOCore
import NIOPosix
import NIOSSL

/// Which server to measure.
struct ServerOptions: ParsableArguments {
    @Option(help: "Host and port of the server.")
    var server = "127.0.0.1:6443"

    @Option(help: "A bearer token of somebody who may do all.")
    var token: String

    @Option(help: "The process whose CPU and memory are reported.")
    var pid: Int32?

    var host: String { String(server.prefix { $0 != ":" }) }
    var port: Int { Int(server.drop { $0 != ":" }.dropFirst()) ?? 6443 }
    var figures: ProcessFigures? { pid.map(ProcessFigures.init) }

    func head(_ method: String, _ path: String, length: Int? = nil) -> String {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: \(server)\r\nAuthorization: Bearer \(token)\r\n"
        if let length { text += "Content-Type: application/json\r\nContent-Length: \(length)\r\n" }
        return text + "\r\n"
    }

    /// Opens a TLS connection whose incoming bytes go to `handler`.
    func connect(
        on group: any EventLoopGroup, context: NIOSSLContext,
        _ handler: @escaping @Sendable () -> any ChannelInboundHandler & Sendable
    ) -> EventLoopFuture<any Channel> {
        ClientBootstrap(group: group)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65536))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        try NIOSSLClientHandler(context: context, serverHostname: nil), handler(),
                    ])
                }
            }
            .connect(host: host, port: port)
    }

    /// The server's certificate is not checked: what is measured is on this machine.
    func tlsContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }
}
