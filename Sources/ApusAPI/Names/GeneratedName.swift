/// Names made of `metadata.generateName` and a random suffix (`storage/names`).
public enum GeneratedName {
    /// Letters and digits that make no words: no vowels, and none that look alike.
    static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")

    /// `base`, cut to 58 characters, and five random ones.
    public static func make(from base: String, using random: inout some RandomNumberGenerator) -> String {
        String(base.prefix(58)) + suffix(5, using: &random)
    }

    /// `length` random characters of upstream's alphabet (`rand.String`).
    public static func suffix(_ length: Int, using random: inout some RandomNumberGenerator) -> String {
        String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
    }
}
