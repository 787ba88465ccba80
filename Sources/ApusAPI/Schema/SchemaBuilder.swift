public import ApusJSON

/// Builds a `SchemaTable`: declare the named types, then define each from nodes that may refer to any of them.
///
///     var builder = SchemaBuilder(.builtIn)
///     let spec = builder.declare("io.k8s.api.core.v1.PodSpec", typeName: "v1.PodSpec")
///     let containers = builder.array(of: container, listType: .map, keys: ["name"])
///     builder.define(spec, fields: [.init("containers", containers, required: true, protobuf: 2)])
///     let table = builder.build()
public struct SchemaBuilder {
    /// One field of an object.
    public struct Field {
        public var name: String
        public var schema: SchemaIndex
        public var isRequired: Bool
        public var omitsZero: Bool
        public var patchStrategy: SchemaField.PatchStrategy
        public var mergeKey: String
        public var protobuf: ProtobufPath
        public var `default`: JSONValue?

        public init(
            _ name: String, _ schema: SchemaIndex, required: Bool = false, omitsZero: Bool = false,
            patchStrategy: SchemaField.PatchStrategy = [], mergeKey: String = "", protobuf: ProtobufPath = .none,
            default defaultValue: JSONValue? = nil
        ) {
            self.name = name
            self.schema = schema
            self.isRequired = required
            self.omitsZero = omitsZero
            self.patchStrategy = patchStrategy
            self.mergeKey = mergeKey
            self.protobuf = protobuf
            self.default = defaultValue
        }
    }

    private let semantics: SchemaTable.Semantics
    private var nodes: [SchemaNode] = []
    private var fields: [SchemaField] = []
    private var strings = [""]
    private var stringIndexes = ["": Int32(0)]
    private var keyLists: [[String]] = [[]]
    private var keyListIndexes: [[String]: Int32] = [[]: 0]
    private var enumerations: [[JSONValue]] = [[]]
    private var named: [String: SchemaIndex] = [:]
    private var unnamed: [SchemaNode: SchemaIndex] = [:]

    public init(_ semantics: SchemaTable.Semantics) { self.semantics = semantics }

    /// Makes room for a type that `define` fills later; the same name gives the same index.
    ///
    /// - Parameters:
    ///   - name: What `SchemaTable.schema(named:)` finds it by.
    ///   - typeName: As errors name the type: `v1.PodSpec`.
    public mutating func declare(_ name: String, typeName: String) -> SchemaIndex {
        if let index = named[name] { return index }
        var node = SchemaNode(.object)
        node.name = intern(typeName)
        nodes.append(node)
        let index = SchemaIndex(nodes.count - 1)
        named[name] = index
        return index
    }

    /// Gives a declared type its fields, in any order.
    public mutating func define(
        _ index: SchemaIndex, fields described: [Field], isAtomicMap: Bool = false, preservesUnknownFields: Bool = false
    ) {
        var node = nodes[Int(index)]
        node.kind = .object
        node.isAtomicMap = isAtomicMap
        node.preservesUnknownFields = preservesUnknownFields
        node.firstField = Int32(fields.count)
        node.fieldCount = Int32(described.count)
        nodes[Int(index)] = node
        let made = described.map { field in
            SchemaField(
                name: field.name, schema: field.schema, isRequired: field.isRequired, omitsZero: field.omitsZero,
                patchStrategy: field.patchStrategy, mergeKey: field.mergeKey, protobuf: field.protobuf,
                default: field.default, prefix: SchemaTable.prefix(of: field.name))
        }
        fields += made.sorted { ($0.prefix, $0.name) < ($1.prefix, $1.name) }
    }

    /// Makes a declared type a value of another kind (`resource.Quantity`, `metav1.Time`, `RawExtension`).
    public mutating func define(_ index: SchemaIndex, as node: SchemaNode) {
        var node = node
        node.name = nodes[Int(index)].name
        nodes[Int(index)] = node
    }

    /// An object without a name, for structural schemas.
    public mutating func object(
        fields: [Field], isAtomicMap: Bool = false, preservesUnknownFields: Bool = false, isNullable: Bool = false
    ) -> SchemaIndex {
        var node = SchemaNode(.object)
        node.isNullable = isNullable
        nodes.append(node)
        let index = SchemaIndex(nodes.count - 1)
        define(index, fields: fields, isAtomicMap: isAtomicMap, preservesUnknownFields: preservesUnknownFields)
        return index
    }

    /// A scalar or `any`; equal ones are shared. A non-empty `enumeration` lists the allowed values.
    public mutating func value(
        _ kind: SchemaNode.Kind, format: SchemaNode.Format = .none, isNullable: Bool = false,
        enumeration: [JSONValue] = []
    ) -> SchemaIndex {
        var node = SchemaNode(kind, format: format)
        node.isNullable = isNullable
        if !enumeration.isEmpty {
            enumerations.append(enumeration)
            node.enumeration = Int32(enumerations.count - 1)
        }
        return share(node)
    }

    public mutating func array(
        of items: SchemaIndex, listType: SchemaNode.ListType = .atomic, keys: [String] = [], isNullable: Bool = false
    ) -> SchemaIndex {
        var node = SchemaNode(.array)
        node.items = items
        node.listType = listType
        node.isNullable = isNullable
        if let known = keyListIndexes[keys] {
            node.keys = known
        } else {
            keyLists.append(keys)
            node.keys = Int32(keyLists.count - 1)
            keyListIndexes[keys] = node.keys
        }
        return share(node)
    }

    public mutating func map(of values: SchemaIndex, isAtomic: Bool = false, isNullable: Bool = false) -> SchemaIndex {
        var node = SchemaNode(.map)
        node.items = values
        node.isAtomicMap = isAtomic
        node.isNullable = isNullable
        return share(node)
    }

    public consuming func build() -> SchemaTable {
        SchemaTable(
            semantics: semantics, nodes: nodes, fields: fields, strings: strings, keyLists: keyLists,
            enumerations: enumerations, named: named)
    }

    private mutating func share(_ node: SchemaNode) -> SchemaIndex {
        if let index = unnamed[node] { return index }
        nodes.append(node)
        let index = SchemaIndex(nodes.count - 1)
        unnamed[node] = index
        return index
    }

    private mutating func intern(_ string: String) -> Int32 {
        if let index = stringIndexes[string] { return index }
        strings.append(string)
        let index = Int32(strings.count - 1)
        stringIndexes[string] = index
        return index
    }
}
