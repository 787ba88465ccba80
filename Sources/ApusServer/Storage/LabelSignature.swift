import ApusAPI

/// A few bits for each label of an object (a Bloom filter), kept in a row beside the objects of a chunk: a selector rules
/// out nearly all objects by them, without touching the objects themselves.
struct LabelSignature: Sendable, Equatable {
    private(set) var bits = SIMD2<UInt64>()

    init() {}

    init(_ labels: [String: String]) {
        for (key, value) in labels {
            let keyHash = LabelSignature.hash(key)
            insert(keyHash)
            insert(pair: LabelSignature.hash(value, after: keyHash))
        }
    }

    /// What every object with the label `key` has; with `value` also where it is given.
    init(key: String, value: String? = nil) {
        let keyHash = LabelSignature.hash(key)
        insert(keyHash)
        if let value { insert(pair: LabelSignature.hash(value, after: keyHash)) }
    }

    mutating func formUnion(_ other: LabelSignature) { bits |= other.bits }

    @inline(__always)
    func contains(_ other: LabelSignature) -> Bool { bits & other.bits == other.bits }

    private mutating func insert(_ hash: UInt64) {
        let bit = UInt64(1) << (hash & 63)
        if hash & 64 == 0 { bits.x |= bit } else { bits.y |= bit }
    }

    /// Three bits, so that among a hundred thousand objects with ten labels each few others look the same.
    private mutating func insert(pair hash: UInt64) {
        insert(hash)
        insert(hash >> 8)
        insert(hash >> 16)
    }

    /// FNV-1a with a last mix, so that the low bits depend on all of the text.
    private static func hash(_ text: String, after start: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
        var hash = start
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash ^ (hash >> 29)
    }
}

/// What the signature of an object must hold if a label selector is to match the object.
struct LabelSignatureFilter: Sendable {
    /// What all objects that match have.
    private var common = LabelSignature()
    /// For each requirement with several values: one of these.
    private var alternatives: [[LabelSignature]] = []

    /// Nil where signatures cannot rule anything out.
    init?(_ selector: LabelSelector) {
        var isUseful = false
        for requirement in selector.requirements {
            switch requirement.operator {
            case .notEquals, .notIn, .doesNotExist: continue
            case .exists, .greaterThan, .lessThan: common.formUnion(LabelSignature(key: requirement.key))
            case .equals, .doubleEquals, .in:
                let values = requirement.values.map { LabelSignature(key: requirement.key, value: $0) }
                if values.count == 1 { common.formUnion(values[0]) } else { alternatives.append(values) }
            }
            isUseful = true
        }
        if !isUseful { return nil }
    }

    func mayMatch(_ signature: LabelSignature) -> Bool {
        guard signature.contains(common) else { return false }
        return alternatives.isEmpty
            || alternatives.allSatisfy { values in values.contains { signature.contains($0) } }
    }
}
