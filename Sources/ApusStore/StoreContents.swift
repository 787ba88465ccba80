public import ApusJSON

/// The newest value of a key, with all that the store knows of it.
public struct StoreRecord: Sendable, Equatable {
    public var key: String
    public var value: Bytes
    public var createRevision: Revision
    public var modRevision: Revision
    /// 0: none.
    public var lease: Int64

    public init(key: String, value: Bytes, createRevision: Revision, modRevision: Revision, lease: Int64 = 0) {
        self.key = key
        self.value = value
        self.createRevision = createRevision
        self.modRevision = modRevision
        self.lease = lease
    }
}

/// A lease, without its keys.
public struct StoreLease: Sendable, Equatable {
    public var id: Int64
    /// In seconds.
    public var ttl: Int64

    public init(id: Int64, ttl: Int64) {
        self.id = id
        self.ttl = ttl
    }
}

/// What the contents of a store consist of.
public enum StoreEntry: Sendable, Equatable {
    case lease(StoreLease)
    case key(StoreRecord)
}

/// One state of a store, read from its first key to its last while others may write.
public protocol StoreContents: Sendable {
    /// The revision that is read.
    var revision: Revision { get }

    /// The next entries, some hundred or about a megabyte of them; none behind the last. Keys come in their order, and
    /// a lease before the first key that names it. Asked by one task at a time.
    func next() async throws -> [StoreEntry]

    /// Lets go of the store; nothing is asked afterwards.
    func close() async
}

/// A new store that is filled with the contents of another, and belongs to nobody else until `finish`.
public protocol StoreFilling: Sendable {
    /// Takes what `StoreContents.next` gave, in the same order.
    func put(_ entries: [StoreEntry]) async throws

    /// Makes it a store that servers can use, durably. Its revision then is `revision` or later, and everything before
    /// is compacted: who watches from before is told so.
    ///
    /// - Returns: the store's revision.
    func finish(at revision: Revision) async throws -> Revision

    /// Takes away what was put, as far as that can be done.
    func abandon() async
}
