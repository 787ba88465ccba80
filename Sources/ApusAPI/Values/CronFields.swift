/// The five fields of a cron schedule, each as the set of its numbers.
struct CronFields: Sendable, Hashable {
    /// Bit n: the number n; the top bit: the field is `*` or `?` without a step.
    typealias Numbers = UInt64

    private static let starBit: Numbers = 1 << 63

    private let minutes: Numbers
    private let hours: Numbers
    private let days: Numbers
    private let months: Numbers
    private let weekdays: Numbers

    init(_ text: Substring) throws(CronSchedule.ParseError) {
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard fields.count == 5 else {
            throw .init("expected exactly 5 fields, found \(fields.count): \(GoText.list(fields.map(String.init)))")
        }
        minutes = try Field.minute.numbers(fields[0])
        hours = try Field.hour.numbers(fields[1])
        days = try Field.day.numbers(fields[2])
        months = try Field.month.numbers(fields[3])
        weekdays = try Field.weekday.numbers(fields[4])
    }

    // MARK: - Reading

    private struct Field {
        let range: ClosedRange<Int>
        var names: [String] = []

        static let minute = Field(range: 0...59)
        static let hour = Field(range: 0...23)
        static let day = Field(range: 1...31)
        static let month = Field(
            range: 1...12,
            names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
        static let weekday = Field(range: 0...6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

        func numbers(_ list: Substring) throws(CronSchedule.ParseError) -> Numbers {
            var numbers: Numbers = 0
            for part in list.split(separator: ",") { numbers |= try self.numbers(part: part) }
            return numbers
        }

        private func numbers(part: Substring) throws(CronSchedule.ParseError) -> Numbers {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            let bounds = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
            var star: Numbers = 0
            var (start, end) = (range.lowerBound, range.upperBound)
            if bounds[0] == "*" || bounds[0] == "?" {
                star = CronFields.starBit
            } else {
                start = try number(bounds[0])
                guard bounds.count <= 2 else { throw .init("too many hyphens: \(part)") }
                end = bounds.count == 2 ? try number(bounds[1]) : start
            }
            guard pieces.count <= 2 else { throw .init("too many slashes: \(part)") }
            var step = 1
            if pieces.count == 2 {
                step = try count(pieces[1])
                // `5/10` begins at 5 and ends where the field ends.
                if bounds.count == 1 { end = range.upperBound }
                if step > 1 { star = 0 }
            }
            if start < range.lowerBound {
                throw .init("beginning of range (\(start)) below minimum (\(range.lowerBound)): \(part)")
            }
            if end > range.upperBound {
                throw .init("end of range (\(end)) above maximum (\(range.upperBound)): \(part)")
            }
            if start > end { throw .init("beginning of range (\(start)) beyond end of range (\(end)): \(part)") }
            if step == 0 { throw .init("step of range should be a positive number: \(part)") }
            return stride(from: start, through: end, by: min(step, 64)).reduce(star) { $0 | 1 << Numbers($1) }
        }

        private func number(_ text: Substring) throws(CronSchedule.ParseError) -> Int {
            if let place = names.firstIndex(of: text.lowercased()) { return place + range.lowerBound }
            return try count(text)
        }

        private func count(_ text: Substring) throws(CronSchedule.ParseError) -> Int {
            guard let number = Int(text) else {
                let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text
                let isTooLong = !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
                throw .init(
                    "failed to parse int from \(text): strconv.Atoi: parsing \(GoText.quoted(String(text))): "
                        + (isTooLong ? "value out of range" : "invalid syntax"))
            }
            guard number >= 0 else { throw .init("negative number (\(number)) not allowed: \(text)") }
            return number
        }
    }

    // MARK: - Time

    private func matchesDay(_ time: CivilTime) -> Bool {
        let isDay = days & 1 << UInt64(time.day) != 0
        let isWeekday = weekdays & 1 << UInt64(time.weekday) != 0
        return (days | weekdays) & CronFields.starBit != 0 ? isDay && isWeekday : isDay || isWeekday
    }

    /// The first second after `time` that matches; nil where there is none within five years.
    ///
    /// Goes from the coarse fields to the fine ones. Whenever a field wraps around, the coarser ones are looked at again.
    func next(after time: Int64, in zone: TimeZoneRules) -> Int64? {
        var now = time + 1
        var local = CivilTime(now, in: zone)
        let lastYear = local.year + 5
        // Once a field was moved, the finer ones begin at their beginning.
        var isAtStart = false
        func move(to second: Int64) {
            now = second
            local = CivilTime(second, in: zone)
        }
        search: while local.year <= lastYear {
            while months & 1 << UInt64(local.month) == 0 {
                if !isAtStart { move(to: CivilTime.second(local.year, local.month, 1, in: zone)) }
                isAtStart = true
                move(
                    to: CivilTime.second(
                        local.year, local.month + 1, local.day, local.secondOfDay, in: zone))
                if local.month == 1 { continue search }
            }
            while !matchesDay(local) {
                if !isAtStart { move(to: CivilTime.second(local.year, local.month, local.day, in: zone)) }
                isAtStart = true
                move(to: CivilTime.second(local.year, local.month, local.day + 1, local.secondOfDay, in: zone))
                // Where the clocks change at midnight, the day may begin at another hour, or the step end short of it.
                if local.hour != 0 { move(to: now + (local.hour > 12 ? 24 - local.hour : -local.hour) * 3600) }
                if local.day == 1 { continue search }
            }
            while hours & 1 << UInt64(local.hour) == 0 {
                if !isAtStart {
                    move(to: CivilTime.second(local.year, local.month, local.day, local.hour * 3600, in: zone))
                }
                isAtStart = true
                move(to: now + 3600)
                if local.hour == 0 { continue search }
            }
            while minutes & 1 << UInt64(local.minute) == 0 {
                if !isAtStart { move(to: now - local.second) }
                isAtStart = true
                move(to: now + 60)
                if local.minute == 0 { continue search }
            }
            while local.second != 0 {
                isAtStart = true
                move(to: now + 1)
                if local.second == 0 { continue search }
            }
            return now
        }
        return nil
    }
}

/// A second as the clocks of a zone show it.
private struct CivilTime {
    let year: Int64
    let month: Int64
    let day: Int64
    let hour: Int64
    let minute: Int64
    let second: Int64
    /// 0: Sunday.
    let weekday: Int64

    var secondOfDay: Int64 { hour * 3600 + minute * 60 + second }

    init(_ time: Int64, in zone: TimeZoneRules) {
        let local = time + zone.offset(at: time)
        let days = local >= 0 ? local / 86400 : -((86399 - local) / 86400)
        (year, month, day) = Timestamp.civil(fromDays: days)
        let inDay = local - days * 86400
        (hour, minute, second) = (inDay / 3600, inDay / 60 % 60, inDay % 60)
        weekday = ((days + 4) % 7 + 7) % 7
    }

    /// The second at which the clocks show a time; months and days beyond the calendar run into the next ones. Where the
    /// clocks skip it or show it twice, as Go's `time.Date` chooses.
    static func second(
        _ year: Int64, _ month: Int64, _ day: Int64, _ secondOfDay: Int64 = 0, in zone: TimeZoneRules
    ) -> Int64 {
        let first = Timestamp.days(year + (month - 1) / 12, (month - 1) % 12 + 1, 1)
        let shown = (first + day - 1) * 86400 + secondOfDay
        let guess = zone.offset(at: shown)
        return guess == 0 ? shown : shown - zone.offset(at: shown - guess)
    }
}
