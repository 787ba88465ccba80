import CArchive
import CLinux
import FoundationEssentials
import Glibc

/// The OCI runtime's command line: crun or runc, with its state below the data folder.
struct OCIRuntime: Codable {
    let path: String
    let root: String
    let version: String

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Arguments that come before each command.
    var globalArguments: [String] { ["--root", root] }

    private func run(_ arguments: [String], input: [UInt8] = []) throws {
        let output = try Child.run(path, globalArguments + arguments, input: input)
        if output.code != 0 { throw RuntimeError.failed("\(name): \(Self.reason(output))") }
    }

    /// The last line that a runtime printed, without its decoration.
    static func reason(_ output: Child.Output) -> String {
        let line = output.errors.split(separator: "\n").last.map(String.init) ?? "exit code \(output.code)"
        return text(ofLine: line)
    }

    /// runc prints logfmt when it does not write to a terminal: `time="…" level=error msg="…"`.
    static func text(ofLine line: String) -> String {
        guard line.hasPrefix("time="), let start = line.firstRange(of: "msg=\"") else { return line }
        var text = String(line[start.upperBound...])
        if text.hasSuffix("\"") { text.removeLast() }
        return text.replacing("\\\"", with: "\"")
    }

    func start(_ id: String) throws { try run(["start", id]) }

    func delete(_ id: String) throws {
        let output = try Child.run(path, globalArguments + ["delete", "--force", id])
        if output.code != 0 && !output.errors.contains("does not exist") {
            throw RuntimeError.failed("\(name): \(Self.reason(output))")
        }
    }

    func update(_ id: String, _ resources: RuntimeSpec.Resources) throws {
        try run(["update", "--resources", "-", id], input: try Documents.encode(resources))
    }

    /// Arguments that run another process in a container.
    func execArguments(_ id: String, process: String, pidFile: String) -> [String] {
        globalArguments + ["exec", "--process", process, "--pid-file", pidFile, id]
    }
}

// MARK: - The choice

extension OCIRuntime {
    /// The first runtime that can run a trivial container here. What was found holds until the machine or the program changes.
    static func choose(_ wanted: String, _ layout: Layout, bootID: String, log: (String) -> Void) throws -> OCIRuntime {
        let candidates =
            switch wanted {
            case "auto": ["crun", "runc"]
            default: [wanted]
            }
        var reasons: [String] = []
        for candidate in candidates {
            guard let path = find(candidate) else {
                reasons.append("\(candidate): not installed")
                continue
            }
            var status = stat()
            stat(path, &status)
            let key = "\(bootID) \(path) \(status.st_mtim.tv_sec) \(status.st_size)"
            if let kept = try? Documents.decode(Choice.self, from: try Files.read(layout.selfCheck), what: ""),
                kept.wanted == wanted, kept.key == key
            {
                return kept.runtime
            }
            do {
                let runtime = OCIRuntime(path: path, root: layout.oci, version: try version(of: path))
                try runtime.checkItself(layout)
                try Files.replace(
                    layout.selfCheck, with: try Documents.encode(Choice(wanted: wanted, key: key, runtime: runtime)))
                log("containers are run by \(path) \(runtime.version)" + reasons.map { ", not by \($0)" }.joined())
                return runtime
            } catch {
                reasons.append("\(candidate): \(error)")
            }
        }
        throw RuntimeError(.failedPrecondition, "no container runtime works: \(reasons.joined(separator: "; "))")
    }

    private struct Choice: Codable {
        var wanted: String
        var key: String
        var runtime: OCIRuntime
    }

    static func find(_ program: String) -> String? {
        if program.hasPrefix("/") { return access(program, X_OK) == 0 ? program : nil }
        let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        return folders.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }

    private static func version(of path: String) throws -> String {
        let output = try Child.run(path, ["--version"])
        guard output.code == 0 else { throw RuntimeError.failed(reason(output)) }
        let first = String(decoding: output.out, as: UTF8.self).split(separator: "\n").first ?? ""
        return first.split(separator: " ").last.map(String.init) ?? ""
    }

    /// Runs /bin/true of this host in a container of its own.
    private func checkItself(_ layout: Layout) throws {
        let id = "self-check-\(getpid())"
        let bundle = "\(layout.root)/\(id)"
        defer { try? Files.removeTree(bundle) }
        try Files.makeDirectory("\(bundle)/rootfs")
        let shared = ["/bin", "/lib", "/lib64", "/usr"].filter(Files.isDirectory).map {
            RuntimeSpec.SpecMount(destination: $0, type: "bind", source: $0, options: ["rbind", "ro"])
        }
        let spec = RuntimeSpec(
            process: .init(
                terminal: false, user: .init(uid: 0, gid: 0, additionalGids: []), args: ["/bin/true"],
                env: Child.inheritedEnvironment, cwd: "/",
                capabilities: .init(bounding: [], effective: [], permitted: [], ambient: []), noNewPrivileges: true),
            root: .init(path: "\(bundle)/rootfs", readonly: false),
            mounts: [.init(destination: "/proc", type: "proc", source: "proc", options: [])] + shared, annotations: [:],
            linux: .init(
                namespaces: ["mount", "pid", "cgroup"].map { .init(type: $0) }, resources: .init(),
                cgroupsPath: "/apus-\(id)", maskedPaths: [], readonlyPaths: [], devices: []))
        try Files.replace("\(bundle)/config.json", with: try Documents.encode(spec))
        defer { Cgroups().remove("/apus-\(id)") }
        let output = try Child.run(path, globalArguments + ["run", "--bundle", bundle, id])
        guard output.code == 0 else {
            try? delete(id)
            throw RuntimeError.failed(Self.reason(output))
        }
    }
}
