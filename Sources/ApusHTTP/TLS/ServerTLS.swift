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
            configuration.verifySignatureAlgorithms = Self.clientSignatures
        } else {
            verifier = nil
        }
        context = try NIOSSLContext(configuration: configuration)
    }

    /// How clients may prove that a certificate is theirs: what Go's servers offer, with Ed25519 and P-521.
    private static let clientSignatures: [SignatureAlgorithm] = [
        .rsaPssRsaeSha256, .ecdsaSecp256R1Sha256, .ed25519, .rsaPssRsaeSha384, .rsaPssRsaeSha512, .rsaPkcs1Sha256,
        .rsaPkcs1Sha384, .rsaPkcs1Sha512, .ecdsaSecp384R1Sha384, .ecdsaSecp521R1Sha512,
    ]

    func makeHandler() -> NIOSSLServerHandler {
        guard verifier != nil else { return NIOSSLServerHandler(context: context) }
        // The handshake takes any certificate; `verifier` decides behind it whom it names.
        return NIOSSLServerHandler(context: context) { _, promise in promise.succeed(.certificateVerified) }
    }
}
