public import ApusJSON

/// The nodes, fields and names of a set of types that refer to each other. Immutable, shared.
public final class SchemaTable: Sendable {
    /// Which rules the types follow where Go types and structural schemas differ.
    public enum Semantics: Sendable {
        /// Go types: null, and an empty list or map of an optional field, mean absent.
        case builtIn
        /// CustomResourceDefinitions: what was written stays. Types with a name in such a table (`ObjectMeta`) are Go's.
        case structural
    }

    public let semantics: Semantics
    public let nodes: [SchemaNode]
    public let fields: [SchemaField]
    let strings: [String]
    let keyLists: [[String]]
    let enumerations: [[JSONValue]]
    let named: [String: SchemaIndex]
    /// Differs where any fact of the table differs: the part of a definition fingerprint that the schema makes.
    public let fingerprint: UInt64
    let defaultsExist: Bool
    let hasEnumerations: Bool
    /// For each node the required scalars, with the zero values that Go writes where they are absent; empty for
    /// structural schemas.
    let zeroes: [[JSONObject.Member]]

    init(
        semantics: Semantics, nodes: [SchemaNode], fields: [SchemaField], strings: [String], keyLists: [[String]],
        enumerations: [[JSONValue]], named: [String: SchemaIndex]
    ) {
        self.semantics = semantics
        self.nodes = nodes
        self.fields = fields
        self.strings = strings
        self.keyLists = keyLists
        self.enumerations = enumerations
        self.named = named
        defaultsExist = fields.contains { $0.default != nil }
        hasEnumerations = enumerations.count > 1
        zeroes = nodes.map { node in
            guard semantics == .builtIn || node.name != 0, node.kind == .object else { return [] }
            return fields[node.fieldRange].compactMap { field in
                guard field.isRequired, let zero = nodes[Int(field.schema)].zero else { return nil }
                return .init(key: field.name, value: zero)
            }
        }
        var hash = Fingerprint()
        for node in nodes {
            hash.add(node.kind.rawValue, node.format.rawValue, node.listType.rawValue)
            hash.add(node.isAtomicMap ? 1 : 0, node.isNullable ? 1 : 0, node.preservesUnknownFields ? 1 : 0)
            hash.add(UInt64(bitPattern: Int64(node.items)))
            hash.add(UInt64(node.fieldCount))
            hash.add(UInt64(node.keys))
            hash.add(UInt64(node.enumeration))
        }
        for field in fields {
            hash.add(field.name)
            hash.add(UInt64(bitPattern: Int64(field.schema)))
            hash.add(field.isRequired ? 1 : 0, field.omitsZero ? 1 : 0, field.default == nil ? 0 : 1)
            if semantics == .structural, let fallback = field.default {
                hash.add(fallback.encoded(order: .canonical).string)
            }
        }
        keyLists.forEach { $0.forEach { hash.add($0) } }
        fingerprint = hash.value
    }

    /// The names that types were declared under, in order.
    public var typeNames: [String] { named.keys.sorted() }

    /// The type that was declared under `name` (`io.k8s.api.core.v1.Pod`); nil where there is none.
    public func schema(named name: String) -> Schema? {
        named[name].map { Schema(table: self, index: $0) }
    }

    /// The field `name` of the object at `index`; nil where it has none.
    public func field(_ name: String, of index: SchemaIndex) -> SchemaField? {
        fieldIndex(name, of: nodes[Int(index)]).map { fields[$0] }
    }

    /// The index of the field `name` in `fields`: a binary search over the first eight bytes, which are distinct for
    /// nearly all fields of a type, then a comparison of the whole.
    @inline(__always)
    func fieldIndex(_ name: String, of node: SchemaNode) -> Int? {
        let wanted = SchemaTable.prefix(of: name)
        var low = Int(node.firstField)
        var high = low + Int(node.fieldCount)
        let end = high
        return fields.withUnsafeBufferPointer { fields -> Int? in
            while low < high {
                let middle = (low + high) / 2
                if fields[middle].prefix < wanted { low = middle + 1 } else { high = middle }
            }
            while low < end, fields[low].prefix == wanted {
                if fields[low].name == name { return low }
                low += 1
            }
            return nil
        }
    }

    /// The same for a key of a document.
    func fieldIndex(_ key: borrowing Cursor, of node: SchemaNode) -> Int? {
        key.withUTF8 { name -> Int? in
            var wanted: UInt64 = 0
            for position in 0..<8 { wanted = wanted << 8 | UInt64(position < name.count ? name[position] : 0) }
            var low = Int(node.firstField)
            let end = low + Int(node.fieldCount)
            var high = end
            while low < high {
                let middle = (low + high) / 2
                if fields[middle].prefix < wanted { low = middle + 1 } else { high = middle }
            }
            while low < end, fields[low].prefix == wanted {
                if fields[low].name.utf8.count == name.count,
                    name.count <= 8 || fields[low].name.utf8.elementsEqual(name)
                {
                    return low
                }
                low += 1
            }
            return nil
        } ?? nil
    }

    /// The first eight bytes of `name`, big-endian and padded with zeros, so that they order as the bytes do.
    @inline(__always)
    static func prefix(of name: String) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 56
        for byte in name.utf8.prefix(8) {
            value |= UInt64(byte) << shift
            shift &-= 8
        }
        return value
    }
}

extension SchemaNode {
    /// What Go writes for a scalar that was never set; nil for anything else.
    var zero: JSONValue? {
        switch kind {
        case .string: ""
        case .integer, .number: 0
        case .boolean: false
        default: nil
        }
    }
}

extension Schema {
    /// `x-kubernetes-list-map-keys` of a list of type map.
    public var listMapKeys: [String] { table.keyLists[Int(node.keys)] }
    /// The allowed values; empty: any.
    public var enumeration: [JSONValue] { table.enumerations[Int(node.enumeration)] }

    /// The field `name` of an object.
    public func field(_ name: String) -> SchemaField? {
        node.kind == .object ? table.field(name, of: index) : nil
    }
}

/// FNV-1a over the facts of a definition.
struct Fingerprint {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: UInt8...) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    mutating func add(_ number: UInt64) {
        var rest = number
        for _ in 0..<8 {
            add(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    mutating func add(_ string: String) {
        for byte in string.utf8 { add(byte) }
        add(0xff)
    }
}
