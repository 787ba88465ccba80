import ApusAPI
import Crypto

/// Signature Version 4 of AWS ("Authenticating Requests (AWS Signature Version 4)", Amazon S3 API Reference): the
/// request in a canonical form, its hash with time, region and service, and an HMAC over that with a key made from the
/// secret.
struct S3Signature {
    var credentials: S3Credentials
    var region: String
    var service = "s3"

    /// - Parameters:
    ///   - path: Encoded as it is sent.
    ///   - query: Not encoded.
    ///   - headers: All that are signed, `host` among them, with names in small letters.
    ///   - payloadHash: The SHA-256 of the body in hexadecimal digits.
    /// - Returns: the value of the header `Authorization`.
    func authorization(
        method: String, path: String, query: [(name: String, value: String)],
        headers: [(name: String, value: String)], payloadHash: String, at time: Timestamp
    ) -> String {
        let headers = headers.sorted { $0.name < $1.name }
        let names = headers.map(\.name).joined(separator: ";")
        let request = [
            method, path, S3Encoding.query(query),
            headers.map { "\($0.name):\(S3Signature.trimmed($0.value))\n" }.joined(), names, payloadHash,
        ].joined(separator: "\n")
        let date = S3Signature.date(time)
        let scope = "\(date.prefix(8))/\(region)/\(service)/aws4_request"
        let text = ["AWS4-HMAC-SHA256", date, scope, S3Encoding.sha256(Array(request.utf8))].joined(separator: "\n")
        let key = ["\(date.prefix(8))", region, service, "aws4_request"].reduce(
            SymmetricKey(data: Array("AWS4\(credentials.secretKey)".utf8))
        ) { SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array($1.utf8), using: $0)) }
        let signature = S3Encoding.hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
        return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope),SignedHeaders=\(names),"
            + "Signature=\(signature)"
    }

    /// `20130524T000000Z`.
    static func date(_ time: Timestamp) -> String { time.rfc3339.filter { $0 != "-" && $0 != ":" } }

    /// Without spaces at the ends, and one where there are several.
    private static func trimmed(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }
}

/// How S3 wants text and hashes.
enum S3Encoding {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Percent-encoded but for letters, digits and `-._~`, and slashes where they are to stay.
    static func percent(_ text: String, keepingSlashes: Bool = false) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            case UInt8(ascii: "/") where keepingSlashes: result.append(byte)
            default:
                result.append(UInt8(ascii: "%"))
                for digit in [byte >> 4, byte & 15] {
                    result.append(digits[Int(digit)] & (digit > 9 ? 0xdf : 0xff))  // a capital letter
                }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The opposite of `percent`, which takes `+` for a space; nil where a percent sign stands alone.
    static func text(percent: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(percent.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%") {
                guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sorted as the signature wants it, which is as good as any other order.
    static func query(_ items: [(name: String, value: String)]) -> String {
        items.map { (percent($0.name), percent($0.value)) }.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }

    static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
