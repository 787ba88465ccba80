public import ApusStore

/// A store in one SQLite file with a write-ahead log (`<file>-wal`, `<file>-shm`) and a lock (`<file>.lock`).
///
/// A commit is acknowledged after the log was synchronized to the disk (`synchronous = FULL`); what waits shares one
/// synchronization. Each row carries a checksum, which is verified whenever the row is read.
public final class SQLiteStore: Store {
    private let path: String
    private let readers: WorkerPool<SQLiteReader>
    private let writer: StoreWriter

    /// Opens the store in `file`, and makes it where it is missing; its directory exists already.
    ///
    /// - Parameters:
    ///   - maximumPages: the largest size of the file in pages of 8 KiB; nil: what the disk holds.
    ///   - now: monotonic nanoseconds, which leases are measured with; `wake()` makes the store look again.
    /// - Throws: `.corrupt` for a damaged file or one that is no store, `.unavailable` where it cannot be opened or
    ///   another process has it. Nothing is repaired, and a file that is no store is not touched.
    public init(
        file path: String, maximumPages: Int? = nil, now: @escaping @Sendable () -> UInt64 = monotonicNanoseconds
    ) throws(StoreError) {
        let file = try StoreFile(path: path)
        let engine = try SQLiteEngine(file: file, maximumPages: maximumPages)
        let readers = WorkerPool(name: "store-read", maximum: 2) { () throws(StoreError) in
            try SQLiteReader(file: path)
        }
        let hub = WatchHub(published: engine.committed) { use in
            readers.submit { reader in use(reader.map { $0 as any StoreHistory }) }
        }
        self.path = path
        self.readers = readers
        writer = try StoreWriter(name: "store-write", engine: engine, hub: hub, now: now)
    }

    deinit { readers.close {} }

    public func commit(
        _ transaction: Transaction, completion: @escaping @Sendable (Result<TransactionResult, StoreError>) -> Void
    ) {
        writer.commit(transaction, completion: completion)
    }

    public func range(_ request: RangeRequest) async throws(StoreError) -> RangeResult {
        let result: Result<RangeResult, StoreError> = await withCheckedContinuation { continuation in
            readers.submit { [hub = writer.hub] reader in
                continuation.resume(
                    returning: reader.flatMap { reader in
                        Result { () throws(StoreError) in try hub.reading(request, reader.range) }
                    })
            }
        }
        return try result.get()
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

    /// Checks the store in `file`, which a server may have open.
    ///
    /// - Parameter limit: after how many damages it ends.
    public static func check(file: String, limit: Int = 100) throws(StoreError) -> StoreCheck {
        try SQLiteCheck.run(file: file, limit: limit)
    }

    public func check() async throws(StoreError) -> StoreCheck {
        let interruption = SQLiteCheck.Interruption()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (done: CheckedContinuation<Result<StoreCheck, StoreError>, Never>) in
                do throws(StoreError) {
                    try OwnThread.start("store-check", isBatching: true) { [path] in
                        done.resume(
                            returning: Result { () throws(StoreError) in
                                try SQLiteCheck.run(file: path, limit: 100, interruption: interruption)
                            })
                    }
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
        } onCancel: {
            interruption.request()
        }
        return try result.get()
    }

    /// Makes the store look at the clock again; what a clock of its own calls when it was moved.
    public func wake() { writer.wake() }

    /// Readers go first: the writer's connection, the last, then takes the log into the file and removes it.
    public func close() async {
        await withCheckedContinuation { continuation in
            readers.close { [writer] in writer.close { continuation.resume() } }
        }
    }
}
