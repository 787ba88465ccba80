import Glibc

/// The folder that holds all that an installation owns. One process at a time works on it.
struct DataDirectory: Sendable {
    let path: String

    /// `path` may be relative; "" and trailing slashes are taken away.
    init(_ path: String) {
        var full = path
        if !path.hasPrefix("/"), let folder = getcwd(nil, 0) {
            full = String(cString: folder) + "/" + path
            free(folder)
        }
        while full.count > 1 && full.hasSuffix("/") { full.removeLast() }
        self.path = full
    }

    var kubeconfig: String { path + "/kubeconfig" }
    var pki: String { path + "/pki" }
    var store: String { path + "/store.db" }
    var kubelet: String { path + "/kubelet" }
    var runtime: String { path + "/runtime" }
    /// Where scheduled snapshots go unless another place is named.
    var snapshots: String { path + "/snapshots" }
    var log: String { path + "/apus.log" }
    private var pidFile: String { path + "/apus.pid" }
    private var lockFile: String { path + "/apus.lock" }

    /// Makes the folder where it is missing and checks that files can be made in it.
    func prepare() throws(Failure) {
        var folder = ""
        for part in path.split(separator: "/") {
            folder += "/" + part
            if mkdir(folder, 0o755) != 0 && errno != EEXIST {
                throw Failure("cannot make the data directory \(path): \(systemError())")
            }
        }
        if access(path, W_OK | X_OK) != 0 {
            throw Failure("cannot write to the data directory \(path): \(systemError())")
        }
    }

    /// Takes the installation for this process, until it ends; fails when another has it.
    func claim() throws(Failure) {
        let lock = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw Failure("cannot write to the data directory \(path): \(systemError())") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            let who = runningProcess.map { " (process \($0))" } ?? ""
            throw Failure("the installation in \(path) is already running\(who)")
        }
        // The descriptor stays open as long as the process lives: the lock is its life.
        try write("\(getpid())\n", to: pidFile, mode: 0o644)
    }

    /// Fails while a process has the installation.
    func checkStopped() throws(Failure) {
        if let process = runningProcess {
            throw Failure("the installation in \(path) is running (process \(process)): stop it first")
        }
    }

    /// Forgets the process, at the end of an orderly stop.
    func release() { unlink(pidFile) }

    /// The process that has the installation; nil when none does.
    var runningProcess: pid_t? {
        let lock = open(lockFile, O_RDWR | O_CLOEXEC)
        guard lock >= 0 else { return nil }
        defer { close(lock) }
        if flock(lock, LOCK_SH | LOCK_NB) == 0 { return nil }
        guard let file = fopen(pidFile, "r") else { return nil }
        defer { fclose(file) }
        var digits = [CChar](repeating: 0, count: 32)
        guard fgets(&digits, Int32(digits.count), file) != nil else { return nil }
        return pid_t(atoi(digits))
    }

    /// Replaces a file whole.
    func write(_ text: String, to file: String, mode: mode_t) throws(Failure) {
        let temporary = file + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Failure("cannot write \(file): \(systemError())") }
        let bytes = Array(text.utf8)
        let written = Glibc.write(descriptor, bytes, bytes.count)
        close(descriptor)
        guard written == bytes.count, rename(temporary, file) == 0 else {
            throw Failure("cannot write \(file): \(systemError())")
        }
    }
}
