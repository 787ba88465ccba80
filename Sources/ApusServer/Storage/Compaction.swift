import ApusStore
import Logging
import NIOCore
import Synchronization

/// Forgets old revisions of the store: what is older than one interval, once in each (apiserver's
/// `storage/etcd3/compact.go`). Servers that share a store take turns. Watches and pages of lists that need more find
/// out that it is gone.
final class Compaction: Sendable {
    private let store: any Store
    private let progress: StoreProgress
    private let interval: TimeAmount
    private let logger: Logger
    private let state = Mutex(State())

    private struct State: Sendable {
        /// What was so one interval ago.
        var last = CompactionTurn()
        var timer: RepeatedTask?
    }

    /// - Parameter interval: zero: nothing is ever forgotten.
    init(store: any Store, progress: StoreProgress, interval: TimeAmount, logger: Logger) {
        self.interval = interval
        self.store = store
        self.progress = progress
        self.logger = logger
    }

    func start(on eventLoop: any EventLoop) {
        guard interval > .zero else { return }
        state.withLock { state in
            state.last.revision = progress.revision
            state.timer = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [self] _ in tick() }
        }
    }

    func stop() { state.withLock { $0.timer }?.cancel() }

    private func tick() {
        let last = state.withLock { $0.last }
        Task {
            do throws(StoreError) {
                let next = try await store.compact(last)
                state.withLock { $0.last = next }
            } catch {
                logger.warning("old revisions cannot be forgotten", metadata: ["error": "\(error)"])
            }
        }
    }
}
