import ApusStore
import CSQLite
import Glibc

extension StoreError {
    /// What SQLite's result code `code` means for the store in `file`.
    ///
    /// - Parameter system: the `errno` behind it; 0 where there is none.
    static func sqlite(_ code: Int32, _ message: String, system: Int32 = 0, file: String) -> StoreError {
        switch code & 0xff {
        case SQLITE_FULL: .full
        // The memory that the processes share lies in a file too (SQLITE_IOERR_SHMSIZE), and a synchronization may be
        // what finds no room.
        case SQLITE_IOERR where system == ENOSPC || system == EDQUOT: .full
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: .corrupt("\(file): \(message)")
        case SQLITE_BUSY, SQLITE_LOCKED: .unavailable("\(file): in use by another process (\(message))")
        default: .unavailable("\(file): \(message)")
        }
    }
}
