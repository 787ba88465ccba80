import ApusJSON

/// How the fields of values are named and told apart, by their schema.
enum FieldElements {
    /// The elements of a list that merges: `k:{…}` or `v:…` for each, in order; nil for a list that is owned as a whole,
    /// or one with an element that has no key.
    static func elements(of list: [JSONValue], _ schema: Schema?) -> [String]? {
        guard let schema, schema.kind == .array else { return nil }
        switch schema.node.listType {
        case .atomic: return nil
        case .set: return list.map { "v:" + GoText.json($0) }
        case .map:
            let keys = schema.listMapKeys
            var elements: [String] = []
            elements.reserveCapacity(list.count)
            for item in list {
                guard let element = element(of: item, keys) else { return nil }
                elements.append(element)
            }
            return elements
        }
    }

    private static func element(of item: JSONValue, _ keys: [String]) -> String? {
        var members: [JSONObject.Member] = []
        for key in keys.sorted() {
            var value = item[key]
            if value.isNull {
                // The one key of the built-in types that has a default.
                guard key == "protocol" else { continue }
                value = "TCP"
            }
            members.append(.init(key: key, value: value))
        }
        return members.isEmpty ? nil : "k:" + GoText.json(.object(JSONObject(members)))
    }

    /// Whether the value is owned as a whole.
    static func isAtomic(_ value: JSONValue, _ schema: Schema?) -> Bool {
        switch value {
        case .object:
            guard let schema else { return false }
            return schema.node.isAtomicMap || schema.kind == .any
        case .array(let list): return elements(of: list, schema) == nil
        default: return true
        }
    }
}

extension FieldSet {
    /// All fields of `value`.
    ///
    /// - Parameter marksMaps: Whether maps with entries are members too, as they are for who adds them by an update.
    init(of value: JSONValue, _ schema: Schema?, marksMaps: Bool) {
        self.init()
        switch value {
        case .object(let object) where !FieldElements.isAtomic(value, schema):
            if object.isEmpty { isMember = true }
            if marksMaps, schema?.kind == .map { isMember = true }
            for member in object.members {
                insert("f:" + member.key, FieldSet(of: member.value, schema?[member.key], marksMaps: marksMaps))
            }
        case .array(let list):
            guard let elements = FieldElements.elements(of: list, schema) else {
                isMember = true
                return
            }
            if list.isEmpty { isMember = true }
            for (element, item) in zip(elements, list) {
                var set = FieldSet(of: item, schema?.items, marksMaps: marksMaps)
                set.isMember = true
                insert(element, set)
            }
        default: isMember = true
        }
    }
}
