import ApusJSON
import ApusStore
import FoundationEssentials

/// Between the store's values and etcd's messages.
extension KeyValue {
    /// - Parameter attached: what the writer of this very value attached, with the bytes it wrote.
    init(_ message: EtcdKeyValue, attached: Attachments.Entry? = nil) {
        self.init(
            key: String(decoding: message.key, as: UTF8.self),
            value: attached?.value ?? message.value.withUnsafeBytes { Bytes($0) },
            createRevision: Revision(message.createRevision), modRevision: Revision(message.modRevision),
            attachment: attached?.attachment)
    }
}

extension Data {
    init(_ bytes: Bytes) { self = bytes.withUnsafeBytes { Data($0) } }

    init(key: String) { self = Data(key.utf8) }

    /// etcd's way to write the lowest key as a start, and no upper bound as an end.
    static let lowest = Data([0])
}

extension EtcdRangeRequest {
    init(_ request: RangeRequest) {
        self.init()
        key = request.start.isEmpty ? .lowest : Data(key: request.start)
        rangeEnd = request.end.isEmpty ? .lowest : Data(key: request.end)
    }

    /// A read of one key.
    init(key: String) {
        self.init()
        self.key = key.isEmpty ? .lowest : Data(key: key)
    }
}

extension EtcdTxnRequest {
    init(_ transaction: Transaction) {
        self.init()
        for case .modRevision(let key, let revision) in transaction.compares {
            var compare = EtcdCompare()
            compare.target = .mod
            compare.key = Data(key: key)
            compare.modRevision = Int64(clamping: revision)
            self.compare.append(compare)
            var read = EtcdRequestOp()
            read.requestRange = EtcdRangeRequest(key: key)
            failure.append(read)
        }
        for operation in transaction.operations {
            var request = EtcdRequestOp()
            switch operation {
            case .put(let key, let value, let lease, _):
                request.requestPut.key = Data(key: key)
                request.requestPut.value = Data(value)
                request.requestPut.lease = lease
            case .delete(let key): request.requestDeleteRange.key = Data(key: key)
            }
            success.append(request)
        }
    }
}

extension TransactionResult {
    init(_ response: EtcdTxnResponse) {
        self.init(succeeded: response.succeeded, revision: Revision(response.header.revision))
        guard !response.succeeded else { return }
        current = response.responses.map { $0.responseRange.kvs.first.map { KeyValue($0) } }
    }
}

extension EtcdTxnResponse {
    /// Whether the transaction made a revision.
    var hasChanged: Bool {
        succeeded
            && responses.contains { response in
                switch response.response {
                case .responsePut: true
                case .responseDeleteRange(let deletion): deletion.deleted > 0
                default: false
                }
            }
    }
}
