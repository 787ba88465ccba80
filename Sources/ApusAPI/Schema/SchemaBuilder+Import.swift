extension SchemaBuilder {
    /// Copies a named type of another table, with all that it refers to.
    ///
    /// A CustomResourceDefinition takes `ObjectMeta` from the built-in types this way.
    public mutating func importType(_ schema: Schema) -> SchemaIndex {
        var copied: [SchemaIndex: SchemaIndex] = [:]
        return copy(schema, &copied)
    }

    private mutating func copy(_ schema: Schema, _ copied: inout [SchemaIndex: SchemaIndex]) -> SchemaIndex {
        if let known = copied[schema.index] { return known }
        let node = schema.node
        switch node.kind {
        case .object:
            let index = declare("\(schema.typeName)#\(schema.index)", typeName: schema.typeName)
            copied[schema.index] = index
            let fields = schema.fields.map { field in
                Field(
                    field.name, copy(Schema(table: schema.table, index: field.schema), &copied),
                    required: field.isRequired, omitsZero: field.omitsZero, patchStrategy: field.patchStrategy,
                    mergeKey: field.mergeKey, protobuf: field.protobuf, default: field.default)
            }
            define(
                index, fields: fields, isAtomicMap: node.isAtomicMap,
                preservesUnknownFields: node.preservesUnknownFields)
            return index
        case .map:
            let items = schema.items.map { copy($0, &copied) } ?? value(.any)
            return map(of: items, isAtomic: node.isAtomicMap)
        case .array:
            let items = schema.items.map { copy($0, &copied) } ?? value(.any)
            return array(of: items, listType: node.listType, keys: schema.listMapKeys)
        default:
            return value(node.kind, format: node.format, enumeration: schema.enumeration)
        }
    }
}
