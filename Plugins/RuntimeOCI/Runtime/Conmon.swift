import FoundationEssentials
import Glibc

/// conmon, which stays beside each container, keeps its streams, writes its log and notes its end: containers so outlive
/// the process that started them.
struct Conmon {
    let path: String
    let runtime: OCIRuntime
    let layout: Layout

    /// Where a container's streams can be joined.
    func attachSocket(_ id: String) -> String { "\(layout.sockets)/\(layout.socketName(id))/attach" }

    private struct Answer: Decodable {
        var pid: Int32?
        var data: Int32?
        var message: String?
    }

    /// Creates the container that `config.json` in its folder describes; gives conmon's and the container's process.
    func create(_ record: ContainerRecord) throws -> (conmon: ProcessIdentity, process: ProcessIdentity) {
        let bundle = layout.container(record.id)
        var arguments = [
            "-n", record.config.metadata?.name ?? record.id, "-c", record.id, "-u", layout.socketName(record.id),
            "-r", runtime.path, "-b", bundle, "-p", "\(bundle)/pid", "-P", "\(bundle)/conmon.pid",
            "-l", record.logPath.isEmpty ? "none" : "k8s-file:\(record.logPath)", "--exit-dir", layout.exits,
            "--persist-dir", "\(bundle)/persist", "--socket-dir-path", layout.sockets, "--log-level", "error",
            "--no-sync-log",
        ]
        for argument in runtime.globalArguments { arguments += ["--runtime-arg", argument] }
        if record.config.tty ?? false { arguments.append("-t") }
        if record.config.stdin ?? false {
            arguments.append("-i")
            if !(record.config.stdinOnce ?? false) { arguments.append("--leave-stdin-open") }
        }
        let sync = try Descriptor.pipe()
        defer { close(sync.read) }
        let child: Child
        do {
            defer { close(sync.write) }
            child = try Child(
                path, arguments, environment: Child.inheritedEnvironment + ["_OCI_SYNCPIPE=3"],
                descriptors: [-1, -1, -1, sync.write],
                // It notes there that the container ran out of memory.
                directory: bundle)
        }
        // conmon itself goes on in the background; what was started only forks it.
        let code = child.wait()
        guard code == 0 else { throw RuntimeError.failed("conmon: exit code \(code)") }
        let answer = try readAnswer(sync.read)
        guard let pid = answer.pid ?? answer.data, pid > 0 else {
            throw RuntimeError.failed(Self.reason(answer.message))
        }
        guard let conmon = (try? Files.text("\(bundle)/conmon.pid")).flatMap(Files.number),
            let watcher = ProcessIdentity(pid: conmon), let process = ProcessIdentity(pid: pid)
        else { throw RuntimeError.failed("conmon: container \(record.id) ended while it was created") }
        return (watcher, process)
    }

    /// One line of JSON: conmon keeps its end open, so the end of the line is what counts.
    private func readAnswer(_ descriptor: Int32) throws -> Answer {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while line.last != UInt8(ascii: "\n") {
            let count = try check("read", "conmon") { read(descriptor, &buffer, buffer.count) }
            if count == 0 { break }
            line += buffer[..<count]
        }
        guard !line.isEmpty else { throw RuntimeError.failed("conmon: ended without an answer") }
        return try Documents.decode(Answer.self, from: line, what: "conmon's answer")
    }

    private static func reason(_ message: String?) -> String {
        let line = (message ?? "").split(separator: "\n").last.map(String.init) ?? "the container could not be created"
        return OCIRuntime.text(ofLine: line)
    }

    /// Writes to a container's control pipe.
    private func control(_ id: String, _ line: String) throws {
        let pipe = try Descriptor("\(layout.container(id))/ctl", O_WRONLY | O_NONBLOCK)
        try writeAll(pipe.number, Array(line.utf8))
    }

    /// Makes conmon open the log file anew, after a rotation.
    func reopenLog(_ id: String) throws { try control(id, "2 0 0\n") }

    /// Sets the size of the container's terminal.
    func resize(_ id: String, _ size: TerminalSize) throws { try control(id, "1 \(size.height) \(size.width)\n") }
}
