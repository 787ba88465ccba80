import ApusJSON

/// The schema of a custom resource as the documents publish it (apiextensions-apiserver's `controller/openapi`):
/// OpenAPI 3 nearly as it was written, OpenAPI 2 without what kubectl's reader of it does not understand.
struct OpenAPICustomSchema {
    private let form: OpenAPIForm
    private let metadata: JSONValue

    private static let dropped: Set<String> = ["$schema", "id", "$ref", "example", "externalDocs"]

    init(_ form: OpenAPIForm, metadata: JSONValue) {
        self.form = form
        self.metadata = metadata
    }

    /// The schema of the whole object, with the fields that every object has.
    func root(_ schema: JSONValue) -> JSONValue {
        guard schema.object != nil, form == .v3 || !isOpen(schema) else { return ["type": "object"] }
        var value = describe(schema)
        value["type"] = "object"
        addHeader(&value)
        return value
    }

    private func isOpen(_ schema: JSONValue) -> Bool { schema["x-kubernetes-preserve-unknown-fields"].bool ?? false }

    private func addHeader(_ value: inout JSONValue) {
        value["properties"]["apiVersion"] = [
            "type": "string", "description": "APIVersion defines the group and version in which the object is written.",
        ]
        value["properties"]["kind"] = ["type": "string", "description": "Kind is the type of the object."]
        value["properties"]["metadata"] = reference(
            metadata, "Standard object's metadata: its name, labels and the like.")
    }

    private func reference(_ reference: JSONValue, _ description: String) -> JSONValue {
        var value = reference
        if form == .v2 { value["description"] = .string(description) }
        return value
    }

    private func describe(_ schema: JSONValue) -> JSONValue {
        guard case .object(var object) = schema else { return schema }
        object.members.removeAll { Self.dropped.contains($0.key) || isEmptied($0.value) }
        for (position, member) in object.members.enumerated() {
            object.members[position].value = describe(member.key, member.value)
        }
        var value = JSONValue.object(object)
        if schema["x-kubernetes-int-or-string"].bool ?? false { unfold(&value) }
        if form == .v2 { reduce(&value, schema) }
        if schema["x-kubernetes-embedded-resource"].bool ?? false, form == .v3 || !isOpen(schema) {
            addHeader(&value)
            let required = value["required"].elements
            value["required"] = .array(required + ["kind", "apiVersion"].filter { !required.contains($0) })
        }
        return value
    }

    private func isEmptied(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool(false): true
        case .string(let text): text.isEmpty
        default: false
        }
    }

    private func describe(_ key: String, _ value: JSONValue) -> JSONValue {
        switch (key, value) {
        case ("properties", .object(var properties)):
            for position in properties.members.indices {
                properties.members[position].value = describe(properties.members[position].value)
            }
            return .object(properties)
        case ("items", .object), ("additionalProperties", .object), ("not", .object): return describe(value)
        case ("allOf", .array(let list)), ("anyOf", .array(let list)), ("oneOf", .array(let list)):
            return .array(list.map(describe))
        default: return value
        }
    }

    /// What `x-kubernetes-int-or-string` means to who does not know it.
    private func unfold(_ value: inout JSONValue) {
        guard form == .v3, value["anyOf"].isNull, value["allOf"].isNull else { return }
        value["anyOf"] = [["type": "integer"], ["type": "string"]]
    }

    /// Takes away what OpenAPI 2, or kubectl's reader of it, does not have.
    private func reduce(_ value: inout JSONValue, _ schema: JSONValue) {
        for key in ["allOf", "anyOf", "oneOf", "not"] { value.remove(key) }
        func isNullable(_ schema: JSONValue) -> Bool { schema["nullable"].bool ?? false }
        let required = value["required"].elements.filter { name in
            !isNullable(schema["properties"][name.string ?? ""]) && !isNullable(schema["additionalProperties"])
        }
        if required.isEmpty { value.remove("required") } else { value["required"] = .array(required) }
        if isNullable(schema) {
            for key in ["type", "nullable", "items", "properties"] { value.remove(key) }
        }
        if isOpen(schema) {
            for key in ["items", "properties"] { value.remove(key) }
            if value["type"].string == "object" { value.remove("type") }
        }
        if value["type"].string == "array", value["items"].isNull { value.remove("type") }
    }
}
