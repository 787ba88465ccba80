import ApusJSON
import ApusStore
import CSQLite
import Synchronization

/// Reads everything in the file of a store, on a connection of its own: SQLite's pages and indexes, each row with its
/// checksum, and whether each version that a watch could ask for is there.
struct SQLiteCheck {
    /// How many rows are read in one transaction, so that the write-ahead log can be taken into the file meanwhile.
    private static let chunk: Int64 = 1000

    /// Tells a check in another thread to stop.
    final class Interruption: Sendable {
        private let value = Atomic<Bool>(false)
        var isWanted: Bool { value.load(ordering: .relaxed) }
        func request() { value.store(true, ordering: .relaxed) }
    }

    private let connection: SQLiteConnection
    private let interruption: Interruption
    private let limit: Int
    private let rows, previous, oldest: SQLiteStatement
    private var result = StoreCheck()

    /// - Parameter limit: after how many damages it ends.
    static func run(
        file: String, limit: Int, interruption: Interruption = Interruption()
    ) throws(StoreError) -> StoreCheck {
        do throws(StoreError) {
            var check = try SQLiteCheck(file: file, limit: limit, interruption: interruption)
            try check.readRows()
            try check.readPages()
            return check.result
        } catch .corrupt(let message) {
            var result = StoreCheck()
            result.damage = [message]
            return result
        }
    }

    private init(file: String, limit: Int, interruption: Interruption) throws(StoreError) {
        connection = try SQLiteSchema.openReader(file)
        self.interruption = interruption
        self.limit = limit
        rows = try connection.prepare("SELECT \(SQLiteRow.columns) FROM versions WHERE id > ?1 ORDER BY id LIMIT ?2")
        previous = try connection.prepare("SELECT key FROM versions WHERE id = ?1")
        oldest = try connection.prepare("SELECT value FROM meta WHERE name = 'oldest'")
    }

    private mutating func note(_ damage: String) {
        if result.damage.count < limit { result.damage.append(damage) }
    }

    // MARK: - Rows

    private mutating func readRows() throws(StoreError) {
        var last: Int64 = -1
        do throws(StoreError) {
            while result.damage.count < limit, let next = try readRows(behind: last) { last = next }
        } catch .corrupt(let message) {
            // A damaged page: what lies behind it cannot be found from here.
            note("\(message), behind row \(last)")
        }
    }

    /// Reads some rows of one state of the file; returns the last one, nil where there is none.
    private mutating func readRows(behind last: Int64) throws(StoreError) -> Int64? {
        guard !interruption.isWanted else { throw .closed }
        try connection.execute("BEGIN")
        defer {
            for statement in [rows, previous, oldest] { statement.reset() }
            try? connection.execute("COMMIT")
        }
        let readable = try oldest.step() ? RowID.first(of: Revision(clamping: oldest.integer(0))) : 0
        rows.bind(1, last)
        rows.bind(2, Self.chunk)
        var end: Int64?
        while try rows.step() {
            end = rows.integer(0)
            result.versions += 1
            do throws(StoreError) {
                let row = try SQLiteRow(rows, file: connection.file)
                result.bytes += row.value?.value.count ?? 0
                // What older versions replaced may have been freed.
                if row.previous != 0, row.id.rawValue >= readable { try readPrevious(of: row) }
            } catch .corrupt(let message) {
                note(message)
            }
        }
        return end
    }

    private mutating func readPrevious(of row: SQLiteRow) throws(StoreError) {
        previous.bind(1, row.previous)
        defer { previous.reset() }
        guard try previous.step(), previous.string(0) == row.key else {
            throw .corrupt(
                "\(connection.file): the version of \(row.key) before revision \(row.id.revision) is missing")
        }
    }

    // MARK: - Pages

    /// SQLite's own check of the whole file: its trees, its free pages, and that index and table agree.
    private mutating func readPages() throws(StoreError) {
        guard result.damage.count < limit else { return }
        let wanted = Unmanaged.passUnretained(interruption).toOpaque()
        sqlite3_progress_handler(
            connection.handle, 100_000,
            { wanted in
                guard let wanted else { return 0 }
                return Unmanaged<Interruption>.fromOpaque(wanted).takeUnretainedValue().isWanted ? 1 : 0
            }, wanted)
        defer { sqlite3_progress_handler(connection.handle, 0, nil, nil) }
        do throws(StoreError) {
            let pages = try connection.prepare("PRAGMA integrity_check(\(limit - result.damage.count))")
            while try pages.step() {
                let line = pages.string(0)
                if line != "ok" { note("\(connection.file): \(line)") }
            }
        } catch .corrupt(let message) {
            note(message)
        } catch {
            throw interruption.isWanted ? .closed : error
        }
    }
}
