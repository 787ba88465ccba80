import CApusPlugin

/// The strings of a snapshot by id. The first ids are the ABI's: `APUS_STRING_EMPTY`, `APUS_STRING_UNSCHEDULABLE`.
struct StringTable {
    private var ids: [String: UInt32] = [:]

    init(in arena: ColumnArena) { removeAll(in: arena) }

    var count: Int { ids.count }

    /// The id of `string`, which is added if it is new.
    mutating func intern(_ string: String, in arena: ColumnArena) -> UInt32 {
        if let id = ids[string] { return id }
        let bytes = Array(string.utf8)
        let first = arena.append(APUS_SNAPSHOT_STRING_BYTES, bytes)
        let id = arena.append(
            APUS_SNAPSHOT_STRINGS, [apus_range_draft(first: UInt32(first), count: UInt32(bytes.count))])
        ids[string] = UInt32(id)
        return UInt32(id)
    }

    /// The id of `string`; `APUS_STRING_NONE` where no node knows it.
    func id(of string: String) -> UInt32 { ids[string] ?? APUS_STRING_NONE }

    /// Forgets all strings but the first.
    mutating func removeAll(in arena: ColumnArena) {
        ids = [:]
        arena.resize(APUS_SNAPSHOT_STRINGS, to: 0)
        arena.resize(APUS_SNAPSHOT_STRING_BYTES, to: 0)
        for string in ["", "node.kubernetes.io/unschedulable"] { _ = intern(string, in: arena) }
    }
}
