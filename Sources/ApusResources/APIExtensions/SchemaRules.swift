import ApusAPI
import ApusJSON

/// The rules for an `openAPIV3Schema` beside its being structural (apiextensions-apiserver's
/// `ValidateCustomResourceDefinitionOpenAPISchema`).
struct SchemaRules {
    struct Place {
        /// Why defaults are forbidden here; nil: they are allowed.
        var forbidsDefaults: String?
        var isInMetadata = false
        var isRoot = false
        /// Nil where no expression is compiled: within `not` and its like, or because the schema has problems.
        var expressions: ExpressionPlace?
    }

    var errors = FieldErrors()
    var expressions = ExpressionChecks()

    /// - Parameters:
    ///   - compiles: Whether the schema is structural, so that its expressions can be compiled.
    ///   - isUnchanged: Whether the schema was there before, so that its expressions may be as dear as they are.
    static func problems(
        _ schema: JSONValue, _ path: FieldPath, compiles: Bool, isUnchanged: Bool
    ) -> [FieldError] {
        var rules = SchemaRules()
        rules.expressions.ignoresCosts = isUnchanged
        rules.check(schema, path, Place(isRoot: true, expressions: compiles ? ExpressionPlace(schema) : nil))
        return rules.errors.all + rules.expressions.problems(path)
    }

    static let types = ["array", "boolean", "integer", "number", "object", "string"]

    private mutating func check(_ schema: JSONValue, _ path: FieldPath, _ place: Place) {
        guard schema.object != nil else { return }
        let known = errors.count
        checkSupport(schema, path, place)
        var inner = place
        inner.isRoot = false
        inner.expressions = nil
        if schema.flag("uniqueItems") {
            errors.forbidden(
                path["uniqueItems"],
                "uniqueItems cannot be set to true since the runtime complexity becomes quadratic")
        }
        let additional = schema["additionalProperties"]
        if !additional.isNull {
            if !schema.properties.isEmpty, additional != true {
                errors.forbidden(
                    path["additionalProperties"], "additionalProperties and properties are mutual exclusive")
            }
            var below = inner
            if place.isInMetadata {
                below.forbidsDefaults = "inside additionalProperties applying to object metadata"
            }
            below.expressions = place.expressions?.values(additional)
            check(additional, path["additionalProperties"], below)
        }
        for property in schema.properties {
            var below = inner
            if place.isRoot || schema.flag("x-kubernetes-embedded-resource"),
                ["metadata", "kind", "apiVersion"].contains(property.key)
            {
                below.isInMetadata = true
                if place.isRoot { below.forbidsDefaults = "in top-level \(property.key)" }
            }
            below.expressions = place.expressions?.property(property.key, property.value)
            check(property.value, path["properties"].key(property.key), below)
        }
        check(schema["not"], path["not"], inner)
        for key in ["allOf", "oneOf", "anyOf"] {
            for (index, nested) in schema[key].elements.enumerated() { check(nested, path[key][index], inner) }
        }
        var items = inner
        items.expressions = place.expressions?.items(schema["items"], path)
        check(schema["items"], path["items"], items)
        checkExtensions(schema, path)
        let rules = schema["x-kubernetes-validations"].elements
        guard !rules.isEmpty else { return }
        checkForm(of: rules, in: schema, path["x-kubernetes-validations"])
        if errors.count == known, let here = place.expressions {
            expressions.check(rules, schema, here, path["x-kubernetes-validations"])
        }
    }

    /// What OpenAPI has and custom resources do not.
    private mutating func checkSupport(_ schema: JSONValue, _ path: FieldPath, _ place: Place) {
        let type = schema["type"].text
        if !type.isEmpty, !Self.types.contains(type) {
            errors.notSupported(path["type"], .string(type), Self.types)
        }
        if let reason = place.forbidsDefaults, !schema["default"].isNull {
            errors.forbidden(path["default"], "must not be set \(reason)")
        }
        for key in ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"]
        where !schema[key].isEmptyValue {
            errors.forbidden(path[key], "\(key) is not supported")
        }
        if type == "null" {
            errors.forbidden(path["type"], "type cannot be set to null, use nullable as an alternative")
        }
        if schema["items"].array != nil {
            errors.forbidden(path["items"], "items must be a schema object and not an array")
        }
        if place.isInMetadata, schema.flag("x-kubernetes-embedded-resource") {
            errors.forbidden(path["x-kubernetes-embedded-resource"], "must not be used inside of resource meta")
        }
    }

    // MARK: - Extensions

    private mutating func checkExtensions(_ schema: JSONValue, _ path: FieldPath) {
        let type = schema["type"].text
        let open = "x-kubernetes-preserve-unknown-fields"
        if schema[open].bool == false { errors.invalid(path[open], false, "must be true or undefined") }
        let (mapType, listType) = (schema["x-kubernetes-map-type"].string, schema["x-kubernetes-list-type"].string)
        if let mapType {
            require(type, "object", "must be object if x-kubernetes-map-type is specified", path)
            if !["atomic", "granular"].contains(mapType) {
                errors.notSupported(path["x-kubernetes-map-type"], .string(mapType), ["atomic", "granular"])
            }
        }
        let items = schema["items"]
        if let listType {
            require(type, "array", "must be array if x-kubernetes-list-type is specified", path)
            if type == "array", listType == "set" { checkSetItems(items, path["items"]) }
            if !["atomic", "set", "map"].contains(listType) {
                errors.notSupported(path["x-kubernetes-list-type"], .string(listType), ["atomic", "set", "map"])
            }
        }
        let keys = schema["x-kubernetes-list-map-keys"]
        if !keys.elements.isEmpty, listType != "map" {
            let why = "must be map if x-kubernetes-list-map-keys is non-empty"
            if let listType {
                errors.invalid(path["x-kubernetes-list-type"], .string(listType), why)
            } else {
                errors.required(path["x-kubernetes-list-type"], why)
            }
        }
        if listType == "map" { checkMap(schema, keys, items, path) }
        if listType == "map" || listType == "set", items.flag("nullable") {
            errors.forbidden(
                path["items"]["nullable"], "cannot be nullable when x-kubernetes-list-type is \(listType ?? "")")
        }
        if listType == "map" { checkMapKeys(keys, items, path["items"]) }
    }

    private mutating func require(_ type: String, _ wanted: String, _ why: String, _ path: FieldPath) {
        guard type != wanted else { return }
        if type.isEmpty { errors.required(path["type"], why) } else { errors.invalid(path["type"], .string(type), why) }
    }

    private mutating func checkSetItems(_ items: JSONValue, _ path: FieldPath) {
        let why = "must be atomic as item of a list with x-kubernetes-list-type=set"
        let listType = items["x-kubernetes-list-type"]
        if items["type"] == "array", let own = listType.string, own != "atomic" {
            errors.invalid(path["x-kubernetes-list-type"], listType, why)
        }
        if items["type"] == "object", items["x-kubernetes-map-type"].string != "atomic" {
            errors.invalid(path["x-kubernetes-map-type"], listType, why)
        }
    }

    private mutating func checkMap(_ schema: JSONValue, _ keys: JSONValue, _ items: JSONValue, _ path: FieldPath) {
        if keys.elements.isEmpty {
            errors.required(
                path["x-kubernetes-list-map-keys"], "must not be empty if x-kubernetes-list-type is map")
        }
        guard items.object != nil else {
            if items.isNull {
                errors.required(path["items"], "must have a schema if x-kubernetes-list-type is map")
            } else {
                errors.invalid(path["items"], items, "must only have a single schema if x-kubernetes-list-type is map")
            }
            return
        }
        guard items["type"] == "object" else {
            return errors.invalid(
                path["items"]["type"], .string(items["type"].text),
                "must be object if parent array's x-kubernetes-list-type is map")
        }
        var seen: Set<String> = []
        for key in keys.elements.compactMap(\.string) {
            if let property = items["properties"].object?[key] {
                if ["array", "object"].contains(property["type"].text) {
                    errors.invalid(
                        path["items"]["properties"].key(key)["type"], items["type"],
                        "must be a scalar type if parent array's x-kubernetes-list-type is map")
                }
            } else {
                errors.invalid(
                    path["x-kubernetes-list-map-keys"], keys, "entries must all be names of item properties")
            }
            if !seen.insert(key).inserted {
                errors.invalid(path["x-kubernetes-list-map-keys"], keys, "must not contain duplicate entries")
            }
        }
    }

    private mutating func checkMapKeys(_ keys: JSONValue, _ items: JSONValue, _ path: FieldPath) {
        let required = Set(items["required"].elements.compactMap(\.string))
        for key in keys.elements.compactMap(\.string) {
            guard let property = items["properties"].object?[key] else { continue }
            let here = path["properties"].key(key)
            if !required.contains(key), property["default"].isNull {
                errors.required(
                    here["default"],
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required "
                        + "property")
            }
            if property.flag("nullable") {
                errors.forbidden(
                    here["nullable"], "this property is in x-kubernetes-list-map-keys, so it cannot be nullable")
            }
        }
    }
}
