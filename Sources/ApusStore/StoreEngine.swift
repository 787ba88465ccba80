package import ApusJSON

/// The newest version of a key that exists, without its value.
package struct KeyHead: Sendable {
    package var modRevision: Revision
    /// What the engine finds the version by.
    package var token: Int64

    package init(modRevision: Revision, token: Int64) {
        self.modRevision = modRevision
        self.token = token
    }
}

/// One version of a key to be written.
package struct VersionWrite {
    package var key: String
    /// Nil: the key is deleted.
    package var value: Bytes?
    package var createRevision: Revision
    package var revision: Revision
    /// The place in its transaction.
    package var position: Int
    package var previous: KeyHead?
    package var lease: Int64
    package var attachment: (any AnyObject & Sendable)?
}

/// What a backend does for `StoreWriter`, on the writer's thread only.
///
/// Everything between `begin` and `commit` becomes durable and readable at once or, after `rollback`, not at all; the
/// methods in between see what was written before them.
package protocol StoreEngine: AnyObject {
    /// The newest revision that is committed.
    var committed: Revision { get }

    func begin() throws(StoreError)
    func commit(_ revision: Revision) throws(StoreError)
    func rollback()

    func head(of key: String) throws(StoreError) -> KeyHead?
    func value(of key: String, at head: KeyHead) throws(StoreError) -> KeyValue
    func write(_ version: VersionWrite) throws(StoreError)

    func insertLease(ttl: Int64) throws(StoreError) -> Int64
    func hasLease(_ lease: Int64) throws(StoreError) -> Bool
    func removeLease(_ lease: Int64) throws(StoreError)
    /// The keys whose newest version has the lease, in order.
    func keys(of lease: Int64) throws(StoreError) -> [String]
    /// The leases and their times to live, when the store is opened.
    func storedLeases() throws(StoreError) -> [(lease: Int64, ttl: Int64)]

    /// Whether a compaction was not finished when the store was closed.
    var hasCompactionLeft: Bool { get }
    /// Makes all revisions before `revision` unreadable; `compactStep` frees them.
    func beginCompaction(before revision: Revision) throws(StoreError)
    /// Frees a little, outside of `begin` and `commit`; returns whether more is left.
    func compactStep() throws(StoreError) -> Bool

    /// Lets go of everything; nothing is called after it.
    func close()
}

/// Events of the past, for a watch that begins before the current revision; used on a reader's thread.
package protocol StoreHistory {
    /// The events of the keys that begin with `prefix` from revision `from` on, in order, whole transactions only.
    ///
    /// - Throws: `.compacted` where `from` lies before the oldest revision.
    func events(prefix: String, from: Revision) throws(StoreError) -> HistoryChunk
}

package struct HistoryChunk: Sendable {
    package var events: [StoreEvent]
    /// All events up to this revision are in the chunk.
    package var through: Revision
    /// Whether `through` was the current revision.
    package var isLast: Bool

    package init(events: [StoreEvent], through: Revision, isLast: Bool) {
        self.events = events
        self.through = through
        self.isLast = isLast
    }

    /// The part of it up to `limit`.
    func through(_ limit: Revision) -> HistoryChunk {
        guard limit < through else { return self }
        let known = events.firstIndex { $0.revision > limit } ?? events.endIndex
        return HistoryChunk(events: Array(events[..<known]), through: limit, isLast: isLast)
    }
}
