import ApusAPI
import ApusStore
import Synchronization

/// A watch in process: the consumer pulls events that share the cache's objects; what it has not pulled yet waits in
/// a bounded buffer.
final class InProcessWatch: EndableWatcher, WatchStream.Source {
    /// How many changes a consumer may be behind before the watch ends; informers list again then.
    static let limit = 65_536

    let filter: ObjectFilter
    private let options: WatchOptions
    private let cache: ResourceCache
    private let caches: ObjectCaches
    private let convert: @Sendable (APIObject) throws(StatusError) -> APIObject
    private let onEnd: @Sendable () -> Void
    private let state = Mutex(State())

    private struct State: Sendable {
        var initial: ListItems?
        var initialRevision: Revision = 0
        /// What is not behind it is not given: the revision to begin at, where it was not reached yet.
        var floor: Revision = 0
        var buffer: [WatchEvent] = []
        var head = 0
        var isOver = false
        /// Nothing more comes behind what is in the buffer.
        var isEnding = false
        var replay: StoreReplay?
        var hasLeft = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private enum Pulled {
        case event(WatchEvent)
        case end
        case wait
    }

    init(
        options: WatchOptions, cache: ResourceCache, caches: ObjectCaches,
        convert: @escaping @Sendable (APIObject) throws(StatusError) -> APIObject, onEnd: @escaping @Sendable () -> Void
    ) {
        filter = options.filter
        self.options = options
        self.cache = cache
        self.caches = caches
        self.convert = convert
        self.onEnd = onEnd
    }

    func start() {
        cache.watch(self, from: options.from) { start in
            state.withLock { state in
                switch start {
                case .snapshot(let snapshot):
                    state.initialRevision = snapshot.revision
                    let objects = snapshot.objects
                    state.initial =
                        options.sendsInitialEvents
                        ? ListItems(objects, range: objects.range(namespace: filter.namespace), filter: filter)
                        : ListItems([])
                case .changes(let events):
                    for event in events {
                        guard let kind = event.kind(for: filter), let object = event.object(for: kind) else { continue }
                        state.buffer.append(WatchEvent(kind, object))
                    }
                case .tooOld:
                    state.replay = StoreReplay(cache: cache, caches: caches, watcher: self, after: options.from ?? 0)
                case .later: state.floor = options.from ?? 0
                }
            }
        }
        let replay = state.withLock { $0.replay }
        replay?.start { [self] error in end(with: error) }
    }

    /// Ends the watch with what the consumer is to be told, behind what it has not read yet.
    private func end(with error: StatusError?) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.isOver else { return nil }
            if let error { state.buffer.append(WatchEvent(.error, error.object)) }
            state.isEnding = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        guard let object = event.object(for: kind) else { return }
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.isOver, event.revision > state.floor else { return nil }
            if state.buffer.count - state.head >= InProcessWatch.limit {
                state.isOver = true
                state.buffer = []
                state.head = 0
            } else {
                state.buffer.append(WatchEvent(kind, object))
            }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    func next() async throws(StatusError) -> WatchEvent? {
        while true {
            switch pull() {
            case .event(let event):
                return WatchEvent(
                    event.kind, [.bookmark, .error].contains(event.kind) ? event.object : try convert(event.object))
            case .end:
                leave()
                return nil
            case .wait:
                await withTaskCancellationHandler {
                    await withCheckedContinuation { continuation in
                        let isReady = state.withLock { state in
                            if state.isOver || state.isEnding || state.head < state.buffer.count { return true }
                            state.waiting = continuation
                            return false
                        }
                        if isReady { continuation.resume() }
                    }
                } onCancel: {
                    cancel()
                }
            }
        }
    }

    private func pull() -> Pulled {
        state.withLock { state in
            if state.isOver { return .end }
            if var items = state.initial {
                let object = items.next()
                state.initial = object == nil ? nil : items
                if let object { return .event(WatchEvent(.added, object)) }
                if options.marksInitialEvents {
                    return .event(WatchEvent(.bookmark, bookmark(state.initialRevision)))
                }
            }
            guard state.head < state.buffer.count else { return state.isEnding ? .end : .wait }
            defer {
                state.head += 1
                if state.head == state.buffer.count {
                    state.buffer.removeAll(keepingCapacity: state.head <= 64)
                    state.head = 0
                } else if state.head == 1024 {
                    state.buffer.removeFirst(state.head)
                    state.head = 0
                }
            }
            return .event(state.buffer[state.head])
        }
    }

    private func bookmark(_ revision: Revision) -> APIObject {
        APIObject.bookmark(cache.definition, revision: revision, annotations: [Bookmarks.initialEventsEnd: "true"])
    }

    func cancel() {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
        leave()
    }

    func endWatch() { cancel() }

    private func leave() {
        let isFirst = state.withLock { state in
            defer { state.hasLeft = true }
            return !state.hasLeft
        }
        guard isFirst else { return }
        cache.remove(self)
        state.withLock { $0.replay }?.cancel()
        onEnd()
    }
}
