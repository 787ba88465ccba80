import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// Decides whether a client's certificate was issued by a configured client CA (RFC 5280 §6, for chains of two).
///
/// It runs for each connection, resumed ones too, so that what a session remembers never stands in for a check. An
/// intermediate authority belongs into the configured bundle.
struct ClientCertificateVerifier: Sendable {
    let authorities: [Certificate]
    /// The authorities of front proxies; an authority may be of both.
    let proxyAuthorities: [Certificate]

    init(pem: String?, frontProxyPEM: String? = nil) throws {
        authorities = try ClientCertificateVerifier.certificates(pem)
        proxyAuthorities = try ClientCertificateVerifier.certificates(frontProxyPEM)
    }

    private static func certificates(_ pem: String?) throws -> [Certificate] {
        guard let pem else { return [] }
        return try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)).map {
            try Certificate(derEncoded: try $0.toDERBytes())
        }
    }

    /// The verified certificate; nil where there is none, or none that may be trusted as a client's now.
    func verify(leaf: NIOSSLCertificate?, at now: Date = Date()) -> PeerCertificate? {
        guard let leaf, let der = try? leaf.toDERBytes(), let certificate = try? Certificate(derEncoded: der),
            ClientCertificateVerifier.isValid(certificate, at: now), ClientCertificateVerifier.isClient(certificate)
        else { return nil }
        let authority = authorities.first { isIssuer($0, of: certificate, at: now) }
        let proxyAuthority = proxyAuthorities.first { isIssuer($0, of: certificate, at: now) }
        guard let issuer = authority ?? proxyAuthority else { return nil }
        let end = min(certificate.notValidAfter, issuer.notValidAfter)
        return PeerCertificate(
            commonName: ClientCertificateVerifier.names(in: certificate.subject, .commonName).last ?? "",
            organizations: ClientCertificateVerifier.names(in: certificate.subject, .organization),
            der: der, notAfter: Int64(end.timeIntervalSince1970), isClient: authority != nil,
            isFrontProxy: proxyAuthority != nil)
    }

    private func isIssuer(_ authority: Certificate, of certificate: Certificate, at now: Date) -> Bool {
        guard authority.subject == certificate.issuer, ClientCertificateVerifier.isValid(authority, at: now),
            case .isCertificateAuthority? = try? authority.extensions.basicConstraints
        else { return false }
        if let usage = try? authority.extensions.keyUsage, !usage.keyCertSign { return false }
        return authority.publicKey.isValidSignature(certificate.signature, for: certificate)
    }

    private static func isValid(_ certificate: Certificate, at now: Date) -> Bool {
        certificate.notValidBefore <= now && now <= certificate.notValidAfter
    }

    /// Whether the extended key usage, where there is one, allows `clientAuth`.
    private static func isClient(_ certificate: Certificate) -> Bool {
        do {
            guard let usage = try certificate.extensions.extendedKeyUsage else { return true }
            return usage.contains(.clientAuth) || usage.contains(.any)
        } catch {
            return false
        }
    }

    private enum Name { case commonName, organization }

    private static func names(in subject: DistinguishedName, _ name: Name) -> [String] {
        subject.flatMap { $0 }.filter {
            switch name {
            case .commonName: $0.type == .RDNAttributeType.commonName
            case .organization: $0.type == .RDNAttributeType.organizationName
            }
        }.compactMap { String($0.value) }
    }
}
