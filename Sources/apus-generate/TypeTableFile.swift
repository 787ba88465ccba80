import ApusJSON

/// Writes the table of types, one line for each type and field; `ApusResources/BuiltIn/TypeTableReader.swift` reads it.
struct TypeTableFile {
    private let facts: APIFacts

    init(_ facts: APIFacts) { self.facts = facts }

    var text: String {
        var lines: [String] = []
        for (package, types) in facts.packages {
            lines.append("package \(package.alias) \(package.id)")
            for type in types {
                let facts = facts.types[type.full] ?? .null
                if let kind = TypeTableFile.value(type, facts) {
                    lines.append("value \(type.name) \(kind)")
                    continue
                }
                lines.append("type \(type.name)\(facts["mapType"] == "atomic" ? " atomic" : "")")
                for field in facts["fields"].object?.members.sorted(by: { $0.key < $1.key }) ?? [] {
                    lines.append(
                        line(
                            field.key, field.value, of: type,
                            isRequired: facts["required"].elements.contains(.string(field.key))))
                }
            }
        }
        return """
            // Written by apus-generate from docs/api-data; `make generate` writes it again.
            // swift-format-ignore-file

            /// The built-in types: their fields with their place in protobuf, value and what else the API says of them.
            enum TypeTable {
                static let text: StaticString = \"""
            \(lines.map { "    " + $0.replacingBackslashes }.joined(separator: "\n"))
                \"""
            }

            """
    }

    /// What a type that is no object is written as; nil for an object.
    static func value(_ type: TypeName, _ facts: JSONValue) -> String? {
        switch type.name {
        case "Quantity": "quantity"
        case "Time": "time"
        case "MicroTime": "microTime"
        case "IntOrString": "intOrString"
        case "FieldsV1", "RawExtension", "JSON", "JSONSchemaPropsOrArray", "JSONSchemaPropsOrBool",
            "JSONSchemaPropsOrStringArray":
            "any"
        default: facts["type"] == "object" ? nil : "any"
        }
    }

    private func line(_ name: String, _ field: JSONValue, of type: TypeName, isRequired: Bool) -> String {
        var words = [name, place(of: name, field, in: type), value(field, in: type)]
        if field["listType"] == "set" { words.append("set") }
        if field["listType"] == "map" {
            words.append("map=" + field["listMapKeys"].elements.compactMap(\.string).joined(separator: ","))
        }
        if field["mapType"] == "atomic" { words.append("atomic") }
        if isRequired { words.append("required") }
        if let strategy = field["patchStrategy"].string {
            words.append("patch=\(strategy):\(field["patchMergeKey"].string ?? "")")
        }
        let go = facts.fields[type.full][name]
        let flags = go["go"].string ?? ""
        let isPointer = flags.contains("p")
        let omitsEmpty = flags.contains("e")
        let isScalar = TypeTableFile.zero(field) != nil
        if isScalar, omitsEmpty, !isPointer { words.append("zero") }
        if let fallback = fallback(
            field, go, flags, isScalar: isScalar, mustBeGiven: isRequired && !type.name.hasSuffix("Status"))
        {
            words.append("default=" + fallback.encoded().string)
        }
        return words.joined(separator: " ")
    }

    /// Where it lies in protobuf: `2`, `2.1` for field 1 of the message in field 2, `0` for nowhere.
    private func place(of name: String, _ field: JSONValue, in type: TypeName) -> String {
        let path = facts.protobufPaths[type.full][name].elements
        guard path.isEmpty else { return path.map { String($0.int ?? 0) }.joined(separator: ".") }
        return String(field["protobuf"][0].int ?? 0)
    }

    /// The value that an absent field gets: the one that the type declares, else what Go writes for a field that is no
    /// pointer and that it does not leave out: the zero value of a scalar, or an object without members. A scalar that
    /// must be given has none, so that validation sees that it is absent; in a status nobody validates it.
    private func fallback(
        _ field: JSONValue, _ go: JSONValue, _ flags: String, isScalar: Bool, mustBeGiven: Bool
    ) -> JSONValue? {
        if !go["default"].isNull, go["default"] != TypeTableFile.zero(field) || !flags.contains("e") {
            return go["default"]
        }
        if flags.contains("p") || flags.contains("z") { return nil }
        if isScalar { return flags.contains("e") || mustBeGiven ? nil : TypeTableFile.zero(field) }
        guard let reference = field["ref"].string else { return nil }
        let type = TypeName(reference)
        return TypeTableFile.value(type, facts.types[reference] ?? .null) == nil ? [:] : nil
    }

    /// The zero value of a scalar; nil for anything else.
    private static func zero(_ field: JSONValue) -> JSONValue? {
        switch field["type"] {
        case "string": field["format"] == "byte" ? nil : ""
        case "integer", "number": 0
        case "boolean": false
        default: nil
        }
    }

    /// `string`, `int`, `[Container]`, `{meta.Time}`: a type of another package with the package's alias.
    private func value(_ field: JSONValue, in type: TypeName) -> String {
        if let reference = field["ref"].string {
            let target = TypeName(reference)
            return target.package == type.package ? target.name : "\(target.package.alias).\(target.name)"
        }
        switch field["type"] {
        case "array": return "[\(value(field["items"], in: type))]"
        case "object": return field["values"].isNull ? "any" : "{\(value(field["values"], in: type))}"
        case "string": return field["format"] == "byte" ? "bytes" : "string"
        case "boolean": return "bool"
        case "integer": return field["format"] == "int64" ? "long" : "int"
        case "number": return "double"
        default: return "any"
        }
    }
}

extension String {
    /// As it must stand in a Swift string literal.
    var replacingBackslashes: String {
        split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
    }
}
