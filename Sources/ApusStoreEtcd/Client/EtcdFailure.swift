import ApusStore
import GRPCCore

/// Why a call failed, as far as it matters for what to do next.
enum EtcdFailure: Error, Sendable {
    /// The revision was compacted; etcd does not say up to where.
    case compacted
    case future
    case leaseNotFound
    /// Another try would end in the same way.
    case refused(StoreError)
    /// The member did not begin with it: it has no leader, or too much to do.
    case notTaken(String)
    /// The connection, the member or the time gave out; what was asked for may have been done.
    case lost(String)

    init(_ error: any Error) {
        guard let error = error as? RPCError else {
            self = .lost("\(error)")
            return
        }
        self.init(code: error.code, message: error.message, cause: error.cause.map { "\($0)" })
    }

    /// What a status means; the texts are those of etcd's `api/v3rpc/rpctypes`.
    init(code: RPCError.Code, message: String, cause: String? = nil) {
        let text = cause.map { "\(message) (\($0))" } ?? message
        switch message {
        case "etcdserver: mvcc: required revision has been compacted": self = .compacted
        case "etcdserver: mvcc: required revision is a future revision": self = .future
        case "etcdserver: requested lease not found": self = .leaseNotFound
        case "etcdserver: mvcc: database space exceeded": self = .refused(.full)
        case "etcdserver: no leader", "etcdserver: too many requests": self = .notTaken(text)
        default:
            switch code {
            case .unavailable, .deadlineExceeded, .cancelled, .unknown, .internalError, .aborted: self = .lost(text)
            default: self = .refused(.unavailable(text.isEmpty ? "etcd refuses the call: \(code)" : text))
            }
        }
    }

    /// Whether another member may do better.
    var isOfMember: Bool {
        switch self {
        case .lost: true
        case .notTaken(let why): why.hasPrefix("etcdserver: no leader")
        case .compacted, .future, .leaseNotFound, .refused: false
        }
    }

    /// What it is to those who use the store, once nothing more is tried.
    var storeError: StoreError {
        switch self {
        case .compacted: .compacted(oldest: 0)
        case .future: .future(current: 0)
        case .leaseNotFound: .leaseNotFound(0)
        case .refused(let error): error
        case .notTaken(let why), .lost(let why): .unavailable(why)
        }
    }
}
