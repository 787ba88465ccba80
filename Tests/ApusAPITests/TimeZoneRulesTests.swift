import ApusAPI
import Testing

struct TimeZoneRulesTests {
    static let times = [
        "1883-11-18T12:00:00Z", "1970-01-01T00:00:00Z", "2012-03-11T06:59:59Z", "2012-03-11T07:00:00Z",
        "2012-11-04T05:59:59Z", "2012-11-04T06:00:00Z", "2018-11-04T03:00:00Z", "2026-01-15T12:00:00Z",
        "2026-07-15T12:00:00Z", "2100-07-01T00:00:00Z", "2100-12-31T23:30:00Z",
    ]

    /// What Python's `zoneinfo` says of each time.
    static let offsets: [(String, [Int64])] = [
        (
            "America/New_York",
            [-17762, -18000, -18000, -14400, -14400, -18000, -14400, -18000, -14400, -14400, -18000]
        ),
        (
            "America/Sao_Paulo",
            [-11188, -10800, -10800, -10800, -7200, -7200, -7200, -10800, -10800, -10800, -10800]
        ),
        ("Australia/Lord_Howe", [38180, 36000, 39600, 39600, 39600, 39600, 39600, 39600, 37800, 37800, 39600]),
        ("Asia/Kathmandu", [20476, 19800, 20700, 20700, 20700, 20700, 20700, 20700, 20700, 20700, 20700]),
        // Its winter is what the database calls daylight saving.
        ("Europe/Dublin", [-1521, 3600, 0, 0, 0, 0, 0, 0, 3600, 3600, 0]),
        ("Pacific/Auckland", [41400, 43200, 46800, 46800, 46800, 46800, 46800, 46800, 43200, 43200, 46800]),
        // The clocks change at an hour below zero.
        ("America/Godthab", [-12416, -10800, -10800, -10800, -10800, -10800, -10800, -7200, -3600, -3600, -7200]),
        ("UTC", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ]

    @Test("a zone's clocks are as far from UTC as the database says", arguments: offsets)
    func knownOffsets(zone: String, offsets: [Int64]) throws {
        let rules = try TimeZoneDatabase.system.rules(of: zone)
        for (time, offset) in zip(Self.times, offsets) {
            let time = try #require(Timestamp(rfc3339: time))
            #expect(rules.offset(at: time.seconds) == offset, "\(zone) at \(time.rfc3339)")
        }
    }

    /// A file of the first version: a header, one change at second 100, two offsets.
    static let small: [UInt8] =
        Array("TZif".utf8) + [UInt8](repeating: 0, count: 16)
        + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4]
        + [0, 0, 0, 100, 1] + [0, 0, 0, 60, 0, 0] + [0xff, 0xff, 0xff, 0xc4, 0, 0] + Array("ABC\0".utf8)

    @Test("a file without a rule for the future ends with its last change")
    func firstVersion() throws {
        let rules = try #require(TimeZoneRules(tzif: Self.small))
        #expect([0, 99, 100, 1 << 40].map { rules.offset(at: $0) } == [60, 60, -60, -60])
    }

    @Test("a file that is cut off anywhere is refused, and not read beyond its end")
    func truncated() {
        for count in 0..<Self.small.count { #expect(TimeZoneRules(tzif: Array(Self.small.prefix(count))) == nil) }
        var wrong = Self.small
        wrong[48] = 2  // the change leads to a type that is not there
        #expect(TimeZoneRules(tzif: wrong) == nil)
    }

    @Test("the machine's zone is that of TZ, else of its own file, else UTC")
    func local() {
        let database = TimeZoneDatabase(
            read: { $0 == "There" ? Self.small : nil }, localFile: { Self.small })
        #expect(database.local().offset(at: 0) == 60)
        #expect(database.local(tz: ":There").offset(at: 0) == 60)
        #expect(database.local(tz: "").offset(at: 0) == 0)
        #expect(database.local(tz: "Nowhere").offset(at: 0) == 0)
        #expect(TimeZoneDatabase { _ in nil }.local() == .utc)
    }
}
