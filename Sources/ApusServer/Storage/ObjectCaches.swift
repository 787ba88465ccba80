import ApusAPI
import ApusJSON
import ApusStore
import ApusStoreEncryption
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
        _ take: (ResourceCache, ReadObjects, Revision) -> Void
    ) async throws(StoreError) -> Revision {
        let caches = state.withLock { $0.caches }
        var revision: Revision?
        for cache in caches.values.sorted(by: { $0.prefix < $1.prefix }) {
            let (objects, readAt) = try await read(cache, at: revision)
            revision = readAt
            take(cache, objects, readAt)
        }
        if let revision { return revision }
        return try await store.currentRevision()
    }

    /// How many objects are read at a time.
    private static let pageSize = 2000

    /// Reads the objects of `cache` as of `revision`, nil: as of now. While the objects of one page are made, the store
    /// reads the next.
    private func read(
        _ cache: ResourceCache, at revision: Revision?
    ) async throws(StoreError) -> (objects: ReadObjects, revision: Revision) {
        var request = RangeRequest(
            prefix: cache.prefix, revision: revision, limit: ObjectCaches.pageSize, countsRest: false)
        var objects = ReadObjects()
        var page = try await store.range(request)
        request.revision = page.revision
        while page.more, let last = page.items.last {
            // The first key behind it.
            request.start = last.key + "\0"
            let next = Task { [store, request] () -> Result<RangeResult, StoreError> in
                do throws(StoreError) { return .success(try await store.range(request)) } catch {
                    return .failure(error)
                }
            }
            read(page.items, in: cache, into: &objects)
            page = try await next.value.get()
        }
        read(page.items, in: cache, into: &objects)
        return (objects, page.revision)
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
            let (objects, revision) = try await read(cache, at: nil)
            cache.load(objects, revision: revision)
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
        cache.endWatches()
    }

    /// Reads anew what could not be read, after what reads it has changed.
    func recover() async throws(StoreError) {
        for cache in all {
            for hidden in cache.unreadable.all {
                let result = try await store.range(RangeRequest(prefix: hidden.storeKey, limit: 1))
                // What is there by now and is another state of it comes, or came, as a change.
                guard let item = result.items.first, item.key == hidden.storeKey else { continue }
                if let object = try? decode(item, in: cache) { cache.recover(object) }
            }
        }
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
        var groups: [(cache: ResourceCache, changes: [ResourceCache.Change])] = []
        for event in events {
            guard let (cache, rest) = keys.split(event.key, known: caches) else { continue }
            let change: ResourceCache.Change
            switch event.kind {
            case .delete: change = .delete(ObjectKey(path: rest))
            case .put:
                guard let value = event.value else { continue }
                do throws(UnreadableObject) {
                    guard let object = try decode(value, in: cache, isFresh: true) else { continue }
                    change = .put(object)
                } catch {
                    change = .unreadable(error)
                }
            }
            if let place = groups.firstIndex(where: { $0.cache === cache }) {
                groups[place].changes.append(change)
            } else {
                groups.append((cache, [change]))
            }
        }
        for group in groups { group.cache.apply(group.changes, revision: revision) }
    }

    /// The objects of the values of a range, and those that cannot be read.
    private func read(_ items: [KeyValue], in cache: ResourceCache, into read: inout ReadObjects) {
        for item in items {
            do throws(UnreadableObject) {
                if let object = try decode(item, in: cache) { read.objects.append(object) }
            } catch {
                read.unreadable.append(error)
            }
        }
    }

    /// The object of a stored value: what its writer attached, else read from the bytes. Nil, with a line in the log,
    /// where the bytes are no object: one damaged value must not keep the rest from being served.
    ///
    /// - Parameter isFresh: Whether it was written just now, so that what a writer attached is in the form of the
    ///   definition as it is.
    /// - Throws: Where the value is encrypted and cannot be decrypted.
    func decode(
        _ item: KeyValue, in cache: ResourceCache, isFresh: Bool = false
    ) throws(UnreadableObject) -> APIObject? {
        if case .unreadable(let why) = item.form { throw unreadable(item, in: cache, why.reason) }
        if isFresh || cache.recasting == nil, let object = item.attachment as? EncodedObject {
            return object.at(item.modRevision)
        }
        let reason: String
        do {
            if let resource = cache.recasting {
                return try resource.recast(stored: item.value, revision: item.modRevision)
            }
            return try APIObject(
                stored: item.value, revision: item.modRevision, selectable: cache.definition.selectableFields)
        } catch {
            reason = "\(error)"
        }
        // Its resource is none of those that are encrypted, or nothing is.
        guard !ValueProvider.isEncrypted(item.value) else {
            throw unreadable(item, in: cache, ValueProvider.refusal.description)
        }
        logger.error("stored object cannot be read", metadata: ["key": "\(item.key)", "error": "\(reason)"])
        return nil
    }

    private func unreadable(_ item: KeyValue, in cache: ResourceCache, _ reason: String) -> UnreadableObject {
        logger.error("stored object cannot be decrypted", metadata: ["key": "\(item.key)", "error": "\(reason)"])
        return UnreadableObject(item, key: ObjectKey(path: item.key.dropFirst(cache.prefix.count)), reason: reason)
    }
}
