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
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        posix_spawn_file_actions_adddup2(&actions, progress, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, 0x80 /* POSIX_SPAWN_SETSID, which a feature macro hides */)

        let words = (["apus"] + arguments).map { strdup($0) } + [nil]
        setenv(Progress.variable, "3", 1)
        defer {
            unsetenv(Progress.variable)
            for word in words { free(word) }
        }
        var process = pid_t()
        let code = posix_spawn(&process, "/proc/self/exe", &actions, &attributes, words, environ)
        guard code == 0 else { throw Failure("cannot start a process: \(String(cString: strerror(code)))") }
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
