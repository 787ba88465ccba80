/// Random unique ids (RFC 9562, version 4), as `metadata.uid` and `Audit-Id` have them.
enum UniqueID {
    static func make(using random: inout some RandomNumberGenerator) -> String {
        let high = random.next() & 0xffff_ffff_ffff_0fff | 0x4000
        let low = random.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 36) { text in
            var index = 0
            for (word, breaks) in [(high, [8, 12]), (low, [4])] {
                if index > 0 {
                    text[index] = UInt8(ascii: "-")
                    index += 1
                }
                for nibble in 0..<16 {
                    if breaks.contains(nibble) {
                        text[index] = UInt8(ascii: "-")
                        index += 1
                    }
                    text[index] = digits[Int(truncatingIfNeeded: word >> UInt64(60 - nibble * 4)) & 15]
                    index += 1
                }
            }
            return 36
        }
    }
}
