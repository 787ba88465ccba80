import ApusJSON

/// How the fields of values are named and told apart, by their schema.
enum FieldElements {
    /// Whether a map or object is owned by member, and not as a whole.
    static func isGranular(_ schema: Schema?) -> Bool {
        guard let schema else { return true }
        return switch schema.kind {
        case .object, .map: !schema.node.isAtomicMap
        // Free-form parts of custom resources take the form of what lies in them; `RawExtension` is one value.
        case .any: schema.table.semantics == .structural
        default: false
        }
    }

    /// The elements of a list that merges: `k:{…}` or `v:…` for each entry, in order; nil for a list that is owned as a
    /// whole, or one with an entry that has no key.
    static func elements(of list: [JSONValue], _ schema: Schema?) -> [String]? {
        guard let schema, schema.kind == .array else { return nil }
        switch schema.node.listType {
        case .atomic: return nil
        case .set: return list.map { "v:" + GoText.json($0) }
        case .map:
            let keys = schema.listMapKeys.count < 2 ? schema.listMapKeys : schema.listMapKeys.sorted()
            let items = schema.items
            var elements: [String] = []
            elements.reserveCapacity(list.count)
            for item in list {
                guard let element = element(of: item, keys, items) else { return nil }
                elements.append(element)
            }
            return elements
        }
    }

    private static func element(of item: JSONValue, _ keys: [String], _ schema: Schema?) -> String? {
        guard case .object(let object) = item else { return nil }
        var members: [JSONObject.Member] = []
        members.reserveCapacity(keys.count)
        for key in keys {
            if let value = object[key] {
                members.append(.init(key: key, value: value))
            } else if let value = schema?.field(key)?.keyDefault(schema) {
                members.append(.init(key: key, value: value))
            }
        }
        return members.isEmpty ? nil : "k:" + GoText.json(.object(JSONObject(members)))
    }

    /// Where each element stands.
    static func positions(of elements: [String]) -> [String: [Int]] {
        var positions: [String: [Int]] = [:]
        positions.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() { positions[element, default: []].append(index) }
        return positions
    }
}

extension SchemaField {
    /// What an absent key of an entry counts as.
    fileprivate func keyDefault(_ holder: Schema?) -> JSONValue? {
        if let value = self.default { return value }
        guard isRequired, let table = holder?.table, table.semantics == .builtIn else { return nil }
        return table.nodes[Int(schema)].zero
    }
}

extension Schema {
    /// What Go has where the field `name` of a built-in type is absent: `{}` for an object that is no pointer, the zero
    /// value of what is always written, null for a list or pointer that is; nil: nothing.
    func standing(_ name: String) -> JSONValue? {
        guard table.semantics == .builtIn, let field = field(name) else { return nil }
        if case .object(let object)? = field.default, object.isEmpty { return [:] }
        guard field.isRequired else { return nil }
        return table.nodes[Int(field.schema)].zero ?? .null
    }
}
