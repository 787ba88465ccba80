import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// The authority of one cluster of etcd and what it signed, as PEM files in a directory.
struct EtcdCertificates {
    let directory: String

    var ca: String { "\(directory)/ca.pem" }
    func certificate(_ name: String) -> String { "\(directory)/\(name).pem" }
    func key(_ name: String) -> String { "\(directory)/\(name).key" }

    /// Makes an authority, and with it `server` and `client`.
    init(in directory: String) throws {
        self.directory = directory
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName("etcd-ca") }
        let authority = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: Date() - 60, notValidAfter: Date() + 3600, issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            },
            issuerPrivateKey: .init(key))
        try write(try authority.serializeAsPEM().pemString, ca)
        for (name, usage) in [("server", [ExtendedKeyUsage.Usage.serverAuth, .clientAuth]), ("client", [.clientAuth])] {
            let own = P256.Signing.PrivateKey()
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(own.publicKey),
                notValidBefore: Date() - 60, notValidAfter: Date() + 3600, issuer: subject,
                subject: try DistinguishedName { CommonName(name) }, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage(usage)
                    SubjectAlternativeNames([
                        .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                    ])
                },
                issuerPrivateKey: .init(key))
            try write(try certificate.serializeAsPEM().pemString, self.certificate(name))
            try write(own.pemRepresentation, self.key(name))
        }
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}
