public import ApusStore
import FoundationEssentials

/// How servers that share one etcd, upstream's too, take turns in compacting it (apiserver's `etcd3/compact.go`): a key
/// counts the turns, and who writes the next number compacts.
extension EtcdStore {
    static let compactionKey = "compact_rev_key"

    public func compact(_ last: CompactionTurn) async throws(StoreError) -> CompactionTurn {
        guard calls.begin() else { throw .closed }
        defer { calls.end() }
        let response: EtcdTxnResponse
        do throws(EtcdFailure) {
            response = try await client.write(.transaction, turn(after: last))
        } catch {
            throw error.storeError
        }
        let revision = Revision(response.header.revision)
        guard response.succeeded else {
            let count = response.responses.first?.responseRange.kvs.first?.version ?? 0
            return CompactionTurn(count: count, revision: revision)
        }
        if last.revision > 0 { try await compactNow(before: last.revision + 1) }
        return CompactionTurn(count: last.count + 1, revision: revision)
    }

    private func turn(after last: CompactionTurn) -> EtcdTxnRequest {
        let key = Data(key: EtcdStore.compactionKey)
        var compare = EtcdCompare()
        compare.target = .version
        compare.key = key
        compare.version = last.count
        var put = EtcdRequestOp()
        put.requestPut.key = key
        put.requestPut.value = Data(key: "\(last.revision)")
        var read = EtcdRequestOp()
        read.requestRange = EtcdRangeRequest(key: EtcdStore.compactionKey)
        var request = EtcdTxnRequest()
        request.compare = [compare]
        request.success = [put]
        request.failure = [read]
        return request
    }
}
