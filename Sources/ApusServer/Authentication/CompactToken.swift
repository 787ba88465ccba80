import ApusAPI
import ApusJSON

/// A JSON Web Token in its compact form (RFC 7519 §7.2), taken apart and not verified.
struct CompactToken {
    let header: JSONValue
    let claims: JSONValue
    let signature: [UInt8]
    /// What the signature signs.
    let signed: Substring

    /// Nil where `token` has another form.
    init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = CompactToken.json(parts[0]), let claims = CompactToken.json(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.header = header
        self.claims = claims
        self.signature = signature
        signed = token[..<parts[1].endIndex]
    }

    private static func json(_ part: Substring) -> JSONValue? {
        Base64URL.decode(part).flatMap { try? JSONValue(parsing: Bytes($0)) }
    }

    /// `aud`, which may be one text or a list.
    var audiences: [String] { claims["aud"].string.map { [$0] } ?? claims["aud"].elements.compactMap(\.string) }
}
