/// Where the runtime reports what nobody waits for.
struct Log: Sendable {
    enum Level { case info, warning, error }

    private let write: @Sendable (Level, String) -> Void

    init(_ write: @escaping @Sendable (Level, String) -> Void) { self.write = write }

    func info(_ message: String) { write(.info, message) }
    func warning(_ message: String) { write(.warning, message) }
    func error(_ message: String) { write(.error, message) }
}
