import ApusStore
import Logging
import NIOCore
import Synchronization

/// Forgets old revisions of the store: what is older than one interval, once in each (apiserver's
/// `storage/etcd3/compact.go`). Watches and pages of lists that need more find out that it is gone.
final class Compaction: Sendable {
    /// `--etcd-compaction-interval`.
    static let interval = TimeAmount.minutes(5)

    private let store: any Store
    private let progress: StoreProgress
    private let logger: Logger
    private let state = Mutex(State())

    private struct State: Sendable {
        /// The revision of one interval ago.
        var last: Revision = 0
        var timer: RepeatedTask?
    }

    init(store: any Store, progress: StoreProgress, logger: Logger) {
        self.store = store
        self.progress = progress
        self.logger = logger
    }

    func start(on eventLoop: any EventLoop) {
        state.withLock { state in
            state.last = progress.revision
            state.timer = eventLoop.scheduleRepeatedTask(initialDelay: Compaction.interval, delay: Compaction.interval)
            {
                [self] _ in tick()
            }
        }
    }

    func stop() { state.withLock { $0.timer }?.cancel() }

    private func tick() {
        let now = progress.revision
        let before = state.withLock { state in
            defer { state.last = now }
            return state.last
        }
        guard before > 0 else { return }
        Task {
            do throws(StoreError) {
                try await store.compact(before: before)
            } catch {
                logger.warning("old revisions cannot be forgotten", metadata: ["error": "\(error)"])
            }
        }
    }
}
