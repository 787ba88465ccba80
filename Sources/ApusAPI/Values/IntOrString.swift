public import ApusJSON

/// A number or a text, mostly a port or a percentage (`intstr.IntOrString`).
public enum IntOrString: Sendable, Hashable {
    case int(Int64)
    case string(String)

    /// Nil where `value` is neither.
    public init?(_ value: JSONValue) {
        switch value {
        case .int(let number): self = .int(number)
        case .string(let text): self = .string(text)
        default: return nil
        }
    }

    /// The percentage of a text like `25%`; nil for anything else.
    public var percent: Int64? {
        guard case .string(let text) = self, text.utf8.last == UInt8(ascii: "%"), text.utf8.count > 1,
            text.utf8.dropLast().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        return Int64(text.dropLast())
    }

    /// The number, or the percentage of `total` rounded up or down; nil for a text that is no percentage
    /// (`intstr.GetScaledValueFromIntOrPercent`).
    public func scaled(of total: Int64, roundingUp: Bool) -> Int64? {
        if case .int(let number) = self { return number }
        guard let percent else { return nil }
        let product = percent.multipliedReportingOverflow(by: total)
        guard !product.overflow else { return nil }
        let (quotient, rest) = product.partialValue.quotientAndRemainder(dividingBy: 100)
        return roundingUp && rest > 0 ? quotient + 1 : quotient
    }
}

extension IntOrString: CustomStringConvertible {
    public var description: String {
        switch self {
        case .int(let number): String(number)
        case .string(let text): text
        }
    }
}
