public import ApusAPI
public import Logging
import Synchronization

/// What an informer watches.
public struct InformerScope: Hashable, Sendable {
    public var resource: GroupVersionResource
    /// Nil for all namespaces, and for cluster-scoped resources.
    public var namespace: String?
    public var labelSelector: String?
    public var fieldSelector: String?

    public init(
        _ resource: GroupVersionResource, namespace: String? = nil, labelSelector: String? = nil,
        fieldSelector: String? = nil
    ) {
        self.resource = resource
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
    }
}

/// A change that an informer saw.
public enum InformerChange: Sendable {
    /// `initial` for what was there when the informer, or the handler, began.
    case added(APIObject, initial: Bool)
    /// The two may be equal, after a relist.
    case updated(old: APIObject, new: APIObject)
    /// The last state that is known; after a gap in the watch it may be older than the final one.
    case deleted(APIObject)

    /// The object after the change, or the last known one.
    public var object: APIObject {
        switch self {
        case .added(let object, _), .updated(_, let object), .deleted(let object): object
        }
    }
}

/// A cache of one resource that follows the API server: list, then watch from the list's resourceVersion, and list
/// again where the watch cannot go on (the reflector and shared informer of client-go in one).
///
/// Handlers are called one change at a time, in order, after the cache has the change, on the informer's task: they
/// must only note what to do (add to a work queue). There is no periodic resync.
public final class Informer: Sendable {
    public typealias Handler = @Sendable (InformerChange) -> Void

    private struct State {
        var handlers: [Handler] = []
        var synced = false
        /// By number, so that a waiter whose task is cancelled can be found.
        var syncWaiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter: UInt64 = 0
        var resourceVersion = "0"
    }

    public let scope: InformerScope
    public let cache: ObjectCache
    let transport: any APITransport
    let time: TimeSource
    let logger: Logger
    private let state = Mutex(State())
    /// Held while the cache changes and handlers hear of it, so that a new handler misses and doubles nothing.
    private let delivery = Mutex(())

    public init(
        _ scope: InformerScope, transport: any APITransport, indexers: [Indexer] = [], time: TimeSource = .system,
        logger: Logger
    ) {
        self.scope = scope
        self.cache = ObjectCache(indexers: indexers)
        self.transport = transport
        self.time = time
        self.logger = logger
    }

    /// Adds a handler; it first hears of everything in the cache as added, before this returns.
    ///
    /// Do not call it from a handler.
    public func addHandler(_ handler: @escaping Handler) {
        delivery.withLock { _ in
            for object in cache.all() { handler(.added(object, initial: true)) }
            state.withLock { $0.handlers.append(handler) }
        }
    }

    /// Whether the cache has had everything that the first list returned.
    public var hasSynced: Bool { state.withLock { $0.synced } }

    /// Returns when the cache has synced, or the informer stops, or the task is cancelled.
    public func waitForSync() async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    if state.synced || Task.isCancelled { return true }
                    state.syncWaiters[id] = continuation
                    return false
                }
                if ready { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.syncWaiters.removeValue(forKey: id) }?.resume()
        }
    }

    /// The resourceVersion up to which the cache is complete.
    public var resourceVersion: String { state.withLock { $0.resourceVersion } }

    // MARK: - Changes, from the reflector

    func replace(with list: APIList) {
        delivery.withLock { _ in
            let handlers = state.withLock { $0.handlers }
            let initial = !hasSynced
            var gone = Set(cache.keys)
            for object in list.items {
                gone.remove(object.key)
                if let old = cache.set(object) {
                    if old.revision != object.revision || old.uid != object.uid {
                        notify(handlers, replacing: old, by: object)
                    }
                } else {
                    for handler in handlers { handler(.added(object, initial: initial)) }
                }
            }
            for key in gone {
                guard let old = cache.remove(key) else { continue }
                for handler in handlers { handler(.deleted(old)) }
            }
        }
        let waiters = state.withLock { state in
            state.resourceVersion = list.resourceVersion
            state.synced = true
            defer { state.syncWaiters = [:] }
            return state.syncWaiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    func apply(_ event: WatchEvent) {
        switch event.kind {
        case .added, .modified:
            delivery.withLock { _ in
                let handlers = state.withLock { $0.handlers }
                if let old = cache.set(event.object) {
                    notify(handlers, replacing: old, by: event.object)
                } else {
                    for handler in handlers { handler(.added(event.object, initial: false)) }
                }
            }
        case .deleted:
            delivery.withLock { _ in
                let handlers = state.withLock { $0.handlers }
                guard cache.remove(event.object.key) != nil else { return }
                for handler in handlers { handler(.deleted(event.object)) }
            }
        case .bookmark, .error: break
        }
        if event.kind != .error, event.object.revision > 0 {
            state.withLock { $0.resourceVersion = event.object.resourceVersion }
        }
    }

    /// An object that was deleted and made again between two looks is two objects, not one that changed.
    private func notify(_ handlers: [Handler], replacing old: APIObject, by new: APIObject) {
        for handler in handlers {
            if old.uid == new.uid {
                handler(.updated(old: old, new: new))
            } else {
                handler(.deleted(old))
                handler(.added(new, initial: false))
            }
        }
    }

    /// Lets waiters go when the informer stops before it has synced.
    func abandonWaiters() {
        let waiters = state.withLock { state in
            defer { state.syncWaiters = [:] }
            return state.syncWaiters
        }
        for waiter in waiters.values { waiter.resume() }
    }
}
