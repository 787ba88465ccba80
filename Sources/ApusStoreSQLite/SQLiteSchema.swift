import ApusStore
import CSQLite

/// The tables of a store, in the spirit of kine: one row for each version of each key.
enum SQLiteSchema {
    /// "Apus"; offset 68 of the file.
    static let applicationID: UInt32 = 0x4170_7573
    static let format: Int64 = 1

    /// `versions.id` is a `RowID`: it holds revision, place and kind, so that the index of keys alone answers which
    /// version of which key is the newest at a revision, and rows are appended in the order of revisions.
    private static let tables = """
        CREATE TABLE versions (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL,
            created INTEGER NOT NULL,
            previous INTEGER NOT NULL,
            lease INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            value BLOB
        ) STRICT;
        CREATE INDEX versions_by_key ON versions (key);
        CREATE INDEX versions_by_lease ON versions (lease) WHERE lease <> 0;
        CREATE TABLE leases (id INTEGER PRIMARY KEY AUTOINCREMENT, ttl INTEGER NOT NULL) STRICT;
        CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta VALUES ('oldest', 0), ('freed', 0);
        """

    /// Opens the writer's connection, and makes the tables of a new store.
    ///
    /// - Throws: `.corrupt` for a database that is none of ours, damaged, or of a format of the future.
    static func openWriter(_ file: String, maximumPages: Int?) throws(StoreError) -> SQLiteConnection {
        let connection = try SQLiteConnection(file: file, readOnly: false)
        // Read first: a database of somebody else is refused before anything is written to it.
        let identifier = try connection.integer("PRAGMA application_id")
        let tableCount = try connection.integer("SELECT count(*) FROM sqlite_schema")
        let isNew = identifier == 0 && tableCount == 0
        guard isNew || identifier == Int64(applicationID) else {
            throw .corrupt("\(file): a database of another program (application id \(identifier))")
        }
        // Three Pods fill a page of 8 KiB, one a page of 4; larger pages would be written again and again for one row.
        if isNew { try connection.execute("PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL") }
        // Checkpoints every 16 MiB, in the writer's thread; the log keeps that size.
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 2048;
            PRAGMA journal_size_limit = 33554432;
            PRAGMA cache_size = -4096;
            PRAGMA cell_size_check = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA trusted_schema = OFF
            """)
        if let maximumPages { try connection.execute("PRAGMA max_page_count = \(maximumPages)") }
        if isNew {
            try connection.execute(
                """
                BEGIN IMMEDIATE; \(tables)
                PRAGMA application_id = \(applicationID); PRAGMA user_version = \(format); COMMIT
                """)
        }
        let found = try connection.integer("PRAGMA user_version")
        guard found == format else {
            throw .corrupt("\(file): format \(found), this version reads format \(format)")
        }
        return connection
    }

    /// Opens a connection that only reads, beside the writer's.
    static func openReader(_ file: String) throws(StoreError) -> SQLiteConnection {
        let connection = try SQLiteConnection(file: file, readOnly: true)
        try connection.execute("PRAGMA cache_size = -512; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF")
        // A reader meets a lock only while the log is started anew.
        sqlite3_busy_timeout(connection.handle, 5000)
        return connection
    }
}

/// The primary key of a version: its revision, its place in the transaction, and whether it is a deletion.
struct RowID {
    private static let positionBits: Int64 = 12
    /// How many keys one revision can hold.
    static let positions = 1 << 12
    let rawValue: Int64

    init(_ rawValue: Int64) { self.rawValue = rawValue }

    init(revision: Revision, position: Int, isDeletion: Bool) {
        rawValue = Int64(revision) << (Self.positionBits + 1) | Int64(position) << 1 | (isDeletion ? 1 : 0)
    }

    /// The first row that a revision can have.
    static func first(of revision: Revision) -> Int64 {
        // Revisions that a caller makes up stay in range: 2^50 is none that a store reaches.
        RowID(revision: min(revision, 1 << 50), position: 0, isDeletion: false).rawValue
    }

    var revision: Revision { Revision(rawValue >> (Self.positionBits + 1)) }
    var isDeletion: Bool { rawValue & 1 == 1 }
}
