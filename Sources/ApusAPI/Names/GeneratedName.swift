/// Names made of `metadata.generateName` and a random suffix (`storage/names`).
public enum GeneratedName {
    /// Letters and digits that make no words: no vowels, and none that look alike.
    static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)

    /// `base`, cut to 58 characters, and five random ones.
    public static func make(from base: String, using random: inout some RandomNumberGenerator) -> String {
        String(base.prefix(58)) + suffix(5, using: &random)
    }

    /// `length` random characters of upstream's alphabet (`rand.String`).
    public static func suffix(_ length: Int, using random: inout some RandomNumberGenerator) -> String {
        String(unsafeUninitializedCapacity: length) { text in
            // One number is enough for twelve characters: 27 to the 12th leaves 7 of its 64 bits over.
            var number: UInt64 = 0
            for index in 0..<length {
                if index % 12 == 0 { number = random.next() }
                text[index] = alphabet[Int(number % 27)]
                number /= 27
            }
            return length
        }
    }
}
