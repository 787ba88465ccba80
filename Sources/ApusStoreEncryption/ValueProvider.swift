public import ApusJSON

/// What one element of `providers` stores values with: the keys of one cipher, or nothing (`identity`).
public struct ValueProvider: Sendable {
    /// The ciphers, by their names in the configuration.
    public enum Cipher: String, Sendable, CaseIterable {
        case aescbc, aesgcm, secretbox

        /// How many bytes a key may have.
        public var keySizes: [Int] { type.keySizes }

        var type: any ValueCipher.Type {
            switch self {
            case .aescbc: AESCBCCipher.self
            case .aesgcm: AESGCMCipher.self
            case .secretbox: SecretboxCipher.self
            }
        }

        /// What its values begin with.
        var prefix: String { "k8s:enc:\(rawValue):v1:" }

        fileprivate var noKey: ValueError {
            ValueError(
                "no matching key was found for the provided \(self == .secretbox ? "Secretbox" : "AES") transformer")
        }
    }

    /// What the values of all ciphers begin with, and no others.
    public static let reservedPrefix = "k8s:enc:"

    private struct Key: Sendable {
        /// `<name>:`
        let prefix: [UInt8]
        let cipher: any ValueCipher
    }

    private let cipher: Cipher?
    private let prefix: [UInt8]
    private let keys: [Key]

    /// Stores values as they are, and refuses those that somebody has encrypted.
    public static let identity = ValueProvider(cipher: nil, prefix: [], keys: [])

    private init(cipher: Cipher?, prefix: [UInt8], keys: [Key]) {
        self.cipher = cipher
        self.prefix = prefix
        self.keys = keys
    }

    /// - Parameter keys: The first one seals. Each has one of the cipher's sizes; the others are left out.
    public init(_ cipher: Cipher, keys: [EncryptionKey]) {
        let type = cipher.type
        self.init(
            cipher: cipher, prefix: Array(cipher.prefix.utf8),
            keys: keys.filter { type.keySizes.contains($0.secret.count) }.map {
                Key(prefix: Array("\($0.name):".utf8), cipher: type.init(secret: $0.secret))
            })
    }

    /// Whether the stored bytes are of this provider's form.
    func reads(_ stored: Bytes) -> Bool { stored.withUnsafeBytes { $0.starts(with: prefix) } }

    func seal(
        _ value: Bytes, at key: String, using random: inout some RandomNumberGenerator
    ) throws(ValueError) -> Bytes {
        guard let cipher else { return value }
        guard let first = keys.first else { throw cipher.noKey }
        let nonce = (0..<cipher.type.nonceSize).map { _ in UInt8.random(in: 0...255, using: &random) }
        let sealed = try value.withUnsafeBytes { bytes throws(ValueError) in
            try first.cipher.seal(bytes, nonce: nonce, at: key)
        }
        return Bytes(capacity: prefix.count + first.prefix.count + sealed.count) { target in
            target[..<prefix.count].copyBytes(from: prefix)
            target[prefix.count..<(prefix.count + first.prefix.count)].copyBytes(from: first.prefix)
            target[(prefix.count + first.prefix.count)...].copyBytes(from: sealed)
            return target.count
        }
    }

    /// - Returns: The value, and whether another key than the first was needed.
    func open(_ stored: Bytes, at key: String) throws(ValueError) -> (value: Bytes, isStale: Bool) {
        guard let cipher else {
            guard !Self.isEncrypted(stored) else { throw Self.refusal }
            return (stored, false)
        }
        var errors: [ValueError] = []
        for (index, candidate) in keys.enumerated() {
            do throws(ValueError) {
                let value = try stored.withUnsafeBytes { bytes throws(ValueError) -> Bytes? in
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[prefix.count...])
                    guard rest.starts(with: candidate.prefix) else { return nil }
                    return try candidate.cipher.open(
                        UnsafeRawBufferPointer(rebasing: rest[candidate.prefix.count...]), at: key)
                }
                if let value { return (value, index > 0) }
            } catch {
                // Another key may have the same name.
                errors.append(error)
            }
        }
        throw errors.isEmpty ? cipher.noKey : ValueError(errors)
    }

    /// Whether `stored` is of the form that is kept for encrypted values.
    public static func isEncrypted(_ stored: Bytes) -> Bool {
        stored.withUnsafeBytes { $0.starts(with: reservedPrefix.utf8) }
    }

    /// Why such a value is not read where nothing is to be encrypted.
    public static let refusal = ValueError("identity transformer tried to read encrypted data")
}
