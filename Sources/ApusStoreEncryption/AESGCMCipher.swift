import ApusJSON
import Crypto
import FoundationEssentials

/// `aesgcm`: nonce (12 bytes), ciphertext, tag (16 bytes), with the key of the store as authenticated data, so that
/// nobody who can write to the store can put one object's value in another's place.
struct AESGCMCipher: ValueCipher {
    static let nonceSize = 12
    static let keySizes = [16, 24, 32]
    private static let tagSize = 16

    private let key: SymmetricKey

    init(secret: [UInt8]) { key = SymmetricKey(data: secret) }

    func seal(_ value: UnsafeRawBufferPointer, nonce: [UInt8], at key: String) throws(ValueError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(
                value, using: self.key, nonce: AES.GCM.Nonce(data: nonce), authenticating: Array(key.utf8))
            return nonce + box.ciphertext + box.tag
        } catch {
            throw ValueError("the value cannot be encrypted: \(error)")
        }
    }

    func open(_ sealed: UnsafeRawBufferPointer, at key: String) throws(ValueError) -> Bytes {
        guard sealed.count >= Self.nonceSize else { throw .tooShort }
        let end = sealed.count - Self.tagSize
        guard end >= Self.nonceSize else { throw .notAuthentic }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: sealed[..<Self.nonceSize]), ciphertext: sealed[Self.nonceSize..<end],
                tag: sealed[end...])
            return Bytes(try AES.GCM.open(box, using: self.key, authenticating: Array(key.utf8)))
        } catch {
            throw .notAuthentic
        }
    }
}
