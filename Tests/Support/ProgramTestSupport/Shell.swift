import Foundation

/// A process of another program, its output in files so that nothing blocks on a full pipe.
public struct Shell {
    public struct Result: Sendable {
        public var code: Int32
        public var output: String
        public var errors: String
        /// Both, for messages.
        public var all: String { output + errors }
    }

    /// Runs `arguments` to the end, or kills it after `deadline` (the code is then that of the signal).
    @discardableResult
    public static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:],
        deadline: Duration = .seconds(120)
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "apus-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String) throws -> FileHandle {
            let url = folder.appending(path: name)
            try Data().write(to: url)
            return try FileHandle(forUpdating: url)
        }
        let (output, errors, stdin) = (try file("out"), try file("err"), try file("in"))
        if let input {
            try stdin.write(contentsOf: Data(input.utf8))
            try stdin.seek(toOffset: 0)
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = stdin
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
            let killer = process.processIdentifier
            let limit = Double(deadline.components.seconds)
            DispatchQueue.global().asyncAfter(deadline: .now() + limit) { [weak process] in
                if let process, process.isRunning, process.processIdentifier == killer { kill(killer, SIGKILL) }
            }
        }
        func text(_ name: String) -> String {
            (try? String(decoding: Data(contentsOf: folder.appending(path: name)), as: UTF8.self)) ?? ""
        }
        return Result(code: process.terminationStatus, output: text("out"), errors: text("err"))
    }

    /// Waits until `condition` holds; false when `deadline` passes before.
    public static func wait(_ deadline: Duration = .seconds(60), until condition: () async throws -> Bool) async throws
        -> Bool
    {
        let clock = ContinuousClock()
        let end = clock.now + deadline
        while clock.now < end {
            if try await condition() { return true }
            try await clock.sleep(for: .milliseconds(50))
        }
        return false
    }
}
