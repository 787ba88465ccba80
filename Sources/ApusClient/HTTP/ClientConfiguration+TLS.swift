import NIOSSL

extension ClientConfiguration {
    /// The TLS of connections with this configuration.
    func tls() throws(ConfigurationError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if insecureSkipVerify { tls.certificateVerification = .none }
        do {
            if let certificateAuthority {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(certificateAuthority))
            }
        } catch {
            throw ConfigurationError(source: "", message: "the certificate authority is not PEM: \(error)")
        }
        guard let clientCertificate, let clientKey else { return tls }
        do {
            tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(clientCertificate).map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: clientKey, format: .pem))
        } catch {
            throw ConfigurationError(source: "", message: "the client certificate or key is not PEM: \(error)")
        }
        return tls
    }
}
