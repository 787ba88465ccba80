import ApusJSON
import ApusStore

/// How keys change on their way from a store with one prefix to a store with another.
public struct KeyPrefix: Sendable, Equatable {
    public var from: String
    public var to: String

    public init(from: String, to: String) {
        self.from = from
        self.to = to
    }

    /// - Throws: `SnapshotError` where the key lies outside of the prefix, or where its value is bound to the old key.
    func map(_ record: StoreRecord) throws -> StoreRecord {
        guard from != to else { return record }
        guard record.key.utf8.starts(with: from.utf8) else {
            throw SnapshotError("\(record.key): lies outside of the prefix \(from), so it has no place below \(to)")
        }
        if let scheme = KeyPrefix.schemesOfKeys.first(where: { scheme in
            record.value.withUnsafeBytes { $0.starts(with: scheme.utf8) }
        }) {
            throw SnapshotError(
                "\(record.key): its value is encrypted for this key (\(scheme)) and cannot be read below \(to)")
        }
        var record = record
        record.key = to + String(decoding: record.key.utf8.dropFirst(from.utf8.count), as: UTF8.self)
        return record
    }

    /// Encryption at rest that authenticates the key together with the value.
    private static let schemesOfKeys = ["k8s:enc:aesgcm:", "k8s:enc:kms:"]
}
