import ApusJSON

/// A list: of values, or of JSON that becomes values as it is looked at.
public struct ListValue: Sendable {
    enum Storage: Sendable {
        case values([Value])
        case json([JSONValue], DeclaredType)
    }

    var storage: Storage
    /// Whether order and repetition count, and which keys tell elements apart.
    let kind: DeclaredType.ListKind

    init(_ values: [Value]) {
        storage = .values(values)
        kind = .atomic
    }

    init(_ elements: [JSONValue], _ type: DeclaredType, _ kind: DeclaredType.ListKind) {
        storage = .json(elements, type)
        self.kind = kind
    }

    var count: Int {
        switch storage {
        case .values(let values): values.count
        case .json(let elements, _): elements.count
        }
    }

    subscript(index: Int) -> Value {
        switch storage {
        case .values(let values): values[index]
        case .json(let elements, let type): Value(elements[index], as: type)
        }
    }

    var values: [Value] {
        switch storage {
        case .values(let values): values
        case .json(let elements, let type): elements.map { Value($0, as: type) }
        }
    }

    /// Appends in place where this is the only owner.
    mutating func append(_ value: Value) {
        if case .values(var values) = storage {
            storage = .values([])
            values.append(value)
            storage = .values(values)
        } else {
            storage = .values(values + [value])
        }
    }

    // MARK: - Operators

    func contains(_ value: Value) -> Bool {
        for index in 0..<count where self[index].isEqual(to: value) { return true }
        return false
    }

    /// Lists of type set have no order; those of type map are compared by their keys.
    func isEqual(to other: ListValue) -> Bool {
        guard count == other.count else { return false }
        switch kind {
        case .atomic:
            // A set is one whatever side it stands on.
            if other.kind != .atomic { return other.isEqual(to: self) }
            for index in 0..<count where !self[index].isEqual(to: other[index]) { return false }
            return true
        case .set: return Set(values.map(\.identity)) == Set(other.values.map(\.identity))
        case .map(let keys):
            let own = Dictionary(values.map { ($0.identity(by: keys), $0) }, uniquingKeysWith: { $1 })
            var seen: Set<Value.Identity> = []
            for value in other.values {
                let key = value.identity(by: keys)
                guard let element = own[key], element.isEqual(to: value) else { return false }
                seen.insert(key)
            }
            return seen.count == own.count
        }
    }

    /// `+`: a union for sets, a merge by keys for maps.
    func adding(_ other: ListValue) -> ListValue {
        guard kind != .atomic else { return ListValue(values + other.values) }
        var all = values
        var places: [Value.Identity: Int] = [:]
        for (index, value) in all.enumerated() { places[identity(of: value)] = index }
        for value in other.values {
            let key = identity(of: value)
            if let place = places[key] {
                if kind != .set { all[place] = value }
            } else {
                places[key] = all.count
                all.append(value)
            }
        }
        return ListValue(all, kind)
    }

    private init(_ values: [Value], _ kind: DeclaredType.ListKind) {
        storage = .values(values)
        self.kind = kind
    }

    private func identity(of value: Value) -> Value.Identity {
        if case .map(let keys) = kind { value.identity(by: keys) } else { value.identity }
    }
}
