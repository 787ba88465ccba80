import ApusAPI
import ApusJSON

/// The defaults in a schema: each is pruned and valid (apiextensions-apiserver's `schema/defaulting/validation.go`).
struct DefaultRules {
    private(set) var errors = FieldErrors()

    static func problems(_ schema: JSONValue, _ path: FieldPath) -> [FieldError] {
        var rules = DefaultRules()
        rules.check(schema, path, isMetadata: false, isResource: true)
        return rules.errors.all
    }

    private mutating func check(_ schema: JSONValue, _ path: FieldPath, isMetadata: Bool, isResource: Bool) {
        guard schema.object != nil else { return }
        let fallback = schema["default"]
        if !fallback.isNull {
            let here = path["default"]
            if !isMetadata, isPruned(fallback, by: schema) {
                errors.invalid(here, fallback, "must not have unknown fields")
            }
            var found = FieldErrors()
            ValueSchema(schema).validate(fallback, below: here.description, &found)
            errors.append(contentsOf: found.all)
        }
        check(
            schema["items"], path["items"], isMetadata: isMetadata,
            isResource: schema["items"].flag("x-kubernetes-embedded-resource"))
        for property in schema.properties {
            let isHeader = isResource && ["metadata", "kind", "apiVersion"].contains(property.key)
            check(
                property.value, path["properties"].key(property.key), isMetadata: isMetadata || isHeader,
                isResource: property.value.flag("x-kubernetes-embedded-resource"))
        }
    }

    /// Whether `value` loses anything where fields that `schema` does not have go.
    private func isPruned(_ value: JSONValue, by schema: JSONValue) -> Bool {
        let wrapped: JSONValue = ["type": "object", "properties": ["value": schema]]
        let table = StructuralTable.make(wrapped)
        var object: JSONValue = ["value": value]
        var decoder = ObjectDecoder(table.table)
        try? decoder.decode(&object, as: table)
        return !decoder.unknownFields.isEmpty
    }
}
