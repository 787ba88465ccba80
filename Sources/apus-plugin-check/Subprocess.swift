import Glibc

/// This program run again for one check.
struct Subprocess {
    var arguments: [String]
    var timeout: Int

    /// Runs it to its end, or kills it at the timeout.
    func run() -> Verdict {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .failed("pipe: \(String(cString: strerror(errno)))") }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])

        var argv: [UnsafeMutablePointer<CChar>?] = (["apus-plugin-check"] + arguments).map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var child = pid_t()
        let status = posix_spawn(&child, "/proc/self/exe", &actions, nil, &argv, environ)
        close(ends[1])
        guard status == 0 else { return .failed("cannot start: \(String(cString: strerror(status)))") }
        let (output, ended) = read(from: ends[0])
        if !ended { kill(child, SIGKILL) }
        var result: Int32 = 0
        while waitpid(child, &result, 0) < 0, errno == EINTR {}
        if !ended { return .failed("did not end within \(timeout) s") }
        return verdict(result, output)
    }

    /// All that the subprocess prints, and whether it closed its output in time.
    private func read(from descriptor: Int32) -> (String, ended: Bool) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        let deadline = time(nil) + timeout
        while true {
            var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&poller, 1, Int32(max(0, deadline - time(nil))) * 1000)
            if ready < 0, errno == EINTR { continue }
            if ready <= 0 { return ("", false) }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count <= 0 { return (String(decoding: bytes, as: UTF8.self), true) }
            bytes += buffer[..<count]
        }
    }

    /// A wait status (`wait(2)`) as a verdict.
    private func verdict(_ status: Int32, _ output: String) -> Verdict {
        let signal = status & 0x7f
        if signal != 0 { return .failed("the process crashed: \(String(cString: strsignal(signal)))") }
        switch (status >> 8) & 0xff {
        case 0: return .passed
        case Verdict.skippedStatus: return .skipped(output)
        case 1 where !output.isEmpty: return .failed(output)
        case let code: return .failed("the process ended with \(code)")
        }
    }
}
