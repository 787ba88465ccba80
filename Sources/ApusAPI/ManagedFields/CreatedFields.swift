import ApusJSON

/// `fieldsV1` of who creates an object, made in one pass over it: what a comparison with an empty object finds.
struct CreatedFields {
    /// What the place of a value held before: nothing, or what Go has there in an empty object.
    private typealias Before = JSONValue?

    let schema: Schema
    let reset: ResetFields

    /// Nil where nothing is owned.
    func value(of object: JSONValue) -> JSONValue? {
        guard case .object(let object) = object else { return nil }
        var result = JSONObject()
        for member in object.members where !["kind", "apiVersion"].contains(member.key) && !isReset(member.key) {
            let fields: JSONValue?
            if member.key == "metadata" {
                fields = metadata(member.value)
            } else {
                fields = self.fields(member.value, schema[member.key], before: schema.standing(member.key))
            }
            if let fields { result.members.append(.init(key: "f:" + member.key, value: fields)) }
        }
        return result.isEmpty ? nil : .object(result)
    }

    private func isReset(_ key: String) -> Bool {
        guard case .excluding(let paths) = reset else { return false }
        return paths.contains { $0.count == 1 && $0[0] == key }
    }

    private func metadata(_ value: JSONValue) -> JSONValue? {
        guard case .object(let metadata) = value else { return nil }
        let schema = schema["metadata"]
        var result = JSONObject()
        for member in metadata.members where !FieldManager.unowned.contains(member.key) {
            if let fields = fields(member.value, schema?[member.key], before: nil) {
                result.members.append(.init(key: "f:" + member.key, value: fields))
            }
        }
        return result.isEmpty ? nil : .object(result)
    }

    private func fields(_ value: JSONValue, _ schema: Schema?, before: Before) -> JSONValue? {
        switch value {
        case .object(let object) where !object.isEmpty && FieldElements.isGranular(schema):
            var result = start(before, capacity: object.count)
            var stands = false
            if case .object? = before { stands = true }
            for member in object.members {
                let inner = stands ? schema?.standing(member.key) : nil
                if let fields = fields(member.value, schema?[member.key], before: inner) {
                    result.members.append(.init(key: "f:" + member.key, value: fields))
                }
            }
            return result.isEmpty ? nil : .object(result)
        case .array(let list) where !list.isEmpty:
            guard let elements = FieldElements.elements(of: list, schema) else { break }
            var result = start(before, capacity: list.count)
            let items = schema?.items
            for (element, item) in zip(elements, list) {
                if let index = result.index(of: element) {
                    result.members[index].value = .object(JSONObject())
                } else {
                    result.members.append(
                        .init(key: element, value: fields(item, items, before: nil) ?? .object(JSONObject())))
                }
            }
            return .object(result)
        default: break
        }
        return before == value ? nil : .object(JSONObject())
    }

    private func start(_ before: Before, capacity: Int) -> JSONObject {
        var result = JSONObject()
        result.members.reserveCapacity(capacity + 1)
        if before == nil { result.members.append(.init(key: ".", value: .object(JSONObject()))) }
        return result
    }
}
