import CLinux
import FoundationEssentials
import Glibc

/// The host's ends of a stream.
struct StreamEnds {
    var stdin: Int32?
    var stdout: Int32?
    var stderr: Int32?
    var resize: Int32?
}

extension Runtime {
    // MARK: - Attach

    /// Joins the streams of a running container through conmon's socket; gives the exit code when it ends.
    func attach(_ request: ExecRequest, _ streams: StreamEnds, cancelled: Int32) throws -> ExitCodeResult {
        let record = try container(request.containerId)
        guard record.isRunning else {
            throw RuntimeError(
                .failedPrecondition,
                "container \"\(record.id)\" is not running: it is in \(record.state.rawValue) state")
        }
        let socket = Descriptor(try connect(conmon.attachSocket(record.id)))
        try copy(socket.number, record.id, streams, cancelled)
        // conmon closes the socket at the container's end, shortly before it notes the exit code.
        guard state.wait(seconds: 10, until: { $0.containers[record.id].map { !$0.isRunning } ?? true }) else {
            throw RuntimeError.failed("container \"\(record.id)\": the connection to its streams was lost")
        }
        return ExitCodeResult(exitCode: (try? container(record.id).exitCode) ?? 0)
    }

    private func connect(_ path: String) throws -> Int32 {
        let number = try check("socket") {
            socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { target in
            guard bytes.count < target.count else { return false }
            target.copyBytes(from: bytes)
            return true
        }
        let connected =
            fits
            && withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
        guard connected else {
            let error = SystemError("connect", path, errno: fits ? errno : ENAMETOOLONG)
            Glibc.close(number)
            throw error
        }
        return number
    }

    private func copy(_ socket: Int32, _ id: String, _ streams: StreamEnds, _ cancelled: Int32) throws {
        // conmon marks each packet with its stream.
        let isOutput: UInt8 = 2
        var buffer = [UInt8](repeating: 0, count: 32 << 10)
        var lines = ResizeLines()
        var polled = PollSet()
        let packets = polled.add(socket)
        let cancel = polled.add(cancelled)
        let input = polled.add(streams.stdin)
        let resize = polled.add(streams.resize)
        let readers = [streams.stdout, streams.stderr].compactMap { $0 }.map { polled.add($0, 0) }
        while true {
            _ = try polled.wait()
            let gone = !readers.isEmpty && readers.allSatisfy { !polled.has($0) || polled.isBroken($0) }
            for reader in readers where polled.isBroken(reader) { polled.drop(reader) }
            if polled.isReady(cancel) || gone {
                throw RuntimeError(.cancelled, "attach to container \"\(id)\" was cut off")
            }
            if polled.isReady(packets) {
                let count = recv(socket, &buffer, buffer.count, 0)
                if count <= 0 { return }
                let target = buffer[0] == isOutput ? streams.stdout : streams.stderr
                if let target, count > 1 { try? writeAll(target, Array(buffer[1..<count])) }
            }
            if polled.isReady(input), let stdin = streams.stdin {
                let count = read(stdin, &buffer, 8192)
                if count > 0 {
                    send(socket, &buffer, count, Int32(MSG_NOSIGNAL))
                } else {
                    polled.drop(input)
                    shutdown(socket, Int32(SHUT_WR))
                }
            }
            if polled.isReady(resize), let descriptor = streams.resize {
                let count = read(descriptor, &buffer, 1024)
                if count <= 0 {
                    polled.drop(resize)
                } else if let size = lines.take(buffer[..<count]) {
                    try? conmon.resize(id, size)
                }
            }
        }
    }

    // MARK: - PortForward

    /// Copies between the host's descriptors and a port on the sandbox's loopback.
    func portForward(_ request: PortForwardRequest, _ streams: StreamEnds, cancelled: Int32) throws -> Empty {
        let record = try sandbox(request.podSandboxId)
        guard record.ready else { throw RuntimeError(.failedPrecondition, "podSandbox \"\(record.id)\" is not ready") }
        guard let port = request.port?.first, let number = UInt16(exactly: port), number > 0 else {
            throw RuntimeError.invalid("port: Required value: one port from 1 to 65535")
        }
        let namespace = record.pinned.contains("net") ? namespacePath(record.id, "net") : nil
        let result = clinux_connect_in_namespace(namespace, number)
        guard result >= 0 else {
            throw RuntimeError(
                .unavailable, "port \(port) of podSandbox \"\(record.id)\": \(String(cString: strerror(-result)))")
        }
        let remote = Descriptor(result)
        var buffer = [UInt8](repeating: 0, count: 32 << 10)
        var polled = PollSet()
        let answers = polled.add(remote.number)
        let input = polled.add(streams.stdin)
        let cancel = polled.add(cancelled)
        while true {
            _ = try polled.wait()
            if polled.isReady(cancel) { throw RuntimeError(.cancelled, "port forward was cut off") }
            if polled.isReady(answers) {
                let count = read(remote.number, &buffer, buffer.count)
                if count <= 0 { return Empty() }
                if let stdout = streams.stdout { try writeAll(stdout, Array(buffer[..<count])) }
            }
            if polled.isReady(input), let stdin = streams.stdin {
                let count = read(stdin, &buffer, buffer.count)
                if count > 0 {
                    try writeAll(remote.number, Array(buffer[..<count]))
                } else {
                    polled.drop(input)
                    shutdown(remote.number, Int32(SHUT_WR))
                }
            }
        }
    }
}
