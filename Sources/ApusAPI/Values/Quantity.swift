/// A fixed-point number with a suffix, as `100m`, `1.5Gi` or `12e6` (`resource.Quantity`).
///
/// The value is exact to 10⁻⁹; what lies below is rounded away from zero, as upstream does. The magnitude of the digits
/// is limited to 35; a binary quantity is capped at 2⁶³-1, as upstream's.
public struct Quantity: Sendable {
    public enum Format: Sendable, Equatable {
        /// `12e6`
        case decimalExponent
        /// `12Mi`
        case binarySI
        /// `12M`
        case decimalSI
    }

    /// Why a text is no quantity, worded as upstream words it.
    public struct ParseError: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String

        static let format = ParseError(
            description:
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
        static let number = ParseError(description: "unable to parse numeric part of quantity")
        static let suffix = ParseError(description: "unable to parse quantity's suffix")
    }

    /// The value is `mantissa` · 10^`scale`; scale ≥ -9.
    private(set) var mantissa: Int128
    private(set) var scale: Int
    public private(set) var format: Format
    /// The text that was read, where it may be written again as it is.
    private var text: String?

    init(mantissa: Int128, scale: Int, format: Format, text: String? = nil) {
        self.mantissa = mantissa
        self.scale = scale
        self.format = format
        self.text = text
    }

    public init(_ value: Int64, format: Format = .decimalSI) {
        self.init(mantissa: Int128(value), scale: 0, format: format)
    }

    /// `value` thousandths.
    public init(milli value: Int64, format: Format = .decimalSI) {
        self.init(mantissa: Int128(value), scale: -3, format: format)
    }

    public static let zero = Quantity(0)

    public var isZero: Bool { mantissa == 0 }
    /// -1, 0 or 1.
    public var sign: Int { Int(mantissa.signum()) }

    /// The value in units, rounded up (away from zero); capped at the limits of Int64.
    public var value: Int64 { scaled(by: 0) }
    /// The value in thousandths, rounded up (away from zero); capped at the limits of Int64.
    public var milliValue: Int64 { scaled(by: -3) }
    /// The value in units, as near as a Double comes.
    public var approximateValue: Double {
        var result = Double(mantissa)
        var power = scale
        while power > 0, result.isFinite, result != 0 {
            result *= 10
            power -= 1
        }
        while power < 0 {
            result /= 10
            power += 1
        }
        return result
    }

    /// The value in multiples of 10^`exponent`, rounded away from zero.
    public func scaled(by exponent: Int) -> Int64 {
        let amount = Quantity.rescale(mantissa, from: scale, to: exponent).amount
        return Int64(clamping: amount)
    }

    /// `mantissa` · 10^`from` as a multiple of 10^`to`, rounded away from zero and capped; whether that is exact.
    static func rescale(_ mantissa: Int128, from: Int, to: Int) -> (amount: Int128, isExact: Bool) {
        var amount = mantissa
        if from >= to {
            for _ in 0..<(from - to) {
                let (product, overflow) = amount.multipliedReportingOverflow(by: 10)
                if overflow { return (amount < 0 ? .min : .max, false) }
                amount = product
                if amount == 0 { break }
            }
            return (amount, true)
        }
        var isExact = true
        for _ in 0..<(to - from) {
            if amount == 0 { break }
            let (quotient, remainder) = amount.quotientAndRemainder(dividingBy: 10)
            if remainder != 0 { isExact = false }
            amount = quotient
        }
        if !isExact { amount += mantissa < 0 ? -1 : 1 }
        return (amount, isExact)
    }
}

extension Quantity: Comparable, Hashable {
    /// Equal when the values are, whatever the format: `1` equals `1000m`.
    public static func == (a: Quantity, b: Quantity) -> Bool { compare(a, b) == 0 }
    public static func < (a: Quantity, b: Quantity) -> Bool { compare(a, b) < 0 }

    private static func compare(_ a: Quantity, _ b: Quantity) -> Int {
        if a.scale == b.scale || a.mantissa.signum() != b.mantissa.signum() {
            return a.mantissa == b.mantissa ? 0 : a.mantissa < b.mantissa ? -1 : 1
        }
        let scale = min(a.scale, b.scale)
        let left = rescale(a.mantissa, from: a.scale, to: scale).amount
        let right = rescale(b.mantissa, from: b.scale, to: scale).amount
        return left == right ? 0 : left < right ? -1 : 1
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(Quantity.rescale(mantissa, from: scale, to: -9).amount)
    }
}

extension Quantity {
    /// The sum, in the format of the first that is not zero.
    public static func + (a: Quantity, b: Quantity) -> Quantity { combine(a, b, { $0.addingReportingOverflow($1) }) }
    public static func - (a: Quantity, b: Quantity) -> Quantity {
        combine(a, b, { $0.subtractingReportingOverflow($1) })
    }
    public static func += (a: inout Quantity, b: Quantity) { a = a + b }
    public static func -= (a: inout Quantity, b: Quantity) { a = a - b }
    public static prefix func - (a: Quantity) -> Quantity {
        Quantity(mantissa: a.mantissa == .min ? .max : -a.mantissa, scale: a.scale, format: a.format)
    }
    /// The product; capped where it does not fit.
    public static func * (a: Quantity, b: Int64) -> Quantity {
        let (product, overflow) = a.mantissa.multipliedReportingOverflow(by: Int128(b))
        let capped: Int128 = (a.mantissa < 0) == (b < 0) ? .max : .min
        return Quantity(mantissa: overflow ? capped : product, scale: a.scale, format: a.format)
    }

    private static func combine(
        _ a: Quantity, _ b: Quantity, _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
    ) -> Quantity {
        let scale = min(a.scale, b.scale)
        let left = rescale(a.mantissa, from: a.scale, to: scale).amount
        let right = rescale(b.mantissa, from: b.scale, to: scale).amount
        let (sum, overflow) = operation(left, right)
        let format = a.isZero ? b.format : a.format
        return Quantity(mantissa: overflow ? (left < 0 ? .min : .max) : sum, scale: scale, format: format)
    }
}

extension Quantity: CustomStringConvertible {
    /// The canonical text: no fraction, the largest suffix that keeps the number whole; a text that was read is kept
    /// where upstream keeps it.
    public var description: String { text ?? canonical }

    /// What `text` becomes when upstream reads and writes it; nil where it is no quantity.
    public static func canonicalText(_ text: String) -> String? {
        (try? Quantity(parsing: text))?.description
    }

    private var canonical: String {
        if mantissa == 0 { return "0" }
        if format == .binarySI {
            let units = Quantity.rescale(mantissa, from: scale, to: 0)
            if units.isExact, units.amount <= -1024 || units.amount >= 1024 {
                var amount = units.amount
                var power = 0
                while power < 6, amount % 1024 == 0 {
                    amount /= 1024
                    power += 1
                }
                return String(amount) + ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][power]
            }
        }
        var amount = mantissa
        var exponent = scale
        if amount.magnitude > Int128.max.magnitude / 1000 {  // a capped sum; the last digits mean nothing
            amount /= 1000
            exponent += 3
        }
        while amount % 10 == 0 {
            amount /= 10
            exponent += 1
        }
        let limit = format == .decimalExponent ? Int.max : 18
        while exponent % 3 != 0 || exponent > limit {
            amount *= 10
            exponent -= 1
        }
        if format == .decimalExponent { return exponent == 0 ? String(amount) : "\(amount)e\(exponent)" }
        return String(amount) + ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"][exponent / 3 + 3]
    }
}
