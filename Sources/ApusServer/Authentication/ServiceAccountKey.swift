import ApusAPI
import ApusJSON
import Crypto
import CryptoExtras
import SwiftASN1
import X509

/// A key that verifies service-account tokens, and may sign them.
struct ServiceAccountKey: Sendable {
    let signing: SigningKey?
    let verifying: VerifyingKey
    /// Names the key in a token's header and in the JWKS: the hash of its DER form, as upstream makes it.
    let id: String

    init(signing: SigningKey) {
        self.signing = signing
        verifying = signing.verifying
        id = ServiceAccountKey.id(verifying)
    }

    init(verifying: VerifyingKey) {
        signing = nil
        self.verifying = verifying
        id = ServiceAccountKey.id(verifying)
    }

    private static func id(_ key: VerifyingKey) -> String { Base64URL.encode(SHA256.hash(data: key.der)) }

    /// All keys of a file: public keys, private keys, whose public half counts, and those of certificates.
    static func verifyingKeys(pem: String) -> [ServiceAccountKey] {
        PEMBlock.all(in: pem).compactMap { block in
            if block.label.hasSuffix("PRIVATE KEY") {
                return SigningKey(pem: block.text).map { ServiceAccountKey(verifying: $0.verifying) }
            }
            if block.label == "CERTIFICATE" {
                return (try? Certificate(pemEncoded: block.text)).flatMap { VerifyingKey($0.publicKey) }
                    .map { ServiceAccountKey(verifying: $0) }
            }
            return VerifyingKey(publicPEM: block.text).map { ServiceAccountKey(verifying: $0) }
        }
    }

    /// The key in a JSON Web Key Set (RFC 7517).
    var jwk: JSONValue {
        var value = verifying.jwk
        value["use"] = "sig"
        value["kid"] = .string(id)
        value["alg"] = .string(verifying.algorithms[0])
        return value
    }
}

extension VerifyingKey {
    init?(publicPEM pem: String) {
        if let key = try? P256.Signing.PublicKey(pemRepresentation: pem) {
            self = .p256(key)
        } else if let key = try? P384.Signing.PublicKey(pemRepresentation: pem) {
            self = .p384(key)
        } else if let key = try? P521.Signing.PublicKey(pemRepresentation: pem) {
            self = .p521(key)
        } else if let key = try? _RSA.Signing.PublicKey(pemRepresentation: pem) {
            self = .rsa(key)
        } else {
            return nil
        }
    }

    init?(_ key: Certificate.PublicKey) {
        if let key = P256.Signing.PublicKey(key) {
            self = .p256(key)
        } else if let key = P384.Signing.PublicKey(key) {
            self = .p384(key)
        } else if let key = P521.Signing.PublicKey(key) {
            self = .p521(key)
        } else if let key = _RSA.Signing.PublicKey(key) {
            self = .rsa(key)
        } else {
            return nil
        }
    }
}

/// One block of a PEM text (RFC 7468), `-----BEGIN LABEL-----` and end included.
struct PEMBlock {
    let label: String
    let text: String

    static func all(in text: String) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var label: String?
        var lines: [Substring] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if let open = label {
                lines.append(line)
                guard line.hasPrefix("-----END \(open)-----") else { continue }
                blocks.append(PEMBlock(label: open, text: lines.joined(separator: "\n") + "\n"))
                label = nil
            } else if line.hasPrefix("-----BEGIN "), line.dropFirst(11).contains("-----") {
                label = String(line.dropFirst(11).prefix { $0 != "-" })
                lines = [line]
            }
        }
        return blocks
    }
}
