public import ApusStore
import CSQLite
import Glibc

/// The file of a store that no server uses, kept from them as long as this object lives.
public final class SQLiteOffline: Sendable {
    public let path: String
    private let file: StoreFile

    /// - Throws: `.unavailable` where there is no such file, or a process has it (which is named).
    public init(file path: String) throws(StoreError) {
        guard access(path, F_OK) == 0 else { throw .unavailable("\(path): \(String(cString: strerror(errno)))") }
        self.path = path
        file = try StoreFile(path: path)
    }

    /// Forgets what is older than `revision` (nil: than the newest), and gives all free space back.
    ///
    /// - Returns: the oldest revision that can be read now.
    public func compact(before revision: Revision?) throws(StoreError) -> Revision {
        let engine = try SQLiteEngine(file: file, maximumPages: nil)
        let wanted = revision ?? engine.committed
        guard wanted <= engine.committed else { throw .future(current: engine.committed) }
        try engine.beginCompaction(before: wanted)
        while engine.hasCompactionLeft { _ = try engine.compactStep() }
        engine.close()
        let connection = try SQLiteSchema.openWriter(path, maximumPages: nil)
        try connection.execute("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")
        return Revision(clamping: try connection.integer("SELECT value FROM meta WHERE name = 'oldest'"))
    }
}
