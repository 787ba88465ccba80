import ApusStore
import CSQLite

/// One connection to a database file; used by one thread at a time.
final class SQLiteConnection {
    let file: String
    let handle: OpaquePointer

    /// Opens `file`, which exists already.
    init(file: String, readOnly: Bool) throws(StoreError) {
        var handle: OpaquePointer?
        let mode = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        let code = sqlite3_open_v2(file, &handle, mode | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close(handle)
            throw .sqlite(code, message, file: file)
        }
        sqlite3_extended_result_codes(handle, 1)
        self.file = file
        self.handle = handle
    }

    /// Statements must be gone by now.
    deinit { sqlite3_close_v2(handle) }

    /// Runs statements that give no rows, or whose rows do not matter.
    func execute(_ sql: String) throws(StoreError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    func prepare(_ sql: String) throws(StoreError) -> SQLiteStatement { try SQLiteStatement(sql, on: self) }

    /// The integer in the first column of the first row.
    func integer(_ sql: String) throws(StoreError) -> Int64 {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : 0
    }

    func error(_ code: Int32) -> StoreError {
        .sqlite(
            code, String(cString: sqlite3_errmsg(handle)), system: sqlite3_system_errno(handle), file: file)
    }
}
