/// What the writer's thread does with the work that waits: one group is one durable commit.
final class WriterLoop {
    /// How many keys of a lease are deleted in one transaction.
    private static let revokedAtOnce = 4096
    private static let second: UInt64 = 1_000_000_000

    private let engine: any StoreEngine
    private let hub: WatchHub
    private let now: @Sendable () -> UInt64
    private var leases = LeaseDeadlines()
    private var compactions: [@Sendable (Result<Void, StoreError>) -> Void] = []

    init(engine: any StoreEngine, hub: WatchHub, now: @escaping @Sendable () -> UInt64) {
        self.engine = engine
        self.hub = hub
        self.now = now
    }

    /// Takes up what was going on when the store was closed.
    func resume() throws(StoreError) {
        if engine.hasCompactionLeft { compactions.append { _ in } }
        for (lease, ttl) in try engine.storedLeases() { leases.start(lease, ttl: ttl, now: now()) }
    }

    /// Nanoseconds until the loop has something to do by itself; nil: nothing.
    var timeout: UInt64? {
        if !compactions.isEmpty { return 0 }
        guard let next = leases.next else { return nil }
        let now = now()
        return next > now ? next - now : 0
    }

    func close() {
        for done in compactions { done(.failure(.closed)) }
        compactions = []
        hub.close()
        engine.close()
    }

    /// Does `work`, ends the leases that are due, and frees a little of what was compacted.
    func process(_ work: [StoreWriter.Work]) {
        let expired = leases.due(now: now(), retry: Self.second).map { StoreWriter.Work.revoke($0) { _ in } }
        let group = work + expired
        if !group.isEmpty { commit(group) }
        if !compactions.isEmpty { compactStep() }
    }

    private func compactStep() {
        let result: Result<Void, StoreError>
        do throws(StoreError) {
            if try engine.compactStep() { return }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        let done = compactions
        compactions = []
        for done in done { done(result) }
    }

    // MARK: - A group

    private struct Group {
        var revision: Revision
        var events: [StoreEvent] = []
        /// Called once the group is durable.
        var completions: [() -> Void] = []
    }

    private func commit(_ work: [StoreWriter.Work]) {
        do throws(StoreError) {
            var group = Group(revision: engine.committed)
            group.completions.reserveCapacity(work.count)
            try engine.begin()
            for work in work { try apply(work, to: &group) }
            try engine.commit(group.revision)
            if !group.events.isEmpty { hub.publish(group.events, revision: group.revision) }
            for complete in group.completions { complete() }
        } catch {
            engine.rollback()
            // What one of them cannot have, the others may: each gets its own try.
            guard work.count == 1 else { return work.forEach { commit([$0]) } }
            for work in work { work.fail(error) }
        }
    }

    /// Applies one piece of work. What it throws fails the whole group; what fails only this piece becomes its result.
    private func apply(_ work: StoreWriter.Work, to group: inout Group) throws(StoreError) {
        switch work {
        case .transaction(let transaction, let done):
            if let defect = transaction.defect {
                group.completions.append { done(.failure(defect)) }
                return
            }
            let result = try apply(transaction, to: &group)
            group.completions.append { done(result) }
        case .grant(let ttl, let done):
            guard ttl > 0 else {
                group.completions.append { done(.failure(.unavailable("a lease needs a time to live"))) }
                return
            }
            let lease = try engine.insertLease(ttl: ttl)
            group.completions.append { [self] in
                leases.start(lease, ttl: ttl, now: now())
                done(.success(lease))
            }
        case .keepAlive(let lease, let done):
            let isThere = leases.keepAlive(lease, now: now())
            group.completions.append { done(isThere ? .success(()) : .failure(.leaseNotFound(lease))) }
        case .revoke(let lease, let done):
            guard try engine.hasLease(lease) else {
                group.completions.append { done(.failure(.leaseNotFound(lease))) }
                return
            }
            var keys = try engine.keys(of: lease)[...]
            while !keys.isEmpty {
                let some = keys.prefix(Self.revokedAtOnce)
                _ = try apply(Transaction([], some.map { .delete(key: $0) }), to: &group)
                keys = keys.dropFirst(some.count)
            }
            try engine.removeLease(lease)
            group.completions.append { [self] in
                leases.remove(lease)
                done(.success(()))
            }
        case .compact(let revision, let done):
            guard revision <= group.revision else {
                let current = group.revision
                group.completions.append { done(.failure(.future(current: current))) }
                return
            }
            try engine.beginCompaction(before: revision)
            group.completions.append { [self] in compactions.append(done) }
        }
    }

    private func apply(
        _ transaction: Transaction, to group: inout Group
    ) throws(StoreError) -> Result<TransactionResult, StoreError> {
        var heads: [(key: String, head: KeyHead?)] = []
        var holds = true
        for case .modRevision(let key, let revision) in transaction.compares {
            let head = try engine.head(of: key)
            heads.append((key, head))
            if (head?.modRevision ?? 0) != revision { holds = false }
        }
        guard holds else {
            var current: [KeyValue?] = []
            for (key, head) in heads { current.append(try value(of: key, at: head)) }
            return .success(TransactionResult(succeeded: false, revision: group.revision, current: current))
        }
        for case .put(_, _, let lease, _) in transaction.operations where lease != 0 {
            guard try engine.hasLease(lease) else { return .failure(.leaseNotFound(lease)) }
        }
        let revision = group.revision + 1
        let before = group.events.count
        for (position, operation) in transaction.operations.enumerated() {
            // A key that an operation of this transaction has already changed has to be looked up again.
            let key = operation.key.utf8
            let known = position == 0 ? heads.first { $0.key.utf8.elementsEqual(key) } : nil
            let head = if let known { known.head } else { try engine.head(of: operation.key) }
            if let event = try write(operation, over: head, at: revision, position) { group.events.append(event) }
        }
        if group.events.count > before { group.revision = revision }
        return .success(TransactionResult(succeeded: true, revision: group.revision))
    }

    private func value(of key: String, at head: KeyHead?) throws(StoreError) -> KeyValue? {
        guard let head else { return nil }
        return try engine.value(of: key, at: head)
    }

    private func write(
        _ operation: Transaction.Operation, over head: KeyHead?, at revision: Revision, _ position: Int
    ) throws(StoreError) -> StoreEvent? {
        let previous = try value(of: operation.key, at: head)
        switch operation {
        case .put(let key, let value, let lease, let attachment):
            let create = previous?.createRevision ?? revision
            try engine.write(
                VersionWrite(
                    key: key, value: value, createRevision: create, revision: revision, position: position,
                    previous: head, lease: lease, attachment: attachment))
            let new = KeyValue(
                key: key, value: value, createRevision: create, modRevision: revision, attachment: attachment)
            return StoreEvent(kind: .put, revision: revision, key: key, value: new, previous: previous)
        case .delete(let key):
            guard let previous else { return nil }
            try engine.write(
                VersionWrite(
                    key: key, value: nil, createRevision: previous.createRevision, revision: revision,
                    position: position, previous: head, lease: 0, attachment: nil))
            return StoreEvent(kind: .delete, revision: revision, key: key, value: nil, previous: previous)
        }
    }
}

extension Transaction.Operation {
    var key: String {
        switch self {
        case .put(let key, _, _, _), .delete(let key): key
        }
    }
}
