/// What writes of a resource or subresource do not touch, whatever they send, so that nobody owns it by them
/// (`GetResetFields` of upstream's strategies).
public enum ResetFields: Sendable, Equatable {
    /// Everything is written.
    case none
    /// These paths, and what lies below them, are not written.
    case excluding([[String]])
    /// Only these paths are written, and what lies below them; `*` stands for any entry of a list.
    case only([[String]])

    func filter(_ set: FieldSet) -> FieldSet {
        switch self {
        case .none: return set
        case .excluding(let paths):
            var result = set
            for path in paths { result.remove(below: path[...]) }
            return result
        case .only(let paths):
            var result = FieldSet()
            for path in paths { result.formUnion(set.kept(below: path[...])) }
            return result
        }
    }
}

extension FieldSet {
    /// Takes away the field at `path` with everything below it.
    fileprivate mutating func remove(below path: ArraySlice<String>) {
        guard let first = path.first else { return }
        let rest = path.dropFirst()
        changeChild("f:" + first) { child in
            if rest.isEmpty { child = FieldSet() } else { child.remove(below: rest) }
        }
    }

    /// What of the set lies at `path` or below it.
    fileprivate func kept(below path: ArraySlice<String>) -> FieldSet {
        guard let first = path.first else { return self }
        let rest = path.dropFirst()
        var result = FieldSet()
        for child in children where first == "*" || child.element == "f:" + first {
            var set = child.set.kept(below: rest)
            if !rest.isEmpty, child.set.isMember { set.isMember = true }
            result.insert(child.element, set)
        }
        return result
    }
}
