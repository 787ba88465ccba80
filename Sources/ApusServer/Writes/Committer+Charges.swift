import ApusAPI
import ApusStore

/// Writes that are charged to quotas: object and quotas change in one transaction, or nothing does.
extension Committer {
    /// Stores a new object. 409 where the key is taken, 403 where a quota does not allow it by then.
    func create(
        _ object: EncodedObject, in cache: ResourceCache, lease: Int64, charging charge: QuotaCharge,
        done: @escaping Done
    ) {
        let key = cache.storeKey(ObjectKey(object.namespace, object.name))
        lanes.run(in: charge.namespace) { [self] finish in
            commit(
                charge, attempt: 1, .modRevision(key: key, 0),
                .put(key: key, value: object.bytes, lease: lease, attachment: object)
            ) { result in
                finish()
                done(
                    result.flatMap { result in
                        guard let revision = result.revision else {
                            return .failure(.alreadyExists(cache.definition.gvr, object.name))
                        }
                        return .success(Outcome(object: object.at(revision)))
                    })
            }
        }
    }

    /// Stores `object` in place of `current`; `stale` is called where another write came between.
    func update(
        _ object: EncodedObject, over current: APIObject, in cache: ResourceCache, lease: Int64,
        charging charge: QuotaCharge, stale: @escaping @Sendable (KeyValue?) -> Void, done: @escaping Done
    ) {
        let key = cache.storeKey(ObjectKey(current))
        lanes.run(in: charge.namespace) { [self] finish in
            commit(
                charge, attempt: 1, .modRevision(key: key, current.revision),
                .put(key: key, value: object.bytes, lease: lease, attachment: object)
            ) { result in
                finish()
                switch result {
                case .failure(let error): done(.failure(error))
                case .success(let result):
                    guard let revision = result.revision else { return stale(result.current) }
                    done(.success(Outcome(object: object.at(revision))))
                }
            }
        }
    }

    /// What became of a charged write: stored at a revision, or not since the object is another by now.
    private struct Charged: Sendable {
        var revision: Revision?
        var current: KeyValue?
    }

    private func commit(
        _ charge: QuotaCharge, attempt: Int, newer: [APIObject] = [], _ compare: Transaction.Compare,
        _ put: Transaction.Operation, _ done: @escaping @Sendable (Result<Charged, StatusError>) -> Void
    ) {
        // While it waited its turn, or another server wrote, the quotas have changed.
        let fresh: QuotaCharge?
        do { fresh = try charge.renewed(newer) } catch { return done(.failure(error)) }
        let transaction = Transaction([compare] + (fresh?.compares ?? []), [put] + (fresh?.operations ?? []))
        caches.store.commit(transaction) { result in
            switch result {
            case .failure(let error): done(.failure(.store(error)))
            case .success(let result) where result.succeeded:
                done(.success(Charged(revision: result.revision)))
            case .success(let result):
                let current = result.current.first ?? nil
                let isSame: Bool
                switch compare {
                case .modRevision(_, let revision): isSame = (current?.modRevision ?? 0) == revision
                }
                guard isSame else { return done(.success(Charged(current: current))) }
                guard attempt < Committer.attempts else {
                    return done(.failure(.conflict(charge.cache.definition.gvr, "")))
                }
                var newer: [APIObject] = []
                do throws(UnreadableObject) {
                    for case let item? in result.current.dropFirst() {
                        if let quota = try caches.decode(item, in: charge.cache) { newer.append(quota) }
                    }
                } catch {
                    return done(.failure(error.status))
                }
                commit(charge, attempt: attempt + 1, newer: newer, compare, put, done)
            }
        }
    }
}
