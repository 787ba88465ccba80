public import NIOCore
public import NIOHTTP1
import Synchronization

/// One request with its whole body, as an ``HTTPService`` gets it.
public struct HTTPRequest: Sendable {
    public var method: HTTPMethod
    /// The request target as it was sent: path and query.
    public var uri: String
    /// The path, percent-encoded as it was sent.
    public var path: Substring
    /// What follows the first `?`, percent-encoded as it was sent; nil without a `?`.
    public var query: String?
    /// With `host` also on HTTP/2, where it comes from `:authority`.
    public var headers: HTTPHeaders
    /// Nil without a body.
    public var body: ByteBuffer?
    /// The client's certificate, if it sent one that a configured client CA vouches for. One object per connection.
    public var peer: PeerCertificate?
    /// Address and port of the client, `192.0.2.1:51324` or `[2001:db8::1]:51324`.
    public var remoteAddress: String
    public var isHTTP2: Bool

    public init(
        method: HTTPMethod, uri: String, headers: HTTPHeaders = HTTPHeaders(), body: ByteBuffer? = nil,
        peer: PeerCertificate? = nil, remoteAddress: String = "", isHTTP2: Bool = false
    ) {
        self.method = method
        self.uri = uri
        if let mark = uri.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = uri[..<mark]
            query = String(uri[uri.utf8.index(after: mark)...])
        } else {
            path = uri[...]
            query = nil
        }
        self.headers = headers
        self.body = body
        self.peer = peer
        self.remoteAddress = remoteAddress
        self.isHTTP2 = isHTTP2
    }
}

/// A client certificate whose chain was verified against a configured client CA (RFC 5280, with the extended key
/// usage `clientAuth`).
public final class PeerCertificate: Sendable {
    /// The subject's common name; "" without one.
    public let commonName: String
    /// The subject's organizations, in order.
    public let organizations: [String]
    /// The certificate itself, as DER.
    public let der: [UInt8]
    /// When the first certificate of its chain ends, in seconds since 1970.
    public let notAfter: Int64
    /// Whether an authority of clients vouches for it.
    public let isClient: Bool
    /// Whether an authority of front proxies vouches for it.
    public let isFrontProxy: Bool
    private let attached = Mutex<(any AnyObject & Sendable)?>(nil)

    public init(
        commonName: String, organizations: [String], der: [UInt8], notAfter: Int64, isClient: Bool = true,
        isFrontProxy: Bool = false
    ) {
        self.commonName = commonName
        self.organizations = organizations
        self.der = der
        self.notAfter = notAfter
        self.isClient = isClient
        self.isFrontProxy = isFrontProxy
    }

    /// What a service keeps beside the certificate, made once for a connection.
    public func attachment<T: AnyObject & Sendable>(_ make: () -> T) -> T {
        attached.withLock { attached in
            if let known = attached as? T { return known }
            let new = make()
            attached = new
            return new
        }
    }
}
