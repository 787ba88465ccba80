import ApusAPI
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2024-02-29T23:59:59+01:00", 1_709_247_599),
        ("1969-12-31T23:59:59Z", -1), ("2026-11-22T15:53:26.123456Z", 1_795_362_806),
    ])
    func readsRFC3339(text: String, seconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.seconds == seconds)
    }

    @Test(arguments: ["", "2024-02-30T00:00:00Z", "2024-01-01", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z", "x"])
    func refusesWhatIsNoTime(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "1899-12-31T01:02:03Z", "2100-03-01T00:00:00Z"])
    func writesWhatItReads(text: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == text)
    }

    @Test func writesMicroseconds() {
        #expect(Timestamp(rfc3339: "2024-01-02T03:04:05.00012Z")?.rfc3339Micro == "2024-01-02T03:04:05.000120Z")
    }
}
