extension JSONValue {
    /// Applies a merge patch (RFC 7386): members of objects are merged, null takes a member away, anything else
    /// replaces.
    public mutating func apply(mergePatch patch: JSONValue) {
        guard case .object(let changes) = patch else {
            self = patch
            return
        }
        var object = object ?? JSONObject()
        self = .null  // so that `object` is the only owner and changes in place
        object.apply(mergePatch: changes)
        self = .object(object)
    }

    /// The merge patch that makes `new` of `old`; `{}` where they are equal objects. A null in a member of `new` cannot
    /// be said in a merge patch: that member is taken away.
    public static func mergePatch(from old: JSONValue, to new: JSONValue) -> JSONValue {
        guard case .object(let old) = old, case .object(let new) = new else { return new }
        let inOld = KeyIndex(old)
        let inNew = KeyIndex(new)
        var patch = JSONObject()
        for member in new.members {
            guard let index = inOld.position(of: member.key, in: old) else {
                patch.members.append(member)
                continue
            }
            let before = old.members[index].value
            if before == member.value { continue }
            patch.members.append(.init(key: member.key, value: mergePatch(from: before, to: member.value)))
        }
        for member in old.members where inNew.position(of: member.key, in: new) == nil {
            patch.members.append(.init(key: member.key, value: .null))
        }
        return .object(patch)
    }
}

extension JSONObject {
    mutating func apply(mergePatch changes: JSONObject) {
        let index = KeyIndex(self)
        var removed: [Int] = []
        var added: [Member] = []
        for change in changes.members {
            switch (index.position(of: change.key, in: self), change.value) {
            case (let position?, .null): removed.append(position)
            case (let position?, let value): members[position].value.apply(mergePatch: value)
            case (nil, .null): break
            case (nil, let value):
                var made = JSONValue.null
                made.apply(mergePatch: value)  // takes away the nulls inside
                added.append(Member(key: change.key, value: made))
            }
        }
        for position in removed.sorted(by: >) { members.remove(at: position) }
        members += added
    }
}

/// Finds members by key: a large object's by hash, so that no request makes a server compare every key with every
/// other.
private struct KeyIndex {
    private var positions: [String: Int]?

    init(_ object: JSONObject) {
        guard object.count > 64 else { return }
        positions = Dictionary(
            zip(object.members.lazy.map(\.key), object.members.indices), uniquingKeysWith: { first, _ in first })
    }

    func position(of key: String, in object: JSONObject) -> Int? {
        guard let positions else { return object.index(of: key) }
        guard let position = positions[key] else { return nil }
        return object.members[position].key.isSame(as: key) ? position : object.index(of: key)
    }
}
