import ApusJSON
import ApusStore

/// The writer's side of a SQLite store. One group is one SQL transaction.
final class SQLiteEngine: StoreEngine {
    /// How many versions a step of a compaction looks at, and how many pages one gives back.
    private static let stepRows = 256
    private static let stepPages = 64

    /// What `close` lets go of, the file's lock last.
    private struct Open {
        let file: StoreFile
        let connection: SQLiteConnection
        let begin, commit, rollback: SQLiteStatement
        let head, version, insert: SQLiteStatement
        let lease: SQLiteStatement
    }

    private var open: Open?
    private(set) var committed: Revision
    private var isInTransaction = false
    private var isCompacting: Bool
    var hasCompactionLeft: Bool { isCompacting }

    /// - Parameter maximumPages: the largest size of the file in pages of 8 KiB; nil: what the disk holds.
    init(file: StoreFile, maximumPages: Int?) throws(StoreError) {
        let connection = try SQLiteSchema.openWriter(file.path, maximumPages: maximumPages)
        // A version's id ends with its revision's bits, so the greatest id tells the revision.
        let last = try connection.integer("SELECT max(id) FROM versions")
        committed = max(1, RowID(last).revision)
        isCompacting =
            try connection.integer(
                "SELECT (SELECT value FROM meta WHERE name = 'oldest') > (SELECT value FROM meta WHERE name = 'freed')")
            != 0
        open = Open(
            file: file, connection: connection,
            begin: try connection.prepare("BEGIN IMMEDIATE"), commit: try connection.prepare("COMMIT"),
            rollback: try connection.prepare("ROLLBACK"),
            head: try connection.prepare(
                "SELECT id FROM versions INDEXED BY versions_by_key WHERE key = ?1 ORDER BY id DESC LIMIT 1"),
            version: try connection.prepare("SELECT \(SQLiteRow.columns) FROM versions WHERE id = ?1"),
            insert: try connection.prepare(
                "INSERT INTO versions (\(SQLiteRow.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
            lease: try connection.prepare("SELECT 1 FROM leases WHERE id = ?1"))
    }

    private func opened() throws(StoreError) -> Open {
        guard let open else { throw .closed }
        return open
    }

    func close() { open = nil }

    // MARK: - Groups

    func begin() throws(StoreError) {
        try opened().begin.run()
        isInTransaction = true
    }

    func commit(_ revision: Revision) throws(StoreError) {
        try opened().commit.run()
        isInTransaction = false
        committed = revision
    }

    func rollback() {
        guard isInTransaction, let open else { return }
        isInTransaction = false
        // SQLite has rolled back by itself after some errors; then this one fails, and nothing is lost by it.
        try? open.rollback.run()
    }

    func head(of key: String) throws(StoreError) -> KeyHead? {
        let statement = try opened().head
        statement.bind(1, key)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let id = RowID(statement.integer(0))
        return id.isDeletion ? nil : KeyHead(modRevision: id.revision, token: id.rawValue)
    }

    func value(of key: String, at head: KeyHead) throws(StoreError) -> KeyValue {
        let open = try opened()
        open.version.bind(1, head.token)
        defer { open.version.reset() }
        guard try open.version.step(), let value = try SQLiteRow(open.version, file: open.file.path).value else {
            throw .corrupt("\(open.file.path): the version of \(key) at revision \(head.modRevision) is missing")
        }
        return value
    }

    func write(_ version: VersionWrite) throws(StoreError) {
        let insert = try opened().insert
        let id = RowID(revision: version.revision, position: version.position, isDeletion: version.value == nil)
        let created = Int64(version.createRevision)
        let previous = version.previous?.token ?? 0
        var key = version.key
        let checksum = key.withUTF8 { key in
            let key = UnsafeRawBufferPointer(key)
            let sum = { value in
                SQLiteRow.checksum(
                    id: id.rawValue, key: key, created: created, previous: previous, lease: version.lease, value: value)
            }
            return version.value.map { $0.withUnsafeBytes(sum) } ?? sum(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        insert.bind(1, id.rawValue)
        insert.bind(2, key)
        insert.bind(3, created)
        insert.bind(4, previous)
        insert.bind(5, version.lease)
        insert.bind(6, checksum)
        guard let value = version.value else {
            insert.bindNull(7)
            return try insert.run()
        }
        try insert.withBound(7, value) { () throws(StoreError) in try insert.run() }
    }

    // MARK: - Leases

    func insertLease(ttl: Int64) throws(StoreError) -> Int64 {
        let connection = try opened().connection
        let statement = try connection.prepare("INSERT INTO leases (ttl) VALUES (?1) RETURNING id")
        statement.bind(1, ttl)
        guard try statement.step() else { throw .corrupt("\(connection.file): a lease was not stored") }
        let lease = statement.integer(0)
        try statement.run()
        return lease
    }

    func hasLease(_ lease: Int64) throws(StoreError) -> Bool {
        let statement = try opened().lease
        statement.bind(1, lease)
        defer { statement.reset() }
        return try statement.step()
    }

    func removeLease(_ lease: Int64) throws(StoreError) {
        try opened().connection.execute("DELETE FROM leases WHERE id = \(lease)")
    }

    func keys(of lease: Int64) throws(StoreError) -> [String] {
        let statement = try opened().connection.prepare(
            """
            SELECT key FROM versions AS v INDEXED BY versions_by_lease WHERE lease = ?1 AND lease <> 0
            AND id = (SELECT max(id) FROM versions AS w WHERE w.key = v.key) ORDER BY key
            """)
        statement.bind(1, lease)
        var keys: [String] = []
        while try statement.step() { keys.append(statement.string(0)) }
        return keys
    }

    func storedLeases() throws(StoreError) -> [(lease: Int64, ttl: Int64)] {
        let statement = try opened().connection.prepare("SELECT id, ttl FROM leases")
        var leases: [(lease: Int64, ttl: Int64)] = []
        while try statement.step() { leases.append((statement.integer(0), statement.integer(1))) }
        return leases
    }

    // MARK: - Compaction

    /// `meta.oldest` becomes the oldest revision that can be read; `meta.freed` is the one up to which rows were freed.
    func beginCompaction(before revision: Revision) throws(StoreError) {
        try opened().connection.execute(
            "UPDATE meta SET value = max(value, \(revision)) WHERE name = 'oldest'")
        isCompacting = true
    }

    /// Frees the versions that a version of a revision before `oldest` replaced, and deletions before `oldest`: each
    /// row names the one that it replaced, so only the rows since the last compaction are looked at.
    func compactStep() throws(StoreError) -> Bool {
        let connection = try opened().connection
        if !isCompacting { return try vacuumStep(connection) }
        let oldest = try connection.integer("SELECT value FROM meta WHERE name = 'oldest'")
        let freed = try connection.integer("SELECT value FROM meta WHERE name = 'freed'")
        let rows = try connection.prepare("SELECT id, previous FROM versions WHERE id >= ?1 AND id < ?2 ORDER BY id")
        rows.bind(1, RowID.first(of: Revision(freed)))
        rows.bind(2, RowID.first(of: Revision(oldest)))
        var superseded: [Int64] = []
        var seen = 0
        var last = Revision(0)
        var through = Revision(oldest)
        while try rows.step() {
            let id = RowID(rows.integer(0))
            // A step ends between two revisions.
            if seen >= Self.stepRows, id.revision > last {
                through = id.revision
                break
            }
            seen += 1
            last = id.revision
            if rows.integer(1) != 0 { superseded.append(rows.integer(1)) }
            if id.isDeletion { superseded.append(id.rawValue) }
        }
        rows.reset()
        try begin()
        do throws(StoreError) {
            let delete = try connection.prepare("DELETE FROM versions WHERE id = ?1")
            for id in superseded {
                delete.bind(1, id)
                try delete.run()
            }
            try connection.execute("UPDATE meta SET value = \(through) WHERE name = 'freed'")
            try commit(committed)
        } catch {
            rollback()
            throw error
        }
        isCompacting = through < Revision(oldest)
        return true
    }

    /// Gives free pages back to the file system while they are more than a quarter of the file; below that, new
    /// versions will use them.
    private func vacuumStep(_ connection: SQLiteConnection) throws(StoreError) -> Bool {
        let free = try connection.integer("PRAGMA freelist_count")
        let pages = try connection.integer("PRAGMA page_count")
        guard free > max(pages / 4, 512) else { return false }
        try connection.execute("PRAGMA incremental_vacuum(\(Self.stepPages))")
        return try connection.integer("PRAGMA freelist_count") < free
    }
}
