import ApusJSON
import ApusStore

/// One configuration, applied to the keys of a store. Never changed; another configuration is another plan.
final class EncryptionPlan: Sendable {
    private let encryption: Encryption
    private let keys: ResourceKeys
    /// By the part of the key; nil inside: stored as it is.
    private let known: [String: ValueTransformer?]

    init(_ encryption: Encryption, keys: ResourceKeys) {
        self.encryption = encryption
        self.keys = keys
        known = keys.known.mapValues { encryption.transformer(for: $0) }
    }

    func transformer(of key: String) -> ValueTransformer? {
        keys.lookUp(key, in: known) { encryption.transformer(for: $0) }
    }

    /// What the store is given in place of `transaction`; nil where none of its keys is of an encrypted resource.
    func seal(_ transaction: Transaction) throws(ValueError) -> Transaction? {
        var concerns = false
        var sealed = transaction
        for (index, operation) in transaction.operations.enumerated() {
            switch operation {
            case .delete(let key): concerns = concerns || transformer(of: key) != nil
            case .put(let key, let value, let lease, let attachment):
                guard let transformer = transformer(of: key) else { continue }
                concerns = true
                var random = SystemRandomNumberGenerator()
                sealed.operations[index] = .put(
                    key: key, value: try transformer.seal(value, at: key, using: &random), lease: lease,
                    attachment: SealedValue(value: value, attachment: attachment, plan: self))
            }
        }
        for case .modRevision(let key, _) in transaction.compares where !concerns {
            concerns = transformer(of: key) != nil
        }
        return concerns ? sealed : nil
    }

    /// What `item` of the store stands for.
    func open(_ item: inout KeyValue) {
        guard let transformer = transformer(of: item.key) else { return }
        if let sealed = item.attachment as? SealedValue {
            item.attachment = sealed.attachment
            if sealed.plan === self {
                item.value = sealed.value
                return
            }
        }
        do throws(ValueError) {
            let (value, isStale) = try transformer.open(item.value, at: item.key)
            item.value = value
            item.form = isStale ? .stale : .current
        } catch {
            item.form = .unreadable(UnreadableValue(error.description))
        }
    }
}

/// What this process has written under a plan, kept beside the ciphertext so that it is not decrypted again.
private final class SealedValue: Sendable {
    let value: Bytes
    let attachment: (any AnyObject & Sendable)?
    let plan: EncryptionPlan

    init(value: Bytes, attachment: (any AnyObject & Sendable)?, plan: EncryptionPlan) {
        self.value = value
        self.attachment = attachment
        self.plan = plan
    }
}
