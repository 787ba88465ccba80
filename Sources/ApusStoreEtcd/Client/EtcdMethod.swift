import GRPCCore
import SwiftProtobuf

/// A method of etcd's API with the types of its messages.
struct EtcdMethod<Request: SwiftProtobuf.Message, Response: SwiftProtobuf.Message>: Sendable {
    let descriptor: MethodDescriptor

    private init(_ service: String, _ method: String) {
        descriptor = MethodDescriptor(fullyQualifiedService: "etcdserverpb.\(service)", method: method)
    }
}

extension EtcdMethod where Request == EtcdRangeRequest, Response == EtcdRangeResponse {
    static var range: Self { Self("KV", "Range") }
}

extension EtcdMethod where Request == EtcdTxnRequest, Response == EtcdTxnResponse {
    static var transaction: Self { Self("KV", "Txn") }
}

extension EtcdMethod where Request == EtcdCompactionRequest, Response == EtcdCompactionResponse {
    static var compact: Self { Self("KV", "Compact") }
}

extension EtcdMethod where Request == EtcdWatchRequest, Response == EtcdWatchResponse {
    static var watch: Self { Self("Watch", "Watch") }
}

extension EtcdMethod where Request == EtcdLeaseGrantRequest, Response == EtcdLeaseGrantResponse {
    static var grantLease: Self { Self("Lease", "LeaseGrant") }
}

extension EtcdMethod where Request == EtcdLeaseRevokeRequest, Response == EtcdLeaseRevokeResponse {
    static var revokeLease: Self { Self("Lease", "LeaseRevoke") }
}

extension EtcdMethod where Request == EtcdLeaseKeepAliveRequest, Response == EtcdLeaseKeepAliveResponse {
    static var keepLeaseAlive: Self { Self("Lease", "LeaseKeepAlive") }
}

extension EtcdMethod where Request == EtcdStatusRequest, Response == EtcdStatusResponse {
    static var status: Self { Self("Maintenance", "Status") }
}

extension EtcdMethod where Request == EtcdLeaseTimeToLiveRequest, Response == EtcdLeaseTimeToLiveResponse {
    static var leaseTimeToLive: Self { Self("Lease", "LeaseTimeToLive") }
}

extension EtcdMethod where Request == EtcdDefragmentRequest, Response == EtcdDefragmentResponse {
    static var defragment: Self { Self("Maintenance", "Defragment") }
}
