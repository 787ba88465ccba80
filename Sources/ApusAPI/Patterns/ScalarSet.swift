/// A set of Unicode scalars: ranges, general categories, or all but those.
struct ScalarSet: Sendable {
    /// Sorted and apart once `normalize` was called.
    private(set) var ranges: [ClosedRange<UInt32>] = []
    /// A bit for each general category.
    private(set) var categories: UInt32 = 0
    private(set) var isNegated = false
    /// What holds of the first 128 scalars.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)

    static let largest: UInt32 = 0x10_FFFF

    init() {}

    init(_ ranges: ClosedRange<UInt32>..., isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
        normalize()
    }

    mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

    mutating func insert(categories: UInt32) { self.categories |= categories }

    /// Adds the members of a set that is not negated and has no categories, or what it lacks.
    mutating func insert(_ other: ScalarSet, negated: Bool) {
        guard negated else {
            ranges += other.ranges
            return
        }
        var next: UInt32 = 0
        for range in other.ranges {
            if range.lowerBound > next { ranges.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= Self.largest { ranges.append(next...Self.largest) }
    }

    mutating func negate() { isNegated.toggle() }

    /// Adds the other case of each letter. Ranges beyond a few thousand scalars already have both in practice.
    mutating func foldCase() {
        for range in ranges {
            if range.count > 4096 { continue }
            for value in range {
                for other in Self.foldings(value) where other != value { ranges.append(other...other) }
            }
        }
    }

    /// The scalars that are `value` but for their case.
    static func foldings(_ value: UInt32) -> [UInt32] {
        if value < 0x80 {
            switch value {
            case 0x41...0x5a:
                return value == 0x4b
                    ? [value, value + 32, 0x212a] : value == 0x53 ? [value, value + 32, 0x17f] : [value, value + 32]
            case 0x61...0x7a:
                return value == 0x6b
                    ? [value, value - 32, 0x212a] : value == 0x73 ? [value, value - 32, 0x17f] : [value, value - 32]
            default: return [value]
            }
        }
        guard let scalar = Unicode.Scalar(value) else { return [value] }
        var all = [value]
        for mapping in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
            let scalars = mapping.unicodeScalars
            guard let only = scalars.first, scalars.count == 1 else { continue }
            for candidate in [only.value] + Self.otherCases(only) where !all.contains(candidate) {
                all.append(candidate)
            }
        }
        return all
    }

    private static func otherCases(_ scalar: Unicode.Scalar) -> [UInt32] {
        [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping].compactMap {
            $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first?.value : nil
        }
    }

    /// Sorts and joins the ranges; must be called before `contains`.
    mutating func normalize() {
        var joined: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound &+ 1 {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        ranges = joined
        ascii = (0, 0)
        for value in UInt32(0)..<128 where isListed(value) != isNegated {
            if value < 64 { ascii.low |= 1 << UInt64(value) } else { ascii.high |= 1 << UInt64(value - 64) }
        }
    }

    func contains(_ value: UInt32) -> Bool {
        if value < 64 { return ascii.low >> UInt64(value) & 1 != 0 }
        if value < 128 { return ascii.high >> UInt64(value - 64) & 1 != 0 }
        return isListed(value) != isNegated
    }

    private func isListed(_ value: UInt32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, ranges[low].lowerBound <= value { return true }
        guard categories != 0, let scalar = Unicode.Scalar(value) else { return false }
        return categories & Self.bit(scalar.properties.generalCategory) != 0
    }

    // MARK: - Categories

    private static let categoryNames: [(name: String, category: Unicode.GeneralCategory)] = [
        ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter), ("Lm", .modifierLetter),
        ("Lo", .otherLetter), ("Mn", .nonspacingMark), ("Mc", .spacingMark), ("Me", .enclosingMark),
        ("Nd", .decimalNumber), ("Nl", .letterNumber), ("No", .otherNumber), ("Pc", .connectorPunctuation),
        ("Pd", .dashPunctuation), ("Ps", .openPunctuation), ("Pe", .closePunctuation), ("Pi", .initialPunctuation),
        ("Pf", .finalPunctuation), ("Po", .otherPunctuation), ("Sm", .mathSymbol), ("Sc", .currencySymbol),
        ("Sk", .modifierSymbol), ("So", .otherSymbol), ("Zs", .spaceSeparator), ("Zl", .lineSeparator),
        ("Zp", .paragraphSeparator), ("Cc", .control), ("Cf", .format), ("Cs", .surrogate), ("Co", .privateUse),
    ]

    private static func bit(_ category: Unicode.GeneralCategory) -> UInt32 {
        categoryNames.firstIndex { $0.category == category }.map { 1 << UInt32($0) } ?? 1 << 31
    }

    /// The bits of the categories that `name` stands for (`L`, `Lu`, `Any`); nil where it is none.
    static func categories(named name: String) -> UInt32? {
        if name == "Any" { return .max }
        var bits: UInt32 = 0
        for (index, entry) in categoryNames.enumerated()
        where entry.name == name || name.utf8.count == 1 && entry.name.hasPrefix(name) {
            bits |= 1 << UInt32(index)
        }
        return bits == 0 ? nil : bits
    }

    // MARK: - Classes

    static let digits = ScalarSet(0x30...0x39)
    static let words = ScalarSet(0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a)
    static let spaces = ScalarSet(0x09...0x0a, 0x0c...0x0d, 0x20...0x20)
    static let any = ScalarSet(0...largest)
    static let anyButNewline = ScalarSet(0x0a...0x0a, isNegated: true)

    static let posix: [String: ScalarSet] = [
        "alnum": ScalarSet(0x30...0x39, 0x41...0x5a, 0x61...0x7a), "alpha": ScalarSet(0x41...0x5a, 0x61...0x7a),
        "ascii": ScalarSet(0...0x7f), "blank": ScalarSet(0x09...0x09, 0x20...0x20),
        "cntrl": ScalarSet(0...0x1f, 0x7f...0x7f), "digit": digits, "graph": ScalarSet(0x21...0x7e),
        "lower": ScalarSet(0x61...0x7a), "print": ScalarSet(0x20...0x7e),
        "punct": ScalarSet(0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e),
        "space": ScalarSet(0x09...0x0d, 0x20...0x20), "upper": ScalarSet(0x41...0x5a), "word": words,
        "xdigit": ScalarSet(0x30...0x39, 0x41...0x46, 0x61...0x66),
    ]
}
