/// What clients asked of a store and what it answered, in terms that fit each store and the API before it; `violations()`
/// says what of it no store could answer that keeps the contract.
public struct History: Sendable {
    /// Every change in order, as one watch told them that was open all the time.
    public var log: [Batch] = []
    /// Whether the log has each revision: whether nobody else writes to the store.
    public var isWhole = true
    /// Whether a watch of what comes may begin with what others know already: where the store is shared, it begins with
    /// what this process has been told.
    public var mayBeginEarlier = false
    /// The revision before the first of the log.
    public var start: UInt64 = 0
    public var writes: [Write] = []
    public var reads: [Read] = []
    public var watches: [Watch] = []
    public var compactions: [Compaction] = []
    /// When leases were asked to end, by lease; those that ended by themselves are not here.
    public var revocations: [Int64: Span] = [:]

    public init() {}
}

extension History {
    /// When something was asked and when it was answered, in ticks of one clock that all clients share; `.max`: never.
    public struct Span: Sendable {
        public var asked: UInt64
        public var answered: UInt64

        public init(_ asked: UInt64, _ answered: UInt64) {
            self.asked = asked
            self.answered = answered
        }
    }

    /// A key's value at some revision.
    public struct Version: Sendable, Equatable, CustomStringConvertible {
        public var value: String
        /// 0: not told.
        public var created: UInt64
        public var modified: UInt64

        public init(_ value: String, created: UInt64 = 0, modified: UInt64 = 0) {
            self.value = value
            self.created = created
            self.modified = modified
        }

        public var description: String { "\(value)(\(created),\(modified))" }

        /// Whether both can be the same, as far as they tell.
        func agrees(_ other: Version) -> Bool {
            value == other.value && (created == 0 || other.created == 0 || created == other.created)
                && (modified == 0 || other.modified == 0 || modified == other.modified)
        }
    }

    /// One change of one key, as a watch tells it.
    public struct Change: Sendable, CustomStringConvertible {
        public enum Previous: Sendable {
            case untold
            case told(Version?)
        }

        public var key: String
        /// Nil: deleted.
        public var now: Version?
        public var previous: Previous

        public init(_ key: String, _ now: Version?, previous: Previous) {
            self.key = key
            self.now = now
            self.previous = previous
        }

        public var description: String { "\(key)=\(now?.description ?? "-") before: \(previous)" }

        func agrees(_ other: Change) -> Bool {
            guard key == other.key else { return false }
            switch (now, other.now) {
            case (nil, nil): break
            case (let mine?, let others?): guard mine.agrees(others) else { return false }
            default: return false
            }
            guard case .told(let mine) = previous, case .told(let others) = other.previous else { return true }
            switch (mine, others) {
            case (nil, nil): return true
            case (let mine?, let others?): return mine.agrees(others)
            default: return false
            }
        }
    }

    /// What one transaction changed.
    public struct Batch: Sendable {
        public var revision: UInt64
        public var changes: [Change]
        /// When the watch was given it.
        public var tick: UInt64

        public init(_ revision: UInt64, _ changes: [Change], tick: UInt64) {
            self.revision = revision
            self.changes = changes
            self.tick = tick
        }
    }

    /// A transaction. No two put the same value.
    public struct Write: Sendable {
        public struct Operation: Sendable {
            public var key: String
            /// Nil: delete.
            public var value: String?
            public var lease: Int64

            public init(_ key: String, _ value: String?, lease: Int64 = 0) {
                self.key = key
                self.value = value
                self.lease = lease
            }
        }

        public struct Compare: Sendable {
            public var key: String
            /// The revision that the key must have; 0: it must not exist.
            public var modified: UInt64

            public init(_ key: String, _ modified: UInt64) {
                self.key = key
                self.modified = modified
            }
        }

        public enum Outcome: Sendable {
            /// Acknowledged, at this revision where it was told.
            case done(UInt64?)
            /// A compare did not hold, at this revision and with these versions of the compared keys, where they are told.
            case refused(UInt64?, current: [Version?]?)
            /// It was not done.
            case failed
            /// It was sent and not answered.
            case unknown
        }

        public var name: String
        public var compares: [Compare]
        public var operations: [Operation]
        public var span: Span
        public var outcome: Outcome

        public init(
            _ name: String, _ compares: [Compare], _ operations: [Operation], _ span: Span, _ outcome: Outcome
        ) {
            self.name = name
            self.compares = compares
            self.operations = operations
            self.span = span
            self.outcome = outcome
        }
    }

    /// A range of keys at a revision, or the newest one.
    public struct Read: Sendable {
        public enum Answer: Sendable {
            /// `count`: how many keys the range holds, where that is told.
            case items(UInt64, [(key: String, version: Version)], count: Int?)
            /// The newest value of the key `from`, without a revision.
            case one(Version?)
            /// The newest revision, without keys.
            case current(UInt64)
            case compacted(oldest: UInt64)
        }

        public var name: String
        public var prefix: String
        /// The first key wanted, below the prefix.
        public var from: String
        /// Nil: the newest one.
        public var revision: UInt64?
        /// 0: none.
        public var limit: Int
        public var span: Span
        public var answer: Answer

        public init(
            _ name: String, prefix: String, from: String? = nil, revision: UInt64? = nil, limit: Int = 0, _ span: Span,
            _ answer: Answer
        ) {
            self.name = name
            self.prefix = prefix
            self.from = from ?? prefix
            self.revision = revision
            self.limit = limit
            self.span = span
            self.answer = answer
        }
    }

    /// A watch with all that it was given.
    public struct Watch: Sendable {
        public var name: String
        public var prefix: String
        /// 0: what comes after it was opened.
        public var from: UInt64
        public var opening: Span
        public var batches: [Batch]
        /// Everything up to here must have come; nil where the watch ended early.
        public var through: UInt64?
        /// Whether writes are acknowledged only after this watch was given them.
        public var comesFirst: Bool
        /// Why it ended, where that is for want of history.
        public var compacted: UInt64?

        public init(
            _ name: String, prefix: String, from: UInt64, opening: Span, batches: [Batch], through: UInt64?,
            comesFirst: Bool = false, compacted: UInt64? = nil
        ) {
            self.name = name
            self.prefix = prefix
            self.from = from
            self.opening = opening
            self.batches = batches
            self.through = through
            self.comesFirst = comesFirst
            self.compacted = compacted
        }
    }

    public struct Compaction: Sendable {
        public var before: UInt64
        public var span: Span

        public init(before: UInt64, _ span: Span) {
            self.before = before
            self.span = span
        }
    }
}
