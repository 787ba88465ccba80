import ApusStore
import Logging
import Synchronization

/// The check of everything in the store, once after each start. What it finds is said and counted; nothing is repaired,
/// and what can be served is served.
final class StoreInspection: Sendable {
    private let store: any Store
    private let logger: Logger
    private let state = Mutex(State())

    private struct State: Sendable {
        var task: Task<Void, Never>?
        var result: StoreCheck?
    }

    init(store: any Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// What was found; nil while nothing is known.
    var result: StoreCheck? { state.withLock { $0.result } }

    func begin() {
        state.withLock { $0.task = Task { await run() } }
    }

    /// Breaks the check off; its file is closed when this returns.
    func stop() async {
        let task = state.withLock { $0.task }
        task?.cancel()
        await task?.value
    }

    private func run() async {
        do throws(StoreError) {
            let result = try await store.check()
            state.withLock { $0.result = result }
            for damage in result.damage {
                logger.critical("the store is damaged: restore a snapshot", metadata: ["damage": "\(damage)"])
            }
            if result.isSound {
                logger.debug("the store was read through and is sound", metadata: ["versions": "\(result.versions)"])
            }
        } catch {
            if error != .closed { logger.error("the store cannot be checked", metadata: ["error": "\(error)"]) }
        }
    }

    func write(to text: inout MetricsText) {
        guard let result else { return }
        text.add(
            "apus_store_checked_versions", "gauge", "Versions of keys that the check after the start has read.",
            Double(result.versions))
        text.add(
            "apus_store_damages", "gauge", "Damages that the check after the start has found in the store.",
            Double(result.damage.count))
    }
}
