public import ApusStore
import CSQLite
import Glibc

/// What is to be seen of a store's file, whether a server uses it or not.
public struct SQLiteInspection: Sendable, Equatable {
    public var revision: Revision
    /// The oldest revision that can be read.
    public var oldestRevision: Revision
    /// The keys that exist, and the bytes of their newest values.
    public var keys: Int64
    public var valueBytes: Int64
    /// All versions of all keys that are kept, deletions among them.
    public var versions: Int64
    public var leases: Int64
    /// The file and the log beside it.
    public var fileBytes: Int64
    public var logBytes: Int64
    public var pageSize: Int64
    public var pages: Int64
    public var freePages: Int64
    /// The process that has the store; nil where none has.
    public var process: Int32?

    /// - Throws: `.unavailable` where `file` cannot be opened, `.corrupt` where it is no store.
    public init(file: String) throws(StoreError) {
        let connection = try SQLiteSchema.openReader(file)
        guard try connection.integer("PRAGMA application_id") == Int64(SQLiteSchema.applicationID) else {
            throw .corrupt("\(file): not an Apus store")
        }
        try connection.execute("BEGIN")
        revision = max(1, RowID(try connection.integer("SELECT max(id) FROM versions")).revision)
        oldestRevision = Revision(
            clamping: max(1, try connection.integer("SELECT value FROM meta WHERE name = 'oldest'")))
        let newest = "(SELECT max(id) AS id FROM versions INDEXED BY versions_by_key GROUP BY key) AS newest"
        keys = try connection.integer("SELECT count(*) FROM \(newest) WHERE newest.id & 1 = 0")
        valueBytes = try connection.integer(
            "SELECT total(length(v.value)) FROM \(newest) CROSS JOIN versions AS v ON v.id = newest.id")
        versions = try connection.integer("SELECT count(*) FROM versions")
        leases = try connection.integer("SELECT count(*) FROM leases")
        pageSize = try connection.integer("PRAGMA page_size")
        pages = try connection.integer("PRAGMA page_count")
        freePages = try connection.integer("PRAGMA freelist_count")
        fileBytes = SQLiteInspection.size(file)
        logBytes = SQLiteInspection.size(file + "-wal")
        process = StoreFile.holder(of: file)
    }

    private static func size(_ file: String) -> Int64 {
        var status = stat()
        return stat(file, &status) == 0 ? Int64(status.st_size) : 0
    }
}
