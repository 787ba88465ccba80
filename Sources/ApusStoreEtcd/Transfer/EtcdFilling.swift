import ApusJSON
public import ApusStore
import FoundationEssentials

/// Fills the keys below a prefix of etcd. etcd gives each key a revision of its own choice.
public actor EtcdFilling: StoreFilling {
    /// A transaction ends with so many bytes; etcd takes 1.5 MiB by default.
    private static let transactionBytes = 1 << 20
    private static let revisionKey = "apus-restored"
    /// How many of the writes that only raise the revision are under way at a time, and between two compactions.
    private static let raisers: Revision = 64
    private static let raisesBetweenCompactions: Revision = 100_000

    private let client: EtcdClient
    private let configuration: EtcdConfiguration
    private let raisesRevision: Bool
    private var leases: [Int64: Int64] = [:]

    /// - Parameters:
    ///   - isResumed: keys that are there already are not refused, where they have the values that would be put.
    ///   - raisesRevision: whether `finish(at:)` makes etcd's revision at least what it is told, by one write for
    ///     each revision that is missing; etcd's clients cannot set it.
    /// - Throws: `.unavailable` where keys exist below the prefix, naming the first, or etcd does not answer.
    public static func open(
        _ configuration: EtcdConfiguration, isResumed: Bool = false, raisesRevision: Bool
    ) async throws(StoreError) -> EtcdFilling {
        let client = try EtcdClient(configuration)
        do throws(StoreError) {
            _ = try await client.currentRevision(configuration)
            if !isResumed { try await checkEmpty(client, configuration.prefix) }
            return EtcdFilling(client, configuration, raisesRevision)
        } catch {
            client.close()
            throw error
        }
    }

    private static func checkEmpty(_ client: EtcdClient, _ prefix: String) async throws(StoreError) {
        var request = EtcdRangeRequest(RangeRequest(prefix: prefix))
        request.limit = 1
        request.keysOnly = true
        do throws(EtcdFailure) {
            let found = try await client.read(.range, request)
            guard let first = found.kvs.first else { return }
            throw .refused(
                .unavailable(
                    "etcd holds \(found.count) keys below \(prefix) already, the first is "
                        + String(decoding: first.key, as: UTF8.self)))
        } catch {
            throw error.storeError
        }
    }

    private init(_ client: EtcdClient, _ configuration: EtcdConfiguration, _ raisesRevision: Bool) {
        self.client = client
        self.configuration = configuration
        self.raisesRevision = raisesRevision
    }

    deinit { client.close() }

    // MARK: - Keys

    public func put(_ entries: [StoreEntry]) async throws {
        var batches: [[StoreRecord]] = []
        var batch: [StoreRecord] = []
        var bytes = 0
        for entry in entries {
            switch entry {
            case .lease(let lease): leases[lease.id] = try await granted(lease.ttl)
            case .key(var record):
                let size = record.key.utf8.count * 2 + record.value.count
                if batch.count == Transaction.limit || (bytes + size > Self.transactionBytes && !batch.isEmpty) {
                    batches.append(batch)
                    (batch, bytes) = ([], 0)
                }
                guard record.lease == 0 || leases[record.lease] != nil else {
                    throw StoreError.unavailable("\(record.key): its lease \(record.lease) is missing")
                }
                record.lease = leases[record.lease] ?? 0
                batch.append(record)
                bytes += size
            }
        }
        if !batch.isEmpty { batches.append(batch) }
        try await withThrowingTaskGroup { group in
            for batch in batches { group.addTask { [self] in try await write(batch) } }
            try await group.waitForAll()
        }
    }

    private func granted(_ ttl: Int64) async throws(StoreError) -> Int64 {
        var request = EtcdLeaseGrantRequest()
        request.ttl = max(1, ttl)
        do throws(EtcdFailure) {
            return try await client.read(.grantLease, request).id
        } catch {
            throw error.storeError
        }
    }

    /// Makes keys, none of which exists; a transaction whose answer was lost is made again, and finds its own keys then.
    private func write(_ records: [StoreRecord]) async throws(StoreError) {
        let transaction = Transaction(
            records.map { .modRevision(key: $0.key, 0) },
            records.map { .put(key: $0.key, value: $0.value, lease: $0.lease) })
        let response: EtcdTxnResponse
        do throws(EtcdFailure) {
            response = try await client.read(.transaction, EtcdTxnRequest(transaction))
        } catch {
            throw error.storeError
        }
        let result = TransactionResult(response)
        guard !result.succeeded else { return }
        var missing: [StoreRecord] = []
        for (record, found) in zip(records, result.current) {
            guard let found else {
                missing.append(record)
                continue
            }
            guard found.value == record.value else {
                throw .unavailable("etcd holds another value of \(record.key) already")
            }
        }
        if !missing.isEmpty { try await write(missing) }
    }

    // MARK: - Revisions

    public func finish(at revision: Revision) async throws -> Revision {
        var now = try await client.currentRevision(configuration)
        if raisesRevision, now < revision {
            while now < revision {
                let count = min(revision - now, Self.raisesBetweenCompactions)
                try await raise(by: count)
                now = try await client.currentRevision(configuration)
                try await compact(at: now)
            }
            _ = try await client.read(
                .transaction, EtcdTxnRequest(Transaction([], [.delete(key: Self.revisionKey)])))
            now = try await client.currentRevision(configuration)
        }
        try await compact(at: now)
        return now
    }

    private func raise(by count: Revision) async throws {
        let put = EtcdTxnRequest(Transaction([], [.put(key: Self.revisionKey, value: Bytes(""))]))
        try await withThrowingTaskGroup { group in
            for worker in 0..<min(Self.raisers, count) {
                group.addTask { [client] in
                    for _ in stride(from: worker, to: count, by: Int(Self.raisers)) {
                        _ = try await client.read(.transaction, put)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func compact(at revision: Revision) async throws(StoreError) {
        var request = EtcdCompactionRequest()
        request.revision = Int64(clamping: revision)
        do throws(EtcdFailure) {
            _ = try await client.read(.compact, request)
        } catch {
            guard case .compacted = error else { throw error.storeError }
        }
    }

    /// What was put stays: servers may have begun to use it. Filling that is resumed finds it.
    public func abandon() async { client.close() }
}
