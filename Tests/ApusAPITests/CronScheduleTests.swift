import ApusAPI
import Testing

/// The rules of robfig/cron v3, `ParseStandard`.
struct CronScheduleTests {
    struct Next: Sendable, CustomTestStringConvertible {
        var schedule: String
        var after: String
        /// "": never.
        var next: String
        var zone = ""

        init(_ schedule: String, _ after: String, _ next: String, in zone: String = "") {
            (self.schedule, self.after, self.next, self.zone) = (schedule, after, next, zone)
        }

        var testDescription: String { "\(schedule) after \(after)" }
    }

    static let plain: [Next] = [
        Next("*/15 * * * *", "2012-07-09T14:45:00Z", "2012-07-09T15:00:00Z"),
        Next("*/15 * * * *", "2012-07-09T14:59:59.9Z", "2012-07-09T15:00:00Z"),
        Next("* * * * *", "2012-12-31T23:59:45Z", "2013-01-01T00:00:00Z"),
        // A number with a step goes on to the field's end.
        Next("5/15 * * * *", "2012-07-09T15:05:00Z", "2012-07-09T15:20:00Z"),
        Next("20-35/15 * * * *", "2012-07-09T15:45:00Z", "2012-07-09T16:20:00Z"),
        Next("20-35/15 * * * *", "2012-07-09T23:45:00Z", "2012-07-10T00:20:00Z"),
        Next("20-35/15 1/2 * * *", "2012-07-09T23:35:51Z", "2012-07-10T01:20:00Z"),
        Next("20-35/15 10-12 * * *", "2012-07-09T23:35:51Z", "2012-07-10T10:20:00Z"),
        Next("20-35/15 * 9-20 JUL *", "2012-07-09T23:35:51Z", "2012-07-10T00:20:00Z"),
        Next("0,30 8,20 * * *", "2012-07-09T08:30:00Z", "2012-07-09T20:00:00Z"),
        // Months and years wrap around.
        Next("0 0 9 Apr-Oct ?", "2012-07-09T23:35:00Z", "2012-08-09T00:00:00Z"),
        Next("0 0 * feb Mon", "2012-07-09T23:35:00Z", "2013-02-04T00:00:00Z"),
        Next("0 0 31 * *", "2026-04-01T00:00:00Z", "2026-05-31T00:00:00Z"),
        Next("0 0 29 2 ?", "2012-07-09T23:35:00Z", "2016-02-29T00:00:00Z"),
        Next("0 0 30 2 ?", "2012-07-09T23:35:00Z", ""),
        Next("0 0 31 4 ?", "2012-07-09T23:35:00Z", ""),
        Next(", 0 * * *", "2012-07-09T23:35:00Z", ""),
        // Two days, neither a star: one is enough.
        Next("0 0 1,15 * Sun", "2012-06-30T00:00:00Z", "2012-07-01T00:00:00Z"),
        Next("0 0 1,15 * Sun", "2012-07-01T00:00:00Z", "2012-07-08T00:00:00Z"),
        Next("0 0 1,15 * Sun", "2012-07-29T00:00:00Z", "2012-08-01T00:00:00Z"),
        // A star with a step is none: the 11th is enough, though it is a Wednesday.
        Next("0 0 */10 * Sun", "2012-07-08T00:00:00Z", "2012-07-11T00:00:00Z"),
        // With a star both must match.
        Next("0 0 * * Mon", "2012-07-15T00:00:00Z", "2012-07-16T00:00:00Z"),
        Next("0 0 1,15 * *", "2012-07-09T00:00:00Z", "2012-07-15T00:00:00Z"),
        Next("0 0 */1 * Sun", "2012-07-09T00:00:00Z", "2012-07-15T00:00:00Z"),
        Next("0 0 13 * ?", "2012-07-13T00:00:00Z", "2012-08-13T00:00:00Z"),
        // A step that is a name's.
        Next("0 0 * feb Mon/2", "2012-07-09T23:35:00Z", "2013-02-01T00:00:00Z"),
        // Names.
        Next("@hourly", "2012-07-09T15:04:00Z", "2012-07-09T16:00:00Z"),
        Next("@daily", "2012-07-09T00:00:00Z", "2012-07-10T00:00:00Z"),
        Next("@midnight", "2012-07-09T00:00:00Z", "2012-07-10T00:00:00Z"),
        Next("@weekly", "2012-07-09T00:00:00Z", "2012-07-15T00:00:00Z"),
        Next("@monthly", "2012-07-09T00:00:00Z", "2012-08-01T00:00:00Z"),
        Next("@yearly", "2012-07-09T00:00:00Z", "2013-01-01T00:00:00Z"),
        Next("@annually", "2012-07-09T00:00:00Z", "2013-01-01T00:00:00Z"),
        // Whole seconds, at least one.
        Next("@every 1h30m", "2012-07-09T00:00:00.7Z", "2012-07-09T01:30:00Z"),
        Next("@every 90.9s", "2012-07-09T00:00:00Z", "2012-07-09T00:01:30Z"),
        Next("@every 10ms", "2012-07-09T00:00:00Z", "2012-07-09T00:00:01Z"),
    ]

    static let zoned: [Next] = [
        Next("0 6 * * *", "2026-01-15T00:00:00Z", "2026-01-15T11:00:00Z", in: "America/New_York"),
        Next("TZ=America/New_York 0 6 * * *", "2026-07-15T00:00:00Z", "2026-07-15T10:00:00Z"),
        Next("CRON_TZ=Asia/Kathmandu   0 6 * * *", "2026-07-15T00:00:00Z", "2026-07-15T00:15:00Z"),
        Next("TZ= 0 6 * * *", "2026-07-15T00:00:00Z", "2026-07-15T06:00:00Z", in: "Asia/Kathmandu"),
        Next("TZ=UTC @daily", "2026-07-15T00:00:00Z", "2026-07-16T00:00:00Z", in: "Asia/Kathmandu"),
        // Half past two does not come on March 11, 2012, in New York.
        Next("30 2 11 Mar ?", "2012-03-11T05:00:00Z", "2013-03-11T06:30:00Z", in: "America/New_York"),
        Next("30 2 * * *", "2012-03-11T05:00:00Z", "2012-03-12T06:30:00Z", in: "America/New_York"),
        Next("0 * * * *", "2012-03-11T06:00:00Z", "2012-03-11T07:00:00Z", in: "America/New_York"),
        // Half past one comes twice on November 4, 2012.
        Next("30 1 4 Nov ?", "2012-11-04T04:00:00Z", "2012-11-04T05:30:00Z", in: "America/New_York"),
        Next("30 1 4 Nov ?", "2012-11-04T05:45:00Z", "2012-11-04T06:30:00Z", in: "America/New_York"),
        Next("30 2 4 Nov ?", "2012-11-04T04:00:00Z", "2012-11-04T07:30:00Z", in: "America/New_York"),
        Next("*/30 * * * *", "2012-11-04T05:30:00Z", "2012-11-04T06:00:00Z", in: "America/New_York"),
        // In São Paulo November 4, 2018, began at one.
        Next("0 9 * * *", "2018-11-03T12:00:00Z", "2018-11-04T11:00:00Z", in: "America/Sao_Paulo"),
        Next("0 9 5 * *", "2018-11-01T12:00:00Z", "2018-11-05T11:00:00Z", in: "America/Sao_Paulo"),
        // Behind the last year that the database lists.
        Next("0 6 1 7 *", "2100-01-01T00:00:00Z", "2100-07-01T10:00:00Z", in: "America/New_York"),
    ]

    static func check(_ next: Next) throws {
        let schedule = try CronSchedule(next.schedule)
        let after = try #require(Timestamp(rfc3339: next.after))
        let found = schedule.next(after: after, in: try TimeZoneDatabase.system.rules(of: next.zone))
        #expect((found?.rfc3339 ?? "") == next.next)
        #expect(found?.nanoseconds ?? 0 == 0)
    }

    @Test("the next time is the first one that all fields match", arguments: plain)
    func fields(_ next: Next) throws { try Self.check(next) }

    @Test("the clocks of a place lead", arguments: zoned)
    func zones(_ next: Next) throws { try Self.check(next) }

    static let malformed: [(String, String)] = [
        ("", "empty spec string"),
        ("* * * *", "expected exactly 5 fields, found 4: [* * * *]"),
        ("* * * * * *", "expected exactly 5 fields, found 6: [* * * * * *]"),
        ("60 * * * *", "end of range (60) above maximum (59): 60"),
        ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
        ("* * * 13 *", "end of range (13) above maximum (12): 13"),
        ("* * * * 7", "end of range (7) above maximum (6): 7"),
        ("5-3 * * * *", "beginning of range (5) beyond end of range (3): 5-3"),
        ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
        ("1/2/3 * * * *", "too many slashes: 1/2/3"),
        ("*/0 * * * *", "step of range should be a positive number: */0"),
        ("*/-1 * * * *", "negative number (-1) not allowed: -1"),
        ("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax"),
        ("-1 * * * *", "failed to parse int from : strconv.Atoi: parsing \"\": invalid syntax"),
        ("jan * * * *", "failed to parse int from jan: strconv.Atoi: parsing \"jan\": invalid syntax"),
        (
            "99999999999999999999 * * * *",
            "failed to parse int from 99999999999999999999: strconv.Atoi: parsing \"99999999999999999999\": "
                + "value out of range"
        ),
        ("@often", "unrecognized descriptor: @often"),
        ("@Hourly", "unrecognized descriptor: @Hourly"),
        ("@every", "unrecognized descriptor: @every"),
        ("@every x", "failed to parse duration @every x: time: invalid duration \"x\""),
        ("@every 5", "failed to parse duration @every 5: time: missing unit in duration \"5\""),
        ("@every 5d", "failed to parse duration @every 5d: time: unknown unit \"d\" in duration \"5d\""),
        ("TZ=Nowhere/Land * * * * *", "provided bad location Nowhere/Land: unknown time zone Nowhere/Land"),
        ("TZ=../../etc/passwd * * * * *", "provided bad location ../../etc/passwd: time: invalid location name"),
    ]

    @Test("what is wrong is said in upstream's words", arguments: malformed)
    func problems(text: String, problem: String) {
        #expect {
            _ = try CronSchedule(text)
        } throws: { error in
            "\(error)" == problem
        }
    }
}
