import ApusJSON
import ApusStore
import ArgumentParser
import CSQLite
import Glibc

/// The raw limit: a loop over SQLite's C API, with the tables and settings of a store and nothing around them.
enum BareSQLite {
    private static let setup = """
        PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 2048; PRAGMA journal_size_limit = 33554432; PRAGMA cache_size = -4096;
        CREATE TABLE versions (id INTEGER PRIMARY KEY, key TEXT NOT NULL, created INTEGER NOT NULL,
            previous INTEGER NOT NULL, lease INTEGER NOT NULL, checksum INTEGER NOT NULL, value BLOB) STRICT;
        CREATE INDEX versions_by_key ON versions (key);
        CREATE INDEX versions_by_lease ON versions (lease) WHERE lease <> 0;
        """

    /// Inserts `count` rows, `batch` in each transaction.
    static func insert(_ count: Int, batch: Int, value: Bytes, file: String) throws -> StoreLoad.Figures {
        var database: OpaquePointer?
        guard sqlite3_open(file, &database) == SQLITE_OK, sqlite3_exec(database, setup, nil, nil, nil) == SQLITE_OK
        else { throw ExitCode(1) }
        defer { sqlite3_close(database) }
        func prepare(_ sql: String) throws -> OpaquePointer? {
            var statement: OpaquePointer?
            guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else { throw ExitCode(1) }
            return statement
        }
        let begin = try prepare("BEGIN IMMEDIATE")
        let commit = try prepare("COMMIT")
        let insert = try prepare("INSERT INTO versions VALUES (?1, ?2, ?3, 0, 0, ?4, ?5)")
        defer { for statement in [begin, commit, insert] { sqlite3_finalize(statement) } }
        func run(_ statement: OpaquePointer?) throws {
            guard sqlite3_step(statement) == SQLITE_DONE else { throw ExitCode(1) }
            sqlite3_reset(statement)
        }
        // The keys of StoreLoad, in an order in which its writers make them.
        let keys = (0..<count).map { Array("/registry/pods/default/w\($0 % batch)-\($0 / batch)".utf8CString) }
        let cpu = ProcessFigures(pid: getpid()).cpu
        let start = monotonicNanoseconds()
        try value.withUnsafeBytes { bytes in
            var row = 0
            while row < count {
                try run(begin)
                for _ in 0..<min(batch, count - row) {
                    sqlite3_bind_int64(insert, 1, Int64(row + 2) << 13)
                    keys[row].withUnsafeBufferPointer {
                        _ = sqlite3_bind_text(insert, 2, $0.baseAddress, Int32($0.count - 1), nil)
                    }
                    sqlite3_bind_int64(insert, 3, Int64(row + 2))
                    sqlite3_bind_int64(insert, 4, Int64(row) &* 0x9E37_79B9)
                    sqlite3_bind_blob(insert, 5, bytes.baseAddress, Int32(bytes.count), nil)
                    try run(insert)
                    row += 1
                }
                try run(commit)
            }
        }
        return StoreLoad.Figures(
            commits: Double(count), seconds: Double(monotonicNanoseconds() - start) / 1e9,
            cpu: ProcessFigures(pid: getpid()).cpu - cpu)
    }
}

/// What the disk takes to make a value durable.
enum SynchronizedWrites {
    /// Writes `value` behind what is in a plain file and synchronizes it, `count` times; seconds each.
    static func latencies(_ count: Int, _ value: Bytes, file: String) throws -> [Double] {
        let descriptor = open(file + "-plain", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ExitCode(1) }
        defer {
            close(descriptor)
            unlink(file + "-plain")
        }
        return try value.withUnsafeBytes { bytes in
            try (0..<count).map { _ in
                let start = monotonicNanoseconds()
                guard write(descriptor, bytes.baseAddress, bytes.count) == bytes.count, fdatasync(descriptor) == 0
                else {
                    throw ExitCode(1)
                }
                return Double(monotonicNanoseconds() - start) / 1e9
            }
        }
    }
}
