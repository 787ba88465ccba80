import Synchronization

/// What a memory store holds: written by its engine, read by any thread.
final class MemoryContents: StoreHistory, Sendable {
    struct Version: Sendable {
        var revision: Revision
        var lease: Int64
        /// Nil: the key was deleted.
        var value: KeyValue?
    }

    struct State {
        /// The versions of each key, oldest first.
        var keys = OrderedKeys<[Version]>()
        /// All changes since `oldest`.
        var log: [StoreEvent] = []
        var current: Revision = 1
        var oldest: Revision = 0
    }

    let state = Mutex(State())

    func range(_ request: RangeRequest) throws(StoreError) -> RangeResult {
        let result: Result<RangeResult, StoreError> = state.withLock { state in
            let revision = request.revision ?? state.current
            if revision > state.current { return .failure(.future(current: state.current)) }
            if revision < state.oldest { return .failure(.compacted(oldest: state.oldest)) }
            var items: [KeyValue] = []
            var count = 0
            let end = StoreKey(request.end)
            state.keys.forEach(from: StoreKey(request.start)) { key, versions in
                guard request.isOpen || StoreKey(key) < end else { return false }
                guard let value = versions.last(where: { $0.revision <= revision })?.value else { return true }
                count += 1
                if request.limit == 0 || items.count < request.limit { items.append(value) }
                return request.limit == 0 || request.countsRest || count <= request.limit
            }
            return .success(
                RangeResult(revision: revision, items: items, more: count > items.count, count: count))
        }
        return try result.get()
    }

    func events(prefix: String, from: Revision) throws(StoreError) -> HistoryChunk {
        let result: Result<HistoryChunk, StoreError> = state.withLock { state in
            if from < state.oldest { return .failure(.compacted(oldest: state.oldest)) }
            let start = state.log.partitioningIndex { $0.revision >= from }
            let events = state.log[start...].filter { $0.key.hasKeyPrefix(prefix) }
            return .success(HistoryChunk(events: events, through: state.current, isLast: true))
        }
        return try result.get()
    }

    /// Frees what no reader and no watch from `oldest` on can see: versions that another one replaced before `oldest`,
    /// and deletions before it. The value that the first event at `oldest` replaced stays in that event.
    func free() {
        state.withLock { state in
            let start = state.log.partitioningIndex { $0.revision >= state.oldest }
            let changed = Set(state.log[..<start].map { StoreKey($0.key) })
            state.log.removeSubrange(..<start)
            for key in changed {
                guard let versions = state.keys[key] else { continue }
                let newest = versions.lastIndex { $0.revision <= state.oldest } ?? 0
                var kept = versions[newest...]
                if kept.count == 1, kept.first?.value == nil { kept = [] }
                state.keys[key] = kept.isEmpty ? nil : Array(kept)
            }
        }
    }
}

extension Array {
    /// The index of the first element for which `isBehind` holds; elements for which it does not come before.
    fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
