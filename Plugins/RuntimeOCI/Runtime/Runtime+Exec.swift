import CLinux
import FoundationEssentials
import Glibc

/// The part of config.json that another process in the container takes over.
private struct ProcessOnly: Decodable {
    var process: RuntimeSpec.Process
}

extension Runtime {
    /// What one `exec` needs on disk; removed with the value.
    private struct ExecFiles: ~Copyable {
        let process: String
        let pid: String

        init(_ folder: String, _ spec: RuntimeSpec.Process) throws {
            let base = "\(folder)/exec-\(Digest.hex((0..<8).map { _ in UInt8.random(in: 0 ... .max) }))"
            process = "\(base).json"
            pid = "\(base).pid"
            try Files.replace(process, with: try Documents.encode(spec))
        }

        deinit {
            unlink(process)
            unlink(pid)
        }

        /// Ends the process in the container, not only the runtime that waits for it.
        func kill() {
            guard let text = try? Files.text(pid), let number = Files.number(in: text)
            else { return }
            ProcessIdentity(pid: number)?.signal(SIGKILL)
        }
    }

    private func execFiles(_ record: ContainerRecord, _ command: [String]?, tty: Bool) throws -> ExecFiles {
        guard record.isRunning else {
            throw RuntimeError(
                .failedPrecondition,
                "container \"\(record.id)\" is not running: it is in \(record.state.rawValue) state")
        }
        guard let command, !command.isEmpty else { throw RuntimeError.invalid("cmd: Required value") }
        let folder = layout.container(record.id)
        var process = try Documents.decode(
            ProcessOnly.self, from: try Files.read("\(folder)/config.json"), what: "config.json"
        ).process
        process.args = command
        process.terminal = tty
        if tty && !process.env.contains(where: { $0.hasPrefix("TERM=") }) { process.env.append("TERM=xterm") }
        return try ExecFiles(folder, process)
    }

    // MARK: - ExecSync

    /// At most this much of each stream is kept, as upstream has it.
    private static let outputLimit = 16 << 20

    func execSync(_ request: ExecSyncRequest) throws -> ExecSyncResponse {
        let record = try container(request.containerId)
        let files = try execFiles(record, request.cmd, tty: false)
        let out = try Descriptor.pipe()
        let errors = try Descriptor.pipe()
        defer {
            Glibc.close(out.read)
            Glibc.close(errors.read)
        }
        let child: Child
        do {
            defer {
                Glibc.close(out.write)
                Glibc.close(errors.write)
            }
            child = try Child(
                oci.path, oci.execArguments(record.id, process: files.process, pidFile: files.pid),
                descriptors: [-1, out.write, errors.write])
        }
        var collected: [[UInt8]] = [[], []]
        let seconds = request.timeout?.value ?? 0
        let inTime = try collect([out.read, errors.read], child, seconds: seconds, into: &collected)
        if !inTime {
            files.kill()
            child.signal(SIGKILL)
        }
        let code = child.wait()
        guard inTime else {
            throw RuntimeError(
                .deadlineExceeded,
                "command \"\((request.cmd ?? []).joined(separator: " "))\" timed out after \(seconds) s")
        }
        try rejectRuntimeFailure(code, files, collected[1])
        return ExecSyncResponse(
            stdout: Data(collected[0]).base64EncodedString(), stderr: Data(collected[1]).base64EncodedString(),
            exitCode: code)
    }

    /// Reads until the process has ended and its pipes are empty; false when the time is over first.
    private func collect(_ ends: [Int32], _ child: Child, seconds: Int64, into collected: inout [[UInt8]]) throws
        -> Bool
    {
        var buffer = [UInt8](repeating: 0, count: 16384)
        var polled = PollSet()
        for end in ends { polled.add(end) }
        let ended = polled.add(child.ended)
        let deadline = seconds > 0 ? Self.now() + seconds * 1_000_000_000 : nil
        while true {
            let left = deadline.map { Int32(clamping: max(0, ($0 - Self.now()) / 1_000_000)) } ?? -1
            if try !polled.wait(milliseconds: left), deadline != nil { return false }
            var gotSomething = false
            for (index, end) in ends.enumerated() where polled.has(index) && polled.isReady(index) {
                let count = read(end, &buffer, buffer.count)
                if count <= 0 {
                    polled.drop(index)
                } else {
                    gotSomething = true
                    let room = Self.outputLimit - collected[index].count
                    collected[index] += buffer[..<min(count, room)]
                }
            }
            // What a process wrote before its end is in the pipe by then; others that hold the pipe are not waited for.
            if polled.isReady(ended) && !gotSomething { return true }
        }
    }

    /// The runtime itself failed when no process came to be: what it says is the error, not the command's output.
    private func rejectRuntimeFailure(_ code: Int32, _ files: borrowing ExecFiles, _ errors: [UInt8]) throws {
        guard code != 0, !Files.exists(files.pid) else { return }
        let line =
            String(decoding: errors, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? "exit code \(code)"
        throw RuntimeError.failed("failed to exec in container: \(OCIRuntime.text(ofLine: line))")
    }

    // MARK: - Exec

    /// Runs a command with the host's descriptors as its own; gives the exit code.
    func exec(_ request: ExecRequest, _ streams: StreamEnds, cancelled: Int32) throws -> ExitCodeResult {
        let record = try container(request.containerId)
        let tty = request.tty ?? false
        let files = try execFiles(record, request.cmd, tty: tty)
        let arguments = oci.execArguments(record.id, process: files.process, pidFile: files.pid)
        if tty { return ExitCodeResult(exitCode: try execInTerminal(arguments, files, streams, cancelled)) }
        // The runtime's own messages come on the command's error stream: they are kept apart to be told from it.
        let child = try Child(
            oci.path, arguments, descriptors: [streams.stdin ?? -1, streams.stdout ?? -1, streams.stderr ?? -1])
        var polled = PollSet()
        let ended = polled.add(child.ended)
        let cancel = polled.add(cancelled)
        let readers = [streams.stdout, streams.stderr].compactMap { $0 }.map { polled.add($0, 0) }
        while true {
            _ = try polled.wait()
            if polled.isReady(ended) { break }
            let gone = !readers.isEmpty && readers.allSatisfy { !polled.has($0) || polled.isBroken($0) }
            for reader in readers where polled.isBroken(reader) { polled.drop(reader) }
            if polled.isReady(cancel) || gone {
                files.kill()
                child.signal(SIGKILL)
                _ = child.wait()
                throw RuntimeError(.cancelled, "exec in container \"\(record.id)\" was cut off")
            }
        }
        let code = child.wait()
        if code != 0 && !Files.exists(files.pid) {
            throw RuntimeError.failed(
                "failed to exec in container: \((request.cmd ?? []).first ?? "") could not be started")
        }
        return ExitCodeResult(exitCode: code)
    }

    /// Runs a command with a terminal: the runtime gets one of ours and copies between it and the one in the container.
    private func execInTerminal(
        _ arguments: [String], _ files: borrowing ExecFiles, _ streams: StreamEnds, _ cancelled: Int32
    ) throws -> Int32 {
        let terminal = try Terminal()
        // The first size comes before the command starts where the host has it by then.
        var lines = ResizeLines()
        var first = PollSet()
        first.add(streams.resize)
        if streams.resize != nil, try first.wait(milliseconds: 0) { readSize(streams.resize, &lines, terminal) }
        let child = try Child(oci.path, arguments, terminal: terminal.path)
        var buffer = [UInt8](repeating: 0, count: 16384)
        var polled = PollSet()
        let ended = polled.add(child.ended)
        let cancel = polled.add(cancelled)
        let output = polled.add(terminal.descriptor)
        let input = polled.add(streams.stdin)
        let resize = polled.add(streams.resize)
        let reader = polled.add(streams.stdout, 0)
        while true {
            _ = try polled.wait()
            if polled.isReady(cancel) || (streams.stdout != nil && polled.isBroken(reader)) {
                files.kill()
                child.signal(SIGKILL)
                _ = child.wait()
                throw RuntimeError(.cancelled, "exec was cut off")
            }
            if polled.canRead(output) {
                let count = read(terminal.descriptor, &buffer, buffer.count)
                if count > 0, let stdout = streams.stdout {
                    try? writeAll(stdout, Array(buffer[..<count]))
                } else if count <= 0 {
                    polled.drop(output)
                }
                continue
            }
            if polled.isReady(ended) { return child.wait() }
            if polled.isReady(input), let stdin = streams.stdin {
                let count = read(stdin, &buffer, buffer.count)
                if count > 0 { try? writeAll(terminal.descriptor, Array(buffer[..<count])) } else { polled.drop(input) }
            }
            if polled.isReady(resize), !readSize(streams.resize, &lines, terminal) { polled.drop(resize) }
        }
    }

    @discardableResult
    private func readSize(_ descriptor: Int32?, _ lines: inout ResizeLines, _ terminal: borrowing Terminal) -> Bool {
        guard let descriptor else { return false }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return false }
        if let size = lines.take(buffer[..<count]) { terminal.resize(size) }
        return true
    }
}

/// A pair of pseudo-terminal ends; ours is closed with the value, which hangs up on who has the other.
private struct Terminal: ~Copyable {
    let descriptor: Int32
    let path: String

    init() throws {
        var name = [CChar](repeating: 0, count: 128)
        descriptor = try checkNegated("open terminal") { clinux_open_terminal(&name, name.count) }
        path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    deinit { Glibc.close(descriptor) }

    func resize(_ size: TerminalSize) {
        var window = winsize(ws_row: size.height, ws_col: size.width, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &window)
    }
}
