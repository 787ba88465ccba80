import Foundation
import Testing

@testable import ApusKubelet

struct LogTests {
    static let log = """
        2026-11-22T16:00:00.000000001Z stdout F first
        2026-11-22T16:00:01.5+00:00 stderr F second
        2026-11-22T18:00:02.000000000+02:00 stdout P thi
        2026-11-22T16:00:03Z stdout F rd

        """

    /// What a reader sees of `log` with `options`.
    func read(_ options: LogOptions, log: String = LogTests.log) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(log.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var output: [UInt8] = []
        try LogReader(path: file.path, options: options).read(wake: nil, isRunning: { false }) {
            output += $0
            return true
        }
        return String(decoding: output, as: UTF8.self)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var output: String
        var options = LogOptions()

        init(_ name: String, _ output: String, _ change: (inout LogOptions) -> Void) {
            testDescription = name
            self.output = output
            change(&options)
        }
    }

    @Test(
        "the options choose and shape the lines",
        arguments: [
            Case("all", "first\nsecond\nthird\n") { _ in },
            Case("tail counts lines of the file", "third\n") { $0.tailLines = 2 },
            Case("tail 0", "") { $0.tailLines = 0 },
            Case("tail beyond the file", "first\nsecond\nthird\n") { $0.tailLines = 100 },
            Case("limit", "first\nse") { $0.limitBytes = 8 },
            Case("since", "third\n") { $0.since = 1_795_363_202 * 1_000_000_000 },
            Case("one stream", "second\n") { $0.stream = "Stderr" },
            Case(
                "timestamps",
                "2026-11-22T16:00:00.000000001Z first\n2026-11-22T16:00:01.5+00:00 second\n2026-11-22T18:00:02.000000000+02:00 third\n"
            ) { $0.timestamps = true },
        ])
    func shapes(_ example: Case) throws {
        #expect(try read(example.options) == example.output)
    }

    @Test("a file that is not there is named")
    func missing() {
        #expect(throws: LogReader.Failure.unreadable("open /none/0.log: No such file or directory")) {
            try LogReader(path: "/none/0.log", options: LogOptions()).read(wake: nil, isRunning: { false }) { _ in true
            }
        }
    }

    @Test("lines that are not in the format are left out")
    func foreignLines() throws {
        #expect(try read(LogOptions(), log: "nonsense\n2026-11-22T16:00:03Z stdout F kept\n") == "kept\n")
    }
}
