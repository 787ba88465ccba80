import Logging

/// Takes over what changes in a configuration file while the server runs. It looks once a minute.
protocol ConfigurationReload: Sendable {
    /// What the file is called in the log.
    static var name: String { get }
    var logger: Logger { get }

    /// - Parameter known: what stands for the text that was last looked at.
    func look(_ known: inout String) async -> ReloadOutcome
}

/// What came of one look.
enum ReloadOutcome: Sendable, Equatable {
    case unchanged, taken
    /// The server goes on with what it had.
    case refused(String)
}

extension ConfigurationReload {
    /// Looks until the task is cancelled.
    func run(from known: String, sleep: @Sendable (_ seconds: Int64) async throws -> Void) async {
        var known = known
        while !Task.isCancelled {
            do { try await sleep(60) } catch { return }
            switch await look(&known) {
            case .unchanged: break
            case .taken: logger.notice("reloaded \(Self.name)")
            case .refused(let why): logger.error("failed to reload \(Self.name)", metadata: ["error": "\(why)"])
            }
        }
    }

    /// Looks, in a task of its own.
    func start(from known: String) -> Task<Void, Never> {
        Task { await run(from: known) { try await Task.sleep(for: .seconds($0)) } }
    }
}
