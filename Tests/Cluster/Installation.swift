import Foundation
import ProgramTestSupport
import Testing

/// An `apus` process with a data directory of its own, as a user would run it.
final class Installation: Sendable {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let apus = root.appending(path: ".build/apus-debug/bin/apus").path
    /// The Python that has the clients which `make setup` installs.
    static let python = root.appending(path: ".build/venv/bin/python").path

    /// Where an installation's data lies: short, because sockets lie below it, and their paths have 107 bytes.
    static func folder(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appending(path: "apus-test-\(name)").path
    }

    let data: String
    let port: Int
    let arguments: [String]

    init(_ name: String, port: Int, arguments: [String] = []) {
        data = Installation.folder(name)
        self.port = port
        self.arguments = arguments
    }

    var kubeconfig: String { data + "/kubeconfig" }
    var pid: Int32? {
        (try? String(contentsOfFile: data + "/apus.pid", encoding: .utf8))
            .flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// Takes what an earlier run left away, and starts from nothing.
    func startFresh() async throws {
        try await remove()
        try await start()
    }

    func start() async throws {
        let result = try await Shell.run(
            [Installation.apus, "up", "--data-dir", data, "--port", "\(port)", "--detach"] + arguments)
        try #require(result.code == 0, "apus up: \(result.all)")
    }

    func stop() async throws {
        try await Shell.run([Installation.apus, "down", "--data-dir", data])
    }

    func remove() async throws {
        if FileManager.default.fileExists(atPath: data) {
            try await Shell.run([Installation.apus, "down", "--data-dir", data, "--remove"])
            try? FileManager.default.removeItem(atPath: data)
        }
    }

    /// Whether no process has it.
    var isGone: Bool {
        let lock = open(data + "/apus.lock", O_RDWR)
        guard lock >= 0 else { return true }
        defer { close(lock) }
        return flock(lock, LOCK_SH | LOCK_NB) == 0
    }

    /// Ends the process as a crash would.
    func crash() { if let pid { kill(pid, SIGKILL) } }

    /// Runs `kubectl` (or the one given) against it.
    @discardableResult
    func kubectl(
        _ arguments: String..., with kubectl: String = "kubectl", input: String? = nil,
        environment: [String: String] = [:], deadline: Duration = .seconds(120)
    ) async throws -> Shell.Result {
        try await Shell.run(
            [kubectl, "--kubeconfig", kubeconfig] + arguments, input: input,
            environment: ["KUBECONFIG": kubeconfig].merging(environment) { $1 }, deadline: deadline)
    }

    /// The same, and a failure of the test unless it succeeds.
    @discardableResult
    func expect(
        _ arguments: String..., with kubectl: String = "kubectl", input: String? = nil,
        environment: [String: String] = [:], deadline: Duration = .seconds(120),
        location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let result = try await Shell.run(
            [kubectl, "--kubeconfig", kubeconfig] + arguments, input: input,
            environment: ["KUBECONFIG": kubeconfig].merging(environment) { $1 }, deadline: deadline)
        #expect(
            result.code == 0, "kubectl \(arguments.joined(separator: " ")): \(result.all)", sourceLocation: location)
        return result.output
    }

    /// Sends one HTTPS request as the administrator; returns the status code and the body.
    func request(
        _ method: String, _ path: String, body: String? = nil, contentType: String = "application/json",
        headers: [String] = [], asAdministrator: Bool = true
    ) async throws -> (code: Int, body: String) {
        var arguments = [
            "curl", "-sS", "-k", "-o", "-", "-w", "\n%{http_code}", "-X", method, "https://127.0.0.1:\(port)\(path)",
        ]
        if asAdministrator {
            arguments += ["--cert", data + "/pki/admin.crt", "--key", data + "/pki/admin.key"]
        }
        for header in headers { arguments += ["-H", header] }
        if body != nil { arguments += ["-H", "Content-Type: \(contentType)", "--data-binary", "@-"] }
        let result = try await Shell.run(arguments, input: body)
        let cut = result.output.lastIndex(of: "\n") ?? result.output.startIndex
        return (Int(result.output[cut...].dropFirst()) ?? 0, String(result.output[..<cut]))
    }
}

/// Starts the installation that the tests of a suite share, and takes it away behind them.
struct SharedInstallation: SuiteTrait, TestScoping {
    @TaskLocal static var current: Installation?

    let installation: Installation

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await installation.startFresh()
        do {
            try await Self.$current.withValue(installation) {
                try await Images.pack(into: installation)
                try await function()
            }
        } catch {
            try await installation.remove()
            throw error
        }
        try await installation.remove()
    }
}

extension Trait where Self == SharedInstallation {
    /// One installation for all tests of the suite.
    static func installation(_ name: String, port: Int, arguments: [String] = []) -> Self {
        SharedInstallation(installation: Installation(name, port: port, arguments: arguments))
    }
}

/// The image that the tests run: busybox with its applets.
enum Images {
    static let busybox = "apus.local/busybox:test"

    static func rootfs(at folder: String) async throws {
        let script = """
            set -e; mkdir -p "$0/bin" "$0/etc" "$0/tmp"; cp "$(command -v busybox)" "$0/bin/busybox"
            for a in $("$0/bin/busybox" --list | grep -vx busybox); do ln -sf busybox "$0/bin/$a"; done
            echo 'root:x:0:0:root:/:/bin/sh' >"$0/etc/passwd"
            """
        let result = try await Shell.run(["sh", "-c", script, folder])
        try #require(result.code == 0, "\(result.all)")
    }

    static func pack(into installation: Installation) async throws {
        let folder = installation.data + ".rootfs"
        try await rootfs(at: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = try await Shell.run(
            [Installation.apus, "image", "pack", folder, busybox, "--data-dir", installation.data])
        try #require(result.code == 0, "\(result.all)")
    }
}

/// Whether the tests that need containers may run here.
let isRoot = getuid() == 0

/// The kubectl programs on this machine, by version.
let kubectls: [String] = {
    let folder = URL(filePath: "/usr/bin/kubectl").resolvingSymlinksInPath().deletingLastPathComponent().path
    let debian = Installation.root.appending(path: ".build/kubernetes-client/usr/bin/kubectl").path
    let candidates = ["1.27", "1.30", "1.33"].map { "\(folder)/kubectl.\($0)" } + [debian]
    let found = candidates.filter { FileManager.default.isExecutableFile(atPath: $0) }
    return found.isEmpty ? ["kubectl"] : found
}()
