import ApusJSON
public import ApusStore
import CSQLite
import Glibc

/// A store that is made from the contents of another: built beside its place, then put there whole. The place is locked
/// meanwhile, as a server would lock it.
public actor SQLiteFilling: StoreFilling {
    /// What the row that holds the revision is called; it lies outside of every prefix.
    private static let marker = "restored"
    /// Revisions beyond would leave too few for the store's life.
    private static let highest = Revision(1) << 49

    private let path: String
    private let temporary: String
    private let place: StoreFile
    private var connection: SQLiteConnection?
    private var insert: SQLiteStatement?
    private var grant: SQLiteStatement?
    /// The leases by what the contents called them.
    private var leases: [Int64: Int64] = [:]
    private var newest: Revision = 0

    /// - Throws: `.unavailable` where a store with anything in it is at `path` already, or a process has it.
    public init(file path: String) throws(StoreError) {
        try SQLiteFilling.checkFree(path)
        self.path = path
        temporary = path + ".restoring"
        place = try StoreFile(path: path)
        // It may have been filled before it was locked.
        try SQLiteFilling.checkFree(path)
        SQLiteFilling.remove(temporary)
        let file = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unavailable("\(temporary): \(String(cString: strerror(errno)))") }
        Glibc.close(file)
        let connection = try SQLiteSchema.openWriter(temporary, maximumPages: nil)
        // Nobody reads it before it is whole, so it needs no log; it is synchronized once, at the end.
        try connection.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN")
        insert = try connection.prepare(
            "INSERT OR IGNORE INTO versions (\(SQLiteRow.columns)) VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6)")
        grant = try connection.prepare("INSERT INTO leases (ttl) VALUES (?1) RETURNING id")
        self.connection = connection
    }

    private static func checkFree(_ path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .unavailable("\(path): \(String(cString: strerror(errno)))") }
            return
        }
        guard status.st_size > 0 else { return }
        let keys = try? SQLiteSchema.openReader(path).integer(
            "SELECT count(*) FROM (SELECT max(id) AS id FROM versions GROUP BY key) WHERE id & 1 = 0")
        throw .unavailable("\(path): exists already\(keys.map { ", with \($0) keys" } ?? "")")
    }

    public func put(_ entries: [StoreEntry]) async throws { try fill(entries) }

    private func fill(_ entries: [StoreEntry]) throws(StoreError) {
        for entry in entries {
            switch entry {
            case .lease(let lease): leases[lease.id] = try granted(lease.ttl)
            case .key(let record): try write(record)
            }
        }
    }

    private func granted(_ ttl: Int64) throws(StoreError) -> Int64 {
        guard let grant else { throw .closed }
        grant.bind(1, max(1, ttl))
        guard try grant.step() else { throw .corrupt("\(temporary): a lease was not stored") }
        let id = grant.integer(0)
        try grant.run()
        return id
    }

    private func write(_ record: StoreRecord) throws(StoreError) {
        guard record.modRevision > 0, record.modRevision < SQLiteFilling.highest else {
            throw .unavailable("\(record.key): revision \(record.modRevision) cannot be stored")
        }
        guard record.lease == 0 || leases[record.lease] != nil else {
            throw .unavailable("\(record.key): its lease \(record.lease) is missing")
        }
        newest = max(newest, record.modRevision)
        // Keys of one transaction share its revision; each takes the next free place in it.
        for position in 0..<RowID.positions {
            let id = RowID(revision: record.modRevision, position: position, isDeletion: false)
            if try write(
                id, record.key, created: record.createRevision, lease: leases[record.lease] ?? 0, value: record.value)
            {
                return
            }
        }
        throw .unavailable("\(record.key): more than \(RowID.positions) keys were written at its revision")
    }

    /// Returns false where another version has the id.
    private func write(
        _ id: RowID, _ key: String, created: Revision, lease: Int64, value: Bytes?
    ) throws(StoreError) -> Bool {
        guard let insert, let connection else { throw .closed }
        let created = Int64(clamping: created)
        var text = key
        let checksum = text.withUTF8 { key in
            let sum = { value in
                SQLiteRow.checksum(
                    id: id.rawValue, key: UnsafeRawBufferPointer(key), created: created, previous: 0, lease: lease,
                    value: value)
            }
            return value.map { $0.withUnsafeBytes(sum) } ?? sum(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        insert.bind(1, id.rawValue)
        insert.bind(2, key)
        insert.bind(3, created)
        insert.bind(4, lease)
        insert.bind(5, checksum)
        if let value {
            try insert.withBound(6, value) { () throws(StoreError) in try insert.run() }
        } else {
            insert.bindNull(6)
            try insert.run()
        }
        return sqlite3_changes(connection.handle) == 1
    }

    public func finish(at revision: Revision) async throws -> Revision {
        try complete(at: revision)
        return revision
    }

    private func complete(at revision: Revision) throws(StoreError) {
        guard let connection else { throw .closed }
        guard revision > newest, revision < SQLiteFilling.highest else {
            throw .unavailable("\(path): revision \(revision) cannot follow \(newest)")
        }
        // The greatest id tells the store's revision. This deletion of nothing goes away once something newer exists.
        _ = try write(
            RowID(revision: revision, position: 0, isDeletion: true), Self.marker, created: revision, lease: 0,
            value: nil)
        (insert, grant) = (nil, nil)
        try connection.execute(
            "UPDATE meta SET value = \(revision) WHERE name IN ('oldest', 'freed'); COMMIT; PRAGMA journal_mode = WAL")
        self.connection = nil
        // What a store that was removed left; SQLite would take it for the new one's.
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        try synchronize(temporary, O_RDWR)
        guard rename(temporary, path) == 0 else { throw .unavailable("\(path): \(String(cString: strerror(errno)))") }
        try synchronize(StoreFile.directory(of: path), O_RDONLY | O_DIRECTORY)
    }

    private func synchronize(_ path: String, _ flags: Int32) throws(StoreError) {
        let file = open(path, flags | O_CLOEXEC)
        guard file >= 0 else { throw .unavailable("\(path): \(String(cString: strerror(errno)))") }
        defer { Glibc.close(file) }
        guard fsync(file) == 0 else { throw .unavailable("\(path): \(String(cString: strerror(errno)))") }
    }

    public func abandon() async {
        (insert, grant, connection) = (nil, nil, nil)
        SQLiteFilling.remove(temporary)
        // The empty file that holds the place; a store of anybody else is not empty.
        var status = stat()
        if stat(path, &status) == 0, status.st_size == 0 {
            unlink(path)
            unlink(path + ".lock")
        }
    }

    private static func remove(_ database: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(database + suffix) }
    }
}
