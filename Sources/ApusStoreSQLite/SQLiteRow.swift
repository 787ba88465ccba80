import ApusJSON
import ApusStore

/// A row of `versions`, checked against its checksum.
struct SQLiteRow {
    /// The columns in the order in which `init(_:)` takes them.
    static let columns = "id, key, created, previous, lease, checksum, value"

    let id: RowID
    let previous: Int64
    /// Nil for a deletion.
    let value: KeyValue?
    let key: String

    /// Reads the row that `statement` is at.
    ///
    /// - Throws: `.corrupt` where the checksum is wrong.
    init(_ statement: SQLiteStatement, file: String) throws(StoreError) {
        let id = RowID(statement.integer(0))
        let key = statement.string(1)
        let previous = statement.integer(3)
        let created = statement.integer(2)
        let checksum = statement.withBytes(1) { key in
            statement.withBytes(6) { value in
                Self.checksum(
                    id: id.rawValue, key: key, created: created, previous: previous, lease: statement.integer(4),
                    value: value)
            }
        }
        guard checksum == statement.integer(5), statement.isNull(6) == id.isDeletion else {
            throw .corrupt("\(file): the version of \(key) at revision \(id.revision) does not match its checksum")
        }
        self.id = id
        self.key = key
        self.previous = previous
        value =
            id.isDeletion
            ? nil
            : KeyValue(
                key: key, value: statement.bytes(6), createRevision: Revision(clamping: created),
                modRevision: id.revision)
    }

    /// XXH64 over the value, seeded with the one over the key, seeded with the numbers.
    static func checksum(
        id: Int64, key: UnsafeRawBufferPointer, created: Int64, previous: Int64, lease: Int64,
        value: UnsafeRawBufferPointer
    ) -> Int64 {
        var seed: UInt64 = 0
        for number in [id, created, previous, lease] {
            seed = (seed ^ UInt64(bitPattern: number)) &* 0x9E37_79B1_85EB_CA87
            seed ^= seed >> 32
        }
        return Int64(bitPattern: XXH64.hash(value, seed: XXH64.hash(key, seed: seed)))
    }
}
