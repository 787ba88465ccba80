public import ApusStore
import Synchronization

/// A store whose values of some resources are encrypted at rest: it gives `inner` ciphertext and shows plaintext. Keys,
/// revisions and everything else stay as they are.
public final class EncryptedStore: Store {
    private let inner: any Store
    private let keys: ResourceKeys
    private let plan: Mutex<EncryptionPlan>

    public init(_ inner: any Store, keys: ResourceKeys, encryption: Encryption) {
        self.inner = inner
        self.keys = keys
        plan = Mutex(EncryptionPlan(encryption, keys: keys))
    }

    /// From now on values are written and read as `encryption` says.
    public func use(_ encryption: Encryption) {
        let next = EncryptionPlan(encryption, keys: keys)
        plan.withLock { $0 = next }
    }

    private var current: EncryptionPlan { plan.withLock { $0 } }

    public func transforms(_ key: String) -> Bool { current.transformer(of: key) != nil }

    public func commit(
        _ transaction: Transaction, completion: @escaping @Sendable (Result<TransactionResult, StoreError>) -> Void
    ) {
        let plan = current
        let sealed: Transaction?
        do throws(ValueError) {
            sealed = try plan.seal(transaction)
        } catch {
            return completion(.failure(.unavailable(error.description)))
        }
        guard let sealed else { return inner.commit(transaction, completion: completion) }
        inner.commit(sealed) { result in
            completion(
                result.map { result in
                    var result = result
                    for index in result.current.indices where result.current[index] != nil {
                        if var item = result.current[index] {
                            plan.open(&item)
                            result.current[index] = item
                        }
                    }
                    return result
                })
        }
    }

    public func range(_ request: RangeRequest) async throws(StoreError) -> RangeResult {
        let plan = current
        var result = try await inner.range(request)
        for index in result.items.indices { plan.open(&result.items[index]) }
        return result
    }

    public func watch(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        progress: (@Sendable (Revision) -> Void)?, end: @escaping @Sendable (StoreError?) -> Void
    ) -> any StoreWatch {
        inner.watch(
            prefix: prefix, from: from,
            deliver: { [self] events in
                let plan = current
                guard events.contains(where: { plan.transformer(of: $0.key) != nil }) else { return deliver(events) }
                deliver(
                    events.map { event in
                        var event = event
                        if var value = event.value {
                            plan.open(&value)
                            event.value = value
                        }
                        if var previous = event.previous {
                            plan.open(&previous)
                            event.previous = previous
                        }
                        return event
                    })
            }, progress: progress, end: end)
    }

    // MARK: - As it is

    public func currentRevision() async throws(StoreError) -> Revision { try await inner.currentRevision() }
    public var isShared: Bool { inner.isShared }
    public func requestProgress() { inner.requestProgress() }
    public var failure: String? { inner.failure }
    public func compact(before revision: Revision) async throws(StoreError) {
        try await inner.compact(before: revision)
    }
    public func compact(_ last: CompactionTurn) async throws(StoreError) -> CompactionTurn {
        try await inner.compact(last)
    }
    public func grantLease(ttl: Int64) async throws(StoreError) -> Int64 { try await inner.grantLease(ttl: ttl) }
    public func keepAlive(lease: Int64) async throws(StoreError) { try await inner.keepAlive(lease: lease) }
    public func revoke(lease: Int64) async throws(StoreError) { try await inner.revoke(lease: lease) }
    public func check() async throws(StoreError) -> StoreCheck { try await inner.check() }
    public func close() async { await inner.close() }
}
