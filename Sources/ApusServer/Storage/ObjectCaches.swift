import ApusAPI
import ApusJSON
import ApusStore
import Logging
import Synchronization

/// The caches of all stored resources, loaded from the store and kept up to date by one watch over it.
final class ObjectCaches: Sendable {
    let store: any Store
    /// Whether others write to the store too, so that the memory may be behind what was acknowledged.
    let isShared: Bool
    let keys: StorageKeys
    let progress = StoreProgress()
    private let logger: Logger
    private let state = Mutex(State())

    private struct State: Sendable {
        /// By prefix in the store.
        var caches: [String: ResourceCache] = [:]
        var watch: (any StoreWatch)?
        var isClosed = false
    }

    init(store: any Store, keys: StorageKeys = StorageKeys(), logger: Logger) {
        self.store = store
        isShared = store.isShared
        self.keys = keys
        self.logger = logger
    }

    /// The cache of the resource that `definition` stores; the same for all versions of it. To be called for every
    /// resource before `load`.
    func cache(for definition: Definition) -> ResourceCache {
        let prefix = keys.prefix(definition.storagePrefix)
        return state.withLock { state in
            if let cache = state.caches[prefix] { return cache }
            let cache = ResourceCache(definition: definition, prefix: prefix, progress: progress)
            state.caches[prefix] = cache
            return cache
        }
    }

    var all: [ResourceCache] { state.withLock { Array($0.caches.values) } }

    /// Reads everything, then follows the store. `onEnd` comes if the store ends the watch for good.
    func load(onEnd: @escaping @Sendable (StoreError?) -> Void) async throws(StoreError) {
        let start = try await readAll { $0.load($1, revision: $2) }
        follow(after: start, onEnd: onEnd)
    }

    /// Reads the objects of every cache as of one revision, which it returns.
    private func readAll(
        _ take: (ResourceCache, [APIObject], Revision) -> Void
    ) async throws(StoreError) -> Revision {
        let caches = state.withLock { $0.caches }
        var revision: Revision?
        for cache in caches.values.sorted(by: { $0.prefix < $1.prefix }) {
            let result = try await store.range(RangeRequest(prefix: cache.prefix, revision: revision))
            revision = result.revision
            var objects: [APIObject] = []
            objects.reserveCapacity(result.items.count)
            for item in result.items {
                guard let object = decode(item, in: cache) else { continue }
                objects.append(object)
            }
            take(cache, objects, result.revision)
        }
        if let revision { return revision }
        return try await store.currentRevision()
    }

    private func follow(after start: Revision, onEnd: @escaping @Sendable (StoreError?) -> Void) {
        progress.reached(start)
        let watch = store.watch(
            prefix: keys.root, from: start + 1,
            deliver: { [self] in apply($0, state.withLock { $0.caches }) },
            progress: { [progress] in progress.reached($0) },
            end: { [self] error in
                guard case .compacted = error else { return onEnd(error) }
                Task { await reload(onEnd: onEnd) }
            })
        let isClosed = state.withLock { state in
            state.watch = watch
            return state.isClosed
        }
        if isClosed { watch.cancel() }
    }

    /// Reads everything again where the changes in between are gone: the store was out of reach for so long that others
    /// compacted it.
    private func reload(onEnd: @escaping @Sendable (StoreError?) -> Void) async {
        logger.warning("the store was compacted beyond what was seen of it: everything is read again")
        var pause = Duration.milliseconds(100)
        while !state.withLock({ $0.isClosed }) {
            do throws(StoreError) {
                return follow(after: try await readAll { $0.replace(with: $1, revision: $2) }, onEnd: onEnd)
            } catch {
                guard error != .closed else { return onEnd(error) }
                logger.error("the store cannot be read again", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }

    // MARK: - While the server runs

    /// Makes the cache of a custom resource and reads its objects; it takes the place of the one with the same keys,
    /// which goes on answering until this returns.
    func open(_ resource: Resource) async throws(StoreError) -> ResourceCache {
        let prefix = keys.prefix(resource.definition.storagePrefix)
        let (cache, predecessor) = state.withLock { state in
            let predecessor = state.caches[prefix]
            let cache = ResourceCache(
                definition: resource.definition, prefix: prefix, progress: progress, recasting: resource, isLate: true,
                predecessor: predecessor)
            state.caches[prefix] = cache
            return (cache, predecessor)
        }
        do {
            let result = try await store.range(RangeRequest(prefix: prefix, revision: nil))
            cache.load(result.items.compactMap { decode($0, in: cache) }, revision: result.revision)
        } catch {
            state.withLock { $0.caches[prefix] = predecessor }
            throw error
        }
        return cache
    }

    /// Forgets the objects of a custom resource that is gone, and ends its watches.
    func drop(_ cache: ResourceCache) {
        state.withLock { state in
            if state.caches[cache.prefix] === cache { state.caches[cache.prefix] = nil }
        }
        for watcher in cache.watchers { (watcher as? any EndableWatcher)?.endWatch() }
    }

    func close() {
        let watch = state.withLock { state in
            state.isClosed = true
            return state.watch
        }
        watch?.cancel()
    }

    /// Applies one batch: whole transactions, in order.
    private func apply(_ events: [StoreEvent], _ caches: [String: ResourceCache]) {
        var index = 0
        while index < events.count {
            let revision = events[index].revision
            var end = index + 1
            while end < events.count, events[end].revision == revision { end += 1 }
            applyTransaction(events[index..<end], revision, caches)
            progress.reached(revision)
            index = end
        }
    }

    private func applyTransaction(
        _ events: ArraySlice<StoreEvent>, _ revision: Revision, _ caches: [String: ResourceCache]
    ) {
        var groups: [(cache: ResourceCache, changes: [(key: ObjectKey, object: APIObject?)])] = []
        for event in events {
            guard let (cache, rest) = keys.split(event.key, known: caches) else { continue }
            let change: (key: ObjectKey, object: APIObject?)
            switch event.kind {
            case .delete: change = (ObjectKey(path: rest), nil)
            case .put:
                guard let value = event.value, let object = decode(value, in: cache, isFresh: true) else { continue }
                change = (ObjectKey(object), object)
            }
            if let place = groups.firstIndex(where: { $0.cache === cache }) {
                groups[place].changes.append(change)
            } else {
                groups.append((cache, [change]))
            }
        }
        for group in groups { group.cache.apply(group.changes, revision: revision) }
    }

    /// The object of a stored value: what its writer attached, else read from the bytes. Nil, with a line in the log,
    /// where the bytes are no object: one damaged value must not keep the rest from being served.
    ///
    /// - Parameter isFresh: Whether it was written just now, so that what a writer attached is in the form of the
    ///   definition as it is.
    func decode(_ item: KeyValue, in cache: ResourceCache, isFresh: Bool = false) -> APIObject? {
        if isFresh || cache.recasting == nil, let object = item.attachment as? EncodedObject {
            return object.at(item.modRevision)
        }
        do {
            if let resource = cache.recasting {
                return try resource.recast(stored: item.value, revision: item.modRevision)
            }
            return try APIObject(
                stored: item.value, revision: item.modRevision, selectable: cache.definition.selectableFields)
        } catch {
            logger.error("stored object cannot be read", metadata: ["key": "\(item.key)", "error": "\(error)"])
            return nil
        }
    }
}
