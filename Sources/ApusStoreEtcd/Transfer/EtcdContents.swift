import ApusJSON
public import ApusStore
import FoundationEssentials

/// What etcd holds below a prefix at one revision, read page by page while others write.
public actor EtcdContents: StoreContents {
    /// Pages are as long as brings about so many bytes.
    private static let pageBytes = 1 << 20
    private static let pageKeys: ClosedRange<Int64> = 8...2000

    public nonisolated let revision: Revision
    private let client: EtcdClient
    private var request: EtcdRangeRequest
    private var isAtEnd = false
    private var knownLeases: Set<Int64> = []

    /// Connects, and stays at the newest revision, or at `revision`.
    public static func open(
        _ configuration: EtcdConfiguration, at revision: Revision? = nil
    ) async throws(StoreError) -> EtcdContents {
        let client = try EtcdClient(configuration)
        do throws(StoreError) {
            let now = try await client.currentRevision(configuration)
            return EtcdContents(client, configuration.prefix, revision ?? now)
        } catch {
            client.close()
            throw error
        }
    }

    private init(_ client: EtcdClient, _ prefix: String, _ revision: Revision) {
        self.client = client
        self.revision = revision
        request = EtcdRangeRequest(RangeRequest(prefix: prefix))
        request.revision = Int64(clamping: revision)
        request.limit = 200
    }

    deinit { client.close() }

    public func next() async throws -> [StoreEntry] {
        guard !isAtEnd else { return [] }
        let response = try await page()
        isAtEnd = !response.more || response.kvs.isEmpty
        if let last = response.kvs.last { request.key = last.key + Data([0]) }
        var entries: [StoreEntry] = []
        var bytes = 0
        for pair in response.kvs {
            guard let key = String(validating: pair.key, as: UTF8.self) else {
                throw StoreError.corrupt("etcd: the key \(pair.key.map { String($0, radix: 16) }) is not UTF-8")
            }
            if pair.lease != 0, knownLeases.insert(pair.lease).inserted {
                entries.append(.lease(StoreLease(id: pair.lease, ttl: try await timeToLive(pair.lease))))
            }
            bytes += pair.value.count
            entries.append(
                .key(
                    StoreRecord(
                        key: key, value: pair.value.withUnsafeBytes { Bytes($0) },
                        createRevision: Revision(pair.createRevision), modRevision: Revision(pair.modRevision),
                        lease: pair.lease)))
        }
        adjust(bytes)
        return entries
    }

    private func adjust(_ bytes: Int) {
        let wanted = bytes > Self.pageBytes ? request.limit / 2 : request.limit * 2
        request.limit = min(max(wanted, Self.pageKeys.lowerBound), Self.pageKeys.upperBound)
    }

    private func page() async throws(StoreError) -> EtcdRangeResponse {
        do throws(EtcdFailure) {
            return try await client.read(.range, request)
        } catch {
            guard case .compacted = error else { throw error.storeError }
            throw .unavailable(
                "etcd compacted revision \(revision) while it was read: begin again, or have the servers compact less "
                    + "often (--etcd-compaction-interval)")
        }
    }

    /// The time that the lease was granted for; a second where it is about to end.
    private func timeToLive(_ lease: Int64) async throws(StoreError) -> Int64 {
        var request = EtcdLeaseTimeToLiveRequest()
        request.id = lease
        do throws(EtcdFailure) {
            return max(1, try await client.read(.leaseTimeToLive, request).grantedTtl)
        } catch {
            if case .leaseNotFound = error { return 1 }
            throw error.storeError
        }
    }

    public func close() async { client.close() }
}

extension EtcdClient {
    /// The newest revision, asked linearizably; waits as long as opening a store does.
    func currentRevision(_ configuration: EtcdConfiguration) async throws(StoreError) -> Revision {
        do throws(EtcdFailure) {
            let now = try await read(
                .range, EtcdRangeRequest(key: configuration.prefix), within: configuration.openTimeout)
            return Revision(now.header.revision)
        } catch {
            let servers = configuration.endpoints.map(\.description).joined(separator: ", ")
            throw .unavailable("etcd at \(servers) does not answer: \(error.storeError)")
        }
    }
}
