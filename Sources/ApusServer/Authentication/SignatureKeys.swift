import ApusAPI
import ApusJSON
import Crypto
import CryptoExtras
import FoundationEssentials

/// A key that checks signatures of JSON Web Tokens (RFC 7518 §3.3 to §3.5).
enum VerifyingKey: Sendable {
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)

    /// The algorithms that the key may be used with; for a key on a curve there is one.
    var algorithms: [String] {
        switch self {
        case .rsa: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
        case .p256: ["ES256"]
        case .p384: ["ES384"]
        case .p521: ["ES512"]
        }
    }

    /// The key in its PKIX form, of which upstream takes the hash as the key's id.
    var der: Data {
        switch self {
        case .rsa(let key): key.derRepresentation
        case .p256(let key): key.derRepresentation
        case .p384(let key): key.derRepresentation
        case .p521(let key): key.derRepresentation
        }
    }

    func verifies(_ signature: [UInt8], of text: some StringProtocol, algorithm: String) -> Bool {
        guard algorithms.contains(algorithm) else { return false }
        let data = Data(text.utf8)
        switch self {
        case .rsa(let key): return VerifyingKey.verifies(signature, of: data, key, algorithm)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: data)
        case .p384(let key):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: data)
        case .p521(let key):
            guard let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: data)
        }
    }

    private static func verifies(
        _ signature: [UInt8], of data: Data, _ key: _RSA.Signing.PublicKey, _ algorithm: String
    ) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        let padding = algorithm.hasPrefix("PS") ? _RSA.Signing.Padding.PSS : .insecurePKCS1v1_5
        return switch algorithm.suffix(3) {
        case "256": key.isValidSignature(signature, for: SHA256.hash(data: data), padding: padding)
        case "384": key.isValidSignature(signature, for: SHA384.hash(data: data), padding: padding)
        default: key.isValidSignature(signature, for: SHA512.hash(data: data), padding: padding)
        }
    }

    // MARK: - JSON Web Keys (RFC 7517)

    /// Reads a key of a key set; nil for one of another kind, or one that is not for signatures.
    init?(jwk: JSONValue) {
        if let use = jwk["use"].string, use != "sig" { return nil }
        func bytes(_ name: String) -> [UInt8] { jwk[name].string.flatMap { Base64URL.decode($0) } ?? [] }
        func point(_ size: Int) -> [UInt8] {
            ["x", "y"].flatMap { name in
                let value = bytes(name)
                return [UInt8](repeating: 0, count: max(0, size - value.count)) + value
            }
        }
        switch (jwk["kty"].string, jwk["crv"].string) {
        case ("RSA", _):
            guard let key = try? _RSA.Signing.PublicKey(n: bytes("n"), e: bytes("e")) else { return nil }
            self = .rsa(key)
        case ("EC", "P-256"):
            guard let key = try? P256.Signing.PublicKey(rawRepresentation: point(32)) else { return nil }
            self = .p256(key)
        case ("EC", "P-384"):
            guard let key = try? P384.Signing.PublicKey(rawRepresentation: point(48)) else { return nil }
            self = .p384(key)
        case ("EC", "P-521"):
            guard let key = try? P521.Signing.PublicKey(rawRepresentation: point(66)) else { return nil }
            self = .p521(key)
        default: return nil
        }
    }

    /// The members of a key set that say the key itself.
    var jwk: JSONValue {
        func curve(_ name: String, _ point: Data) -> JSONValue {
            let half = point.count / 2
            return [
                "kty": "EC", "crv": .string(name), "x": .string(Base64URL.encode(point.prefix(half))),
                "y": .string(Base64URL.encode(point.suffix(half))),
            ]
        }
        switch self {
        case .rsa(let key):
            guard let numbers = try? key.getKeyPrimitives() else { return ["kty": "RSA"] }
            return [
                "kty": "RSA", "n": .string(Base64URL.encode(numbers.modulus)),
                "e": .string(Base64URL.encode(numbers.publicExponent)),
            ]
        case .p256(let key): return curve("P-256", key.rawRepresentation)
        case .p384(let key): return curve("P-384", key.rawRepresentation)
        case .p521(let key): return curve("P-521", key.rawRepresentation)
        }
    }
}

/// A key that signs tokens: RSA with RS256, a curve with its own algorithm.
enum SigningKey: Sendable {
    case rsa(_RSA.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case p521(P521.Signing.PrivateKey)

    /// Reads a private key in PKCS #1, PKCS #8 or SEC 1 form; nil for anything else.
    init?(pem: String) {
        if let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p256(key)
        } else if let key = try? P384.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p384(key)
        } else if let key = try? P521.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p521(key)
        } else if let key = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) {
            self = .rsa(key)
        } else {
            return nil
        }
    }

    var verifying: VerifyingKey {
        switch self {
        case .rsa(let key): .rsa(key.publicKey)
        case .p256(let key): .p256(key.publicKey)
        case .p384(let key): .p384(key.publicKey)
        case .p521(let key): .p521(key.publicKey)
        }
    }

    var algorithm: String { verifying.algorithms[0] }

    func signature(of text: String) throws -> Data {
        let data = Data(text.utf8)
        return switch self {
        case .rsa(let key):
            try key.signature(for: SHA256.hash(data: data), padding: .insecurePKCS1v1_5).rawRepresentation
        case .p256(let key): try key.signature(for: data).rawRepresentation
        case .p384(let key): try key.signature(for: data).rawRepresentation
        case .p521(let key): try key.signature(for: data).rawRepresentation
        }
    }
}
