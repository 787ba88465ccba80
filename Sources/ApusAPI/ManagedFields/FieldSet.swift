import ApusJSON

/// A set of fields of an object, as a tree: what a field manager owns (structured-merge-diff's `fieldpath.Set`).
///
/// An element of a path is kept in the form that `fieldsV1` has: `f:name` for a field, `k:{"name":"x"}` for the entry
/// of a list of type map, `v:"x"` for one of a list of type set.
struct FieldSet: Equatable, Sendable {
    struct Child: Equatable, Sendable {
        var element: String
        var set: FieldSet
    }

    /// Whether the field itself belongs to the set, and not only what lies below it.
    var isMember = false
    /// Sorted by element.
    private(set) var children: [Child] = []

    var isEmpty: Bool { !isMember && children.isEmpty }

    init(isMember: Bool = false) { self.isMember = isMember }

    subscript(element: String) -> FieldSet? {
        let index = position(of: element)
        return index < children.count && children[index].element == element ? children[index].set : nil
    }

    /// Adds what lies below `element`; adding nothing adds nothing.
    mutating func insert(_ element: String, _ set: FieldSet) {
        guard !set.isEmpty else { return }
        if let last = children.last, last.element < element {
            children.append(Child(element: element, set: set))
            return
        }
        let index = position(of: element)
        if index < children.count, children[index].element == element {
            children[index].set.formUnion(set)
        } else {
            children.insert(Child(element: element, set: set), at: index)
        }
    }

    /// Changes what lies below `element`, where there is such a child.
    mutating func changeChild(_ element: String, _ body: (inout FieldSet) -> Void) {
        let index = position(of: element)
        guard index < children.count, children[index].element == element else { return }
        body(&children[index].set)
        if children[index].set.isEmpty { children.remove(at: index) }
    }

    /// Whether every member of the set is one of `other`.
    func isSubset(of other: FieldSet) -> Bool {
        if isMember, !other.isMember { return false }
        return children.allSatisfy { child in other[child.element].map(child.set.isSubset(of:)) ?? false }
    }

    /// Whether the field at `path` is a member.
    func contains(_ path: [String]) -> Bool {
        var set = self
        for element in path {
            guard let inner = set[element] else { return false }
            set = inner
        }
        return set.isMember
    }

    private func position(of element: String) -> Int {
        var low = 0
        var high = children.count
        while low < high {
            let middle = (low + high) / 2
            if children[middle].element < element { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func formUnion(_ other: FieldSet) {
        if other.isMember { isMember = true }
        if children.isEmpty {
            children = other.children
        } else {
            for child in other.children { insert(child.element, child.set) }
        }
    }

    func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(isMember: isMember && other.isMember)
        for child in children {
            if let set = other[child.element] {
                let both = child.set.intersection(set)
                if !both.isEmpty { result.children.append(Child(element: child.element, set: both)) }
            }
        }
        return result
    }

    func subtracting(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(isMember: isMember && !other.isMember)
        for child in children {
            guard let set = other[child.element] else {
                result.children.append(child)
                continue
            }
            let rest = child.set.subtracting(set)
            if !rest.isEmpty { result.children.append(Child(element: child.element, set: rest)) }
        }
        return result
    }

    /// Calls `body` with the path of each member: at each level the members first, then what lies below them.
    func forEachMember(_ body: (_ path: [String]) -> Void) {
        var path: [String] = []
        walk(&path, body)
    }

    private func walk(_ path: inout [String], _ body: ([String]) -> Void) {
        for child in children where child.set.isMember {
            path.append(child.element)
            body(path)
            path.removeLast()
        }
        for child in children where !child.set.children.isEmpty {
            path.append(child.element)
            child.set.walk(&path, body)
            path.removeLast()
        }
    }
}

extension FieldSet {
    /// `fieldsV1`.
    var value: JSONValue {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(children.count + 1)
        if isMember, !children.isEmpty { members.append(.init(key: ".", value: [:])) }
        for child in children { members.append(.init(key: child.element, value: child.set.value)) }
        return .object(JSONObject(members))
    }

    /// Reads `fieldsV1`.
    init(fieldsV1 value: JSONValue) {
        self.init()
        guard case .object(let object) = value else { return }
        for member in object.members.sorted(by: { $0.key < $1.key }) {
            if member.key == "." {
                isMember = true
            } else {
                var set = FieldSet(fieldsV1: member.value)
                if set.children.isEmpty { set.isMember = true }
                insert(member.key, set)
            }
        }
    }

    /// A path as conflicts name it: `.spec.containers[name="a"].image`.
    static func text(_ path: [String]) -> String {
        path.map { element -> String in
            let rest = String(element.dropFirst(2))
            switch element.prefix(2) {
            case "f:": return ".\(rest)"
            case "k:":
                let key = (try? JSONValue(parsing: Bytes(rest)))?.object ?? JSONObject()
                let pairs = key.members.map { "\($0.key)=\(GoText.json($0.value))" }
                return "[\(pairs.joined(separator: ","))]"
            case "v:": return "[=\(rest)]"
            default: return "[\(rest)]"
            }
        }.joined()
    }
}
