import NIOCore
import NIOSSL

/// A TLS configuration made ready: certificates parsed, context built.
struct ServerTLS: Sendable {
    private let context: NIOSSLContext
    let verifier: ClientCertificateVerifier?

    init(_ tls: HTTPServer.TLS) throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(tls.certificateChainPEM.utf8)).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(tls.privateKeyPEM.utf8), format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["h2", "http/1.1"]
        configuration.shutdownTimeout = .seconds(1)
        if tls.clientCAPEM != nil || tls.frontProxyCAPEM != nil {
            verifier = try ClientCertificateVerifier(pem: tls.clientCAPEM, frontProxyPEM: tls.frontProxyCAPEM)
            let pem = (tls.clientCAPEM ?? "") + "\n" + (tls.frontProxyCAPEM ?? "")
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
            configuration.sendCANameList = true
        } else {
            verifier = nil
        }
        context = try NIOSSLContext(configuration: configuration)
    }

    func makeHandler() -> NIOSSLServerHandler {
        guard verifier != nil else { return NIOSSLServerHandler(context: context) }
        // The handshake takes any certificate; `verifier` decides behind it whom it names.
        return NIOSSLServerHandler(context: context) { _, promise in promise.succeed(.certificateVerified) }
    }
}
