import ApusAPI

extension StandardLibrary {
    static let times: [Function] =
        [
            accessor("getFullYear") { Int64(Calendar.date($0).year) },
            accessor("getMonth") { Calendar.date($0).month - 1 },
            accessor("getDate") { Calendar.date($0).day },
            accessor("getDayOfMonth") { Calendar.date($0).day - 1 },
            accessor("getDayOfYear") { Calendar.dayOfYear($0) },
            accessor("getDayOfWeek") { Calendar.dayOfWeek($0) },
        ] + [
            clock("getHours", { $0.seconds(in: 86400) / 3600 }, { $0 / 3_600_000_000_000 }),
            clock("getMinutes", { $0.seconds(in: 3600) / 60 }, { $0 / 60_000_000_000 }),
            clock("getSeconds", { $0.seconds(in: 60) }, { $0 / 1_000_000_000 }),
            clock("getMilliseconds", { Int64($0.nanoseconds / 1_000_000) }, { $0 / 1_000_000 }),
        ]

    private static let ofTimes: [Overload] = [
        .member([.timestamp], .int), .member([.timestamp, .string], .int),
    ]

    private static func accessor(_ name: String, _ part: @escaping @Sendable (Timestamp) -> Int64) -> Function {
        Function(name, ofTimes) { local($0, part) }
    }

    private static func clock(
        _ name: String, _ part: @escaping @Sendable (Timestamp) -> Int64, _ ofSpan: @escaping @Sendable (Int64) -> Int64
    ) -> Function {
        Function(name, ofTimes + [.member([.duration], .int)]) { arguments in
            if case .duration(let span) = arguments[0], arguments.count == 1 { return .int(ofSpan(span)) }
            return local(arguments, part)
        }
    }

    /// A part of a time in UTC, or in the time zone that is given.
    private static func local(_ arguments: [Value], _ part: (Timestamp) -> Int64) -> Value {
        guard case .timestamp(let moment) = arguments[0] else { return .noSuchOverload }
        guard arguments.count > 1 else { return .int(part(moment.time)) }
        guard case .string(let name) = arguments[1] else { return .noSuchOverload }
        // Names of the tz database would need its files.
        guard let offset = name.isEmpty || name == "UTC" ? 0 : TimeText.offset(name) else {
            return .error("unknown time zone \(name)")
        }
        return .int(
            part(Timestamp(seconds: moment.time.seconds + offset, nanoseconds: moment.time.nanoseconds)))
    }
}

extension Timestamp {
    /// How far the time is into the `period` that it is in.
    fileprivate func seconds(in period: Int64) -> Int64 { ((seconds % period) + period) % period }
}

/// The calendar of times in UTC.
private enum Calendar {
    static func date(_ time: Timestamp) -> (year: Int64, month: Int64, day: Int64) {
        // `2006-01-02T…`
        let parts = time.rfc3339.split(separator: "T")[0].split(separator: "-").compactMap { Int64($0) }
        return parts.count == 3 ? (parts[0], parts[1], parts[2]) : (1970, 1, 1)
    }

    private static func days(_ time: Timestamp) -> Int64 { (time.seconds - time.seconds(in: 86400)) / 86400 }

    static func dayOfWeek(_ time: Timestamp) -> Int64 { ((days(time) + 4) % 7 + 7) % 7 }

    static func dayOfYear(_ time: Timestamp) -> Int64 {
        let year = String(date(time).year)
        let padded = String(repeating: "0", count: max(0, 4 - year.count)) + year
        guard let first = Timestamp(rfc3339: "\(padded)-01-01T00:00:00Z") else { return 0 }
        return days(time) - days(first)
    }
}
