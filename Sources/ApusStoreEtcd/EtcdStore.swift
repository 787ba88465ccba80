public import ApusStore
import FoundationEssentials
import GRPCCore
public import Logging
import Synchronization

/// A store in etcd, which several servers may share.
///
/// One stream of etcd's changes feeds the watches of this process; a commit is acknowledged after they have been given
/// its events. Reads of the newest revision are linearizable.
public final class EtcdStore: Store {
    let client: EtcdClient
    let calls = OpenCalls()
    private let configuration: EtcdConfiguration
    private let span: WatchSpan
    private let hub: WatchHub
    private let recent: RecentEvents
    private let gate: CommitGate
    private let attachments = Attachments()
    private let health = EtcdHealth()
    private let feed: EtcdFeed
    private let quorum: QuorumReads
    /// The oldest revision that may be read, as far as this process made it so.
    private let oldest = Mutex<Revision>(0)

    /// Connects, and begins to follow etcd's changes.
    ///
    /// - Throws: `.unavailable` where no member answers within `openTimeout`, or the certificates cannot be used.
    public static func open(_ configuration: EtcdConfiguration, logger: Logger) async throws(StoreError) -> EtcdStore {
        let client = try EtcdClient(configuration)
        do throws(EtcdFailure) {
            let now = try await client.read(
                .range, EtcdRangeRequest(key: configuration.prefix), within: configuration.openTimeout)
            let trusts =
                if let known = configuration.trustsProgress { known } else { await client.tellsProgressRightly() }
            return EtcdStore(
                configuration, client, at: Revision(now.header.revision), trustsProgress: trusts, logger)
        } catch {
            client.close()
            let servers = configuration.endpoints.map(\.description).joined(separator: ", ")
            throw .unavailable("etcd at \(servers) does not answer: \(error.storeError)")
        }
    }

    private init(
        _ configuration: EtcdConfiguration, _ client: EtcdClient, at revision: Revision, trustsProgress: Bool,
        _ logger: Logger
    ) {
        self.configuration = configuration
        self.client = client
        span = WatchSpan(prefix: configuration.prefix, trustsProgress: trustsProgress)
        recent = RecentEvents(limit: configuration.recentBytes, after: revision)
        gate = CommitGate(published: revision)
        let replay = EtcdReplay(client: client, span: span, recent: recent)
        hub = WatchHub(published: revision) { _, watch in
            let task = Task { await replay.run(watch) }
            watch.whenEnded { task.cancel() }
        }
        quorum = QuorumReads {
            do throws(EtcdFailure) {
                let now = try await client.read(.range, EtcdRangeRequest(key: configuration.prefix))
                return .success(Revision(now.header.revision))
            } catch {
                return .failure(error.storeError)
            }
        }
        feed = EtcdFeed(
            EtcdFeed.Outlets(
                client: client, span: span, hub: hub, recent: recent, gate: gate, attachments: attachments,
                health: health, logger: logger))
    }

    deinit { client.close() }

    public var isShared: Bool { true }

    public var failure: String? {
        health.failure { [client, configuration] in
            do throws(EtcdFailure) {
                _ = try await client.read(
                    .range, EtcdRangeRequest(key: configuration.prefix + "health"), within: configuration.healthTimeout)
                return nil
            } catch {
                return "\(error.storeError)"
            }
        }
    }

    public func requestProgress() { feed.requestProgress() }

    // MARK: - Writing

    public func commit(
        _ transaction: Transaction, completion: @escaping @Sendable (Result<TransactionResult, StoreError>) -> Void
    ) {
        if let defect = transaction.defect { return completion(.failure(defect)) }
        guard calls.begin() else { return completion(.failure(.closed)) }
        attachments.add(transaction)
        Task {
            let response: EtcdTxnResponse
            do throws(EtcdFailure) {
                response = try await client.write(.transaction, EtcdTxnRequest(transaction))
            } catch {
                attachments.remove(transaction)
                calls.end()
                return completion(.failure(EtcdStore.error(error, of: transaction)))
            }
            let result = TransactionResult(response)
            let finish = { @Sendable [attachments, calls] in
                attachments.remove(transaction)
                calls.end()
                completion(.success(result))
            }
            if response.hasChanged { gate.wait(for: result.revision, finish) } else { finish() }
        }
    }

    private static func error(_ failure: EtcdFailure, of transaction: Transaction) -> StoreError {
        guard case .leaseNotFound = failure else { return failure.storeError }
        for case .put(_, _, let lease, _) in transaction.operations where lease != 0 { return .leaseNotFound(lease) }
        return failure.storeError
    }

    // MARK: - Reading

    /// How many keys one answer of etcd may hold.
    private static let page = 1000

    public func range(_ request: RangeRequest) async throws(StoreError) -> RangeResult {
        guard calls.begin() else { throw .closed }
        defer { calls.end() }
        if let revision = request.revision {
            let oldest = oldest.withLock { $0 }
            guard revision >= oldest else { throw .compacted(oldest: oldest) }
        }
        var message = EtcdRangeRequest(request)
        message.revision = Int64(clamping: request.revision ?? 0)
        var items: [KeyValue] = []
        var count: Int?
        while true {
            let wanted = request.limit == 0 ? EtcdStore.page : min(EtcdStore.page, request.limit - items.count)
            message.limit = Int64(wanted)
            let response = try await read(message)
            // All pages show the store as of the first.
            if message.revision == 0 { message.revision = response.header.revision }
            if count == nil { count = Int(response.count) }
            items.append(contentsOf: response.kvs.map { KeyValue($0) })
            let isFull = request.limit > 0 && items.count >= request.limit
            guard response.more, !isFull, let last = response.kvs.last else {
                return RangeResult(
                    revision: Revision(message.revision), items: items, more: response.more, count: count ?? 0)
            }
            message.key = last.key + EtcdStore.behind
        }
    }

    /// What makes of a key the lowest one behind it.
    private static let behind = Data([0])

    private func read(_ message: EtcdRangeRequest) async throws(StoreError) -> EtcdRangeResponse {
        do throws(EtcdFailure) {
            return try await client.read(.range, message)
        } catch {
            switch error {
            case .compacted: throw .compacted(oldest: try await compactedRevision(Revision(message.revision)))
            case .future: throw .future(current: try await quorum.revision())
            default: throw error.storeError
            }
        }
    }

    public func currentRevision() async throws(StoreError) -> Revision {
        guard calls.begin() else { throw .closed }
        defer { calls.end() }
        return try await quorum.revision()
    }

    // MARK: - Watching

    public func watch(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        progress: (@Sendable (Revision) -> Void)?, end: @escaping @Sendable (StoreError?) -> Void
    ) -> any StoreWatch {
        let watch = hub.open(prefix: prefix, from: from, deliver: deliver, progress: progress, end: end)
        let oldest = oldest.withLock { $0 }
        if from > 0, from < oldest { watch.finish(.compacted(oldest: oldest)) }
        return watch
    }

    // MARK: - Compaction

    public func compact(before revision: Revision) async throws(StoreError) {
        guard calls.begin() else { throw .closed }
        defer { calls.end() }
        let current = try await quorum.revision()
        guard revision <= current else { throw .future(current: current) }
        try await compactNow(before: revision)
    }

    /// etcd keeps what its compaction names readable; so what the events at `revision` replaced stays.
    func compactNow(before revision: Revision) async throws(StoreError) {
        guard revision > 1 else { return }
        var request = EtcdCompactionRequest()
        request.revision = Int64(revision) - 1
        do throws(EtcdFailure) {
            _ = try await client.read(.compact, request)
        } catch {
            // Done before, by this or another server.
            guard case .compacted = error else { throw error.storeError }
        }
        oldest.withLock { $0 = max($0, revision) }
        recent.forget(through: revision - 1)
    }

    /// Which revision etcd was compacted at: it tells those who want to watch from before.
    private func compactedRevision(_ revision: Revision) async throws(StoreError) -> Revision {
        let known = oldest.withLock { $0 }
        let found = Mutex<Revision>(0)
        let request = span.request(from: max(1, revision))
        do {
            try await client.stream(.watch, at: client.channel) { writer in
                try await writer.write(request)
                await Wishes().forEach {}
            } receive: { response in
                guard response.canceled || !response.events.isEmpty else { return }
                found.withLock { $0 = Revision(response.compactRevision) }
                throw CancellationError()
            }
        } catch {
            // Whichever way the stream ended, what it told is in `found`.
        }
        return max(known, found.withLock { $0 })
    }

    // MARK: - Closing

    public func close() async {
        await calls.close()
        hub.close()
        await feed.stop()
        client.close()
    }
}
