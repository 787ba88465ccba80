import ApusStore

/// A store that does what another one does, but for what the test changes.
protocol ForwardingStore: Store {
    var inner: any Store { get }
}

extension ForwardingStore {
    func commit(
        _ transaction: Transaction,
        completion: @escaping @Sendable (Result<TransactionResult, StoreError>) -> Void
    ) { inner.commit(transaction, completion: completion) }
    func range(_ request: RangeRequest) async throws(StoreError) -> RangeResult { try await inner.range(request) }
    func currentRevision() async throws(StoreError) -> Revision { try await inner.currentRevision() }
    func compact(before revision: Revision) async throws(StoreError) { try await inner.compact(before: revision) }
    func grantLease(ttl: Int64) async throws(StoreError) -> Int64 { try await inner.grantLease(ttl: ttl) }
    func keepAlive(lease: Int64) async throws(StoreError) { try await inner.keepAlive(lease: lease) }
    func revoke(lease: Int64) async throws(StoreError) { try await inner.revoke(lease: lease) }
    func close() async { await inner.close() }
    func watch(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        progress: (@Sendable (Revision) -> Void)?, end: @escaping @Sendable (StoreError?) -> Void
    ) -> any StoreWatch {
        inner.watch(prefix: prefix, from: from, deliver: deliver, progress: progress, end: end)
    }
}
