import ApusAPI
import ApusJSON
import ApusResources

/// Collects the schemas that a document refers to.
struct OpenAPISchemas {
    private let form: OpenAPIForm
    private let types = BuiltInDefinitions.types
    private let enumerations = BuiltInDefinitions.enumerations()
    private let descriptions = BuiltInDefinitions.descriptions()
    /// The names of the built-in types, by their place in the table.
    private let names: [SchemaIndex: String]
    /// The kinds that a schema describes, by its name.
    private var kinds: [String: [GroupVersionKind]] = [:]
    private var made: [String: JSONValue] = [:]
    private var pending: [String] = []

    init(_ form: OpenAPIForm, _ definitions: [Definition]) {
        self.form = form
        var names: [SchemaIndex: String] = [:]
        for name in types.typeNames {
            if let schema = types.schema(named: name) { names[schema.index] = name }
        }
        self.names = names
        for definition in definitions { note(definition) }
    }

    private mutating func note(_ definition: Definition) {
        kinds[name(of: definition), default: []].append(definition.gvk)
        kinds[listName(of: definition), default: []].append(
            GroupVersionKind(definition.group, definition.version, definition.listKind))
        for subresource in definition.subresources {
            guard let name = name(of: subresource.kind) else { continue }
            if kinds[name]?.contains(subresource.kind) != true { kinds[name, default: []].append(subresource.kind) }
        }
    }

    // MARK: - Names

    /// `io.k8s.api.apps.v1.Deployment`; a custom resource's begins with its group, turned around.
    func name(of definition: Definition) -> String {
        if definition.isBuiltIn, let name = names[definition.schema.index] { return name }
        let group = definition.group.split(separator: ".").reversed().joined(separator: ".")
        return "\(group).\(definition.version).\(definition.kind)"
    }

    func listName(of definition: Definition) -> String {
        let name = name(of: definition)
        return name.prefix { $0 != "." } == name
            ? definition.listKind : String(name.dropLast(definition.kind.count)) + definition.listKind
    }

    /// The name of a built-in kind's schema, as those of subresources; nil where it has none.
    func name(of kind: GroupVersionKind) -> String? {
        let group = kind.group.isEmpty ? "core" : String(kind.group.prefix { $0 != "." })
        let name = "io.k8s.api.\(group).\(kind.version).\(kind.kind)"
        return types.schema(named: name) == nil ? nil : name
    }

    // MARK: - References

    /// A reference to a built-in type.
    mutating func reference(_ name: String) -> JSONValue {
        if made[name] == nil {
            made[name] = .null
            pending.append(name)
        }
        return form.reference(name)
    }

    /// A reference to a type that is described here.
    mutating func define(_ name: String, _ value: JSONValue) -> JSONValue {
        made[name] = value
        return form.reference(name)
    }

    /// A reference to a definition's kind.
    mutating func reference(to definition: Definition) -> JSONValue {
        let name = name(of: definition)
        guard !definition.isBuiltIn else { return reference(name) }
        if made[name] == nil {
            made[name] = .null
            made[name] = custom(definition, name)
        }
        return form.reference(name)
    }

    /// A reference to a definition's list.
    mutating func reference(toListOf definition: Definition) -> JSONValue {
        let name = listName(of: definition)
        if types.schema(named: name) != nil { return reference(name) }
        if made[name] == nil {
            made[name] = [
                "type": "object", "required": ["items"],
                "properties": [
                    "apiVersion": ["type": "string"], "items": ["type": "array", "items": reference(to: definition)],
                    "kind": ["type": "string"],
                    "metadata": reference("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta"),
                ], "x-kubernetes-group-version-kind": extensionValue(kinds[name] ?? []),
            ]
        }
        return form.reference(name)
    }

    /// All schemas that were referred to, in the order of their names.
    mutating func all() -> JSONObject {
        while let name = pending.popLast() {
            guard let schema = types.schema(named: name) else { continue }
            var value = describe(schema, root: name)
            if let text = descriptions[name] { value["description"] = .string(text) }
            if let kinds = kinds[name] { value["x-kubernetes-group-version-kind"] = extensionValue(kinds) }
            made[name] = value
        }
        return JSONObject(made.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) })
    }

    private func extensionValue(_ kinds: [GroupVersionKind]) -> JSONValue {
        .array(kinds.map { ["group": .string($0.group), "kind": .string($0.kind), "version": .string($0.version)] })
    }

    // MARK: - Schemas

    private mutating func custom(_ definition: Definition, _ name: String) -> JSONValue {
        let metadata = reference("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
        var value = OpenAPICustomSchema(form, metadata: metadata).root(definition.custom?.schema ?? .null)
        value["x-kubernetes-group-version-kind"] = extensionValue(kinds[name] ?? [definition.gvk])
        return value
    }

    /// `root` is the name of the type where that itself is described, not referred to.
    private mutating func describe(_ schema: Schema, root: String? = nil) -> JSONValue {
        if root == nil, schema.table === types, let name = names[schema.index] { return reference(name) }
        var value = scalar(schema)
        switch schema.kind {
        case .object: describeFields(schema, of: root ?? "", &value)
        case .map:
            value["type"] = "object"
            if let items = schema.items { value["additionalProperties"] = describe(items) }
        case .array:
            value["type"] = "array"
            if let items = schema.items { value["items"] = describe(items) }
            value["x-kubernetes-list-type"] = .string("\(schema.node.listType)")
            if !schema.listMapKeys.isEmpty {
                value["x-kubernetes-list-map-keys"] = .array(schema.listMapKeys.map { .string($0) })
            }
        default: break
        }
        if schema.node.isAtomicMap { value["x-kubernetes-map-type"] = "atomic" }
        if schema.node.preservesUnknownFields { value["x-kubernetes-preserve-unknown-fields"] = true }
        if schema.node.isNullable, form == .v3 { value["nullable"] = true }
        if !schema.enumeration.isEmpty { value["enum"] = .array(schema.enumeration) }
        return value
    }

    private mutating func describeFields(_ schema: Schema, of type: String, _ value: inout JSONValue) {
        value["type"] = "object"
        let fields = schema.fields.sorted { $0.name < $1.name }
        guard !fields.isEmpty else { return }
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { value["required"] = .array(required) }
        var properties = JSONObject()
        for field in fields {
            var property = describe(Schema(table: schema.table, index: field.schema))
            if let text = description(of: field.name, in: type) { explain(&property, text) }
            if let values = enumerations["\(type).\(field.name)"] {
                let list = JSONValue.array(values.map { .string($0) })
                if property["items"].isNull { property["enum"] = list } else { property["items"]["enum"] = list }
            }
            if let fallback = field.default, fallback.object == nil { property["default"] = fallback }
            if !field.patchStrategy.isEmpty {
                property["x-kubernetes-patch-strategy"] = .string(field.patchStrategy.words.joined(separator: ","))
            }
            if !field.mergeKey.isEmpty { property["x-kubernetes-patch-merge-key"] = .string(field.mergeKey) }
            properties.members.append(.init(key: field.name, value: property))
        }
        value["properties"] = .object(properties)
    }

    private func description(of field: String, in type: String) -> String? {
        descriptions["\(type).\(field)"] ?? (kinds[type] == nil ? nil : descriptions["*.any.\(field)"])
    }

    /// In OpenAPI 3, nothing may stand beside a reference.
    private func explain(_ property: inout JSONValue, _ text: String) {
        if form == .v3, !property["$ref"].isNull { property = ["allOf": [property]] }
        property["description"] = .string(text)
    }

    private func scalar(_ schema: Schema) -> JSONValue {
        switch schema.kind {
        case .string: schema.node.format == .byte ? ["type": "string", "format": "byte"] : ["type": "string"]
        case .boolean: ["type": "boolean"]
        case .integer:
            schema.node.format == .int32
                ? ["type": "integer", "format": "int32"] : ["type": "integer", "format": "int64"]
        case .number: ["type": "number", "format": "double"]
        case .time, .microTime: ["type": "string", "format": "date-time"]
        case .quantity:
            form == .v2 ? ["type": "string"] : ["oneOf": [["type": "string"], ["type": "number"]]]
        case .intOrString where schema.table !== types: ["x-kubernetes-int-or-string": true]
        case .intOrString:
            form == .v2
                ? ["type": "string", "format": "int-or-string"]
                : ["oneOf": [["type": "integer"], ["type": "string"]], "format": "int-or-string"]
        case .any where schema.table !== types: ["x-kubernetes-preserve-unknown-fields": true]
        case .any:
            schema.typeName.hasSuffix("JSON") || schema.typeName.contains("JSONSchema") ? [:] : ["type": "object"]
        case .object, .map, .array: [:]
        }
    }
}

extension SchemaField.PatchStrategy {
    /// As `x-kubernetes-patch-strategy` writes it.
    var words: [String] {
        [(SchemaField.PatchStrategy.merge, "merge"), (.replace, "replace"), (.retainKeys, "retainKeys")]
            .filter { contains($0.0) }.map(\.1)
    }
}
