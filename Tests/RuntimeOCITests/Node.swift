import ApusPluginHost
import FoundationEssentials
import Glibc
import Logging
import Testing

/// Whether this test may make namespaces and mounts.
let isRoot = geteuid() == 0

/// All tests that drive the plugin, one after the other: they share the machine's mounts and network.
@Suite(.serialized, .enabled(if: isRoot, "containers need root")) struct RuntimeOCITests {}

/// A data folder with the plugin on it, as a kubelet would use it; everything is gone after `close`.
final class Node: Sendable {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let products =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .map { URL(filePath: $0).deletingLastPathComponent().path } ?? ""

    let directory: String
    let host: PluginHost
    let runtime: ContainerRuntime
    let images: ImageStore

    private init(directory: String, host: PluginHost, runtime: ContainerRuntime, images: ImageStore) {
        self.directory = directory
        self.host = host
        self.runtime = runtime
        self.images = images
    }

    /// Loads the plugin on `directory`, a new one by default.
    static func start(_ directory: String? = nil) async throws -> Node {
        let directory = try directory ?? temporaryDirectory()
        let plugins = PluginDirectories(["\(root)/Plugins/RuntimeOCI"], libraryPaths: [products])
        let host = PluginHost(
            directories: plugins, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let number = UInt8.random(in: 1...250)
        let configuration = ConfigurationValue.object([
            "dataDir": .string(directory), "subnets": .array([.string("10.213.\(number).0/24")]),
        ])
        let instance = try await host.plugin("runtime-oci").makeInstance(of: "RuntimeOCI", configuration: configuration)
        let threads = HostThreads(maximum: 16)
        return Node(
            directory: directory, host: host, runtime: try ContainerRuntime(instance, threads: threads),
            images: try ImageStore(instance, threads: threads))
    }

    static func temporaryDirectory() throws -> String {
        var name = Array("/tmp/apus-rt-XXXXXX".utf8CString)
        try #require(mkdtemp(&name) != nil)
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Ends the instance; containers go on.
    func stop() async { await runtime.close() }

    /// Runs `body` on a node with the image `busybox`, and removes everything that the node made.
    static func with(_ body: (Node) async throws -> Void) async throws {
        let node = try await start()
        do {
            try await node.packBusybox()
            try await body(node)
        } catch {
            await node.remove()
            throw error
        }
        await node.remove()
    }

    func remove() async {
        _ = try? await call("Cleanup")
        await stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    // MARK: - Calls

    @discardableResult
    func call(_ verb: String, _ request: String = "{}") async throws -> ConfigurationValue {
        try ConfigurationValue(json: try await runtime.call(verb, Array(request.utf8)))
    }

    /// Makes the image `busybox` of the machine's static busybox.
    func packBusybox() async throws {
        let folder = "\(directory)-rootfs"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: "\(folder)/bin", withIntermediateDirectories: true)
        for name in ["etc", "tmp", "proc", "sys", "dev"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: "\(folder)/bin/busybox")
        let applets = [
            "sh", "sleep", "cat", "echo", "id", "ls", "ps", "nc", "hostname", "stty", "touch", "mount", "true", "kill",
            "head",
            "readlink", "tr",
        ]
        for applet in applets {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/bin/\(applet)", withDestinationPath: "busybox")
        }
        try Data("root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1001:web:/home/web:/bin/sh\n".utf8)
            .write(to: URL(filePath: "\(folder)/etc/passwd"))
        try Data("root:x:0:\nweb:x:1001:\nextra:x:2000:web\n".utf8).write(to: URL(filePath: "\(folder)/etc/group"))
        _ = try await images.pack(
            path: folder, name: "busybox", options: Array(#"{"config":{"Cmd":["sh"],"Env":["FROM_IMAGE=1"]}}"#.utf8))
    }

    /// Runs a sandbox; `extra` are more members of its configuration.
    func sandbox(_ name: String = "pod", _ extra: String = "") async throws -> String {
        let answer = try await call(
            "RunPodSandbox",
            """
            {"config":{"metadata":{"name":"\(name)","uid":"uid-\(name)","namespace":"default","attempt":0},
             "hostname":"\(name)","logDirectory":"\(directory)/logs/\(name)","labels":{"app":"\(name)"}\(extra.isEmpty ? "" : ",")\(extra)}}
            """)
        return try #require(answer.string("/podSandboxId"))
    }

    /// Creates a container that runs a shell command.
    func create(_ sandbox: String, _ script: String, name: String = "main", _ extra: String = "") async throws -> String
    {
        let command = try String(decoding: JSONEncoder().encode(["/bin/sh", "-c", script]), as: UTF8.self)
        let answer = try await call(
            "CreateContainer",
            """
            {"podSandboxId":"\(sandbox)","config":{"metadata":{"name":"\(name)","attempt":0},"image":{"image":"busybox"},
             "command":\(command),"logPath":"\(name)/0.log"\(extra.isEmpty ? "" : ",")\(extra)}}
            """)
        return try #require(answer.string("/containerId"))
    }

    func start(_ container: String) async throws {
        try await call("StartContainer", #"{"containerId":"\#(container)"}"#)
    }

    /// Creates and starts.
    func run(_ sandbox: String, _ script: String, name: String = "main", _ extra: String = "") async throws -> String {
        let id = try await create(sandbox, script, name: name, extra)
        try await start(id)
        return id
    }

    func status(_ container: String) async throws -> ConfigurationValue {
        let answer = try await call("ContainerStatus", #"{"containerId":"\#(container)"}"#)
        return try #require(answer.at("/status"))
    }

    /// Waits for a container's end by the events, with a deadline; gives its status.
    func end(of container: String) async throws -> ConfigurationValue {
        try await eventually { try await self.status(container).string("/state") == "CONTAINER_EXITED" }
        return try await status(container)
    }

    /// The text of a container's log without the marks of the CRI format.
    func log(_ sandbox: String = "pod", _ name: String = "main") throws -> [String] {
        let text = try String(contentsOfFile: "\(directory)/logs/\(sandbox)/\(name)/0.log", encoding: .utf8)
        return text.split(separator: "\n").map { line in
            line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).dropFirst().joined(
                separator: " ")
        }
    }

    func execSync(_ container: String, _ script: String, timeout: Int = 10) async throws -> (
        code: Int64, out: String, errors: String
    ) {
        let command = try String(decoding: JSONEncoder().encode(["/bin/sh", "-c", script]), as: UTF8.self)
        let answer = try await call(
            "ExecSync", #"{"containerId":"\#(container)","cmd":\#(command),"timeout":\#(timeout)}"#)
        func text(_ pointer: String) -> String {
            String(decoding: answer.string(pointer).flatMap { Data(base64Encoded: $0) } ?? Data(), as: UTF8.self)
        }
        return (answer.integer("/exitCode") ?? -1, text("/stdout"), text("/stderr"))
    }
}

extension ConfigurationValue {
    func string(_ pointer: String) -> String? { if case .string(let text)? = at(pointer) { text } else { nil } }
    func integer(_ pointer: String) -> Int64? { if case .integer(let number)? = at(pointer) { number } else { nil } }
    func array(_ pointer: String) -> [ConfigurationValue] {
        if case .array(let values)? = at(pointer) { values } else { [] }
    }
}

/// Looks until a condition holds; fails after ten seconds.
func eventually(_ condition: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(10)
    while try await !condition() {
        guard clock.now < deadline else {
            Issue.record("the condition did not come to hold in time", sourceLocation: sourceLocation)
            throw CancellationError()
        }
        await Task.yield()
    }
}
