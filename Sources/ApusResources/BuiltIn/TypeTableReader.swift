import ApusAPI
import ApusJSON

/// Makes the schemas of the built-in types of the generated table. The table is the program's own, so what does not
/// read is a mistake in the generator.
struct TypeTableReader {
    private var builder = SchemaBuilder(.builtIn)
    /// `io.k8s.api.core.v1` by `core`.
    private var packages: [Substring: String] = [:]
    private var package = ""
    private var scalars: [String: SchemaIndex] = [:]

    static func read() -> SchemaTable {
        var reader = TypeTableReader()
        for words in TableLines(TypeTable.text, separator: " ") where words[0] == "package" {
            reader.packages[words[1][...]] = words[2]
        }
        reader.makeScalars()
        reader.readTypes()
        return reader.builder.build()
    }

    private mutating func makeScalars() {
        scalars["string"] = builder.value(.string)
        scalars["bytes"] = builder.value(.string, format: .byte)
        scalars["bool"] = builder.value(.boolean)
        scalars["int"] = builder.value(.integer, format: .int32)
        scalars["long"] = builder.value(.integer, format: .int64)
        scalars["double"] = builder.value(.number, format: .double)
        scalars["any"] = builder.value(.any)
    }

    private mutating func readTypes() {
        var current: (index: SchemaIndex, isAtomic: Bool)?
        var fields: [SchemaBuilder.Field] = []
        func finish(_ builder: inout SchemaBuilder) {
            if let current { builder.define(current.index, fields: fields, isAtomicMap: current.isAtomic) }
            current = nil
            fields.removeAll(keepingCapacity: true)
        }
        for words in TableLines(TypeTable.text, separator: " ") {
            // A field's second word is its place in protobuf: `2`, `2.1`, or `0` for none.
            switch words[1].utf8.first {
            case (UInt8(ascii: "0")...UInt8(ascii: "9"))?: fields.append(field(words))
            default:
                finish(&builder)
                switch words[0] {
                case "package": package = words[2]
                case "type": current = (declare(words[1]), words.count > 2)
                default: builder.define(declare(words[1]), as: SchemaNode(valueKind(words[2])))
                }
            }
        }
        finish(&builder)
    }

    private mutating func declare(_ name: String) -> SchemaIndex { declare(name, in: package) }

    private mutating func declare(_ name: String, in package: String) -> SchemaIndex {
        let goPackage = package.split(separator: ".").last ?? ""
        return builder.declare("\(package).\(name)", typeName: "\(goPackage).\(name)")
    }

    private func valueKind(_ word: String) -> SchemaNode.Kind {
        switch word {
        case "quantity": .quantity
        case "time": .time
        case "microTime": .microTime
        case "intOrString": .intOrString
        default: .any
        }
    }

    private mutating func field(_ words: [String]) -> SchemaBuilder.Field {
        var listType = SchemaNode.ListType.atomic
        var keys: [String] = []
        var isAtomic = false
        var field = SchemaBuilder.Field(words[0], -1, protobuf: ProtobufPath(parsing: words[1]) ?? .none)
        for word in words.dropFirst(3) {
            let parts = word.split(separator: "=", maxSplits: 1)
            switch parts[0] {
            case "set": listType = .set
            case "map":
                listType = .map
                keys = parts[1].split(separator: ",").map(String.init)
            case "atomic": isAtomic = true
            case "required": field.isRequired = true
            case "zero": field.omitsZero = true
            case "patch": readStrategy(parts[1], into: &field)
            case "default": field.default = try? JSONValue(parsing: Bytes(String(parts[1])))
            default: preconditionFailure("field \(words[0]): \(word)")
            }
        }
        field.schema = schema(words[2][...], listType: listType, keys: keys, isAtomic: isAtomic)
        return field
    }

    private func readStrategy(_ word: Substring, into field: inout SchemaBuilder.Field) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        for name in parts[0].split(separator: ",") {
            switch name {
            case "merge": field.patchStrategy.insert(.merge)
            case "retainKeys": field.patchStrategy.insert(.retainKeys)
            default: field.patchStrategy.insert(.replace)
            }
        }
        field.mergeKey = String(parts[1])
    }

    /// `string`, `[Container]`, `{resource.Quantity}`.
    private mutating func schema(
        _ word: Substring, listType: SchemaNode.ListType = .atomic, keys: [String] = [], isAtomic: Bool = false
    ) -> SchemaIndex {
        switch word.first {
        case "[": return builder.array(of: schema(word.dropFirst().dropLast()), listType: listType, keys: keys)
        case "{": return builder.map(of: schema(word.dropFirst().dropLast()), isAtomic: isAtomic)
        default: break
        }
        if let scalar = scalars[String(word)] { return scalar }
        guard let dot = word.firstIndex(of: ".") else { return declare(String(word)) }
        guard let package = packages[word[..<dot]] else { preconditionFailure("package of \(word)") }
        return declare(String(word[word.index(after: dot)...]), in: package)
    }
}
