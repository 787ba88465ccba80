import ApusJSON

/// One key of one provider: how it seals values and opens them again.
protocol ValueCipher: Sendable {
    /// How many random bytes go before each sealed value.
    static var nonceSize: Int { get }
    /// The sizes that a key may have.
    static var keySizes: [Int] { get }

    /// - Parameter secret: of one of `keySizes`.
    init(secret: [UInt8])

    /// Seals `value` with `nonce`, which is used for nothing else. `key` is the key of the store; ciphers that
    /// authenticate more than the value bind it to that place.
    func seal(_ value: UnsafeRawBufferPointer, nonce: [UInt8], at key: String) throws(ValueError) -> [UInt8]

    /// Opens what `seal` has made; `sealed` begins with the nonce.
    func open(_ sealed: UnsafeRawBufferPointer, at key: String) throws(ValueError) -> Bytes
}
