import ApusAPI
import ApusJSON

/// Makes the `SchemaTable` of a custom resource of its `openAPIV3Schema`: which fields there are, how lists merge, what
/// is filled in. Kind, apiVersion and metadata are there whether the schema names them or not.
struct StructuralTable {
    private var builder = SchemaBuilder(.structural)
    private let objectMeta: Schema?

    static func make(_ schema: JSONValue) -> Schema {
        var maker = StructuralTable()
        let root = maker.root(schema)
        return Schema(table: maker.builder.build(), index: root)
    }

    private init() {
        objectMeta = BuiltInDefinitions.types.schema(named: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
    }

    private mutating func root(_ schema: JSONValue) -> SchemaIndex {
        // A version without a schema keeps everything.
        let isOpen = schema.object == nil || (schema["x-kubernetes-preserve-unknown-fields"].bool ?? false)
        return builder.object(
            fields: fields(schema, isResource: true), isAtomicMap: isAtomic(schema), preservesUnknownFields: isOpen)
    }

    private mutating func index(_ schema: JSONValue) -> SchemaIndex {
        let isNullable = schema["nullable"].bool ?? false
        let isOpen = schema["x-kubernetes-preserve-unknown-fields"].bool ?? false
        if schema["x-kubernetes-int-or-string"].bool ?? false {
            return builder.value(.intOrString, isNullable: isNullable)
        }
        let hasFields = !(schema["properties"].object?.isEmpty ?? true)
        switch schema["type"].string ?? "" {
        case "string": return builder.value(.string, isNullable: isNullable)
        case "boolean": return builder.value(.boolean, isNullable: isNullable)
        case "integer": return builder.value(.integer, isNullable: isNullable)
        case "number": return builder.value(.number, isNullable: isNullable)
        case "array": return array(schema, isNullable)
        case "object" where !hasFields && !isOpen && isMap(schema):
            let values = schema["additionalProperties"]
            let items = values.object == nil ? open() : index(values)
            return builder.map(of: items, isAtomic: isAtomic(schema), isNullable: isNullable)
        case "object": break
        default: if !hasFields { return builder.value(.any, isNullable: isNullable) }
        }
        return builder.object(
            fields: fields(schema, isResource: schema["x-kubernetes-embedded-resource"].bool ?? false),
            isAtomicMap: isAtomic(schema), preservesUnknownFields: isOpen, isNullable: isNullable)
    }

    private mutating func array(_ schema: JSONValue, _ isNullable: Bool) -> SchemaIndex {
        let items = schema["items"].object == nil ? open() : index(schema["items"])
        let listType: SchemaNode.ListType =
            switch schema["x-kubernetes-list-type"].string {
            case "set": .set
            case "map": .map
            default: .atomic
            }
        return builder.array(
            of: items, listType: listType,
            keys: schema["x-kubernetes-list-map-keys"].elements.compactMap(\.string), isNullable: isNullable)
    }

    /// Values of which nothing is said.
    private mutating func open() -> SchemaIndex { builder.value(.any, isNullable: true) }

    private func isMap(_ schema: JSONValue) -> Bool {
        let values = schema["additionalProperties"]
        return values.object != nil || values.bool == true
    }

    private func isAtomic(_ schema: JSONValue) -> Bool { schema["x-kubernetes-map-type"].string == "atomic" }

    private mutating func fields(_ schema: JSONValue, isResource: Bool) -> [SchemaBuilder.Field] {
        let required = Set(schema["required"].elements.compactMap(\.string))
        var fields: [SchemaBuilder.Field] = []
        for property in schema["properties"].object?.members ?? [] {
            if isResource, ["kind", "apiVersion", "metadata"].contains(property.key) { continue }
            // A null is no default.
            let fallback = property.value.object?["default"].flatMap { $0.isNull ? Optional.none : Optional($0) }
            fields.append(
                .init(
                    property.key, index(property.value), required: required.contains(property.key),
                    default: fallback))
        }
        guard isResource else { return fields }
        let text = builder.value(.string)
        fields.append(.init("kind", text))
        fields.append(.init("apiVersion", text))
        if let objectMeta { fields.append(.init("metadata", builder.importType(objectMeta))) }
        return fields
    }
}
