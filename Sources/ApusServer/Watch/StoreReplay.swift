import ApusAPI
import ApusStore
import Synchronization

/// Feeds a watcher from the store's own history where it resumes from further back than the memory reaches: after a
/// restart, or after a long absence.
final class StoreReplay: Sendable {
    private let cache: ResourceCache
    private let caches: ObjectCaches
    private let watcher: any Watcher
    private let state = Mutex(State())
    /// The last change that was handed over.
    private let last: Atomic<Revision>

    private struct State: Sendable {
        var watch: (any StoreWatch)?
        var isCancelled = false
        /// What it stumbled over.
        var unreadable: UnreadableObject?
    }

    init(cache: ResourceCache, caches: ObjectCaches, watcher: any Watcher, after revision: Revision) {
        self.cache = cache
        self.caches = caches
        self.watcher = watcher
        last = Atomic(revision)
    }

    /// How far the watcher has come.
    var revision: Revision { last.load(ordering: .acquiring) }

    /// Begins; `onEnd` comes once, on any thread, with what the client is to be told, or nil after `cancel`.
    func start(onEnd: @escaping @Sendable (StatusError?) -> Void) {
        let from = revision
        let watch = caches.store.watch(
            prefix: cache.prefix, from: from + 1,
            deliver: { [self] events in
                do throws(UnreadableObject) {
                    for event in events { try deliver(event) }
                } catch {
                    state.withLock { $0.unreadable = error }
                    cancel()
                }
            },
            end: { [self] error in
                if let unreadable = state.withLock({ $0.unreadable }) { return onEnd(unreadable.status) }
                switch error {
                case nil: onEnd(nil)
                case .compacted(let oldest): onEnd(.expired("too old resource version: \(from) (\(oldest))"))
                case let error?: onEnd(.store(error))
                }
            })
        let isCancelled = state.withLock { state in
            state.watch = watch
            return state.isCancelled
        }
        if isCancelled { watch.cancel() }
    }

    private func deliver(_ event: StoreEvent) throws(UnreadableObject) {
        let object = try decode(event.value)
        let previous = try decode(event.previous)
        let change = CacheEvent(revision: event.revision, object: object, previous: previous)
        if let kind = change.kind(for: watcher.filter) { watcher.receive(change, as: kind) }
        last.store(event.revision, ordering: .releasing)
    }

    private func decode(_ item: KeyValue?) throws(UnreadableObject) -> APIObject? {
        guard let item else { return nil }
        return try caches.decode(item, in: cache)
    }

    func cancel() {
        let watch = state.withLock { state in
            state.isCancelled = true
            return state.watch
        }
        watch?.cancel()
    }
}
