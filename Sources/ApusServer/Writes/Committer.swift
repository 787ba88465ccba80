import ApusAPI
import ApusJSON
import ApusStore

/// Brings objects into the store, each write compared with what it was made from.
struct Committer: Sendable {
    let caches: ObjectCaches
    let lanes = QuotaLanes()

    /// What a change makes of the current object.
    enum Change: Sendable {
        /// Nothing: the object stays as it is.
        case keep
        case put(EncodedObject)
        /// Puts the object and charges quotas with it.
        case charge(EncodedObject, QuotaCharge)
        /// Deletes the object; `last` is its final state, which the answer shows.
        case delete(last: EncodedObject)
    }

    /// What became of a change.
    struct Outcome: Sendable {
        var object: APIObject
        var isDeleted = false
    }

    typealias Done = @Sendable (Result<Outcome, StatusError>) -> Void

    /// How often a change is made again from newer objects before the client is told to try later.
    static let attempts = 64

    /// Stores a new object. 409 where the key is taken.
    func create(_ object: EncodedObject, in cache: ResourceCache, lease: Int64 = 0, done: @escaping Done) {
        let key = cache.storeKey(ObjectKey(object.namespace, object.name))
        let transaction = Transaction(
            [.modRevision(key: key, 0)],
            [.put(key: key, value: object.bytes, lease: lease, attachment: object)])
        caches.store.commit(transaction) { result in
            switch result {
            case .success(let result) where result.succeeded:
                done(.success(Outcome(object: object.at(result.revision))))
            case .success: done(.failure(.alreadyExists(cache.definition.gvr, object.name)))
            case .failure(let error): done(.failure(.store(error)))
            }
        }
    }

    /// Changes the object with `key`: `change` makes the new one from the current one, and again from a newer one when
    /// another write came between. 404 where there is none.
    func update(
        _ key: ObjectKey, in cache: ResourceCache, lease: Int64 = 0,
        change: @escaping @Sendable (APIObject) throws(StatusError) -> Change, done: @escaping Done
    ) {
        guard let current = cache.object(key) else {
            return done(.failure(.notFound(cache.definition.gvr, key.name)))
        }
        update(current, in: cache, lease: lease, attempt: 1, change: change, done: done)
    }

    private func update(
        _ current: APIObject, in cache: ResourceCache, lease: Int64, attempt: Int,
        change: @escaping @Sendable (APIObject) throws(StatusError) -> Change, done: @escaping Done
    ) {
        let wanted: Change
        do { wanted = try change(current) } catch { return done(.failure(error)) }
        let key = cache.storeKey(ObjectKey(current))
        let operation: Transaction.Operation
        switch wanted {
        case .keep: return done(.success(Outcome(object: current)))
        // Equal bytes mean that nothing changes: no new revision, no event.
        case .put(let object) where object.bytes == current.bytes:
            return done(.success(Outcome(object: current)))
        case .put(let object):
            operation = .put(key: key, value: object.bytes, lease: lease, attachment: object)
        case .charge(let object, _) where object.bytes == current.bytes:
            return done(.success(Outcome(object: current)))
        case .charge(let object, let charge):
            return self.update(
                object, over: current, in: cache, lease: lease, charging: charge,
                stale: { item in
                    retry(item, over: current, in: cache, lease: lease, attempt: attempt, change: change, done: done)
                }, done: done)
        case .delete: operation = .delete(key: key)
        }
        let transaction = Transaction([.modRevision(key: key, current.revision)], [operation])
        caches.store.commit(transaction) { result in
            switch result {
            case .failure(let error): done(.failure(.store(error)))
            case .success(let result) where result.succeeded:
                switch wanted {
                case .put(let object): done(.success(Outcome(object: object.at(result.revision))))
                case .delete(let last):
                    done(.success(Outcome(object: last.at(result.revision), isDeleted: true)))
                case .keep, .charge: break
                }
            case .success(let result):
                retry(
                    result.current.first ?? nil, over: current, in: cache, lease: lease, attempt: attempt,
                    change: change, done: done)
            }
        }
    }

    /// Makes a change again from `item`, what the object is by now.
    private func retry(
        _ item: KeyValue?, over current: APIObject, in cache: ResourceCache, lease: Int64, attempt: Int,
        change: @escaping @Sendable (APIObject) throws(StatusError) -> Change, done: @escaping Done
    ) {
        guard let item, let newer = caches.decode(item, in: cache) else {
            return done(.failure(.notFound(cache.definition.gvr, current.name)))
        }
        guard attempt < Committer.attempts else {
            return done(.failure(.conflict(cache.definition.gvr, current.name)))
        }
        update(newer, in: cache, lease: lease, attempt: attempt + 1, change: change, done: done)
    }
}
