import ApusAPI
import Crypto
import CryptoExtras
import SwiftASN1
package import X509

/// The PKCS #10 request in a CertificateSigningRequest (RFC 2986).
package enum PKCS10 {
    /// The request in `spec.request`: base64 of PEM, of which the first block counts.
    package static func request(_ text: String) throws -> CertificateSigningRequest {
        try CertificateSigningRequest(pemDocument: try document(text))
    }

    private static func document(_ text: String) throws -> PEMDocument {
        let pem = String(decoding: Base64.decode(text) ?? [], as: UTF8.self)
        guard let first = try PEMDocument.parseMultiple(pemString: pem).first else {
            throw ASN1Error.invalidPEMDocument(reason: "there is no block")
        }
        return first
    }

    /// What is wrong with the block's content, in Go's words where it has few: it is no request, or its own key has not
    /// signed it. With a key of an unknown kind the signature is not looked at.
    static func problem(_ text: String) -> String? {
        guard let document = try? document(text), hasShape(document.derBytes) else { return "asn1: structure error" }
        guard let request = try? CertificateSigningRequest(pemDocument: document) else { return nil }
        if isSigned(request) { return nil }
        let key = request.publicKey
        if _RSA.Signing.PublicKey(key) != nil { return "crypto/rsa: verification error" }
        return Curve25519.Signing.PublicKey(key) != nil
            ? "x509: Ed25519 verification failure" : "x509: ECDSA verification failure"
    }

    /// Whether the key in `request` has signed it.
    package static func isSigned(_ request: CertificateSigningRequest) -> Bool {
        request.publicKey.isValidSignature(request.signature, for: request)
    }

    /// Whether it is a sequence of the request's parts, an algorithm and a signature.
    private static func hasShape(_ bytes: [UInt8]) -> Bool {
        guard let root = try? DER.parse(bytes), root.identifier == .sequence,
            case .constructed(let parts) = root.content
        else { return false }
        return parts.map(\.identifier) == [.sequence, .sequence, .bitString]
    }
}
