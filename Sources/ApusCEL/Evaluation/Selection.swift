/// What `.field`, `[key]` and their optional forms give.
enum Selection {
    static func select(_ value: Value, _ field: String) -> Value {
        switch value {
        case .map(let map): map.field(field) ?? .error("no such key: \(field)")
        case .optional: optionalSelect(value, field)
        default: .noSuchOverload
        }
    }

    static func has(_ value: Value, _ field: String) -> Value {
        switch value {
        case .map(let map): .bool(map.field(field) != nil)
        case .optional(let inner): inner.map { has($0, field) } ?? .bool(false)
        default: .noSuchOverload
        }
    }

    static func optionalSelect(_ value: Value, _ field: String) -> Value {
        switch value {
        case .map(let map): wrapped(map.field(field))
        case .optional(let inner): inner.map { optionalSelect($0, field) } ?? .optional(nil)
        default: .noSuchOverload
        }
    }

    static func index(_ value: Value, _ key: Value) -> Value {
        switch value {
        case .list(let list):
            guard let index = position(key) else { return .error("unsupported index type '\(key.typeName)' in list") }
            return list.indices.contains(index) ? list[index] : .error("index out of bounds: \(index)")
        case .map(let map): return map.find(key) ?? .error("no such key: \(key.shown)")
        case .optional: return optionalIndex(value, key)
        default: return .noSuchOverload
        }
    }

    static func optionalIndex(_ value: Value, _ key: Value) -> Value {
        switch value {
        case .list(let list):
            guard let index = position(key) else { return .error("unsupported index type '\(key.typeName)' in list") }
            return wrapped(list.indices.contains(index) ? list[index] : nil)
        case .map(let map): return wrapped(map.find(key))
        case .optional(let inner): return inner.map { optionalIndex($0, key) } ?? .optional(nil)
        default: return .noSuchOverload
        }
    }

    private static func wrapped(_ value: Value?) -> Value {
        if let value, value.isError { return value }
        return .optional(value)
    }

    private static func position(_ key: Value) -> Int? {
        switch key {
        case .int(let index): Int(exactly: index)
        case .uint(let index): Int(exactly: index)
        case .double(let index): Int(exactly: index)
        default: nil
        }
    }
}

extension ListValue {
    var indices: Range<Int> { 0..<count }
}
