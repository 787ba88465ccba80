import ApusJSON

/// A map, or an object with declared fields.
public struct MapValue: Sendable {
    enum Storage: Sendable {
        case entries(Entries)
        /// The values of JSON, all of one type.
        case json(JSONObject, DeclaredType)
        /// An object, whose fields expressions name by their escaped names.
        case object(JSONObject, DeclaredType)
    }

    var storage: Storage

    /// A map that an expression made.
    struct Entries: Sendable {
        private(set) var keys: [Value] = []
        private(set) var values: [Value] = []
        private var index: [MapKey: Int] = [:]

        subscript(key: MapKey) -> Value? { index[key].map { values[$0] } }

        /// False where the key is there already.
        mutating func insert(_ key: Value, _ mapKey: MapKey, _ value: Value) -> Bool {
            guard index[mapKey] == nil else { return false }
            index[mapKey] = keys.count
            keys.append(key)
            values.append(value)
            return true
        }
    }

    init(_ entries: Entries = Entries()) { storage = .entries(entries) }

    init(json object: JSONObject, values type: DeclaredType) { storage = .json(object, type) }

    init(object: JSONObject, _ type: DeclaredType) { storage = .object(object, type) }

    /// A map of what `values` has for its keys.
    init(strings: [(String, Value)]) {
        var entries = Entries()
        for (key, value) in strings { _ = entries.insert(.string(key), .text(key), value) }
        storage = .entries(entries)
    }

    var count: Int {
        switch storage {
        case .entries(let entries): entries.keys.count
        case .json(let object, _), .object(let object, _): object.count
        }
    }

    /// The keys, by which `find` finds.
    var keys: [Value] {
        switch storage {
        case .entries(let entries): entries.keys
        case .json(let object, _): object.keys.map { .string($0) }
        case .object(let object, let type):
            object.keys.compactMap { key in
                guard let escaped = EscapedName.escape(key), type.field(escaped) != nil else { return nil }
                return .string(escaped)
            }
        }
    }

    func find(_ key: Value) -> Value? {
        switch storage {
        case .entries(let entries): return MapKey(key).flatMap { entries[$0] }
        case .json, .object:
            guard case .string(let name) = key else { return nil }
            return field(name)
        }
    }

    /// The value of the key `name`, or of the field with that escaped name. Null fields are as good as absent.
    func field(_ name: String) -> Value? {
        switch storage {
        case .entries(let entries): return entries[.text(name)]
        case .json(let object, let type): return object[name].map { Value($0, as: type) }
        case .object(let object, let type):
            guard let field = type.field(name), let value = object[field.key], !value.isNull else { return nil }
            return Value(value, as: field.type)
        }
    }

    /// The property with the name `key` in JSON.
    func property(_ key: String) -> Value? {
        switch storage {
        case .entries(let entries): entries[.text(EscapedName.escape(key) ?? key)]
        case .json(let object, let type): object[key].map { Value($0, as: type) }
        case .object(let object, let type):
            object[key].map { Value($0, as: EscapedName.escape(key).flatMap { type.field($0)?.type } ?? .any) }
        }
    }

    func isEqual(to other: MapValue) -> Bool {
        guard count == other.count else { return false }
        if case .object(let object, _) = storage {
            // Fields that no expression sees count too.
            return object.keys.allSatisfy { key in
                guard let value = property(key), let against = other.property(key) else { return false }
                return value.isEqual(to: against)
            }
        }
        return keys.allSatisfy { key in
            guard let value = find(key), let against = other.find(key) else { return false }
            return value.isEqual(to: against)
        }
    }
}

/// A key of a map: numbers are the same key when they are equal, whatever their types.
enum MapKey: Sendable, Hashable {
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case text(String)

    /// Nil for what cannot be a key.
    init?(_ value: Value) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = Int64(exactly: value).map { .int($0) } ?? .uint(value)
        case .double(let value):
            if let whole = Int64(exactly: value) {
                self = .int(whole)
            } else if let whole = UInt64(exactly: value) {
                self = .uint(whole)
            } else {
                return nil
            }
        case .string(let text): self = .text(text)
        default: return nil
        }
    }

    static func == (a: MapKey, b: MapKey) -> Bool {
        switch (a, b) {
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.uint(let a), .uint(let b)): a == b
        case (.text(let a), .text(let b)): a.isSameText(as: b)
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .uint(let value): hasher.combine(value)
        case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
        }
    }
}

extension String {
    /// Whether the UTF-8 is the same: `==` also equates what Unicode calls equivalent.
    func isSameText(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
