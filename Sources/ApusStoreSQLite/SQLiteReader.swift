import ApusJSON
import ApusStore
import Glibc

/// One connection that reads, with its statements; each is used by one thread of the pool.
final class SQLiteReader: StoreHistory {
    /// After how many events or bytes a chunk of history ends, at the end of a transaction.
    private static let chunkEvents = 1000
    private static let chunkBytes = 4 << 20

    private let connection: SQLiteConnection
    private let begin, commit, last, oldest: SQLiteStatement
    private let keys, keysToEnd, version, history: SQLiteStatement

    init(file: String) throws(StoreError) {
        connection = try SQLiteSchema.openReader(file)
        begin = try connection.prepare("BEGIN")
        commit = try connection.prepare("COMMIT")
        last = try connection.prepare("SELECT max(id) FROM versions")
        oldest = try connection.prepare("SELECT value FROM meta WHERE name = 'oldest'")
        let index = "SELECT key, id FROM versions INDEXED BY versions_by_key WHERE key >= ?1"
        keys = try connection.prepare("\(index) AND key < ?2 ORDER BY key, id")
        keysToEnd = try connection.prepare("\(index) ORDER BY key, id")
        version = try connection.prepare("SELECT \(SQLiteRow.columns) FROM versions WHERE id = ?1")
        history = try connection.prepare("SELECT \(SQLiteRow.columns) FROM versions WHERE id >= ?1 ORDER BY id")
    }

    /// Calls `body` with one state of the database: its current revision, and the oldest that can be read.
    private func withSnapshot<R>(
        _ body: (_ current: Revision, _ oldest: Revision) throws(StoreError) -> R
    ) throws(StoreError) -> R {
        try begin.run()
        defer { try? commit.run() }
        let current = try integer(last)
        return try body(max(1, RowID(current).revision), Revision(clamping: integer(oldest)))
    }

    private func integer(_ statement: SQLiteStatement) throws(StoreError) -> Int64 {
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    // MARK: - Ranges

    func range(_ request: RangeRequest) throws(StoreError) -> RangeResult {
        try withSnapshot { current, oldest throws(StoreError) in
            let revision = request.revision ?? current
            if revision > current { throw .future(current: current) }
            if revision < oldest { throw .compacted(oldest: oldest) }
            return try range(request, at: revision)
        }
    }

    /// Walks the index, which holds for each key its versions in order, and reads only the rows it wants.
    private func range(_ request: RangeRequest, at revision: Revision) throws(StoreError) -> RangeResult {
        let index = request.isOpen ? keysToEnd : keys
        index.bind(1, request.start)
        if !request.isOpen { index.bind(2, request.end) }
        defer { index.reset() }
        var items: [KeyValue] = []
        var count = 0
        var key: [UInt8] = []
        var newest: RowID?
        func take() throws(StoreError) {
            guard let newest, !newest.isDeletion else { return }
            count += 1
            if request.limit == 0 || items.count < request.limit { items.append(try value(newest)) }
        }
        while request.limit == 0 || request.countsRest || count <= request.limit, try index.step() {
            let isSame = index.withBytes(0) { bytes in
                let isSame = bytes.count == key.count && bytes.elementsEqual(key)
                if !isSame { key = Array(bytes) }
                return isSame
            }
            if !isSame {
                try take()
                newest = nil
            }
            let id = RowID(index.integer(1))
            if id.revision <= revision { newest = id }
        }
        try take()
        return RangeResult(revision: revision, items: items, more: count > items.count, count: count)
    }

    private func value(_ id: RowID) throws(StoreError) -> KeyValue {
        version.bind(1, id.rawValue)
        defer { version.reset() }
        guard try version.step(), let value = try SQLiteRow(version, file: connection.file).value else {
            throw .corrupt("\(connection.file): the index names version \(id.rawValue), which is missing")
        }
        return value
    }

    // MARK: - History

    func events(prefix: String, from: Revision) throws(StoreError) -> HistoryChunk {
        try withSnapshot { current, oldest throws(StoreError) in
            if from < oldest { throw .compacted(oldest: oldest) }
            history.bind(1, RowID.first(of: from))
            defer { history.reset() }
            let prefixBytes = Array(prefix.utf8)
            var events: [StoreEvent] = []
            var bytes = 0
            while try history.step() {
                let revision = RowID(history.integer(0)).revision
                if events.count >= Self.chunkEvents || bytes >= Self.chunkBytes,
                    let through = events.last?.revision, revision > through
                {
                    return HistoryChunk(events: events, through: through, isLast: false)
                }
                guard history.withBytes(1, { $0.starts(with: prefixBytes) }) else { continue }
                let row = try SQLiteRow(history, file: connection.file)
                let previous = row.previous == 0 ? nil : try value(RowID(row.previous))
                bytes += (row.value?.value.count ?? 0) + (previous?.value.count ?? 0)
                events.append(
                    StoreEvent(
                        kind: row.value == nil ? .delete : .put, revision: revision, key: row.key, value: row.value,
                        previous: previous))
            }
            return HistoryChunk(events: events, through: current, isLast: true)
        }
    }
}
