import ApusJSON

/// What changed between two versions of an object (structured-merge-diff's `Compare`).
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

    private init() {}

    /// The same without what `reset` says that the write does not touch.
    func filtered(_ reset: ResetFields) -> FieldComparison {
        if case .none = reset { return self }
        var result = FieldComparison()
        result.added = reset.filter(added)
        result.modified = reset.filter(modified)
        result.removed = reset.filter(removed)
        return result
    }

    /// Compares two values, of which one may be absent.
    private mutating func compare(_ old: JSONValue?, _ new: JSONValue?, _ schema: Schema?) {
        switch (old, new) {
        case (.object(let a)?, .object(let b)?) where isSplit(a.isEmpty && b.isEmpty, schema):
            compareMembers(a, b, schema, oldStands: true, newStands: true)
        case (.object(let a)?, nil), (.object(let a)?, .null?):
            guard isSplit(a.isEmpty, schema) else { return leaf(old, new) }
            compareMembers(a, JSONObject(), schema, oldStands: true, newStands: false)
        case (nil, .object(let b)?), (.null?, .object(let b)?):
            guard isSplit(b.isEmpty, schema) else { return leaf(old, new) }
            compareMembers(JSONObject(), b, schema, oldStands: false, newStands: true)
        case (.array(let a)?, .array(let b)?):
            guard !(a.isEmpty && b.isEmpty), let before = FieldElements.elements(of: a, schema),
                let after = FieldElements.elements(of: b, schema)
            else { return leaf(old, new) }
            compareEntries(a, before, b, after, schema)
        case (.array(let a)?, nil), (.array(let a)?, .null?):
            guard !a.isEmpty, let before = FieldElements.elements(of: a, schema) else { return leaf(old, new) }
            compareEntries(a, before, [], [], schema)
        case (nil, .array(let b)?), (.null?, .array(let b)?):
            guard !b.isEmpty, let after = FieldElements.elements(of: b, schema) else { return leaf(old, new) }
            compareEntries([], [], b, after, schema)
        default: return leaf(old, new)
        }
        if old == nil {
            added.isMember = true
        } else if new == nil {
            removed.isMember = true
        }
    }

    private func isSplit(_ isEmpty: Bool, _ schema: Schema?) -> Bool { !isEmpty && FieldElements.isGranular(schema) }

    private mutating func leaf(_ old: JSONValue?, _ new: JSONValue?) {
        if old == nil {
            added.isMember = true
        } else if new == nil {
            removed.isMember = true
        } else if old != new {
            modified.isMember = true
        }
    }

    /// - Parameter oldStands: Whether there is an old object, so that its fields that Go always writes are there.
    private mutating func compareMembers(
        _ old: JSONObject, _ new: JSONObject, _ schema: Schema?, oldStands: Bool, newStands: Bool
    ) {
        for member in new.members {
            let before = old[member.key] ?? (oldStands ? schema?.standing(member.key) : nil)
            descend("f:" + member.key, before, member.value, schema?[member.key])
        }
        for member in old.members where new[member.key] == nil {
            let after = newStands ? schema?.standing(member.key) : nil
            descend("f:" + member.key, member.value, after, schema?[member.key])
        }
    }

    private mutating func compareEntries(
        _ old: [JSONValue], _ before: [String], _ new: [JSONValue], _ after: [String], _ schema: Schema?
    ) {
        let items = schema?.items
        let olds = FieldElements.positions(of: before)
        let news = FieldElements.positions(of: after)
        for (element, positions) in olds {
            let others = news[element] ?? []
            switch (positions.count, others.count) {
            case (1, 0...1): descend(element, old[positions[0]], others.first.map { new[$0] }, items)
            // An entry that comes more than once is owned as one.
            case (1, _):
                descend(element, old[positions[0]], nil, items)
                added.insert(element, FieldSet(isMember: true))
            case (_, 2...):
                if positions.map({ old[$0] }) != others.map({ new[$0] }) {
                    modified.insert(element, FieldSet(isMember: true))
                }
            default:
                if let first = others.first { descend(element, nil, new[first], items) }
                removed.insert(element, FieldSet(isMember: true))
            }
        }
        for (element, positions) in news where olds[element] == nil {
            if positions.count == 1 {
                descend(element, nil, new[positions[0]], items)
            } else {
                added.insert(element, FieldSet(isMember: true))
            }
        }
    }

    private mutating func descend(_ element: String, _ old: JSONValue?, _ new: JSONValue?, _ schema: Schema?) {
        guard old != new else { return }
        var inner = FieldComparison()
        inner.compare(old, new, schema)
        added.insert(element, inner.added)
        modified.insert(element, inner.modified)
        removed.insert(element, inner.removed)
    }
}
