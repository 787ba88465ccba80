public import NIOCore

extension HTTPServer {
    /// Where and how a server listens.
    public struct Configuration: Sendable {
        /// The address to bind; `0.0.0.0` and `::` mean all.
        public var host: String
        /// 0: the system chooses; `start()` returns which.
        public var port: Int
        /// Nil: plain TCP, HTTP/1.1 only.
        public var tls: TLS?
        public var limits: Limits

        public init(host: String = "127.0.0.1", port: Int = 0, tls: TLS? = nil, limits: Limits = Limits()) {
            self.host = host
            self.port = port
            self.tls = tls
            self.limits = limits
        }
    }

    /// The server's certificate, and whom it trusts.
    public struct TLS: Sendable {
        /// The certificate with its intermediates, leaf first, as PEM.
        public var certificateChainPEM: String
        /// Its private key as PEM.
        public var privateKeyPEM: String
        /// The certificate authorities of client certificates as PEM; nil: none is asked for.
        ///
        /// A certificate that none of them vouches for does not end the handshake: the request comes without `peer`,
        /// as upstream does it, so that another means of authentication or a 401 can follow.
        public var clientCAPEM: String?
        /// The authorities of proxies that may tell in headers who makes a request; nil: there are none.
        public var frontProxyCAPEM: String?

        public init(
            certificateChainPEM: String, privateKeyPEM: String, clientCAPEM: String? = nil,
            frontProxyCAPEM: String? = nil
        ) {
            self.certificateChainPEM = certificateChainPEM
            self.privateKeyPEM = privateKeyPEM
            self.clientCAPEM = clientCAPEM
            self.frontProxyCAPEM = frontProxyCAPEM
        }
    }

    /// How much a client may send, and how long it may take.
    public struct Limits: Sendable {
        /// Bytes of a request's body; upstream's `MaxRequestBodyBytes`.
        public var body = 3 << 20
        /// Bytes of a request's header.
        public var header = 256 << 10
        public var concurrentStreams = 250
        public var handshake = TimeAmount.seconds(10)
        /// From the start of a connection to the end of the first header.
        public var firstHeader = TimeAmount.seconds(32)
        /// From the end of a header to the end of its body.
        public var bodyRead = TimeAmount.seconds(60)
        /// Between two requests of a connection.
        public var idle = TimeAmount.seconds(90)
        /// How long a client may refuse to read any byte of an answer that is not pushed.
        public var writeStall = TimeAmount.seconds(60)

        public init() {}
    }
}
