import ApusJSON
import Foundation
import Testing

@testable import ApusStoreEncryption

/// What lies in the store, byte for byte. The values were made with Python's `cryptography` and PyNaCl.
@Suite struct ValueTransformerTests {
    static let key = "/registry/secrets/default/x"
    static let text =
        #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x","namespace":"default"},"data":{"k":"c2VjcmV0"}}"#

    struct Vector: Sendable, CustomTestStringConvertible {
        let cipher: ValueProvider.Cipher
        /// Bytes that count up from `first`.
        let secret: (first: UInt8, size: Int)
        /// The first byte of the nonce; the others count up.
        let nonce: UInt8
        /// How much of `text` it is.
        var size = ValueTransformerTests.text.utf8.count
        let base64: String

        var testDescription: String { "\(cipher.rawValue) \(secret.size) \(size)" }
        var value: Bytes { Bytes(Array(ValueTransformerTests.text.utf8.prefix(size))) }
        var payload: [UInt8] { Array(Data(base64Encoded: base64) ?? Data()) }
        var stored: Bytes { Bytes(Array("k8s:enc:\(cipher.rawValue):v1:key1:".utf8) + payload) }
        var key: EncryptionKey { EncryptionKey(name: "key1", secret: counting(secret.first, secret.size)) }
        var transformer: ValueTransformer { ValueTransformer([ValueProvider(cipher, keys: [key])]) }
    }

    static let vectors: [Vector] = [
        Vector(
            cipher: .aesgcm, secret: (1, 16), nonce: 100,
            base64:
                "ZGVmZ2hpamtsbW5vUHqXkeNQXhqNBw5jaEetd+RLiTdY+66sJwjHiidAChamq7aZgaHJeuy3Liqm/8FErS23E2L2PMrZ+kcbghUf8BvUaNXsv5B6PcygD4Uwxksh5qjhnYTEgQrM4DfwH3gyVmloQ5XIhicY1pOiQIJoIqeOm1f8jwzdXA=="
        ),
        Vector(
            cipher: .aesgcm, secret: (1, 24), nonce: 100,
            base64:
                "ZGVmZ2hpamtsbW5v3woVz/PL0mgF0cHcxNxr/XK9ajjn2gVDBOtL1T7b1/WjOUuXVgFjOwtJyndYZE9PBhPiHBU27hvVlaoqQOIe02wE3EJ+q1jPWLvqej7e60NIPLcGMDhwKMxj1sd7HbdX3Ditl1blS/Tn4kg2dRXtD9EYBQNZmT5spA=="
        ),
        Vector(
            cipher: .aesgcm, secret: (1, 32), nonce: 100,
            base64:
                "ZGVmZ2hpamtsbW5vG30YJf/mnkPaBMr7akmMHti9ebuWsJJz07uNkVvbywVOovRn5HCfZm51+xhkKJxHhIzlr9pFnqGk1q0WcouTS37Md4nYb3Ji8WmnX3y3UTwA+cOasLIDDSPQs/iA8958us9i34v5BVmGxfAvB20mGT8w26BHWKwZTA=="
        ),
        Vector(
            cipher: .aescbc, secret: (1, 16), nonce: 200,
            base64:
                "yMnKy8zNzs/Q0dLT1NXW132QUou/YnA4Xx41vRU+o2xOVymR0XMQVncneMZLmHChoyl9El9xfPoZ3iOhJbQ60HCA7Q6UVGTI0+2ZWCteObLRQyZlEY54tKPNFr4kTP4j3ygrj9NUhijjFCvy557bZLDnCvQZTaHc896nFiWSv7I="
        ),
        Vector(
            cipher: .aescbc, secret: (1, 24), nonce: 200, size: 96,
            base64:
                "yMnKy8zNzs/Q0dLT1NXW12sC2Rhus4ma3V16+pK6HyJhuYPfF9Cr65NHpI5nDJTA3LhMCL5ZaWdk++hEiK7zoVoQ9NNXJ/p5wwjqJ4rvgmNIRazir2W8G69A7kYMFoiSWC4X0nA3ROzqOOrjzdBGBskKAZxF3gIROQpHCSeJIC0="
        ),
        Vector(
            cipher: .aescbc, secret: (1, 32), nonce: 200,
            base64:
                "yMnKy8zNzs/Q0dLT1NXW1889WRjoGmXuExyBcrhxmeUCcLYWfgHx1XNoTS9KWJNEn/dRRzoVsLaQtp0I1KafDm09dRTj8y/jNYNP8BsD1Jxv/zmvlD0HA2T1tGjnjxenFGbTFzxVMudFtgFm60At/AjL38ed4stojv7GDNw+zy0="
        ),
        Vector(
            cipher: .aescbc, secret: (1, 32), nonce: 200, size: 0,
            base64: "yMnKy8zNzs/Q0dLT1NXW14TmY+DUgZ5iGXTQBiwfrPI="),
        Vector(
            cipher: .secretbox, secret: (7, 32), nonce: 50,
            base64:
                "MjM0NTY3ODk6Ozw9Pj9AQUJDREVGR0hJYYJhZQuQcF0YpGsNsFhgSP+MNvn8OMknr9dYudi+7FYh9TjeDNUfTy+IRAJWLzUfrz2Zy3s6v+TXPvR+JUlQpTKsUk1QOtEAxjd4OvQ2C0n2W1Pb/tSRuXJ/tGf6mmX+g36P+a5IZ6mQ5yGFD1lcHvOGQMNfabSFaw=="
        ),
        Vector(
            cipher: .secretbox, secret: (7, 32), nonce: 50, size: 0,
            base64: "MjM0NTY3ODk6Ozw9Pj9AQUJDREVGR0hJrqX/X+Fvcl6eGBteYlzJIQ=="),
    ]

    @Test("what another program has encrypted is read", arguments: vectors)
    func open(_ vector: Vector) throws {
        let (value, isStale) = try vector.transformer.open(vector.stored, at: Self.key)
        #expect(value.string == vector.value.string)
        #expect(!isStale)
    }

    @Test("the same value, key and nonce give the same bytes", arguments: vectors)
    func seal(_ vector: Vector) throws {
        let cipher = vector.cipher.type.init(secret: vector.key.secret)
        let nonce = counting(vector.nonce, vector.cipher.type.nonceSize)
        let sealed = try vector.value.withUnsafeBytes { try cipher.seal($0, nonce: nonce, at: Self.key) }
        #expect(sealed == vector.payload)
    }

    @Test("each value is sealed with another nonce and opens again", arguments: vectors)
    func roundTrip(_ vector: Vector) throws {
        var random = SystemRandomNumberGenerator()
        let transformer = vector.transformer
        let one = try transformer.seal(vector.value, at: Self.key, using: &random)
        let two = try transformer.seal(vector.value, at: Self.key, using: &random)
        #expect(one != two)
        #expect(one.count == vector.stored.count)
        #expect(one.string.utf8.starts(with: "k8s:enc:\(vector.cipher.rawValue):v1:key1:".utf8))
        for stored in [one, two] {
            #expect(try transformer.open(stored, at: Self.key).value.string == vector.value.string)
        }
    }

    @Test(
        "a changed byte is found by the ciphers that authenticate", arguments: vectors.filter { $0.cipher != .aescbc })
    func tampered(_ vector: Vector) throws {
        let clean = vector.stored.withUnsafeBytes { Array($0) }
        let start = clean.count - vector.payload.count
        for place in [start, start + 20, clean.count - 1] {
            var bytes = clean
            bytes[place] ^= 1
            #expect(throws: ValueError.notAuthentic) { try vector.transformer.open(Bytes(bytes), at: Self.key) }
        }
    }

    @Test("aesgcm refuses a value that was put in another key's place, and the others do not")
    func place() throws {
        for vector in Self.vectors {
            let open = { try vector.transformer.open(vector.stored, at: "/registry/secrets/default/y").value.string }
            if vector.cipher == .aesgcm {
                #expect(throws: ValueError.notAuthentic) { try open() }
            } else {
                #expect(try open() == vector.value.string)
            }
        }
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let stored: String
        let problem: String
        var testDescription: String { stored }
    }

    @Test(
        "what cannot be read says why, and names no secret",
        arguments: [
            Broken(
                stored: "k8s:enc:aescbc:v1:key1:short", problem: "the stored data was shorter than the required size"),
            Broken(
                stored: "k8s:enc:aescbc:v1:key1:0123456789abcdef",
                problem: "invalid PKCS7 data (empty or not padded)"),
            Broken(
                stored: "k8s:enc:aescbc:v1:key1:0123456789abcdef0",
                problem: "the stored data is not a multiple of the block size"),
            Broken(
                stored: "k8s:enc:aescbc:v1:key2:0123456789abcdef",
                problem: "no matching key was found for the provided AES transformer"),
            Broken(stored: "k8s:enc:aesgcm:v1:key1:short", problem: "no matching prefix found"),
            Broken(stored: "{}", problem: "no matching prefix found"),
            Broken(stored: "", problem: "no matching prefix found"),
        ])
    func broken(_ broken: Broken) {
        let transformer = Self.vectors[3].transformer
        #expect(throws: ValueError(broken.problem)) { try transformer.open(Bytes(broken.stored), at: Self.key) }
    }

    @Test("a wrong padding is told apart from none")
    func padding() throws {
        let vector = Self.vectors[6]
        var bytes = vector.stored.withUnsafeBytes { Array($0) }
        // The initialization vector shows in the first block: its last bytes are the padding.
        bytes[bytes.count - 17] ^= 16 ^ 3
        #expect(throws: ValueError("invalid padding on input")) {
            try vector.transformer.open(Bytes(bytes), at: Self.key)
        }
        bytes[bytes.count - 17] ^= 3
        #expect(throws: ValueError("invalid PKCS7 data (empty or not padded)")) {
            try vector.transformer.open(Bytes(bytes), at: Self.key)
        }
    }

    @Test("secretbox and unknown keys have upstream's words")
    func unknownKey() throws {
        let vector = Self.vectors[7]
        let other = ValueTransformer([
            ValueProvider(.secretbox, keys: [EncryptionKey(name: "key2", secret: counting(1, 32))])
        ])
        #expect(throws: ValueError("no matching key was found for the provided Secretbox transformer")) {
            try other.open(vector.stored, at: Self.key)
        }
        let short = Bytes("k8s:enc:secretbox:v1:key1:short")
        #expect(throws: ValueError.tooShort) { try vector.transformer.open(short, at: Self.key) }
    }

    // MARK: - Several providers

    private static func cbc(_ keys: (String, UInt8)...) -> ValueProvider {
        ValueProvider(.aescbc, keys: keys.map { EncryptionKey(name: $0.0, secret: counting($0.1, 32)) })
    }

    private static func gcm(_ keys: (String, UInt8)...) -> ValueProvider {
        ValueProvider(.aesgcm, keys: keys.map { EncryptionKey(name: $0.0, secret: counting($0.1, 32)) })
    }

    @Test("the first provider and its first key write; what others have written is read as stale")
    func rotation() throws {
        var random = SystemRandomNumberGenerator()
        let value = Bytes("{}")
        func stored(_ providers: ValueProvider...) throws -> Bytes {
            try ValueTransformer(providers).seal(value, at: Self.key, using: &random)
        }
        func stale(_ stored: Bytes, _ providers: ValueProvider...) throws -> Bool {
            let (read, isStale) = try ValueTransformer(providers).open(stored, at: Self.key)
            #expect(read.string == "{}")
            return isStale
        }
        let old = try stored(Self.cbc(("a", 1)))
        #expect(try !stale(old, Self.cbc(("a", 1), ("b", 2))))
        #expect(try stale(old, Self.cbc(("b", 2), ("a", 1))))
        #expect(try stale(old, Self.gcm(("b", 2)), Self.cbc(("a", 1))))
        #expect(try stale(old, .identity, Self.cbc(("a", 1))))
        // The same cipher in two providers, and two keys of one name.
        #expect(try stale(old, Self.cbc(("b", 2)), Self.cbc(("a", 1))))
        #expect(try stale(try stored(Self.gcm(("a", 1))), Self.gcm(("a", 2), ("a", 1))))
        let plain = try stored(.identity, Self.cbc(("a", 1)))
        #expect(plain.string == "{}")
        #expect(try !stale(plain, .identity, Self.cbc(("a", 1))))
        #expect(try stale(plain, Self.cbc(("a", 1)), .identity))
    }

    @Test("identity refuses what is encrypted, and leaves it to those behind it")
    func identity() throws {
        let transformer = ValueTransformer([.identity])
        #expect(throws: ValueError("no matching prefix found")) {
            try transformer.open(Self.vectors[0].stored, at: Self.key)
        }
        #expect(throws: ValueError("no matching prefix found")) {
            try transformer.open(Bytes("k8s:enc:kms:v2:x:"), at: Self.key)
        }
        #expect(try transformer.open(Bytes("k8s\0"), at: Self.key).value.string == "k8s\0")
    }

    @Test("a key is printed by its name alone")
    func printing() {
        let key = EncryptionKey(name: "a", secret: counting(65, 16))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", "\([key])", String(reflecting: key), dumped] {
            #expect(text.contains("a"))
            #expect(!text.contains("65"))
            #expect(!text.contains("ABC"))
        }
    }
}

/// `size` bytes that count up from `first`.
func counting(_ first: UInt8, _ size: Int) -> [UInt8] { (0..<size).map { first &+ UInt8($0) } }
