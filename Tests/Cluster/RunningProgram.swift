import Foundation
import Testing

/// A program that stays, its output in a file.
final class RunningProgram: Sendable {
    private let process: Process
    private let log: URL

    init(_ arguments: [String], log name: String) throws {
        log = FileManager.default.temporaryDirectory.appending(path: "apus-test-\(name).log")
        try Data().write(to: log)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
    var isRunning: Bool { process.isRunning }

    /// Asks it to end, and returns the code it ends with; a program that does not end in time is killed.
    func stop() async throws -> Int32 {
        if process.isRunning { process.terminate() }
        if try await !Shell.wait(.seconds(30), until: { !process.isRunning }) {
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: log)
        return process.terminationStatus
    }
}
