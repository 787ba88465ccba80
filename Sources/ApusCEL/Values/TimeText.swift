import ApusAPI

/// Times and durations as text.
enum TimeText {
    /// The first second of year 1 and the last of year 9999, between which times lie.
    static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// RFC 3339 with its offset; nil where it is malformed or out of range.
    static func moment(_ text: String) -> Moment? {
        guard let time = Timestamp(rfc3339: text), range.contains(time.seconds) else { return nil }
        return Moment(time, offset: text.last == "Z" ? 0 : offset(String(text.suffix(6))) ?? 0)
    }

    /// `+01:00`, `-07:30`, `01:00` in seconds east of UTC.
    static func offset(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hours = Int64(parts[0]), let minutes = Int64(parts[1]), (0..<60).contains(minutes),
            (-24...24).contains(hours)
        else { return nil }
        return text.hasPrefix("-") ? hours * 3600 - minutes * 60 : hours * 3600 + minutes * 60
    }

    /// RFC 3339 in the offset of the moment, with as many digits of a second as are needed.
    static func text(_ moment: Moment) -> String {
        let local = Timestamp(seconds: moment.time.seconds + moment.offset)
        var text = String(local.rfc3339.dropLast())
        if moment.time.nanoseconds != 0 {
            var digits = String(moment.time.nanoseconds)
            digits = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
            while digits.last == "0" { digits.removeLast() }
            text += ".\(digits)"
        }
        guard moment.offset != 0 else { return text + "Z" }
        let (sign, minutes) = (moment.offset < 0 ? "-" : "+", abs(moment.offset) / 60)
        return text + sign + pad(minutes / 60) + ":" + pad(minutes % 60)
    }

    private static func pad(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Nanoseconds of what Go reads as a duration; nil where it is malformed or does not fit.
    static func duration(_ text: String) -> Int64? {
        guard let duration = GoDuration.parse(text) else { return nil }
        let (seconds, attoseconds) = duration.components
        let (scaled, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowsToo) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflows || overflowsToo ? nil : sum
    }

    /// Seconds with their fraction and an `s`.
    static func text(duration nanoseconds: Int64) -> String {
        let sign = nanoseconds < 0 ? "-" : ""
        let magnitude = nanoseconds.magnitude
        var fraction = String(magnitude % 1_000_000_000)
        fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return sign + String(magnitude / 1_000_000_000) + (fraction.isEmpty ? "" : ".\(fraction)") + "s"
    }

    /// Adds nanoseconds to a time; nil where that leaves the range.
    static func adding(_ nanoseconds: Int64, to moment: Moment) -> Moment? {
        var seconds = moment.time.seconds + nanoseconds / 1_000_000_000
        var rest = Int64(moment.time.nanoseconds) + nanoseconds % 1_000_000_000
        if rest < 0 {
            rest += 1_000_000_000
            seconds -= 1
        } else if rest >= 1_000_000_000 {
            rest -= 1_000_000_000
            seconds += 1
        }
        guard range.contains(seconds) else { return nil }
        return Moment(Timestamp(seconds: seconds, nanoseconds: Int32(rest)), offset: moment.offset)
    }

    /// The nanoseconds from `b` to `a`; nil where they do not fit.
    static func difference(_ a: Moment, _ b: Moment) -> Int64? {
        let (scaled, overflows) = (a.time.seconds - b.time.seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowsToo) = scaled.addingReportingOverflow(
            Int64(a.time.nanoseconds) - Int64(b.time.nanoseconds))
        return overflows || overflowsToo ? nil : sum
    }
}
