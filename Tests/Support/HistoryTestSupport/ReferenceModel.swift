/// What the log makes of the store: each key's versions, and whose each revision is.
struct ReferenceModel {
    private struct Step {
        var revision: UInt64
        /// Nil: deleted.
        var version: History.Version?
    }

    private var steps: [String: [Step]] = [:]
    private(set) var newest: UInt64
    /// The write of each revision that is one's.
    private(set) var owners: [UInt64: History.Write] = [:]
    /// The lease on which each key lies.
    private(set) var leases: [String: Int64] = [:]
    /// The revisions in which leases ended.
    private(set) var ended: [Int64: UInt64] = [:]

    init(start: UInt64) { newest = start }

    func version(of key: String, at revision: UInt64) -> History.Version? {
        guard let steps = steps[key] else { return nil }
        var low = 0
        var high = steps.count
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].revision <= revision { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : steps[low - 1].version
    }

    /// Whether the key had this version at `revision` or at any time after it.
    func had(_ version: History.Version?, key: String, since revision: UInt64) -> Bool {
        let candidates =
            [self.version(of: key, at: revision)]
            + (steps[key] ?? []).filter { $0.revision > revision }.map(\.version)
        return candidates.contains { candidate in
            switch (candidate, version) {
            case (nil, nil): true
            case (let one?, let other?): one.agrees(other)
            default: false
            }
        }
    }

    func range(_ prefix: String, from: String, at revision: UInt64) -> [(key: String, version: History.Version)] {
        steps.keys.filter { $0.hasPrefix(prefix) && $0 >= from }.sorted().compactMap { key in
            version(of: key, at: revision).map { (key, $0) }
        }
    }

    func holds(_ compares: [History.Write.Compare], at revision: UInt64) -> Bool {
        compares.allSatisfy { version(of: $0.key, at: revision)?.modified ?? 0 == $0.modified }
    }

    /// What `write` changes where it comes next.
    func changes(of write: History.Write) -> [String: String?] {
        var changes: [String: String?] = [:]
        for operation in write.operations where operation.value != nil || version(of: operation.key, at: newest) != nil
        {
            changes[operation.key] = .some(operation.value)
        }
        return changes
    }

    /// Which leases end with the deletion of exactly these keys.
    func lease(of keys: Set<String>) -> Int64? {
        guard let first = keys.first, let lease = leases[first] else { return nil }
        return Set(leases.filter { $0.value == lease }.keys) == keys ? lease : nil
    }

    /// Takes the next batch; says what of it does not follow from what was before.
    mutating func apply(_ batch: History.Batch, owner: History.Write?, lease: Int64?) -> [String] {
        var problems: [String] = []
        for change in batch.changes {
            let before = version(of: change.key, at: batch.revision - 1)
            var now = change.now
            now?.modified = batch.revision
            now?.created = before?.created ?? batch.revision
            let expected = History.Change(change.key, now, previous: .told(before))
            if !change.agrees(expected) {
                problems.append("revision \(batch.revision) is told as \(change), and should be \(expected)")
            }
            if change.now == nil, before == nil { problems.append("revision \(batch.revision) deletes nothing") }
            steps[change.key, default: []].append(Step(revision: batch.revision, version: now))
            leases[change.key] = nil
        }
        for operation in owner?.operations ?? [] where operation.lease != 0 {
            leases[operation.key] = operation.lease
            if ended[operation.lease] != nil {
                problems.append("\(owner?.name ?? "") put \(operation.key) on a lease that had ended")
            }
        }
        if let owner { owners[batch.revision] = owner }
        if let lease { ended[lease] = batch.revision }
        newest = batch.revision
        return problems
    }
}
