import ApusJSON
import Crypto
import FoundationEssentials

/// A key that signs or verifies service-account tokens with ES256 (RFC 7518 §3.4).
struct ServiceAccountKey: Sendable {
    private let signing: P256.Signing.PrivateKey?
    private let verifying: P256.Signing.PublicKey
    /// Names the key in a token's header and in the JWKS: the hash of its DER form, as upstream makes it.
    let id: String

    init(privatePEM: String) throws {
        let key = try P256.Signing.PrivateKey(pemRepresentation: privatePEM)
        self.init(signing: key, verifying: key.publicKey)
    }

    init(publicPEM: String) throws {
        self.init(signing: nil, verifying: try P256.Signing.PublicKey(pemRepresentation: publicPEM))
    }

    private init(signing: P256.Signing.PrivateKey?, verifying: P256.Signing.PublicKey) {
        self.signing = signing
        self.verifying = verifying
        id = Base64URL.encode(SHA256.hash(data: verifying.derRepresentation))
    }

    /// The signature of `text` as a token carries it; nil for a key that only verifies.
    func sign(_ text: String) throws -> String? {
        try signing.map { Base64URL.encode(try $0.signature(for: Data(text.utf8)).rawRepresentation) }
    }

    func verifies(_ signature: [UInt8], of text: some StringProtocol) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
        return verifying.isValidSignature(signature, for: Data(text.utf8))
    }

    /// The key in a JSON Web Key Set (RFC 7517).
    var jwk: JSONValue {
        let point = verifying.rawRepresentation
        return [
            "use": "sig", "kty": "EC", "kid": .string(id), "crv": "P-256", "alg": "ES256",
            "x": .string(Base64URL.encode(point.prefix(32))), "y": .string(Base64URL.encode(point.suffix(32))),
        ]
    }
}
