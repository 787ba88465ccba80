public import ApusJSON

/// The revision of the whole key space: it grows by one with each transaction that changes something, and never goes
/// back. 0 means "no revision"; the first write makes a revision greater than 0.
public typealias Revision = UInt64

/// A key with its value at some revision. Keys are ordered by their UTF-8 bytes.
public struct KeyValue: Sendable {
    public var key: String
    public var value: Bytes
    /// The transaction that made the key (again).
    public var createRevision: Revision
    /// The transaction that wrote this value.
    public var modRevision: Revision
    /// What the writer attached to this value, in the same process only; nil after a restart or from another server.
    public var attachment: (any AnyObject & Sendable)?
    /// How the value lies in the store.
    public var form = StoredForm.current

    public init(
        key: String, value: Bytes, createRevision: Revision, modRevision: Revision,
        attachment: (any AnyObject & Sendable)? = nil
    ) {
        self.key = key
        self.value = value
        self.createRevision = createRevision
        self.modRevision = modRevision
        self.attachment = attachment
    }
}

/// How a value lies in a store that transforms values (`Store.transforms`); others know `current` alone.
public enum StoredForm: Sendable {
    case current
    /// Put again, the same value would be stored in another form by now.
    case stale
    /// The value cannot be read: it is as it was stored.
    case unreadable(UnreadableValue)
}

/// Why a value cannot be read.
public final class UnreadableValue: Sendable {
    public let reason: String

    public init(_ reason: String) { self.reason = reason }
}

/// Compare, then put and delete several keys at once: all or nothing, at one revision.
public struct Transaction: Sendable {
    /// The most compares, and the most operations, that a transaction may hold: what etcd takes by default.
    public static let limit = 128

    public enum Compare: Sendable {
        /// The key's mod revision is this; 0: the key does not exist.
        case modRevision(key: String, Revision)
    }

    public enum Operation: Sendable {
        /// `lease` 0: none.
        case put(key: String, value: Bytes, lease: Int64 = 0, attachment: (any AnyObject & Sendable)? = nil)
        case delete(key: String)
    }

    public var compares: [Compare]
    /// In order; no two of the same key.
    public var operations: [Operation]

    public init(_ compares: [Compare] = [], _ operations: [Operation]) {
        self.compares = compares
        self.operations = operations
    }

    /// Why no store takes the transaction; nil where it is well formed.
    package var defect: StoreError? {
        guard compares.count <= Transaction.limit, operations.count <= Transaction.limit else {
            return .unavailable("a transaction holds at most \(Transaction.limit) operations")
        }
        guard operations.count > 1 else { return nil }
        var keys: Set<StoreKey> = []
        for operation in operations where !keys.insert(StoreKey(operation.key)).inserted {
            return .unavailable("a transaction names \(operation.key) twice")
        }
        return nil
    }
}

public struct TransactionResult: Sendable {
    /// Whether every compare held; if not, nothing was changed.
    public var succeeded: Bool
    /// The revision that the transaction made, or where it failed the revision at which it was compared.
    public var revision: Revision
    /// Where it failed: the current value of each compared key, in order; nil where the key does not exist.
    public var current: [KeyValue?]

    public init(succeeded: Bool, revision: Revision, current: [KeyValue?] = []) {
        self.succeeded = succeeded
        self.revision = revision
        self.current = current
    }
}

/// One change of one key. The events of one transaction share its revision and keep the order of its operations.
public struct StoreEvent: Sendable {
    public enum Kind: Sendable { case put, delete }

    public var kind: Kind
    public var revision: Revision
    public var key: String
    /// The new value; nil for a delete.
    public var value: KeyValue?
    /// The value before, also when the event is replayed; nil when the key was made.
    public var previous: KeyValue?

    public init(kind: Kind, revision: Revision, key: String, value: KeyValue?, previous: KeyValue?) {
        self.kind = kind
        self.revision = revision
        self.key = key
        self.value = value
        self.previous = previous
    }
}

public enum StoreError: Error, Sendable, Equatable {
    /// The revision was compacted; the oldest one that can be read or watched from.
    case compacted(oldest: Revision)
    /// The revision lies in the future; the current one.
    case future(current: Revision)
    /// The disk is full; reads go on.
    case full
    case leaseNotFound(Int64)
    /// The stored bytes do not match their checksum, or the file is no store.
    case corrupt(String)
    case closed
    case unavailable(String)
    /// A write was sent and its answer was lost: it may have been done, or may yet be.
    case unknownOutcome(String)
}

/// What a range read asks for: the keys in `start ..< end`, in order.
public struct RangeRequest: Sendable {
    public var start: String
    public var end: String
    /// Nil: the current revision.
    public var revision: Revision?
    /// 0: no limit.
    public var limit: Int
    /// Whether the keys behind the limit are counted, which takes time for each of them.
    public var countsRest: Bool

    /// All keys that begin with `prefix`.
    public init(
        prefix: String, startingAt start: String? = nil, revision: Revision? = nil, limit: Int = 0,
        countsRest: Bool = true
    ) {
        self.start = start ?? prefix
        self.end = RangeRequest.end(ofPrefix: prefix)
        self.revision = revision
        self.limit = limit
        self.countsRest = countsRest
    }

    /// The first key behind all that begin with `prefix`; prefixes are ASCII paths.
    static func end(ofPrefix prefix: String) -> String {
        guard let last = prefix.unicodeScalars.last, let next = Unicode.Scalar(last.value + 1) else { return prefix }
        return String(prefix.unicodeScalars.dropLast()) + String(Character(next))
    }
}

public struct RangeResult: Sendable {
    public var revision: Revision
    public var items: [KeyValue]
    /// Whether keys lie behind the last item.
    public var more: Bool
    /// How many keys the range holds in all, from `start`; without `countsRest` at least as many as there are items.
    public var count: Int

    public init(revision: Revision, items: [KeyValue], more: Bool, count: Int) {
        self.revision = revision
        self.items = items
        self.more = more
        self.count = count
    }
}

/// An ordered, multi-version key space with the guarantees that etcd gives Kubernetes.
///
/// No reader or watcher sees a revision before it is durable. Backends: memory, SQLite (`ApusStoreSQLite`), etcd.
/// One contract suite (`Tests/ApusStoreTests`) runs over each of them.
public protocol Store: Sendable {
    /// Commits `transaction`; transactions that wait together share one durable commit but stay separate, each
    /// compared with what the ones before it left, in an order that is the store's to choose. `completion` comes once, on any thread, after every watcher that
    /// was opened with `deliver` has been given the events; it must not block.
    func commit(
        _ transaction: Transaction, completion: @escaping @Sendable (Result<TransactionResult, StoreError>) -> Void)

    func range(_ request: RangeRequest) async throws(StoreError) -> RangeResult

    /// The newest durable revision.
    func currentRevision() async throws(StoreError) -> Revision

    /// Calls `deliver` with every change of the keys that begin with `prefix` from revision `from` on (0: what comes
    /// after this call), each exactly once, in order, all events of a transaction in one batch. `deliver` is called
    /// serially on the store's own thread and must not block. `progress` tells, in the same order, that everything up to
    /// a revision has been delivered where that brought no event. `end` comes once when the watch is over: nil after
    /// `cancel`, else why.
    func watch(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        progress: (@Sendable (Revision) -> Void)?, end: @escaping @Sendable (StoreError?) -> Void
    ) -> any StoreWatch

    /// Whether others write to the same keys. If not, a watch has been given every acknowledged write; if they do, who
    /// needs all of them asks for `currentRevision` and waits until the watch has come there.
    var isShared: Bool { get }

    /// Has the watches told how far they have come, where events alone would not tell them soon.
    func requestProgress()

    /// What keeps the store from being used at the moment; nil where nothing does.
    var failure: String? { get }

    /// Whether the value of `key` may lie in the store in another form than it was put, of which `KeyValue.form` tells.
    func transforms(_ key: String) -> Bool

    /// Forgets all revisions before `revision`, except the newest value of each key at it.
    func compact(before revision: Revision) async throws(StoreError)

    /// Forgets what is older than `last`, unless another server that shares the store did so since; returns what the
    /// next turn begins with.
    func compact(_ last: CompactionTurn) async throws(StoreError) -> CompactionTurn

    /// Makes a lease that lives `ttl` seconds beyond its last keep-alive; its keys are deleted when it ends.
    func grantLease(ttl: Int64) async throws(StoreError) -> Int64
    func keepAlive(lease: Int64) async throws(StoreError)
    func revoke(lease: Int64) async throws(StoreError)

    /// Reads everything that the store keeps itself and says what is damaged, beside everything else that goes on.
    /// Repairs nothing.
    ///
    /// - Throws: `.closed` where the task is cancelled.
    func check() async throws(StoreError) -> StoreCheck

    /// Finishes what was accepted, then closes; later calls fail with `.closed`.
    func close() async
}

/// An open watch.
public protocol StoreWatch: Sendable {
    func cancel()
}

/// What servers that take turns in compacting one store agree by.
public struct CompactionTurn: Sendable, Equatable {
    /// How many turns there have been.
    public var count: Int64
    /// The revision as the turn ended: what the next one may compact.
    public var revision: Revision

    public init(count: Int64 = 0, revision: Revision = 0) {
        self.count = count
        self.revision = revision
    }
}

extension Store {
    public var isShared: Bool { false }
    public var failure: String? { nil }
    public func requestProgress() {}
    public func transforms(_ key: String) -> Bool { false }
    /// Nothing to check: memory is lost with the process, and etcd checks its own files.
    public func check() async throws(StoreError) -> StoreCheck { StoreCheck() }

    public func compact(_ last: CompactionTurn) async throws(StoreError) -> CompactionTurn {
        let current = try await currentRevision()
        if last.revision > 0 { try await compact(before: last.revision) }
        return CompactionTurn(count: last.count + 1, revision: current)
    }

    /// A watch that needs no word of its progress.
    public func watch(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        end: @escaping @Sendable (StoreError?) -> Void
    ) -> any StoreWatch {
        watch(prefix: prefix, from: from, deliver: deliver, progress: nil, end: end)
    }

    /// Commits `transaction` and waits until it is durable.
    public func commit(_ transaction: Transaction) async throws(StoreError) -> TransactionResult {
        let result = await withCheckedContinuation { continuation in
            commit(transaction) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}
