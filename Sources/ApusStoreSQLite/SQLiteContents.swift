import ApusJSON
public import ApusStore

/// One state of the store in a file, read beside the server that may be writing to it: one read transaction, which the
/// writer does not wait for. Its log cannot be started anew meanwhile, so it grows by what is written.
public final class SQLiteContents: StoreContents {
    public let revision: Revision
    private let reader: WorkerPool<SQLiteWalk>

    /// - Throws: `.unavailable` where `file` cannot be opened, `.corrupt` where it is no store.
    public static func open(file: String) async throws(StoreError) -> SQLiteContents {
        let reader = WorkerPool(name: "store-copy", maximum: 1) { () throws(StoreError) in try SQLiteWalk(file: file) }
        do throws(StoreError) {
            return SQLiteContents(try await reader.perform { walk throws(StoreError) in walk.revision }, reader)
        } catch {
            reader.close {}
            throw error
        }
    }

    private init(_ revision: Revision, _ reader: WorkerPool<SQLiteWalk>) {
        self.revision = revision
        self.reader = reader
    }

    deinit { reader.close {} }

    public func next() async throws -> [StoreEntry] {
        try await reader.perform { walk throws(StoreError) in try walk.next() }
    }

    public func close() async {
        await withCheckedContinuation { continuation in reader.close { continuation.resume() } }
    }
}

extension WorkerPool {
    /// Runs `body` on a thread of the pool and waits for what it gives.
    func perform<R: Sendable>(
        _ body: @escaping @Sendable (Worker) throws(StoreError) -> R
    ) async throws(StoreError) -> R {
        let result: Result<R, StoreError> = await withCheckedContinuation { continuation in
            submit { worker in
                continuation.resume(
                    returning: worker.flatMap { worker in Result { () throws(StoreError) in try body(worker) } })
            }
        }
        return try result.get()
    }
}

/// A read transaction that walks over the newest version of each key; used by one thread.
private final class SQLiteWalk {
    /// After how many keys or bytes of values a chunk ends.
    private static let chunkKeys = 500
    private static let chunkBytes = 1 << 20

    let revision: Revision
    private let connection: SQLiteConnection
    private let newest, version: SQLiteStatement
    private var leases: [StoreEntry] = []

    init(file: String) throws(StoreError) {
        connection = try SQLiteSchema.openReader(file)
        guard try connection.integer("PRAGMA application_id") == Int64(SQLiteSchema.applicationID) else {
            throw .corrupt("\(file): not an Apus store")
        }
        let format = try connection.integer("PRAGMA user_version")
        guard format == SQLiteSchema.format else {
            throw .corrupt("\(file): format \(format), this version reads format \(SQLiteSchema.format)")
        }
        try connection.execute("BEGIN")
        revision = max(1, RowID(try connection.integer("SELECT max(id) FROM versions")).revision)
        newest = try connection.prepare(
            "SELECT max(id) FROM versions INDEXED BY versions_by_key GROUP BY key ORDER BY key")
        version = try connection.prepare("SELECT \(SQLiteRow.columns) FROM versions WHERE id = ?1")
        let stored = try connection.prepare("SELECT id, ttl FROM leases ORDER BY id")
        while try stored.step() {
            leases.append(.lease(StoreLease(id: stored.integer(0), ttl: stored.integer(1))))
        }
    }

    func next() throws(StoreError) -> [StoreEntry] {
        if !leases.isEmpty {
            defer { leases = [] }
            return leases
        }
        var entries: [StoreEntry] = []
        var bytes = 0
        while entries.count < Self.chunkKeys, bytes < Self.chunkBytes, !isAtEnd {
            guard try newest.step() else {
                isAtEnd = true
                break
            }
            let id = RowID(newest.integer(0))
            guard !id.isDeletion else { continue }
            let record = try record(id)
            bytes += record.value.count
            entries.append(.key(record))
        }
        return entries
    }

    private var isAtEnd = false

    private func record(_ id: RowID) throws(StoreError) -> StoreRecord {
        version.bind(1, id.rawValue)
        defer { version.reset() }
        guard try version.step(), let value = try SQLiteRow(version, file: connection.file).value else {
            throw .corrupt("\(connection.file): the index names version \(id.rawValue), which is missing")
        }
        return StoreRecord(
            key: value.key, value: value.value, createRevision: value.createRevision, modRevision: value.modRevision,
            lease: version.integer(4))
    }
}
