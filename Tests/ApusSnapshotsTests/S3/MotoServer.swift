import ApusAPI
import ApusJSON
import Foundation
import NIOPosix
import Testing

@testable import ApusSnapshots

/// A server of S3 that this project did not write: `Tests/Support/S3/server.py` in a process of its own.
struct MotoServer {
    let endpoint: String
    let owner: S3Credentials
    let stranger: S3Credentials

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Calls `body` with a new server, and ends it afterwards.
    static func with(_ body: (MotoServer) async throws -> Void) async throws {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = root.appending(path: ".build/venv-s3/bin/python")
        process.arguments = ["-B", root.appending(path: "Tests/Support/S3/server.py").path]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            // It ends with its input; waiting for it would hold up others.
            try? input.fileHandleForWriting.close()
        }
        let line = await firstLine(output.fileHandleForReading)
        let answer = try JSONValue(parsing: Bytes(line))
        let port = try #require(answer["port"].int, "moto did not start: run `make setup`")
        try await body(
            MotoServer(
                endpoint: "http://127.0.0.1:\(port)", owner: credentials(answer["owner"]),
                stranger: credentials(answer["stranger"])))
    }

    private static func credentials(_ value: JSONValue) -> S3Credentials {
        S3Credentials(accessKey: value["accessKey"].string ?? "", secretKey: value["secretKey"].string ?? "")
    }

    /// `{}` where the process ends without one.
    private static func firstLine(_ handle: FileHandle) async -> String {
        let (chunks, continuation) = AsyncStream.makeStream(of: Data.self)
        handle.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { continuation.finish() } else { continuation.yield(data) }
        }
        defer { handle.readabilityHandler = nil }
        var text = ""
        for await chunk in chunks {
            text += String(decoding: chunk, as: UTF8.self)
            if text.contains("\n") { return text }
        }
        return "{}"
    }

    /// - Parameter location: `bucket/prefix`.
    func client(_ location: String, _ credentials: S3Credentials? = nil) throws -> S3Client {
        let credentials = credentials ?? owner
        let configuration = try S3Configuration(
            location: "s3://\(location)", endpoint: endpoint,
            environment: {
                ["AWS_ACCESS_KEY_ID": credentials.accessKey, "AWS_SECRET_ACCESS_KEY": credentials.secretKey][$0]
            })
        return try S3Client(
            configuration, group: MultiThreadedEventLoopGroup.singleton, now: { currentTime() },
            sleep: { try await Task.sleep(for: $0) })
    }
}

func currentTime() -> Timestamp { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) }
