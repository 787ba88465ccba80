public import ApusStore
import GRPCCore
import Synchronization

extension EtcdStore {
    public func grantLease(ttl: Int64) async throws(StoreError) -> Int64 {
        guard ttl > 0 else { throw .unavailable("a lease needs a time to live") }
        guard calls.begin() else { throw .closed }
        defer { calls.end() }
        var request = EtcdLeaseGrantRequest()
        request.ttl = ttl
        do throws(EtcdFailure) {
            // Granted twice, one of the two leases ends unused.
            return try await client.read(.grantLease, request).id
        } catch {
            throw error.storeError
        }
    }

    public func keepAlive(lease: Int64) async throws(StoreError) {
        guard calls.begin() else { throw .closed }
        defer { calls.end() }
        var request = EtcdLeaseKeepAliveRequest()
        request.id = lease
        let response: EtcdLeaseKeepAliveResponse
        do throws(EtcdFailure) {
            response = try await client.read(.keepLeaseAlive, request)
        } catch {
            if case .leaseNotFound = error { throw .leaseNotFound(lease) }
            throw error.storeError
        }
        // etcd answers so for a lease that it does not know.
        guard response.ttl > 0 else { throw .leaseNotFound(lease) }
    }

    public func revoke(lease: Int64) async throws(StoreError) {
        guard calls.begin() else { throw .closed }
        defer { calls.end() }
        var request = EtcdLeaseRevokeRequest()
        request.id = lease
        do throws(EtcdFailure) {
            _ = try await client.write(.revokeLease, request)
        } catch {
            if case .leaseNotFound = error { throw .leaseNotFound(lease) }
            throw error.storeError
        }
    }
}
