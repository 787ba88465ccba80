/// The rule of a zone for all years behind its last listed change: `EST5EDT,M3.2.0,M11.1.0`, as POSIX's `TZ` with
/// RFC 9636's hours from -167 to 167.
struct TimeZoneFooter: Sendable, Hashable {
    /// When in a year the clocks change, by the clocks before the change.
    private struct Change: Sendable, Hashable {
        enum Day: Sendable, Hashable {
            /// `Jn`: 1 to 365; February 29 has no number.
            case julian(Int64)
            /// `n`: 0 to 365.
            case ordinal(Int64)
            /// `Mm.w.d`: the w-th weekday d of month m; the last one for 5.
            case weekday(month: Int64, week: Int64, day: Int64)
        }

        var day: Day
        var secondOfDay: Int64

        /// In seconds since 1970 as if the clocks showed UTC.
        func shown(in year: Int64) -> Int64 { days(in: year) * 86400 + secondOfDay }

        private func days(in year: Int64) -> Int64 {
            let start = Timestamp.days(year, 1, 1)
            switch day {
            case .ordinal(let number): return start + number
            case .julian(let number):
                let isLeap = Timestamp.days(inMonth: 2, year) == 29
                return start + number - 1 + (isLeap && number >= 60 ? 1 : 0)
            case .weekday(let month, let week, let day):
                let first = Timestamp.days(year, month, 1)
                let weekday = ((first + 4) % 7 + 7) % 7
                var inMonth = (day - weekday + 7) % 7 + (week - 1) * 7
                while inMonth >= Timestamp.days(inMonth: month, year) { inMonth -= 7 }
                return first + inMonth
            }
        }
    }

    private struct Summer: Sendable, Hashable {
        var offset: Int64
        var begin: Change
        var end: Change
    }

    private let standard: Int64
    private let summer: Summer?

    init?(_ text: Substring) {
        var text = Reader(rest: text)
        guard text.name(), let west = text.time() else { return nil }
        standard = -west
        guard !text.rest.isEmpty else {
            summer = nil
            return
        }
        guard text.name() else { return nil }
        var offset = standard + 3600
        if text.rest.first != "," {
            guard let west = text.time() else { return nil }
            offset = -west
        }
        guard text.skip(","), let begin = text.change(), text.skip(","), let end = text.change(), text.rest.isEmpty
        else {
            return nil
        }
        summer = Summer(offset: offset, begin: begin, end: end)
    }

    func offset(at time: Int64) -> Int64 {
        guard let summer else { return standard }
        let local = time + standard
        let year = Timestamp.civil(fromDays: local >= 0 ? local / 86400 : -((86399 - local) / 86400)).year
        let begin = summer.begin.shown(in: year) - standard
        let end = summer.end.shown(in: year) - summer.offset
        // South of the equator the summer goes over the end of the year.
        let isSummer = begin < end ? time >= begin && time < end : time >= begin || time < end
        return isSummer ? summer.offset : standard
    }

    private struct Reader {
        var rest: Substring

        mutating func skip(_ character: Character) -> Bool {
            guard rest.first == character else { return false }
            rest.removeFirst()
            return true
        }

        /// At least three letters, or anything between angle brackets.
        mutating func name() -> Bool {
            if skip("<") {
                guard let end = rest.firstIndex(of: ">") else { return false }
                rest = rest[rest.index(after: end)...]
                return true
            }
            let letters = rest.prefix { $0.isLetter }
            rest = rest[letters.endIndex...]
            return letters.count >= 3
        }

        mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest[digits.endIndex...]
            return Int64(digits).flatMap { range.contains($0) ? $0 : nil }
        }

        /// `[+-]hh[:mm[:ss]]`, in seconds.
        mutating func time() -> Int64? {
            let sign: Int64 = skip("-") ? -1 : 1
            if sign == 1 { _ = skip("+") }
            guard var seconds = number(0...167).map({ $0 * 3600 }) else { return nil }
            for unit: Int64 in [60, 1] where skip(":") {
                guard let part = number(0...59) else { return nil }
                seconds += part * unit
            }
            return sign * seconds
        }

        mutating func change() -> Change? {
            let day: Change.Day
            if skip("J") {
                guard let number = number(1...365) else { return nil }
                day = .julian(number)
            } else if skip("M") {
                guard let month = number(1...12), skip("."), let week = number(1...5), skip("."),
                    let weekday = number(0...6)
                else { return nil }
                day = .weekday(month: month, week: week, day: weekday)
            } else {
                guard let number = number(0...365) else { return nil }
                day = .ordinal(number)
            }
            guard skip("/") else { return Change(day: day, secondOfDay: 7200) }
            return time().map { Change(day: day, secondOfDay: $0) }
        }
    }
}
