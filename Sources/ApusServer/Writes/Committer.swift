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
        /// The same object: nothing, too, unless it lies in the store in a form that it would not have by now.
        case same
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
            return done(.failure(cache.missing(key)))
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
        case .same:
            return keep(current, in: cache, lease: lease, attempt: attempt, change: change, done: done)
        // Equal bytes mean that nothing changes: no new revision, no event.
        case .put(let object) where object.bytes == current.bytes:
            return keep(current, in: cache, lease: lease, attempt: attempt, change: change, done: done)
        case .put(let object):
            operation = .put(key: key, value: object.bytes, lease: lease, attachment: object)
        case .charge(let object, _) where object.bytes == current.bytes:
            return keep(current, in: cache, lease: lease, attempt: attempt, change: change, done: done)
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
                case .keep, .same, .charge: break
                }
            case .success(let result):
                retry(
                    result.current.first ?? nil, over: current, in: cache, lease: lease, attempt: attempt,
                    change: change, done: done)
            }
        }
    }

    /// Leaves the object as it is; where it lies in the store in another form than it would be stored in by now, it is
    /// stored again (etcd3's `origState.stale`). That is asked of the store, since the memory knows no forms.
    private func keep(
        _ current: APIObject, in cache: ResourceCache, lease: Int64, attempt: Int,
        change: @escaping @Sendable (APIObject) throws(StatusError) -> Change, done: @escaping Done
    ) {
        let key = cache.storeKey(ObjectKey(current))
        guard caches.store.transforms(key) else { return done(.success(Outcome(object: current))) }
        Task {
            do throws(StoreError) {
                let found = try await caches.store.range(RangeRequest(prefix: key, limit: 1)).items.first
                let item = found?.key == key ? found : nil
                guard item?.modRevision == current.revision else {
                    return retry(
                        item, over: current, in: cache, lease: lease, attempt: attempt, change: change, done: done)
                }
                switch item?.form {
                case .stale?: break
                case .unreadable(let why)?:
                    let status = StatusError.internalError(
                        "unable to transform key \(GoText.quoted(key)): \(why.reason)")
                    return done(.failure(status))
                case .current?, nil: return done(.success(Outcome(object: current)))
                }
                let result = try await caches.store.commit(
                    Transaction(
                        [.modRevision(key: key, current.revision)], [.put(key: key, value: current.bytes, lease: lease)]
                    ))
                guard result.succeeded else {
                    return retry(
                        result.current.first ?? nil, over: current, in: cache, lease: lease, attempt: attempt,
                        change: change, done: done)
                }
                done(.success(Outcome(object: current.at(result.revision))))
            } catch {
                done(.failure(.store(error)))
            }
        }
    }

    /// Makes a change again from `item`, what the object is by now.
    private func retry(
        _ item: KeyValue?, over current: APIObject, in cache: ResourceCache, lease: Int64, attempt: Int,
        change: @escaping @Sendable (APIObject) throws(StatusError) -> Change, done: @escaping Done
    ) {
        var newer: APIObject?
        do throws(UnreadableObject) {
            if let item { newer = try caches.decode(item, in: cache) }
        } catch {
            return done(.failure(error.status))
        }
        guard let newer else { return done(.failure(.notFound(cache.definition.gvr, current.name))) }
        guard attempt < Committer.attempts else {
            return done(.failure(.conflict(cache.definition.gvr, current.name)))
        }
        update(newer, in: cache, lease: lease, attempt: attempt + 1, change: change, done: done)
    }
}
