import ApusStore
import CSQLite

extension StoreError {
    /// What SQLite's result code `code` means for the store in `file`.
    static func sqlite(_ code: Int32, _ message: String, file: String) -> StoreError {
        switch code & 0xff {
        case SQLITE_FULL: .full
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: .corrupt("\(file): \(message)")
        case SQLITE_BUSY, SQLITE_LOCKED: .unavailable("\(file): in use by another process (\(message))")
        default: .unavailable("\(file): \(message)")
        }
    }
}
