/// When something recurs: five fields of cron, a name like `@hourly`, or `@every 1h30m`, as CronJobs have it
/// (robfig/cron v3, `ParseStandard`).
///
/// A day matches where both of its fields do; where neither of them is `*` or `?` without a step, one is enough.
public struct CronSchedule: Sendable, Hashable {
    public struct ParseError: Error, Sendable, CustomStringConvertible {
        /// In upstream's words.
        public let description: String

        init(_ description: String) { self.description = description }
    }

    enum Recurrence: Sendable, Hashable {
        case fields(CronFields)
        /// Whole seconds, at least one.
        case every(seconds: Int64)
    }

    let recurrence: Recurrence
    /// The zone that the text names with `TZ=` or `CRON_TZ=`.
    public let timeZone: TimeZoneRules?

    /// Whether the text says itself in which time zone it is meant.
    static func namesTimeZone(_ text: String) -> Bool { text.hasPrefix("TZ=") || text.hasPrefix("CRON_TZ=") }

    /// - Parameter zones: Where the rules of a zone that the text names come from.
    public init(_ text: String, zones: TimeZoneDatabase = .system) throws(ParseError) {
        guard !text.isEmpty else { throw ParseError("empty spec string") }
        var rest = text[...]
        var zone: TimeZoneRules?
        if CronSchedule.namesTimeZone(text) {
            // Upstream's parser indexes out of range without a space.
            guard let space = text.firstIndex(of: " ") else { throw ParseError("provided bad location \(text)") }
            let name = String(text[..<space].drop { $0 != "=" }.dropFirst())
            do throws(TimeZoneDatabase.LookupError) {
                zone = try zones.rules(of: name)
            } catch {
                throw ParseError("provided bad location \(name): \(error)")
            }
            rest = text[space...]
            while let first = rest.first, first.isWhitespace { rest.removeFirst() }
            while let last = rest.last, last.isWhitespace { rest.removeLast() }
        }
        timeZone = zone
        recurrence = rest.hasPrefix("@") ? try CronSchedule.descriptor(String(rest)) : .fields(try CronFields(rest))
    }

    private static func descriptor(_ text: String) throws(ParseError) -> Recurrence {
        let fields: String
        switch text {
        case "@yearly", "@annually": fields = "0 0 1 1 *"
        case "@monthly": fields = "0 0 1 * *"
        case "@weekly": fields = "0 0 * * 0"
        case "@daily", "@midnight": fields = "0 0 * * *"
        case "@hourly": fields = "0 * * * *"
        default:
            guard text.hasPrefix("@every ") else { throw ParseError("unrecognized descriptor: \(text)") }
            let length = String(text.dropFirst("@every ".count))
            guard let duration = GoDuration.parse(length) else {
                throw ParseError("failed to parse duration \(text): \(GoDuration.problem(length))")
            }
            return .every(seconds: max(1, duration.components.seconds))
        }
        return .fields(try CronFields(fields[...]))
    }

    /// The first time after `time`; nil where there is none within five years.
    ///
    /// A time of day that a change of the clocks skips does not come that day; one that the clocks show twice comes twice.
    ///
    /// - Parameter local: The zone of a text that names none.
    public func next(after time: Timestamp, in local: TimeZoneRules = .utc) -> Timestamp? {
        switch recurrence {
        case .every(let seconds): Timestamp(seconds: time.seconds + seconds)
        case .fields(let fields): fields.next(after: time.seconds, in: timeZone ?? local).map { Timestamp(seconds: $0) }
        }
    }
}
