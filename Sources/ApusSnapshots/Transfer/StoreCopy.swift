import ApusJSON
public import ApusStore

/// Copies of whole stores, and the proof that they are.
public enum StoreCopy {
    public struct Counts: Sendable, Equatable {
        public var keys: UInt64 = 0
        public var leases: UInt64 = 0
        /// Of keys and values.
        public var bytes: UInt64 = 0

        public init() {}
    }

    /// Puts all that `contents` has left into `store`, and finishes it at `revision`; takes away what was put where
    /// that fails.
    ///
    /// - Returns: the store's revision, and what was put.
    public static func copy(
        _ contents: any StoreContents, to store: any StoreFilling, at revision: Revision, prefix: KeyPrefix
    ) async throws -> (revision: Revision, counts: Counts) {
        do {
            var counts = Counts()
            while case let entries = try await contents.next(), !entries.isEmpty {
                let entries = try entries.map { entry in
                    switch entry {
                    case .lease:
                        counts.leases += 1
                        return entry
                    case .key(let record):
                        counts.keys += 1
                        counts.bytes += UInt64(record.key.utf8.count + record.value.count)
                        return .key(try prefix.map(record))
                    }
                }
                try await store.put(entries)
            }
            return (try await store.finish(at: revision), counts)
        } catch {
            await store.abandon()
            throw error
        }
    }

    /// Compares every key and value of two stores.
    ///
    /// - Returns: how many keys there are.
    /// - Throws: `SnapshotError`, which names the first key that differs.
    @discardableResult
    public static func compare(
        _ original: any StoreContents, with copy: any StoreContents, prefix: KeyPrefix
    ) async throws -> UInt64 {
        var (left, right) = (KeySequence(original), KeySequence(copy))
        var count: UInt64 = 0
        while true {
            let (one, other) = (try await left.next(), try await right.next())
            guard let one else {
                if let other { throw SnapshotError("the copy holds \(other.key), the original does not") }
                return count
            }
            let wanted = try prefix.map(one)
            guard let other, other.key.utf8.elementsEqual(wanted.key.utf8) else {
                throw SnapshotError("the copy lacks \(wanted.key)")
            }
            guard other.value == wanted.value else { throw SnapshotError("the copy's value of \(wanted.key) differs") }
            guard (other.lease == 0) == (wanted.lease == 0) else {
                throw SnapshotError("the copy's lease of \(wanted.key) differs")
            }
            count += 1
        }
    }

    /// The keys of some contents, one by one.
    private struct KeySequence {
        let contents: any StoreContents
        private var chunk: ArraySlice<StoreEntry> = []

        init(_ contents: any StoreContents) { self.contents = contents }

        mutating func next() async throws -> StoreRecord? {
            while true {
                while let entry = chunk.popFirst() {
                    if case .key(let record) = entry { return record }
                }
                chunk = try await contents.next()[...]
                if chunk.isEmpty { return nil }
            }
        }
    }
}
