import ApusJSON

/// What changed between two versions of an object.
struct FieldComparison {
    private(set) var added = FieldSet()
    private(set) var modified = FieldSet()
    private(set) var removed = FieldSet()

    var isSame: Bool { added.isEmpty && modified.isEmpty && removed.isEmpty }
    /// What who made the change answers for.
    var changed: FieldSet {
        var set = added
        set.formUnion(modified)
        return set
    }

    init(_ old: JSONValue, _ new: JSONValue, _ schema: Schema?) {
        if old != new { compare(old, new, schema) }
    }

    private mutating func compare(_ old: JSONValue, _ new: JSONValue, _ schema: Schema?) {
        switch (old, new) {
        case (.object(let a), .object(let b)) where !FieldElements.isAtomic(new, schema):
            for member in b.members {
                guard let before = a[member.key] else {
                    added.insert(
                        "f:" + member.key, FieldSet(of: member.value, schema?[member.key], marksMaps: true))
                    continue
                }
                descend("f:" + member.key, before, member.value, schema?[member.key])
            }
            for member in a.members where b[member.key] == nil {
                removed.insert("f:" + member.key, whole(member.value, schema?[member.key]))
            }
        case (.array(let a), .array(let b)):
            guard let before = FieldElements.elements(of: a, schema), let after = FieldElements.elements(of: b, schema)
            else {
                modified.isMember = true
                return
            }
            for (element, item) in zip(after, b) {
                if let index = before.firstIndex(of: element) {
                    descend(element, a[index], item, schema?.items)
                } else {
                    var set = FieldSet(of: item, schema?.items, marksMaps: true)
                    set.isMember = true
                    added.insert(element, set)
                }
            }
            for (element, item) in zip(before, a) where !after.contains(element) {
                removed.insert(element, whole(item, schema?.items))
            }
        default: modified.isMember = true
        }
    }

    private mutating func descend(_ element: String, _ old: JSONValue, _ new: JSONValue, _ schema: Schema?) {
        guard old != new else { return }
        let inner = FieldComparison(old, new, schema)
        added.insert(element, inner.added)
        modified.insert(element, inner.modified)
        removed.insert(element, inner.removed)
    }

    private func whole(_ value: JSONValue, _ schema: Schema?) -> FieldSet {
        var set = FieldSet(of: value, schema, marksMaps: true)
        set.isMember = true
        return set
    }
}
