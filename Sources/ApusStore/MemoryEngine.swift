import Synchronization

/// The writer's side of a memory store: it collects what a group changes and puts it into the contents at once.
final class MemoryEngine: StoreEngine {
    private let contents: MemoryContents
    /// What the open group wrote, in order, and the newest version of each of its keys.
    private var events: [(event: StoreEvent, lease: Int64)] = []
    private var pending: [StoreKey: MemoryContents.Version] = [:]
    private var pendingOldest: Revision?
    private var leases: [Int64: Int64] = [:]
    private var leasesBefore: [Int64: Int64] = [:]
    private var lastLease: Int64 = 0

    init(contents: MemoryContents) { self.contents = contents }

    var committed: Revision { contents.state.withLock { $0.current } }

    func begin() { leasesBefore = leases }

    func commit(_ revision: Revision) {
        contents.state.withLock { state in
            for (event, lease) in events {
                let version = MemoryContents.Version(revision: event.revision, lease: lease, value: event.value)
                let key = StoreKey(event.key)
                var versions = state.keys[key] ?? []
                state.keys[key] = []  // so that `versions` is the only owner and grows in place
                versions.append(version)
                state.keys[key] = versions
                state.log.append(event)
            }
            state.current = revision
            if let pendingOldest { state.oldest = max(state.oldest, pendingOldest) }
        }
        clear()
    }

    func rollback() {
        leases = leasesBefore
        clear()
    }

    private func clear() {
        events.removeAll(keepingCapacity: true)
        pending.removeAll(keepingCapacity: true)
        pendingOldest = nil
    }

    func head(of key: String) -> KeyHead? {
        guard let newest = newest(key), newest.value != nil else { return nil }
        return KeyHead(modRevision: newest.revision, token: 0)
    }

    func value(of key: String, at head: KeyHead) throws(StoreError) -> KeyValue {
        guard let value = newest(key)?.value else { throw .corrupt("memory store: no version of \(key)") }
        return value
    }

    func write(_ version: VersionWrite) {
        let key = StoreKey(version.key)
        let previous = newest(version.key)?.value
        let value = version.value.map {
            KeyValue(
                key: version.key, value: $0, createRevision: version.createRevision, modRevision: version.revision,
                attachment: version.attachment)
        }
        let event = StoreEvent(
            kind: value == nil ? .delete : .put, revision: version.revision, key: version.key, value: value,
            previous: previous)
        events.append((event, version.lease))
        pending[key] = MemoryContents.Version(revision: version.revision, lease: version.lease, value: value)
    }

    private func newest(_ key: String) -> MemoryContents.Version? {
        let key = StoreKey(key)
        return pending[key] ?? contents.state.withLock { $0.keys[key]?.last }
    }

    // MARK: - Leases

    func insertLease(ttl: Int64) -> Int64 {
        lastLease += 1
        leases[lastLease] = ttl
        return lastLease
    }

    func hasLease(_ lease: Int64) -> Bool { leases[lease] != nil }

    func removeLease(_ lease: Int64) { leases[lease] = nil }

    func keys(of lease: Int64) -> [String] {
        var keys: Set<StoreKey> = []
        contents.state.withLock { state in
            state.keys.forEach(from: StoreKey("")) { key, versions in
                if versions.last?.lease == lease { keys.insert(StoreKey(key)) }
                return true
            }
        }
        for (key, version) in pending {
            if version.lease == lease { keys.insert(key) } else { keys.remove(key) }
        }
        return keys.sorted().map(\.string)
    }

    func storedLeases() -> [(lease: Int64, ttl: Int64)] { [] }

    // MARK: - Compaction

    var hasCompactionLeft: Bool { false }

    func beginCompaction(before revision: Revision) { pendingOldest = max(revision, pendingOldest ?? 0) }

    func compactStep() -> Bool {
        contents.free()
        return false
    }

    func close() {}
}
