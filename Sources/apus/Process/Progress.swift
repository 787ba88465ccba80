import Glibc

/// What a start tells the person who waits: what is being waited for, that it is ready, or why it failed.
///
/// A detached process tells it through a pipe to the command that started it, which prints it.
struct Progress: Sendable {
    /// The variable that carries the number of that pipe's descriptor.
    static let variable = "APUS_PROGRESS_FD"

    private let pipe: Int32?

    /// Where this process was told to report.
    static func inherited() -> Progress {
        let pipe = getenv(variable).flatMap { Int32(String(cString: $0)) }
        unsetenv(variable)
        if let pipe { _ = fcntl(pipe, F_SETFD, FD_CLOEXEC) }
        return Progress(pipe: pipe)
    }

    /// A step has begun, or a fact about it.
    func say(_ text: String) { send("+", text) { Output.line(text) } }

    /// Everything runs; nothing more is said.
    func ready(_ text: String) {
        send("=", text) { Output.line(text) }
        if let pipe { close(pipe) }
    }

    /// The start failed.
    func failed(_ failure: Failure) -> Never {
        send("!", failure.description) {}
        failure.report()
    }

    private func send(_ kind: String, _ text: String, else print: () -> Void) {
        guard let pipe else { return print() }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var message = kind + line + "\n"
            message.withUTF8 { _ = Glibc.write(pipe, $0.baseAddress, $0.count) }
        }
    }
}
