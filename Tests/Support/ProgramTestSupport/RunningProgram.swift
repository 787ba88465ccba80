import Foundation

/// A program that stays, its output in a file.
public final class RunningProgram: Sendable {
    private let process: Process
    private let log: URL

    /// - Parameters:
    ///   - arguments: The program, looked for on the PATH, and what it takes.
    ///   - environment: What is added to this process's own.
    ///   - name: What the file of its output is called by.
    public init(_ arguments: [String], environment: [String: String] = [:], log name: String) throws {
        log = FileManager.default.temporaryDirectory.appending(path: "apus-test-\(name).log")
        try Data().write(to: log)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = environment.map { "\($0)=\($1)" } + arguments
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    public var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
    public var isRunning: Bool { process.isRunning }

    public func signal(_ number: Int32) { if process.isRunning { kill(process.processIdentifier, number) } }

    /// Ends it as a crash would; its output stays.
    public func crash() {
        signal(SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end, and returns the code it ends with; a program that does not end in time is killed.
    @discardableResult
    public func stop() async throws -> Int32 {
        if process.isRunning { process.terminate() }
        if try await !Shell.wait(.seconds(30), until: { !process.isRunning }) {
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: log)
        return process.terminationStatus
    }
}
