import ApusAPI
import ApusJSON

/// Whether an `openAPIV3Schema` is structural: every field is told outside of the rules for its value
/// (apiextensions-apiserver's `apiserver/schema/validation.go`, `complete.go`).
struct StructuralRules {
    private enum Level { case root, item, field }

    private(set) var errors = FieldErrors()

    /// The problems of `schema`, in the order of their texts.
    static func problems(_ schema: JSONValue, _ path: FieldPath) -> [FieldError] {
        var rules = StructuralRules()
        rules.check(schema, .root, path)
        rules.complete(schema, schema, path, path)
        return rules.errors.all.sorted { $0.description < $1.description }
    }

    // MARK: - Invariants

    private mutating func check(_ schema: JSONValue, _ level: Level, _ path: FieldPath) {
        let type = schema["type"].text
        let isOpen = schema.flag("x-kubernetes-preserve-unknown-fields")
        let isIntOrString = schema.flag("x-kubernetes-int-or-string")
        let isEmbedded = schema.flag("x-kubernetes-embedded-resource")
        let additional = schema["additionalProperties"]
        if type == "array", schema["items"].isNull { errors.required(path["items"], "must be specified") }
        if schema["items"].object != nil { check(schema["items"], .item, path["items"]) }
        for property in schema.properties {
            check(property.value, .field, path["properties"].key(property.key))
        }
        if !additional.isNull {
            if level == .root { errors.forbidden(path["additionalProperties"], "must not be used at the root") }
            if additional.object != nil { check(additional, .field, path["additionalProperties"]) }
        }
        if isIntOrString, isOpen {
            errors.invalid(
                path["x-kubernetes-preserve-unknown-fields"], true,
                "must be false if x-kubernetes-int-or-string is true")
        }
        if isIntOrString, isEmbedded {
            errors.invalid(
                path["x-kubernetes-embedded-resource"], true, "must be false if x-kubernetes-int-or-string is true")
        }
        checkValues(schema, path, skips: Exceptions(schema))
        if isEmbedded, type != "object" {
            let why = "must be object if x-kubernetes-embedded-resource is true"
            if type.isEmpty {
                errors.required(path["type"], why)
            } else {
                errors.invalid(path["type"], .string(type), why)
            }
        } else if type.isEmpty, !isIntOrString, !isOpen {
            switch level {
            case .root: errors.required(path["type"], "must not be empty at the root")
            case .item: errors.required(path["type"], "must not be empty for specified array items")
            case .field: errors.required(path["type"], "must not be empty for specified object fields")
            }
        }
        if isEmbedded, !additional.isNull {
            errors.forbidden(
                path["additionalProperties"], "must not be used if x-kubernetes-embedded-resource is set")
        }
        if level == .root, !type.isEmpty, type != "object" {
            errors.invalid(path["type"], .string(type), "must be object at the root")
        }
        checkHeader(schema, level, path, isResource: level == .root || isEmbedded)
        if isEmbedded, !isOpen, schema.properties.isEmpty {
            errors.required(
                path["properties"],
                "must not be empty if x-kubernetes-embedded-resource is true without "
                    + "x-kubernetes-preserve-unknown-fields")
        }
    }

    /// What is said of kind, apiVersion and metadata.
    private mutating func checkHeader(_ schema: JSONValue, _ level: Level, _ path: FieldPath, isResource: Bool) {
        for key in ["kind", "apiVersion"] where isResource {
            let property = schema["properties"][key]
            if property.object != nil, property["type"].text != "string" {
                errors.invalid(
                    path["properties"].key(key)["type"], .string(property["type"].text), "must be string")
            }
        }
        let metadata = schema["properties"]["metadata"]
        guard metadata.object != nil else { return }
        let here = path["properties"].key("metadata")
        if isResource, metadata["type"].text != "object" {
            errors.invalid(here["type"], .string(metadata["type"].text), "must be object")
        }
        guard level == .root else { return }
        let names = Set(metadata.properties.map(\.key))
        let others = (metadata.object?.members ?? []).filter { member in
            switch member.key {
            case "type", "default": false
            case "properties": !names.isSubset(of: ["name", "generateName"])
            default: !member.value.isEmptyValue && member.value != false
            }
        }
        if !others.isEmpty {
            errors.forbidden(
                here,
                "must not specify anything other than name and generateName, but metadata is implicitly specified")
        }
    }

    /// The forms in which an integer or a string may be written with `anyOf`.
    private struct Exceptions {
        var anyOf = false
        var firstAllOf = false

        static let pattern: JSONValue = [["type": "integer"], ["type": "string"]]

        init(anyOf: Bool = false, firstAllOf: Bool = false) {
            self.anyOf = anyOf
            self.firstAllOf = firstAllOf
        }

        init(_ schema: JSONValue) {
            anyOf = schema["anyOf"] == Self.pattern
            firstAllOf = schema["allOf"][0]["anyOf"] == Self.pattern
        }
    }

    private mutating func checkValues(_ schema: JSONValue, _ path: FieldPath, skips: Exceptions) {
        if !skips.anyOf {
            for (index, nested) in schema["anyOf"].elements.enumerated() {
                checkNested(nested, path["anyOf"][index], Exceptions())
            }
        }
        for (index, nested) in schema["allOf"].elements.enumerated() {
            checkNested(nested, path["allOf"][index], Exceptions(anyOf: skips.firstAllOf && index == 0))
        }
        for (index, nested) in schema["oneOf"].elements.enumerated() {
            checkNested(nested, path["oneOf"][index], Exceptions())
        }
        if schema["not"].object != nil { checkNested(schema["not"], path["not"], Exceptions()) }
        let pattern = schema["pattern"].text
        guard !pattern.isEmpty else { return }
        do {
            _ = try RegularExpression(pattern)
        } catch {
            errors.invalid(
                path["pattern"], .string(pattern), "must be a valid regular expression, but isn't: \(error)")
        }
    }

    private static let nestedRules: [(key: String, rule: String)] = [
        ("type", "must be empty to be structural"), ("additionalProperties", "must be undefined to be structural"),
        ("default", "must be undefined to be structural"), ("title", "must be empty to be structural"),
        ("description", "must be empty to be structural"), ("nullable", "must be false to be structural"),
        ("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
        ("x-kubernetes-embedded-resource", "must be false to be structural"),
        ("x-kubernetes-int-or-string", "must be false to be structural"),
        ("x-kubernetes-list-map-keys", "must be empty to be structural"),
        ("x-kubernetes-list-type", "must be undefined to be structural"),
        ("x-kubernetes-map-type", "must be undefined to be structural"),
        ("x-kubernetes-validations", "must be empty to be structural"),
    ]

    private mutating func checkNested(_ schema: JSONValue, _ path: FieldPath, _ skips: Exceptions) {
        checkValues(schema, path, skips: skips)
        if schema["items"].object != nil { checkNested(schema["items"], path["items"], Exceptions()) }
        for property in schema.properties {
            checkNested(property.value, path["properties"].key(property.key), Exceptions())
        }
        for (key, rule) in Self.nestedRules {
            let value = schema[key]
            if value.isEmptyValue && key != "default" || value.isNull || value == false { continue }
            errors.forbidden(path[key], rule)
        }
        if schema["properties"].object?["metadata"] != nil {
            errors.forbidden(path["properties"].key("metadata"), "must not be specified in a nested context")
        }
    }

    // MARK: - Completeness

    /// Each field that a rule speaks of is told.
    private mutating func complete(
        _ rules: JSONValue, _ schema: JSONValue, _ path: FieldPath, _ rulesPath: FieldPath
    ) {
        if rules["not"].object != nil { completeNested(rules["not"], schema, path, rulesPath["not"]) }
        for key in ["allOf", "anyOf", "oneOf"] {
            for (index, nested) in rules[key].elements.enumerated() {
                completeNested(nested, schema, path, rulesPath[key][index])
            }
        }
    }

    private mutating func completeNested(
        _ rules: JSONValue, _ schema: JSONValue, _ path: FieldPath, _ rulesPath: FieldPath
    ) {
        guard schema.object != nil else {
            return errors.required(path, "because it is defined in \(rulesPath)")
        }
        complete(rules, schema, path, rulesPath)
        if rules["items"].object != nil {
            completeNested(rules["items"], schema["items"], path["items"], rulesPath["items"])
        }
        for property in rules.properties {
            let here = path["properties"].key(property.key)
            let there = rulesPath["properties"].key(property.key)
            if let told = schema["properties"].object?[property.key] {
                completeNested(property.value, told, here, there)
            } else {
                errors.required(here, "because it is defined in \(there)")
            }
        }
    }
}

extension JSONValue {
    /// The member `key` as a flag that is false where it is absent.
    func flag(_ key: String) -> Bool { self[key].bool ?? false }

    /// The properties of a schema, in the order of their names.
    var properties: [JSONObject.Member] {
        (self["properties"].object?.members ?? []).sorted { $0.key < $1.key }
    }
}
