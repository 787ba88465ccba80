import NIOCore

/// What all requests of one connection share.
struct ConnectionInfo: Sendable {
    let loop: LoopState
    let service: any HTTPService
    let limits: HTTPServer.Limits
    let remoteAddress: String
    let peer: PeerCertificate?
}

extension SocketAddress {
    /// `192.0.2.1:51324` or `[2001:db8::1]:51324`; "" for others.
    var hostAndPort: String {
        guard let ipAddress, let port else { return "" }
        return self.protocol == .inet6 ? "[\(ipAddress)]:\(port)" : "\(ipAddress):\(port)"
    }
}
