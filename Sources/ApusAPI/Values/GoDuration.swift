/// Durations as Go writes and reads them: `1h30m0s`, `250ms` (`metav1.Duration`, `time.ParseDuration`).
public enum GoDuration {
    /// The text's duration; nil where it is malformed or does not fit.
    public static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        var isNegative = false
        if let first = rest.first, first == "-" || first == "+" {
            isNegative = first == "-"
            rest = rest.dropFirst()
        }
        if rest == "0" { return .zero }
        if rest.isEmpty { return nil }
        var nanoseconds: Double = 0
        var whole: Int64 = 0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard !number.isEmpty, number != "." else { return nil }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            rest = rest.dropFirst(unit.count)
            let scale: Int64
            switch unit {
            case "ns": scale = 1
            case "us", "µs", "μs": scale = 1000
            case "ms": scale = 1_000_000
            case "s": scale = 1_000_000_000
            case "m": scale = 60_000_000_000
            case "h": scale = 3_600_000_000_000
            default: return nil
            }
            if let count = Int64(number) {
                let product = count.multipliedReportingOverflow(by: scale)
                let sum = whole.addingReportingOverflow(product.partialValue)
                guard !product.overflow, !sum.overflow else { return nil }
                whole = sum.partialValue
            } else if let count = Double(number) {
                nanoseconds += count * Double(scale)
            } else {
                return nil
            }
        }
        guard nanoseconds < 9e18 - Double(whole) else { return nil }
        let total = whole + Int64(nanoseconds)
        return .nanoseconds(isNegative ? -total : total)
    }

    /// What `time.ParseDuration` says of a text that `parse` refuses.
    static func problem(_ text: String) -> String {
        let invalid = "time: invalid duration \(GoText.quoted(text))"
        func isPartOfNumber(_ character: Character) -> Bool { ("0"..."9").contains(character) || character == "." }
        var rest = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        guard !rest.isEmpty else { return invalid }
        while !rest.isEmpty {
            let number = rest.prefix(while: isPartOfNumber)
            guard number.contains(where: { $0 != "." }), number.count(where: { $0 == "." }) < 2 else { return invalid }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !isPartOfNumber($0) }
            rest = rest.dropFirst(unit.count)
            if unit.isEmpty { return "time: missing unit in duration \(GoText.quoted(text))" }
            if !["ns", "us", "µs", "μs", "ms", "s", "m", "h"].contains(unit) {
                return "time: unknown unit \(GoText.quoted(String(unit))) in duration \(GoText.quoted(text))"
            }
        }
        return invalid
    }

    /// As `time.Duration.String`.
    public static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        if nanoseconds == 0 { return "0s" }
        let sign = nanoseconds < 0 ? "-" : ""
        let size = nanoseconds.magnitude
        if size < 1000 { return "\(sign)\(size)ns" }
        if size < 1_000_000 { return sign + decimal(size, 1000) + "µs" }
        if size < 1_000_000_000 { return sign + decimal(size, 1_000_000) + "ms" }
        let minutes = size / 60_000_000_000
        let rest = decimal(size % 60_000_000_000, 1_000_000_000) + "s"
        if minutes == 0 { return sign + rest }
        if minutes < 60 { return "\(sign)\(minutes)m\(rest)" }
        return "\(sign)\(minutes / 60)h\(minutes % 60)m\(rest)"
    }

    private static func decimal(_ value: UInt64, _ unit: UInt64) -> String {
        var fraction = String(value % unit)
        if fraction == "0" { return String(value / unit) }
        fraction = String(repeating: "0", count: String(unit).utf8.count - 1 - fraction.utf8.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return "\(value / unit).\(fraction)"
    }
}
