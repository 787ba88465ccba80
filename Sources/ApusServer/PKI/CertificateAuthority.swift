import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// The cluster's certificate authority: ECDSA P-256 throughout.
struct CertificateAuthority: Sendable {
    let credential: Credential
    private let certificate: Certificate
    private let key: P256.Signing.PrivateKey
    private let now: Int64

    private static let year: Double = 365 * 24 * 3600

    /// Reads an authority; `path` is for messages.
    init(_ credential: Credential, path: String, now: Int64) throws(PKIError) {
        do {
            certificate = try Certificate(pemEncoded: credential.certificatePEM)
        } catch {
            throw PKIError("\(path).crt is no certificate")
        }
        do {
            key = try P256.Signing.PrivateKey(pemRepresentation: credential.keyPEM)
        } catch {
            throw PKIError("\(path).key is no ECDSA P-256 private key")
        }
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else {
            throw PKIError("\(path).key is not the key of \(path).crt")
        }
        self.credential = credential
        self.now = now
    }

    /// Makes a new authority that lasts ten years.
    static func make(commonName: String, now: Int64) throws -> Credential {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(commonName) }
        let start = Date(timeIntervalSince1970: Double(now) - 300)
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: start, notValidAfter: start + 10 * year, issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(digitalSignature: true, keyEncipherment: true, keyCertSign: true))
                SubjectKeyIdentifier(hash: .init(key.publicKey))
            },
            issuerPrivateKey: .init(key))
        return Credential(
            certificatePEM: try certificate.serializeAsPEM().pemString + "\n", keyPEM: key.pemRepresentation + "\n")
    }

    /// Issues a certificate with a new key, for one year or as long as the authority lasts.
    func issue(_ request: CertificateRequest) throws -> Credential {
        let key = P256.Signing.PrivateKey()
        let start = Date(timeIntervalSince1970: Double(now) - 300)
        var usages: [ExtendedKeyUsage.Usage] = []
        if request.isServer { usages.append(.serverAuth) }
        if request.isClient { usages.append(.clientAuth) }
        let names = request.generalNames
        let usage = try ExtendedKeyUsage(usages)
        let authorityKey = SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier
        let issued = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: start, notValidAfter: min(start + CertificateAuthority.year, certificate.notValidAfter),
            issuer: certificate.subject, subject: try request.subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(KeyUsage(digitalSignature: true, keyEncipherment: true))
                usage
                Critical(BasicConstraints.notCertificateAuthority)
                AuthorityKeyIdentifier(keyIdentifier: authorityKey)
                if !names.isEmpty { SubjectAlternativeNames(names) }
            },
            issuerPrivateKey: .init(self.key))
        return Credential(
            certificatePEM: try issued.serializeAsPEM().pemString + "\n", keyPEM: key.pemRepresentation + "\n")
    }

    /// Whether `credential` is what `issue` would give now: ours, matching, and with a fifth of its life left.
    func isGood(_ credential: Credential, for request: CertificateRequest) -> Bool {
        guard let issued = try? Certificate(pemEncoded: credential.certificatePEM),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: credential.keyPEM),
            issued.publicKey == Certificate.PublicKey(key.publicKey), issued.issuer == certificate.subject,
            certificate.publicKey.isValidSignature(issued.signature, for: issued), request.isMet(by: issued)
        else { return false }
        let life = issued.notValidAfter.timeIntervalSince(issued.notValidBefore)
        let rest = issued.notValidAfter.timeIntervalSince1970 - Double(now)
        return rest > life / 5 || issued.notValidAfter == certificate.notValidAfter && rest > 0
    }
}
