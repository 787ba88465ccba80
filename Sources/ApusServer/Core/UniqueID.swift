/// Random unique ids (RFC 9562, version 4), as `metadata.uid` and `Audit-Id` have them.
enum UniqueID {
    static func make(using random: inout some RandomNumberGenerator) -> String {
        let high = random.next() & 0xffff_ffff_ffff_0fff | 0x4000
        let low = random.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        return String(unsafeUninitializedCapacity: 36) { text in
            var index = 0
            func write(_ word: UInt64, from first: Int, to end: Int) {
                for nibble in first..<end {
                    let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - nibble * 4)) & 15
                    text[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
                    index += 1
                }
            }
            func separate() {
                text[index] = UInt8(ascii: "-")
                index += 1
            }
            write(high, from: 0, to: 8)
            separate()
            write(high, from: 8, to: 12)
            separate()
            write(high, from: 12, to: 16)
            separate()
            write(low, from: 0, to: 4)
            separate()
            write(low, from: 4, to: 16)
            return index
        }
    }
}
