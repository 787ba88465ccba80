import ApusJSON
public import ApusStore

/// Reads all keys and values of a store, and looks whether they are what a server can use.
public struct ContentsCheck: Sendable, Equatable {
    public var keys = 0
    public var bytes = 0
    /// Values that are encrypted at rest, and so are not looked into.
    public var encrypted = 0
    /// What is wrong, one line each, in the order of the keys.
    public var damage: [String] = []

    /// - Parameter limit: after how many damages it ends.
    /// - Throws: what reading `contents` throws, other than `.corrupt`, which is a damage.
    public static func run(
        _ contents: any StoreContents, prefix: String, limit: Int
    ) async throws -> ContentsCheck {
        var check = ContentsCheck()
        do {
            while check.damage.count < limit, case let entries = try await contents.next(), !entries.isEmpty {
                for case .key(let record) in entries where check.damage.count < limit { check.look(at: record, prefix) }
            }
        } catch StoreError.corrupt(let message) {
            check.damage.append(message)
        }
        return check
    }

    private mutating func look(at record: StoreRecord, _ prefix: String) {
        keys += 1
        bytes += record.value.count
        guard record.key.utf8.starts(with: prefix.utf8) else {
            return damage.append("\(record.key): lies outside of \(prefix)")
        }
        guard record.createRevision > 0, record.createRevision <= record.modRevision else {
            return damage.append(
                "\(record.key): made at revision \(record.createRevision), changed at \(record.modRevision)")
        }
        guard !record.key.utf8.starts(with: (prefix + "apus-locks/").utf8) else { return }
        if record.value.withUnsafeBytes({ $0.starts(with: "k8s:enc:".utf8) }) {
            encrypted += 1
        } else if record.value.withUnsafeBytes({ $0.starts(with: "k8s\0".utf8) }) {
            damage.append("\(record.key): its value is protobuf; write it with --storage-media-type=application/json")
        } else if (try? JSONValue(parsing: record.value))?.object == nil {
            damage.append("\(record.key): its value is no JSON object")
        }
    }
}
