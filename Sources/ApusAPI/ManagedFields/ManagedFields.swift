import ApusJSON

/// The entries of `metadata.managedFields`.
struct ManagedFields {
    /// How many entries of updates an object keeps; older ones become one.
    private static let updateLimit = 10
    private static let oldest = "ancient-changes"

    var entries: [ManagedFieldsEntry]

    init(_ entries: [ManagedFieldsEntry] = []) { self.entries = entries }

    /// Reads a list; nil where an entry is malformed.
    init?(_ list: JSONValue) {
        var entries: [ManagedFieldsEntry] = []
        for value in list.elements {
            guard let entry = ManagedFieldsEntry(value) else { return nil }
            entries.append(entry)
        }
        self.entries = entries
    }

    /// Whether who sends this list wants all entries gone: it is empty, or its one entry is.
    static func isReset(_ sent: JSONValue) -> Bool {
        guard case .array(let list) = sent else { return false }
        return list.isEmpty || list.count == 1 && list[0] == [:]
    }

    var isEmpty: Bool { entries.isEmpty }

    /// The list as it is stored; nil: none.
    var value: JSONValue? {
        let kept = entries.filter { !$0.fields.isEmpty }
        guard !kept.isEmpty else { return nil }
        return .array(kept.sorted(by: ManagedFieldsEntry.precedes).map(\.value))
    }

    func index(of entry: ManagedFieldsEntry) -> Int? { entries.firstIndex { $0.isSameManager(as: entry) } }

    /// Adds the fields of `entry` to those that its manager has, at its time.
    mutating func add(_ entry: ManagedFieldsEntry) {
        guard let index = index(of: entry) else { return entries.append(entry) }
        entries[index].fields.formUnion(entry.fields)
        entries[index].apiVersion = entry.apiVersion
        entries[index].time = entry.time
    }

    /// Merges the oldest entries of updates, a bucket for each version, until few enough are left.
    mutating func limitUpdates() {
        entries.removeAll { $0.fields.isEmpty }
        let updates = entries.filter { !$0.isApplied }
            .sorted { ($0.time, $0.identifier) < ($1.time, $1.identifier) }
        var count = updates.count
        guard count > ManagedFields.updateLimit else { return }
        var first: [String: ManagedFieldsEntry] = [:]
        for entry in updates where count > ManagedFields.updateLimit {
            guard let other = first[entry.apiVersion] else {
                first[entry.apiVersion] = entry
                continue
            }
            var bucket = ManagedFieldsEntry(
                manager: ManagedFields.oldest, operation: ManagedFieldsEntry.update, apiVersion: entry.apiVersion,
                subresource: "", time: entry.time, fields: entry.fields)
            if index(of: bucket) == nil, let index = index(of: other) {
                bucket.fields.formUnion(entries[index].fields)
                entries.remove(at: index)
            }
            if let index = index(of: entry), !entry.isSameManager(as: bucket) { entries.remove(at: index) }
            add(bucket)
            count -= 1
        }
    }
}
