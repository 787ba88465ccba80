import ApusJSON
import Crypto
import CryptoExtras
import FoundationEssentials

/// `aescbc`: initialization vector (16 bytes), ciphertext with PKCS#7 padding. Authenticates nothing.
struct AESCBCCipher: ValueCipher {
    static let nonceSize = 16
    static let keySizes = [16, 24, 32]
    private static let blockSize = 16

    private let key: SymmetricKey

    init(secret: [UInt8]) { key = SymmetricKey(data: secret) }

    func seal(_ value: UnsafeRawBufferPointer, nonce: [UInt8], at key: String) throws(ValueError) -> [UInt8] {
        do {
            return nonce + (try AES._CBC.encrypt(value, using: self.key, iv: AES._CBC.IV(ivBytes: nonce)))
        } catch {
            throw ValueError("the value cannot be encrypted: \(error)")
        }
    }

    func open(_ sealed: UnsafeRawBufferPointer, at key: String) throws(ValueError) -> Bytes {
        guard sealed.count >= Self.blockSize else { throw .tooShort }
        guard sealed.count.isMultiple(of: Self.blockSize) else {
            throw ValueError("the stored data is not a multiple of the block size")
        }
        let notPadded = ValueError("invalid PKCS7 data (empty or not padded)")
        guard sealed.count > Self.blockSize else { throw notPadded }
        let padded: Data
        do {
            // The padding is looked at here, so that it is told apart from other mistakes.
            padded = try AES._CBC.decrypt(
                sealed[Self.blockSize...], using: self.key, iv: AES._CBC.IV(ivBytes: sealed[..<Self.blockSize]),
                noPadding: true)
        } catch {
            throw ValueError("the value cannot be decrypted: \(error)")
        }
        let size = Int(padded.last ?? 0)
        guard size > 0, size <= padded.count else { throw notPadded }
        guard padded.suffix(size).allSatisfy({ Int($0) == size }) else {
            throw ValueError("invalid padding on input")
        }
        return Bytes(padded.dropLast(size))
    }
}
