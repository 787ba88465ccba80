import Foundation
import ProgramTestSupport
import Synchronization
import Testing

/// One `apus apiserver` with a data directory of its own, killed and started again as a test likes.
final class ServerProcess: Sendable {
    let data: String
    let host: String
    let port: Int
    private let prefix: [String]
    private let arguments: [String]
    private let environment: [String: String]
    private let program = Mutex<RunningProgram?>(nil)

    /// - Parameters:
    ///   - host: The address that it is reached at.
    ///   - prefix: The program that runs it, such as `ip netns exec NAME`.
    init(
        data: String, host: String = "127.0.0.1", port: Int, prefix: [String] = [], _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) {
        self.data = data
        self.host = host
        self.port = port
        self.prefix = prefix
        self.arguments = arguments
        self.environment = environment
    }

    var url: String { "https://\(host):\(port)" }
    var output: String { program.withLock { $0?.output ?? "" } }
    var isRunning: Bool { program.withLock { $0?.isRunning ?? false } }

    func start() throws {
        let new = try RunningProgram(
            prefix + [RobustnessTests.apus, "apiserver", "--data-dir", data, "--port", "\(port)"] + arguments,
            environment: environment, log: "robust-\(host)-\(port)")
        program.withLock { $0 = new }
    }

    func signal(_ number: Int32) { program.withLock { $0 }?.signal(number) }
    func crash() { program.withLock { $0 }?.crash() }

    func stop() async throws {
        signal(SIGCONT)
        _ = try await program.withLock { $0 }?.stop()
    }

    /// Waits until it made its keys.
    func clients() async throws -> APIClient {
        let files = ["ca.crt", "admin.crt", "admin.key"].map { "\(data)/pki/\($0)" }
        let isThere = try await Shell.wait(.seconds(60)) {
            files.allSatisfy { FileManager.default.fileExists(atPath: $0) }
        }
        try #require(isThere, "\(output)")
        return try APIClient(url, pki: "\(data)/pki")
    }

    /// Waits until it answers.
    func ready(_ client: APIClient, within limit: Duration = .seconds(60)) async throws {
        let isReady = try await Shell.wait(limit) {
            try #require(isRunning, "the server has ended: \(output)")
            return (try? await client.send("GET", "/readyz", within: 3))?.status == 200
        }
        try #require(isReady, "the server did not become ready: \(output)")
    }

    /// Starts servers on one authority, one after the other: what they share is copied from the first.
    static func start(_ servers: [ServerProcess]) async throws -> [APIClient] {
        var clients: [APIClient] = []
        do {
            for (number, server) in servers.enumerated() {
                if number > 0 {
                    try FileManager.default.createDirectory(
                        atPath: "\(server.data)/pki", withIntermediateDirectories: true)
                    for file in ["ca.crt", "ca.key", "sa.key", "sa.pub"] {
                        try FileManager.default.copyItem(
                            atPath: "\(servers[0].data)/pki/\(file)", toPath: "\(server.data)/pki/\(file)")
                    }
                }
                try server.start()
                let client = try await server.clients()
                clients.append(client)
                try await server.ready(client)
            }
        } catch {
            for client in clients { try? await client.close() }
            throw error
        }
        return clients
    }

    /// Calls `body` with running servers, and ends them.
    static func with<R>(_ servers: [ServerProcess], _ body: ([APIClient]) async throws -> R) async throws -> R {
        let result: Result<R, any Error>
        do {
            let clients = try await start(servers)
            do { result = .success(try await body(clients)) } catch {
                for server in servers { print("the end of \(server.url)'s output:", server.output.suffix(2000)) }
                result = .failure(error)
            }
            for client in clients { try? await client.close() }
        } catch {
            result = .failure(error)
        }
        for server in servers { try await server.stop() }
        return try result.get()
    }
}
