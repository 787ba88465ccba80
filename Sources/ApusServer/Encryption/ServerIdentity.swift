import Crypto
import Glibc

/// What upstream calls an API server, and its hash, which metrics have.
struct ServerIdentity: Sendable {
    let name: String

    init(hostname: String) {
        let digest = Array(SHA256.hash(data: Array(hostname.utf8)).prefix(16))
        name = "apiserver-" + ServerIdentity.base32(digest)
    }

    /// That of this machine.
    init() {
        var name = [CChar](repeating: 0, count: Int(HOST_NAME_MAX) + 1)
        gethostname(&name, name.count)
        self.init(hostname: String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    var hash: String { EncryptionConfiguration.hash(of: name) }

    /// RFC 4648 §6, in small letters and without padding.
    private static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var text: [UInt8] = []
        var (group, bits): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(group >> bits) & 31])
            }
        }
        if bits > 0 { text.append(alphabet[Int(group << (5 - bits)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}
