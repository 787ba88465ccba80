/// A store in memory, for tests and for clusters that need not outlive their process.
public final class MemoryStore: Store {
    private let contents: MemoryContents
    private let readers: WorkerPool<MemoryContents>
    private let writer: StoreWriter

    /// - Parameter now: monotonic nanoseconds, which leases are measured with; `wake()` makes the store look again.
    /// - Throws: `.unavailable` where no thread can be started.
    public init(now: @escaping @Sendable () -> UInt64 = monotonicNanoseconds) throws(StoreError) {
        let contents = MemoryContents()
        let readers = WorkerPool(name: "store-read", maximum: 1) { () throws(StoreError) in contents }
        let hub = WatchHub(published: 1) { use in
            readers.submit { worker in use(worker.map { $0 as any StoreHistory }) }
        }
        self.contents = contents
        self.readers = readers
        writer = try StoreWriter(name: "store-write", engine: MemoryEngine(contents: contents), hub: hub, now: now)
    }

    deinit { readers.close {} }

    public func commit(
        _ transaction: Transaction, completion: @escaping @Sendable (Result<TransactionResult, StoreError>) -> Void
    ) {
        writer.commit(transaction, completion: completion)
    }

    public func range(_ request: RangeRequest) async throws(StoreError) -> RangeResult {
        guard !writer.isClosed else { throw .closed }
        return try writer.hub.reading(request, contents.range)
    }

    public func currentRevision() async throws(StoreError) -> Revision {
        guard !writer.isClosed else { throw .closed }
        return writer.hub.published
    }

    public func watch(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        progress: (@Sendable (Revision) -> Void)?, end: @escaping @Sendable (StoreError?) -> Void
    ) -> any StoreWatch {
        writer.hub.open(prefix: prefix, from: from, deliver: deliver, progress: progress, end: end)
    }

    public func compact(before revision: Revision) async throws(StoreError) {
        try await writer.compact(before: revision)
    }

    public func grantLease(ttl: Int64) async throws(StoreError) -> Int64 { try await writer.grantLease(ttl: ttl) }
    public func keepAlive(lease: Int64) async throws(StoreError) { try await writer.keepAlive(lease: lease) }
    public func revoke(lease: Int64) async throws(StoreError) { try await writer.revoke(lease: lease) }

    /// Makes the store look at the clock again; what a clock of its own calls when it was moved.
    public func wake() { writer.wake() }

    public func close() async {
        await withCheckedContinuation { continuation in
            readers.close { [writer] in writer.close { continuation.resume() } }
        }
    }
}
