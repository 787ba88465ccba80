import ApusSnapshots
import ArgumentParser
import Testing

@testable import apus

struct SnapshotOptionsTests {
    @Test("without a schedule none are made, and five stay")
    func defaults() throws {
        let options = try SnapshotOptions.parse([])
        #expect(try options.schedule == nil)
        #expect(options.snapshotRetention == 5)
        #expect(options.snapshotCompress)
        #expect(try options.location(DataDirectory("/data")) == .directory("/data/snapshots"))
    }

    @Test("a schedule, a number and a place are read")
    func reading() throws {
        let options = try SnapshotOptions.parse([
            "--snapshot-schedule", "TZ=UTC 0 */6 * * *", "--snapshot-retention", "0", "--snapshot-dir", "/backups",
            "--no-snapshot-compress",
        ])
        #expect(try options.schedule != nil)
        #expect(options.snapshotRetention == 0)
        #expect(!options.snapshotCompress)
        #expect(try options.location(DataDirectory("/data")) == .directory("/backups"))
    }

    static let refused: [([String], String)] = [
        (
            ["--snapshot-schedule", "61 * * * *"],
            "--snapshot-schedule: end of range (61) above maximum (59): 61"
        ),
        (["--snapshot-schedule", "often"], "--snapshot-schedule: expected exactly 5 fields, found 1: [often]"),
        (["--snapshot-retention=-1"], "--snapshot-retention must not be negative"),
    ]

    @Test("what is wrong is a usage error", arguments: refused)
    func problems(arguments: [String], problem: String) {
        #expect {
            _ = try SnapshotOptions.parse(arguments)
        } throws: { error in
            SnapshotOptions.message(for: error) == problem
        }
    }

    @Test("a place that is none is named")
    func places() throws {
        let options = try SnapshotOptions.parse(["--snapshot-dir", "gs://bucket"])
        #expect {
            _ = try options.location(DataDirectory("/data"))
        } throws: { error in
            "\(error)" == "--snapshot-dir: gs://bucket: must be a folder or s3://bucket/prefix"
        }
    }
}
