import ApusJSON
import ApusStore
import FoundationEssentials
import Glibc
import Synchronization

/// What writers attached to values whose events have not come yet. An event is told by its key and bytes: it may come
/// before the answer that names its revision.
final class Attachments: Sendable {
    struct Entry: Sendable {
        let value: Bytes
        let attachment: any AnyObject & Sendable
    }

    private let entries = Mutex<[StoreKey: [Entry]]>([:])

    func add(_ transaction: Transaction) {
        for case .put(let key, let value, _, let attachment?) in transaction.operations {
            entries.withLock {
                $0[StoreKey(key), default: []].append(Entry(value: value, attachment: attachment))
            }
        }
    }

    /// Forgets what `add` noted, once the transaction is over.
    func remove(_ transaction: Transaction) {
        for case .put(let key, let value, _, _?) in transaction.operations {
            entries.withLock { entries in
                guard var known = entries[StoreKey(key)] else { return }
                if let place = known.firstIndex(where: { $0.value === value }) { known.remove(at: place) }
                entries[StoreKey(key)] = known.isEmpty ? nil : known
            }
        }
    }

    /// What was attached to `message`'s value.
    func entry(for message: EtcdKeyValue) -> Entry? {
        entries.withLock { entries -> Entry? in
            guard !entries.isEmpty else { return nil }
            guard let known = entries[StoreKey(String(decoding: message.key, as: UTF8.self))] else { return nil }
            return known.first { entry in
                guard entry.value.count == message.value.count else { return false }
                return entry.value.withUnsafeBytes { ours in
                    message.value.withUnsafeBytes { theirs in
                        guard let ours = ours.baseAddress, let theirs = theirs.baseAddress else { return true }
                        return memcmp(ours, theirs, entry.value.count) == 0
                    }
                }
            }
        }
    }
}
