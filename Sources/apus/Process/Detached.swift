import CLinux
import Glibc

/// Starts this program again, in a session of its own, and waits until it says that it is ready.
enum Detached {
    /// Runs `apus` with `arguments`, its output going to `log`; returns when it is ready.
    static func start(_ arguments: [String], log: String) throws(Failure) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure("cannot make a pipe: \(systemError())") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        do throws(Failure) {
            try spawn(arguments, log: log, progress: ends[1])
        } catch {
            close(ends[1])
            throw error
        }
        close(ends[1])
        try relay(ends[0], log: log)
    }

    private static func spawn(_ arguments: [String], log: String, progress: Int32) throws(Failure) {
        let output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw Failure("cannot write \(log): \(systemError())") }
        defer { close(output) }
        setenv(Progress.variable, "3", 1)
        defer { unsetenv(Progress.variable) }
        var words = (["apus"] + arguments).map { strdup($0) } + [nil]
        let path = strdup("/proc/self/exe")
        defer { for word in words + [path] { free(word) } }
        // A session of its own, and no other descriptor: whoever waits for this command must not wait for that process.
        let process = words.withUnsafeMutableBufferPointer { words in
            [-1, output, output, progress].withUnsafeBufferPointer { descriptors in
                var program = clinux_program(
                    path: path, argv: words.baseAddress, environment: environ,
                    descriptors: descriptors.baseAddress, descriptor_count: descriptors.count, terminal: nil,
                    directory: nil)
                return clinux_spawn(&program)
            }
        }
        guard process > 0 else { throw Failure("cannot start a process: \(String(cString: strerror(-process)))") }
    }

    /// Prints what the process reports until it is ready or gone.
    private static func relay(_ pipe: Int32, log: String) throws(Failure) {
        guard let input = fdopen(dup(pipe), "r") else { throw Failure("cannot read a pipe: \(systemError())") }
        defer { fclose(input) }
        var isReady = false
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while case let count = getline(&line, &capacity, input), count > 0, let line {
            let text = String(cString: line).split(separator: "\n").first.map(String.init) ?? ""
            switch text.first {
            case "!": throw Failure(String(text.dropFirst()))
            case "=": isReady = true
            default: break
            }
            Output.line(String(text.dropFirst()))
        }
        if !isReady { throw Failure("the process ended before it was ready; \(log) says more") }
    }
}
