public import ApusJSON

extension DeclaredType {
    /// The largest request, by which what is unbounded is bounded.
    public static let largestRequest: Int64 = 3 * 1024 * 1024

    /// The type that `schema` (an `openAPIV3Schema` or a part of it) declares; nil where expressions do not see such
    /// values, because nothing is known of them.
    ///
    /// - Parameter isResource: Whether it is the root of a resource, so that `apiVersion`, `kind` and parts of
    ///   `metadata` are there.
    public static func of(schema: JSONValue, isResource: Bool = false) -> DeclaredType? {
        make(schema, isResource: isResource, name: "selfType")
    }

    private static func make(_ schema: JSONValue, isResource: Bool, name: String) -> DeclaredType? {
        let isNullable = schema["nullable"].bool ?? false
        if schema["x-kubernetes-int-or-string"].bool ?? false {
            let most = schema["maxLength"].int.map { max($0, 0) * 4 } ?? largestRequest - 2
            return DeclaredType(.intOrString, isNullable: isNullable, maxElements: UInt64(most), minSize: 1)
        }
        switch schema["type"].string {
        case "array":
            guard schema["items"].object != nil,
                let items = make(schema["items"], isResource: isEmbedded(schema["items"]), name: "\(name).@idx")
            else { return nil }
            let most = schema["maxItems"].int.map { max($0, 0) } ?? (largestRequest - 2) / (items.minSerializedSize + 1)
            return DeclaredType(
                .list(items, listKind(schema)), isNullable: isNullable, maxElements: UInt64(most), minSize: 2)
        case "object": return object(schema, isResource: isResource, name: name, isNullable)
        case "string": return string(schema, isNullable)
        case "boolean": return DeclaredType(.bool, isNullable: isNullable, minSize: 4)
        case "number": return DeclaredType(.double, isNullable: isNullable, minSize: 1)
        case "integer": return DeclaredType(.int, isNullable: isNullable, minSize: 1)
        default: return nil
        }
    }

    private static func isEmbedded(_ schema: JSONValue) -> Bool {
        schema["x-kubernetes-embedded-resource"].bool ?? false
    }

    private static func listKind(_ schema: JSONValue) -> ListKind {
        switch schema["x-kubernetes-list-type"].string {
        case "set": .set
        case "map": .map(keys: schema["x-kubernetes-list-map-keys"].elements.compactMap(\.string))
        default: .atomic
        }
    }

    private static func object(
        _ schema: JSONValue, isResource: Bool, name: String, _ isNullable: Bool
    ) -> DeclaredType? {
        let values = schema["additionalProperties"]
        if values.object != nil, !isResource {
            guard let type = make(values, isResource: isEmbedded(values), name: "\(name).@elem") else { return nil }
            let most =
                schema["maxProperties"].int.map { max($0, 0) }
                ?? (largestRequest - 2) / (type.minSerializedSize + 6)
            return DeclaredType(.map(type), isNullable: isNullable, maxElements: UInt64(most), minSize: 2)
        }
        let required = Set(schema["required"].elements.compactMap(\.string))
        var fields: [String: Field] = [:]
        var minSize: Int64 = 2
        for property in properties(schema, isResource: isResource) {
            let escaped = EscapedName.escape(property.key)
            guard
                let type = make(
                    property.value, isResource: isEmbedded(property.value), name: "\(name).\(escaped ?? property.key)")
            else { continue }
            if let escaped { fields[escaped] = Field(key: property.key, type: type) }
            if required.contains(property.key), property.value["default"].isNull {
                minSize += Int64(property.key.utf8.count) + type.minSerializedSize + 4
            }
        }
        return DeclaredType(.object(fields), name: name, isNullable: isNullable, minSize: minSize)
    }

    private static let text: JSONValue = ["type": "string"]

    private static func properties(_ schema: JSONValue, isResource: Bool) -> [JSONObject.Member] {
        let told = schema["properties"].object ?? JSONObject()
        guard isResource else { return told.members }
        var all = told
        all["kind"] = text
        all["apiVersion"] = text
        var metadata = told["metadata"] ?? ["type": "object"]
        if metadata["type"].string == nil { metadata["type"] = "object" }
        // What the schema says of names stays.
        let names = metadata["properties"]
        if names["name"]["type"].string == nil { metadata["properties"]["name"] = text }
        if names["generateName"]["type"].string == nil { metadata["properties"]["generateName"] = text }
        all["metadata"] = metadata
        return all.members
    }

    private static func string(_ schema: JSONValue, _ isNullable: Bool) -> DeclaredType {
        let maxLength = schema["maxLength"].int.map { max($0, 0) }
        let unbounded = largestRequest - 2
        func declare(_ shape: Shape, _ most: Int64, _ least: Int64) -> DeclaredType {
            DeclaredType(shape, isNullable: isNullable, maxElements: UInt64(most), minSize: least)
        }
        switch schema["format"].string {
        case "byte": return declare(.bytes, maxLength ?? unbounded, 2)
        case "duration": return declare(.duration, 32, 3)
        case "date": return declare(.date, 12, 12)
        case "date-time": return declare(.timestamp, 32, 21)
        default: break
        }
        // A character has up to four bytes.
        if let maxLength { return declare(.string, maxLength * 4, 2) }
        let enumeration = schema["enum"].elements
        let longest = enumeration.compactMap { $0.string.map { Int64($0.utf8.count) } }.max() ?? 0
        return declare(.string, enumeration.isEmpty ? unbounded : longest, 2)
    }
}
