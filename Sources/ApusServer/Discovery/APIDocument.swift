import ApusJSON
import Crypto

/// A document that describes the API, as it is sent.
struct APIDocument: Sendable {
    /// 200, or 304 where the client has it already.
    var status = 200
    var contentType: String
    /// Beside the content type.
    var headers: [(String, String)] = []
    var bytes: Bytes
}

/// The SHA-512 of `bytes` in hexadecimal, as upstream makes the entity tags and hashes of its documents.
func documentHash(_ bytes: Bytes) -> String {
    var hash = SHA512()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in hash.finalize() {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
