/// The types of JSON schemas that JSON writes as one of two things and protobuf as a message with a field for each:
/// a schema or a list of schemas, a schema or a boolean, a schema or a list of names.
struct SchemaChoice {
    /// The number of the field that holds the schema.
    let schemaNumber: Int
    /// The type of the schema.
    let schema: Schema
    /// The type of an element of the list, which is field 2; nil where there is none.
    let items: Schema?

    /// Whether it is a boolean, field 1, where it is no schema.
    var isBoolean: Bool { schemaNumber == 2 }

    /// Nil for a type that is no such choice.
    init?(_ type: Schema) {
        let name = type.typeName
        guard name.hasPrefix("v1.JSONSchemaPropsOr"), let schema = type.table.schema(named: SchemaChoice.schemaName)
        else { return nil }
        self.schema = schema
        switch name {
        case "v1.JSONSchemaPropsOrArray": (schemaNumber, items) = (1, schema)
        case "v1.JSONSchemaPropsOrStringArray": (schemaNumber, items) = (1, schema["required"]?.items)
        default: (schemaNumber, items) = (2, nil)
        }
    }

    private static let schemaName = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"
}
