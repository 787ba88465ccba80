import ApusJSON
import CSodium

/// `secretbox`: nonce (24 bytes), tag (16 bytes), ciphertext of XSalsa20-Poly1305. Authenticates the value alone.
struct SecretboxCipher: ValueCipher {
    static let nonceSize = Int(crypto_secretbox_NONCEBYTES)
    static let keySizes = [Int(crypto_secretbox_KEYBYTES)]
    private static let tagSize = Int(crypto_secretbox_MACBYTES)

    private let secret: [UInt8]

    init(secret: [UInt8]) {
        // Chooses the implementation for this processor; may be called any number of times, from any thread.
        _ = sodium_init()
        self.secret = secret
    }

    func seal(_ value: UnsafeRawBufferPointer, nonce: [UInt8], at key: String) throws(ValueError) -> [UInt8] {
        var isSealed = false
        let size = Self.nonceSize + Self.tagSize + value.count
        let sealed = [UInt8](unsafeUninitializedCapacity: size) { target, count in
            guard let start = target.baseAddress else { return }
            _ = target.initialize(from: nonce)
            let result = crypto_secretbox_easy(
                start + Self.nonceSize, value.bindMemory(to: UInt8.self).baseAddress, UInt64(value.count), nonce,
                secret)
            isSealed = result == 0
            count = isSealed ? size : Self.nonceSize
        }
        guard isSealed else { throw ValueError("the value cannot be encrypted") }
        return sealed
    }

    func open(_ sealed: UnsafeRawBufferPointer, at key: String) throws(ValueError) -> Bytes {
        let head = Self.nonceSize + Self.tagSize
        guard sealed.count >= head, let start = sealed.bindMemory(to: UInt8.self).baseAddress else { throw .tooShort }
        var isOpen = false
        let value = Bytes(capacity: sealed.count - head) { target in
            isOpen =
                crypto_secretbox_open_easy(
                    target.bindMemory(to: UInt8.self).baseAddress, start + Self.nonceSize,
                    UInt64(sealed.count - Self.nonceSize), start, secret) == 0
            return isOpen ? target.count : 0
        }
        guard isOpen else { throw .notAuthentic }
        return value
    }
}
