public import ApusJSON

/// The shape of one JSON value: a node of a `SchemaTable`, where the 582 built-in types refer to each other, and where
/// a CustomResourceDefinition has a table of its own. Cheap to copy.
public struct Schema: Sendable {
    public let table: SchemaTable
    public let index: SchemaIndex

    public init(table: SchemaTable, index: SchemaIndex) {
        self.table = table
        self.index = index
    }

    public var node: SchemaNode { table.nodes[Int(index)] }
    public var kind: SchemaNode.Kind { node.kind }

    /// The schema of the member `name` of an object, or of any value of a map; nil where there is none.
    public subscript(name: String) -> Schema? {
        switch node.kind {
        case .object: table.field(name, of: index).map { Schema(table: table, index: $0.schema) }
        case .map: Schema(table: table, index: node.items)
        default: nil
        }
    }

    /// The schema of the elements of an array, or of the values of a map.
    public var items: Schema? { node.items < 0 ? nil : Schema(table: table, index: node.items) }

    /// The fields of an object, in the order of their names' bytes.
    public var fields: ArraySlice<SchemaField> { table.fields[node.fieldRange] }

    /// The name of the type with its package, as in `v1.PodSpec`; "" for a type without a name.
    public var typeName: String { table.strings[Int(node.name)] }
}

/// The place of a node in its `SchemaTable`; negative: none.
public typealias SchemaIndex = Int32

/// What a schema says of one value, apart from how the object that holds it treats it (`SchemaField`).
///
/// Trivial to copy: names and lists are indexes into the table.
public struct SchemaNode: Sendable, Hashable {
    public enum Kind: UInt8, Sendable {
        /// Named fields.
        case object
        /// Any keys, all values of one schema.
        case map
        case array
        case string
        case boolean
        case integer
        case number
        /// `intstr.IntOrString`.
        case intOrString
        /// `resource.Quantity`.
        case quantity
        /// RFC 3339 with seconds (`metav1.Time`).
        case time
        /// RFC 3339 with microseconds (`metav1.MicroTime`).
        case microTime
        /// Any JSON, kept as it came (`RawExtension`, `FieldsV1`, JSON of a JSONSchema).
        case any

        var isContainer: Bool { self == .object || self == .map || self == .array }
    }

    public enum Format: UInt8, Sendable {
        case none, int32, int64, double, byte
    }

    /// `x-kubernetes-list-type`.
    public enum ListType: UInt8, Sendable {
        case atomic, set, map
    }

    public var kind: Kind
    public var format: Format = .none
    public var listType: ListType = .atomic
    /// `x-kubernetes-map-type: atomic`: server-side apply owns the map or object as a whole.
    public var isAtomicMap = false
    /// Null is a value of its own (CRDs); elsewhere null means absent.
    public var isNullable = false
    /// Unknown fields are kept (`x-kubernetes-preserve-unknown-fields`).
    public var preservesUnknownFields = false
    /// The schema of elements or map values; negative: none.
    public var items: SchemaIndex = -1
    var firstField: Int32 = 0
    var fieldCount: Int32 = 0
    /// Index of the type's name in the table's strings; 0 is "".
    var name: Int32 = 0
    /// Index of the keys of a list of type map in the table's key lists; 0 is none.
    var keys: Int32 = 0
    /// Index of the allowed values in the table's enumerations; 0 is none.
    var enumeration: Int32 = 0

    public init(_ kind: Kind, format: Format = .none) {
        self.kind = kind
        self.format = format
    }

    var fieldRange: Range<Int> { Int(firstField)..<Int(firstField + fieldCount) }
}

/// How an object holds one of its fields.
public struct SchemaField: Sendable {
    /// `x-kubernetes-patch-strategy`, for strategic merge patches.
    public struct PatchStrategy: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let merge = PatchStrategy(rawValue: 1)
        public static let replace = PatchStrategy(rawValue: 2)
        public static let retainKeys = PatchStrategy(rawValue: 4)
    }

    public let name: String
    public let schema: SchemaIndex
    public let isRequired: Bool
    /// The zero value ("", 0, false) means absent and is dropped, as Go's `omitempty` on a field that is no pointer.
    public let omitsZero: Bool
    public let patchStrategy: PatchStrategy
    /// `x-kubernetes-patch-merge-key`; "" where there is none.
    public let mergeKey: String
    /// Where the field lies in protobuf.
    public let protobuf: ProtobufPath
    /// The value that an absent field gets; nil: none.
    public let `default`: JSONValue?
    /// The first eight bytes of the name, big-endian and padded with zeros: what look-ups compare first.
    let prefix: UInt64
}
