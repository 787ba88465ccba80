/// A point in time: seconds since 1970 in UTC and nanoseconds within the second.
public struct Timestamp: Sendable, Hashable, Comparable {
    public var seconds: Int64
    public var nanoseconds: Int32

    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    public static func < (a: Timestamp, b: Timestamp) -> Bool {
        (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
    }

    /// RFC 3339 in UTC with whole seconds: `metav1.Time`.
    public var rfc3339: String {
        let (year, month, day) = Timestamp.civil(fromDays: floorDivide(seconds, 86400))
        let inDay = seconds - floorDivide(seconds, 86400) * 86400
        if (0...9999).contains(year) {
            // Each write makes several of these.
            return String(unsafeUninitializedCapacity: 20) { text in
                func put(_ number: Int64, _ width: Int, at place: Int, _ separator: Unicode.Scalar) {
                    var number = number
                    for digit in (place..<place + width).reversed() {
                        text[digit] = UInt8(ascii: "0") + UInt8(number % 10)
                        number /= 10
                    }
                    text[place + width] = UInt8(ascii: separator)
                }
                put(year, 4, at: 0, "-")
                put(month, 2, at: 5, "-")
                put(day, 2, at: 8, "T")
                put(inDay / 3600, 2, at: 11, ":")
                put(inDay / 60 % 60, 2, at: 14, ":")
                put(inDay % 60, 2, at: 17, "Z")
                return 20
            }
        }
        return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + "T" + pad(inDay / 3600, 2) + ":"
            + pad(inDay / 60 % 60, 2) + ":" + pad(inDay % 60, 2) + "Z"
    }

    /// RFC 3339 in UTC with six digits of a second: `metav1.MicroTime`.
    public var rfc3339Micro: String {
        String(rfc3339.dropLast()) + "." + pad(Int64(nanoseconds / 1000), 6) + "Z"
    }

    /// Reads RFC 3339 with any number of digits of a second and any offset; nil where it is malformed.
    public init?(rfc3339 text: String) {
        var bytes = Array(text.utf8)[...]
        func number(_ digits: Int) -> Int64? {
            guard bytes.count >= digits else { return nil }
            var value: Int64 = 0
            for byte in bytes.prefix(digits) {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            bytes = bytes.dropFirst(digits)
            return value
        }
        func skip(_ character: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: character) else { return false }
            bytes = bytes.dropFirst()
            return true
        }
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2), skip("T"),
            let hour = number(2), skip(":"), let minute = number(2), skip(":"), let second = number(2),
            (1...12).contains(month), (1...Timestamp.days(inMonth: month, year)).contains(day), hour < 24, minute < 60,
            second < 60
        else { return nil }
        var nanoseconds: Int32 = 0
        if skip(".") {
            var scale: Int32 = 100_000_000
            var digits = 0
            while let byte = bytes.first, byte >= 0x30, byte <= 0x39 {
                nanoseconds += Int32(byte - 0x30) * scale
                scale /= 10
                digits += 1
                bytes = bytes.dropFirst()
            }
            guard digits > 0 else { return nil }
        }
        var offset: Int64 = 0
        if !skip("Z") {
            let sign: Int64
            if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
            guard let hours = number(2), skip(":"), let minutes = number(2), hours <= 24, minutes < 60 else {
                return nil
            }
            offset = sign * (hours * 3600 + minutes * 60)
        }
        guard bytes.isEmpty else { return nil }
        let inDay = hour * 3600 + minute * 60 + second
        self.init(seconds: Timestamp.days(year, month, day) * 86400 + inDay - offset, nanoseconds: nanoseconds)
    }

    /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level
    /// date algorithms").
    static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part + (part < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }

    static func days(inMonth month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    a >= 0 ? a / b : -((b - 1 - a) / b)
}

private func pad(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
}
