import Foundation
import HistoryTestSupport
import ProgramTestSupport
import Testing

/// Drives real servers while their disk, clock, network or life fails, and has the checker of histories say whether
/// anything that was acknowledged was lost. Needs root, and cleans up.
///
/// Each test prints its seed; `ROBUSTNESS_SEED` takes one again, `ROBUSTNESS_FACTOR` makes the tests that many times as
/// long (`make robustness`).
@Suite(.serialized, .enabled(if: getuid() == 0, "needs root: it mounts, and makes networks"))
struct RobustnessTests {
    static let factor = max(1, ProcessInfo.processInfo.environment["ROBUSTNESS_FACTOR"].flatMap { Int($0) } ?? 1)

    static let apus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: ".build/apus-debug/bin/apus").path

    static func seed(_ name: String) -> UInt64 {
        let seed =
            ProcessInfo.processInfo.environment["ROBUSTNESS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0 ... .max)
        print("\(name): ROBUSTNESS_SEED=\(seed)")
        return seed
    }

    /// Calls `body` with a new folder under /tmp, and takes it away afterwards.
    static func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
        let folder = "/tmp/apus-robust-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    /// Fails the test where the history contradicts the contract.
    static func expectSound(_ outcome: Workload.Outcome, seed: UInt64, _ location: SourceLocation = #_sourceLocation) {
        print("\(outcome.acknowledged) writes acknowledged, \(outcome.history.reads.count) reads")
        let problems = outcome.problems + outcome.history.violations()
        #expect(
            problems.isEmpty, "ROBUSTNESS_SEED=\(seed)\n\(problems.prefix(10).joined(separator: "\n"))",
            sourceLocation: location)
        #expect(outcome.acknowledged > 20, "hardly a write was acknowledged", sourceLocation: location)
    }
}
