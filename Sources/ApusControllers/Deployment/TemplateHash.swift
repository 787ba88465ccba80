import ApusJSON

/// The value of `pod-template-hash`: equal templates give equal hashes, on every machine and in every release.
enum TemplateHash {
    /// FNV-1a over the template's canonical JSON and the number of collisions met so far, in letters that spell no
    /// words (`rand.SafeEncodeString`).
    static func compute(_ template: JSONValue, collisions: Int64?) -> String {
        var hash = StableHash()
        hash.add(template)
        if let collisions { hash.add(String(collisions)) }
        return hash.safeText
    }
}

/// FNV-1a of 32 bits: not for secrets, but the same everywhere and for ever.
struct StableHash {
    private(set) var value: UInt32 = 2_166_136_261

    mutating func add(byte: UInt8) { value = (value ^ UInt32(byte)) &* 16_777_619 }

    mutating func add(_ text: String) { for byte in text.utf8 { add(byte: byte) } }

    /// Equal values, whatever the order of their members, add the same.
    mutating func add(_ json: JSONValue) {
        let bytes = canonicalBytes(json)
        var state = self
        bytes.withUnsafeBytes { for byte in $0 { state.add(byte: byte) } }
        self = state
    }

    /// The decimal digits as letters that spell no words.
    var safeText: String {
        let letters = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
        return String(decoding: String(value).utf8.map { letters[Int($0) % letters.count] }, as: UTF8.self)
    }
}

private func canonicalBytes(_ json: JSONValue) -> Bytes {
    var writer = JSONWriter()
    writer.append(json, order: .canonical)
    return writer.bytes()
}
