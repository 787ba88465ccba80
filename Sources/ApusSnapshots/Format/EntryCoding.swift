import ApusJSON
import ApusStore

/// Entries as the bytes of a block.
enum EntryCoding {
    private static let key: UInt8 = 1
    private static let lease: UInt8 = 2

    static func size(_ entry: StoreEntry) -> Int {
        switch entry {
        case .lease: 17
        case .key(let record): 33 + record.key.utf8.count + record.value.count
        }
    }

    static func append(_ entry: StoreEntry, to block: inout [UInt8]) {
        switch entry {
        case .lease(let lease):
            block.append(Self.lease)
            block.append(littleEndian: lease.id)
            block.append(littleEndian: lease.ttl)
        case .key(let record):
            block.append(key)
            block.append(littleEndian: UInt32(record.key.utf8.count))
            block.append(littleEndian: UInt32(record.value.count))
            block.append(littleEndian: record.createRevision)
            block.append(littleEndian: record.modRevision)
            block.append(littleEndian: record.lease)
            block.append(contentsOf: record.key.utf8)
            record.value.withUnsafeBytes { block.append(contentsOf: $0) }
        }
    }

    /// The entries of a block; nil where its bytes are none.
    static func entries(_ block: UnsafeRawBufferPointer) -> [StoreEntry]? {
        var cursor = ByteCursor(block)
        var entries: [StoreEntry] = []
        while !cursor.isAtEnd {
            guard let entry = entry(&cursor) else { return nil }
            entries.append(entry)
        }
        return entries
    }

    private static func entry(_ cursor: inout ByteCursor) -> StoreEntry? {
        switch cursor.integer(UInt8.self) {
        case lease:
            guard let id = cursor.integer(Int64.self), let ttl = cursor.integer(Int64.self) else { return nil }
            return .lease(StoreLease(id: id, ttl: ttl))
        case key:
            guard let keyLength = cursor.integer(UInt32.self), let valueLength = cursor.integer(UInt32.self),
                let created = cursor.integer(Revision.self), let modified = cursor.integer(Revision.self),
                let lease = cursor.integer(Int64.self), let key = cursor.take(Int(keyLength)),
                let value = cursor.take(Int(valueLength))
            else { return nil }
            return .key(
                StoreRecord(
                    key: String(decoding: key, as: UTF8.self), value: Bytes(value), createRevision: created,
                    modRevision: modified, lease: lease))
        default: return nil
        }
    }
}
