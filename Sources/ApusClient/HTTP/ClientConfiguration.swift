/// How to reach an API server, and as whom. All certificates and keys are PEM.
public struct ClientConfiguration: Sendable {
    public enum Credential: Sendable {
        case none
        case token(String)
        /// A file that is read again every minute, since its token is renewed.
        case tokenFile(String)
        case basic(user: String, password: String)
    }

    /// `https://host:port`, perhaps with a path.
    public var server: String
    /// Nil for the machine's roots.
    public var certificateAuthority: [UInt8]?
    public var insecureSkipVerify = false
    /// The name that the server's certificate must have, where it differs from the host of `server`.
    public var serverName: String?
    public var clientCertificate: [UInt8]?
    public var clientKey: [UInt8]?
    public var credential = Credential.none
    /// The namespace of the context.
    public var namespace = "default"
    public var userAgent = "apus"
    /// How long a request other than a watch may take.
    public var timeout: Duration = .seconds(60)

    public init(server: String) { self.server = server }
}

/// A configuration that cannot be used: which file, and what is wrong with it.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    public var source: String
    public var message: String
    public var description: String { source.isEmpty ? message : "\(source): \(message)" }

    public init(source: String, message: String) {
        self.source = source
        self.message = message
    }
}
