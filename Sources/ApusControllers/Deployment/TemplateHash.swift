import ApusJSON

/// The value of `pod-template-hash`: equal templates give equal hashes, on every machine and in every release.
enum TemplateHash {
    /// FNV-1a over the template's canonical JSON and the number of collisions met so far, in letters that spell no
    /// words (`rand.SafeEncodeString`).
    static func compute(_ template: JSONValue, collisions: Int64?) -> String {
        var writer = JSONWriter()
        writer.append(template, order: .canonical)
        var hash: UInt32 = 2_166_136_261
        func add(_ byte: UInt8) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        writer.withUnsafeBytes { for byte in $0 { add(byte) } }
        if let collisions {
            for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: collisions >> shift)) }
        }
        return safe(String(hash))
    }

    private static func safe(_ text: String) -> String {
        let letters = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
        return String(decoding: text.utf8.map { letters[Int($0) % letters.count] }, as: UTF8.self)
    }
}
