public import ApusJSON

/// What an OpenAPI v3 schema says of a value and the values in it: the `openAPIV3Schema` of one version of a
/// CustomResourceDefinition, read once. Immutable, shared by reference.
///
/// The `SchemaTable` that is made of the same schema says which fields there are; this says which values are valid.
public final class ValueSchema: Sendable {
    /// `string`, `integer`, …; two for `x-kubernetes-int-or-string`; empty: any.
    let types: [String]
    /// The format, where it is one that is checked; "" for others.
    let format: String
    let isNullable: Bool
    let maximum: Double?
    let exclusiveMaximum: Bool
    let minimum: Double?
    let exclusiveMinimum: Bool
    let multipleOf: Double?
    let maxLength: Int64?
    let minLength: Int64?
    let pattern: RegularExpression?
    let maxItems: Int64?
    let minItems: Int64?
    let uniqueItems: Bool
    let maxProperties: Int64?
    let minProperties: Int64?
    let required: [String]
    let enumeration: [JSONValue]
    let allOf: [ValueSchema]
    let anyOf: [ValueSchema]
    let oneOf: [ValueSchema]
    let not: ValueSchema?
    let properties: [String: ValueSchema]
    let additionalProperties: ValueSchema?
    let forbidsAdditionalProperties: Bool
    let items: ValueSchema?
    let listType: String
    let listMapKeys: [String]
    let isEmbeddedResource: Bool

    /// Reads a schema that `StructuralSchemaRules` found valid; what cannot be read is not checked.
    public init(_ schema: JSONValue) {
        let isIntOrString = schema["x-kubernetes-int-or-string"].bool ?? false
        types = isIntOrString ? ["integer", "string"] : schema["type"].string.map { $0.isEmpty ? [] : [$0] } ?? []
        format = ValueFormat.known(schema["format"].string ?? "", type: types.count == 1 ? types[0] : "")
        isNullable = schema["nullable"].bool ?? false
        maximum = schema["maximum"].double
        exclusiveMaximum = schema["exclusiveMaximum"].bool ?? false
        minimum = schema["minimum"].double
        exclusiveMinimum = schema["exclusiveMinimum"].bool ?? false
        multipleOf = schema["multipleOf"].double
        maxLength = schema["maxLength"].int
        minLength = schema["minLength"].int
        pattern = schema["pattern"].string.flatMap { $0.isEmpty ? nil : try? RegularExpression($0) }
        maxItems = schema["maxItems"].int
        minItems = schema["minItems"].int
        uniqueItems = schema["uniqueItems"].bool ?? false
        maxProperties = schema["maxProperties"].int
        minProperties = schema["minProperties"].int
        required = schema["required"].elements.compactMap(\.string)
        enumeration = schema["enum"].elements
        allOf = schema["allOf"].elements.map { ValueSchema($0) }
        anyOf = schema["anyOf"].elements.map { ValueSchema($0) }
        oneOf = schema["oneOf"].elements.map { ValueSchema($0) }
        not = schema["not"].isNull ? nil : ValueSchema(schema["not"])
        properties = (schema["properties"].object?.members ?? []).reduce(into: [:]) {
            $0[$1.key] = ValueSchema($1.value)
        }
        let additional = schema["additionalProperties"]
        additionalProperties = additional.object == nil ? nil : ValueSchema(additional)
        forbidsAdditionalProperties = additional.bool == false
        items = schema["items"].object == nil ? nil : ValueSchema(schema["items"])
        listType = schema["x-kubernetes-list-type"].string ?? ""
        listMapKeys = schema["x-kubernetes-list-map-keys"].elements.compactMap(\.string)
        isEmbeddedResource = schema["x-kubernetes-embedded-resource"].bool ?? false
    }

    /// What it says of `status`: updates of the subresource are checked against that alone.
    public var statusSchema: ValueSchema? { property("status") }

    func property(_ name: String) -> ValueSchema? { properties[name] }
}
