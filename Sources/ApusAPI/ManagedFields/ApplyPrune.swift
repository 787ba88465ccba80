import ApusJSON

/// Takes out of an object what its manager applied before and does not apply any more, unless somebody else owns it
/// (structured-merge-diff's `prune`).
struct ApplyPrune {
    let schema: Schema
    /// The version of the object.
    let apiVersion: String

    func prune(
        _ merged: JSONValue, last: ManagedFieldsEntry, mine: ManagedFieldsEntry, others: [ManagedFieldsEntry]
    ) -> JSONValue {
        guard isComparable(last), !last.fields.isEmpty else { return merged }
        let before = last.fields.withNamedFields(schema)
        let all = FieldSet(of: merged, schema).withNamedFields(schema)
        var managed = mine.fields
        for other in others where isComparable(other) { managed.formUnion(other.fields) }
        // Without anything that was applied before; then with what is owned; then with what was never applied.
        let pruned = FieldSet(of: ApplyPrune.remove(before, from: merged, schema), schema).withNamedFields(schema)
        let unowned = all.subtracting(pruned).subtracting(managed.withNamedFields(schema))
        let rest = ApplyPrune.remove(unowned, from: merged, schema)
        let lost = all.subtracting(FieldSet(of: rest, schema).withNamedFields(schema)).intersection(before)
        return ApplyPrune.remove(lost, from: merged, schema)
    }

    /// Whether the entry names the fields that this version has: custom resources have the same in all versions.
    private func isComparable(_ entry: ManagedFieldsEntry) -> Bool {
        entry.apiVersion == apiVersion || schema.table.semantics == .structural
    }

    /// `value` without the members of `gone`; null where nothing is left of it.
    static func remove(_ gone: FieldSet, from value: JSONValue, _ schema: Schema?) -> JSONValue {
        if gone.children.isEmpty { return value }
        switch value {
        case .object(let object) where !object.isEmpty && FieldElements.isGranular(schema):
            var result = JSONObject()
            for member in object.members {
                guard let set = gone["f:" + member.key] else {
                    result.members.append(member)
                    continue
                }
                if set.isMember { continue }
                let inner = remove(set, from: member.value, schema?[member.key])
                result.members.append(.init(key: member.key, value: inner))
            }
            return result.isEmpty ? .null : .object(result)
        case .array(let list) where !list.isEmpty:
            guard let elements = FieldElements.elements(of: list, schema) else { return value }
            var result: [JSONValue] = []
            for (element, item) in zip(elements, list) {
                guard let set = gone[element] else {
                    result.append(item)
                    continue
                }
                if !set.isMember { result.append(remove(set, from: item, schema?.items)) }
            }
            return result.isEmpty ? .null : .array(result)
        default: return value
        }
    }
}
