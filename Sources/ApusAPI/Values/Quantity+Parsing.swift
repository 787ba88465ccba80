extension Quantity {
    /// Reads a quantity. Whether its own text is kept follows upstream's `ParseQuantity`: `1Gi` and `100m` stay,
    /// `1024Mi`, `0.1` and `1000m` become canonical.
    public init(parsing text: String) throws(ParseError) {
        var parts = Parts()
        try parts.read(text)
        guard let (base, exponent, format) = Quantity.interpret(suffix: parts.suffix) else { throw .suffix }
        self = try Quantity.make(parts, base: base, exponent: exponent, format: format, text: text)
    }

    /// The text split up: sign, digits before and behind the point, suffix.
    private struct Parts {
        var isNegative = false
        var whole: Substring.UTF8View = Substring().utf8
        var fraction: Substring.UTF8View = Substring().utf8
        var suffix: Substring = ""

        mutating func read(_ text: String) throws(ParseError) {
            guard !text.isEmpty else { throw .format }
            let bytes = text.utf8
            var position = bytes.startIndex
            func skip(while matches: (UInt8) -> Bool) {
                while position < bytes.endIndex, matches(bytes[position]) { position = bytes.index(after: position) }
            }
            func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
            func isSuffixLetter(_ byte: UInt8) -> Bool {
                switch byte {
                case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "i"), UInt8(ascii: "n"), UInt8(ascii: "u"),
                    UInt8(ascii: "m"), UInt8(ascii: "k"), UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "G"),
                    UInt8(ascii: "T"), UInt8(ascii: "P"):
                    true
                default: false
                }
            }
            if bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
                isNegative = bytes[position] == UInt8(ascii: "-")
                position = bytes.index(after: position)
            }
            let start = position
            skip { $0 == UInt8(ascii: "0") }
            let significant = position
            skip(while: isDigit)
            whole = bytes[significant..<position]
            var digits = bytes.distance(from: start, to: position)
            if position < bytes.endIndex, bytes[position] == UInt8(ascii: ".") {
                position = bytes.index(after: position)
                let first = position
                skip(while: isDigit)
                fraction = bytes[first..<position]
                digits += fraction.count
            }
            let suffixStart = position
            skip(while: isSuffixLetter)
            if position < bytes.endIndex, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
                position = bytes.index(after: position)
            }
            skip(while: isDigit)
            guard position == bytes.endIndex else { throw .format }
            guard digits > 0 else { throw suffixStart == start ? .format : .number }
            suffix = text[suffixStart...]
        }
    }

    private static func interpret(suffix: Substring) -> (base: Int, exponent: Int, format: Format)? {
        let bytes = suffix.utf8
        guard let first = bytes.first else { return (10, 0, .decimalSI) }
        let isOneLetter = bytes.dropFirst().isEmpty
        let isBinary = !isOneLetter && bytes.dropFirst().elementsEqual("i".utf8)
        switch first {
        case UInt8(ascii: "n") where isOneLetter: return (10, -9, .decimalSI)
        case UInt8(ascii: "u") where isOneLetter: return (10, -6, .decimalSI)
        case UInt8(ascii: "m") where isOneLetter: return (10, -3, .decimalSI)
        case UInt8(ascii: "k") where isOneLetter: return (10, 3, .decimalSI)
        case UInt8(ascii: "M") where isOneLetter: return (10, 6, .decimalSI)
        case UInt8(ascii: "G") where isOneLetter: return (10, 9, .decimalSI)
        case UInt8(ascii: "T") where isOneLetter: return (10, 12, .decimalSI)
        case UInt8(ascii: "P") where isOneLetter: return (10, 15, .decimalSI)
        case UInt8(ascii: "E") where isOneLetter: return (10, 18, .decimalSI)
        case UInt8(ascii: "K") where isBinary: return (2, 10, .binarySI)
        case UInt8(ascii: "M") where isBinary: return (2, 20, .binarySI)
        case UInt8(ascii: "G") where isBinary: return (2, 30, .binarySI)
        case UInt8(ascii: "T") where isBinary: return (2, 40, .binarySI)
        case UInt8(ascii: "P") where isBinary: return (2, 50, .binarySI)
        case UInt8(ascii: "E") where isBinary: return (2, 60, .binarySI)
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            return Int32(suffix.dropFirst()).map { (10, Int($0), .decimalExponent) }
        default: return nil
        }
    }

    private static func make(
        _ parts: Parts, base: Int, exponent: Int, format: Format, text: String
    ) throws(ParseError) -> Quantity {
        // Digits behind the 30th of a fraction can only round.
        var digits: Int128 = 0
        for byte in parts.whole { digits = try append(byte, to: digits) }
        var taken = 0
        var rest = false
        for byte in parts.fraction {
            if taken < 30, let next = try? append(byte, to: digits) {
                digits = next
                taken += 1
            } else if byte != UInt8(ascii: "0") {
                rest = true
            }
        }
        let isFraction = !parts.fraction.isEmpty
        var mantissa = digits
        var scale = -taken
        if base == 2 {
            let (product, overflow) = digits.multipliedReportingOverflow(by: Int128(1) << Int128(exponent))
            mantissa = overflow ? .max : product
        } else {
            scale += exponent
        }
        if scale < -9 {
            let rounded = rescale(mantissa, from: scale, to: -9)
            (mantissa, scale) = (rounded.amount, -9)
            if rest, rounded.isExact { mantissa += 1 }
        }
        var format = format
        if base == 2 {
            let limit = Int128(Int64.max)
            let units = rescale(mantissa, from: scale, to: 0).amount
            if units > limit { (mantissa, scale) = (limit, 0) }
            if isFraction, mantissa != 0, compareToOne(mantissa, scale) < 0 { format = .decimalSI }
        }
        guard isReadable(mantissa, scale) else { throw .number }
        let isKept: Bool
        let wholeCount = max(parts.whole.count, 1)
        switch format {
        case .binarySI:
            isKept =
                !isFraction && 15 - wholeCount - exponent * 3 / 10 - 1 >= 0 && exponent % 10 == 0 && digits & 7 != 0
        default:
            let all = wholeCount + parts.fraction.count
            isKept =
                base == 10 && all <= 18 && scale >= -9 && scale % 3 == 0 && digits % 1000 != 0
                && !parts.whole.isEmpty && exponent - parts.fraction.count >= -9
        }
        let isZeroText = text == "0"
        return Quantity(
            mantissa: parts.isNegative ? -mantissa : mantissa, scale: scale, format: format,
            text: isKept || isZeroText ? text : nil)
    }

    /// Whether the digits of the canonical form, whose exponent is a multiple of three, can be read again.
    private static func isReadable(_ mantissa: Int128, _ scale: Int) -> Bool {
        guard mantissa > Int128.max / 1_000_000 else { return true }
        var (amount, exponent) = (mantissa, scale)
        while amount % 10 == 0 { (amount, exponent) = (amount / 10, exponent + 1) }
        while exponent % 3 != 0 {
            guard amount < Int128.max / 10 else { return false }
            (amount, exponent) = (amount * 10, exponent - 1)
        }
        return amount / 10 * 10 < Int128.max / 1000
    }

    private static func append(_ byte: UInt8, to digits: Int128) throws(ParseError) -> Int128 {
        let (shifted, overflow) = digits.multipliedReportingOverflow(by: 10)
        // Two more digits must fit, which the canonical form may need to make the exponent a multiple of three.
        guard !overflow, shifted < Int128.max / 1000 else { throw .number }
        return shifted + Int128(byte - 0x30)
    }

    private static func compareToOne(_ mantissa: Int128, _ scale: Int) -> Int {
        scale >= 0 ? 1 : rescale(1, from: 0, to: scale).amount > mantissa ? -1 : 1
    }
}
