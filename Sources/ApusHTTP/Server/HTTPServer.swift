public import NIOCore
import NIOPosix

/// A server for HTTP/1.1 and HTTP/2 on one port, with TLS where configured.
public final class HTTPServer: Sendable {
    let configuration: Configuration
    let service: any HTTPService
    let group: any EventLoopGroup

    /// `group` must outlive the server; two event loops, or as many as there are cores, are right for most.
    public init(configuration: Configuration, service: any HTTPService, group: any EventLoopGroup) {
        self.configuration = configuration
        self.service = service
        self.group = group
    }
}
