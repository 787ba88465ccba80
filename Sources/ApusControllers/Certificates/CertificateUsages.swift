import SwiftASN1
import X509

/// `spec.usages` as the extensions of a certificate (RFC 5280 §4.2.1.3 and §4.2.1.12).
struct CertificateUsages {
    private let usages: Set<String>

    init(_ usages: [String]) { self.usages = Set(usages) }

    /// Nil where none of them is about the key.
    var key: KeyUsage? {
        func has(_ names: String...) -> Bool { names.contains(where: usages.contains) }
        let usage = KeyUsage(
            digitalSignature: has("signing", "digital signature"), nonRepudiation: has("content commitment"),
            keyEncipherment: has("key encipherment"), dataEncipherment: has("data encipherment"),
            keyAgreement: has("key agreement"), keyCertSign: has("cert sign"), cRLSign: has("crl sign"),
            encipherOnly: has("encipher only"), decipherOnly: has("decipher only"))
        return usage == KeyUsage() ? nil : usage
    }

    private static let purposes: [(String, ExtendedKeyUsage.Usage)] = [
        ("any", .any), ("server auth", .serverAuth), ("client auth", .clientAuth), ("code signing", .codeSigning),
        ("email protection", .emailProtection), ("s/mime", .emailProtection),
        ("ipsec end system", .init(oid: [1, 3, 6, 1, 5, 5, 7, 3, 5])),
        ("ipsec tunnel", .init(oid: [1, 3, 6, 1, 5, 5, 7, 3, 6])),
        ("ipsec user", .init(oid: [1, 3, 6, 1, 5, 5, 7, 3, 7])), ("timestamping", .timeStamping),
        ("ocsp signing", .ocspSigning), ("microsoft sgc", .init(oid: [1, 3, 6, 1, 4, 1, 311, 10, 3, 3])),
        ("netscape sgc", .init(oid: [2, 16, 840, 1, 113730, 4, 1])),
    ]

    /// Nil where none of them is about the purpose.
    var extended: ExtendedKeyUsage? {
        get throws {
            var found: [ExtendedKeyUsage.Usage] = []
            for (name, purpose) in Self.purposes where usages.contains(name) && !found.contains(purpose) {
                found.append(purpose)
            }
            return found.isEmpty ? nil : try ExtendedKeyUsage(found)
        }
    }
}
