extension JSONWriter {
    /// Appends an integer.
    public mutating func append(_ value: Int64) {
        if value < 0 { append(byte: UInt8(ascii: "-")) }
        append(value.magnitude)
    }

    /// Appends an integer.
    public mutating func append(_ value: UInt64) {
        reserve(20)
        var digits = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        rest = value
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            base.storeBytes(
                of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10), toByteOffset: place, as: UInt8.self)
            rest /= 10
        }
        count += digits
    }

    /// Appends `true` or `false`.
    public mutating func append(_ value: Bool) {
        if value { append(raw: "true") } else { append(raw: "false") }
    }

    /// Appends a number as Go's `encoding/json` does: the shortest digits that read back as the same number, with an
    /// exponent below 1e-6 and from 1e21 on. What JSON cannot say, infinity and not-a-number, is `null`.
    public mutating func append(_ value: Double) {
        guard value.isFinite else {
            append(raw: "null")
            return
        }
        if value.magnitude < 9e15, value == value.rounded(.towardZero), value != 0 {
            append(Int64(value))
            return
        }
        append(Decimal(shortest: value))
    }

    private mutating func append(_ number: Decimal) {
        if number.isNegative { append(byte: UInt8(ascii: "-")) }
        let digits = number.digits
        let point = number.point
        if point > 21 || point < -5 {
            append(byte: digits[0])
            if digits.count > 1 {
                append(byte: UInt8(ascii: "."))
                for digit in digits[1...] { append(byte: digit) }
            }
            append(byte: UInt8(ascii: "e"))
            append(byte: point > 0 ? UInt8(ascii: "+") : UInt8(ascii: "-"))
            append(UInt64((point - 1).magnitude))
        } else if point <= 0 {
            append(raw: "0.")
            for _ in point..<0 { append(byte: UInt8(ascii: "0")) }
            for digit in digits { append(byte: digit) }
        } else {
            for position in 0..<max(point, digits.count) {
                if position == point { append(byte: UInt8(ascii: ".")) }
                append(byte: position < digits.count ? digits[position] : UInt8(ascii: "0"))
            }
        }
    }
}

/// The shortest decimal that reads back as a double: `0.digits × 10^point`.
private struct Decimal {
    var isNegative: Bool
    /// ASCII, without zeros at either end; a single "0" for zero.
    var digits: [UInt8]
    var point: Int

    /// Takes the digits of Swift's description, which are the shortest that read back, like Go's.
    init(shortest value: Double) {
        isNegative = value.sign == .minus
        digits = []
        point = 0
        var seenPoint = false
        var exponent = 0
        let text = value.magnitude.description.utf8
        for (index, byte) in zip(text.indices, text) {
            if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[text.index(after: index)...], as: UTF8.self)) ?? 0
                break
            } else if byte == UInt8(ascii: ".") {
                seenPoint = true
            } else {
                digits.append(byte)
                if !seenPoint { point += 1 }
            }
        }
        point += exponent
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        point -= leading
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        if digits.isEmpty {
            digits = [UInt8(ascii: "0")]
            point = 1
        }
    }
}
