public import ApusJSON

/// Brings a tree that a client sent into the form of its schema: unknown fields go (and are reported), nulls and empty
/// lists that mean "absent" go, every value has its type, quantities and times are written as upstream writes them.
///
/// One pass, in place. Paths are kept as a stack of steps and become text only for what is reported.
public struct ObjectDecoder {
    /// A value of the wrong type, or one that cannot be read: worded as Go's decoder words it.
    public struct TypeError: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
        /// The same as upstream's converter says it, which reads the result of strategic merge patches.
        public let conversion: String

        init(_ description: String, conversion: String? = nil) {
            self.description = description
            self.conversion = conversion ?? description
        }
    }

    private enum Step {
        case name(String)
        case key(String)
        case index(Int)
    }

    private let table: SchemaTable
    private let fillsZeroes: Bool
    private var path: [Step] = []
    private var root = ""
    /// Whether the values at hand follow a structural schema: what does not fit its type stays for validation to find,
    /// and what was written stays. Not so in the Go types (`ObjectMeta`) of a structural table.
    private var isStructural: Bool
    /// Paths of fields that the schema does not have, in order: `spec.foo`, `spec.containers[0].bar`.
    public private(set) var unknownFields: [String] = []
    /// How deep typed values may lie in one another: types that hold themselves (JSON schemas) are the only ones that
    /// come near, and each level takes stack.
    private static let depth = 1000
    /// As many as upstream's decoder reports.
    private static let reported = 100

    /// - Parameter fillsZeroes: Whether absent required scalars become "", 0 and false, as Go writes them; not so for
    ///   the configuration of an apply, where what is not said is not owned.
    public init(_ table: SchemaTable, fillsZeroes: Bool = true) {
        self.table = table
        self.fillsZeroes = fillsZeroes
        isStructural = table.semantics == .structural
    }

    /// Decodes an object whose type is `schema`. `kind` and `apiVersion` are fields like any other.
    public mutating func decode(_ value: inout JSONValue, as schema: Schema) throws(TypeError) {
        root = String(schema.typeName.split(separator: ".").last ?? "")
        _ = try decode(&value, schema.index, container: root)
        if table.semantics == .structural { unknownFields.sort() }
    }

    /// Decodes one value; false where it means "absent" and its holder must drop it.
    private mutating func decode(
        _ value: inout JSONValue, _ index: SchemaIndex, container: String
    ) throws(TypeError) -> Bool {
        guard path.count < ObjectDecoder.depth else { throw TypeError("exceeded max depth") }
        let node = table.nodes[Int(index)]
        if case .null = value { return node.isNullable }
        if isStructural, !node.kind.isContainer { return true }
        switch node.kind {
        case .any: return true
        case .object: return try decodeObject(&value, node, container, table.zeroes[Int(index)])
        case .map: return try decodeMap(&value, node, container)
        case .array: return try decodeArray(&value, node, container)
        case .string:
            guard case .string(let text) = value else { throw mismatch(value, "string", container) }
            if node.format == .byte { try checkBase64(text) }
        case .boolean:
            guard case .bool = value else { throw mismatch(value, "bool", container) }
        case .integer:
            let type = node.format == .int32 ? "int32" : "int64"
            guard case .int(let number) = value else { throw mismatch(value, type, container) }
            if node.format == .int32, Int32(exactly: number) == nil { throw mismatch(value, type, container) }
        case .number:
            guard value.double != nil else { throw mismatch(value, "float64", container) }
        case .intOrString:
            switch value {
            case .string: break
            case .int(let number) where Int32(exactly: number) != nil: break
            default: throw mismatch(value, "int32", container)
            }
        case .quantity: try decodeQuantity(&value)
        case .time: try decodeTime(&value, micro: false)
        case .microTime: try decodeTime(&value, micro: true)
        }
        return true
    }

    private mutating func decodeObject(
        _ value: inout JSONValue, _ node: SchemaNode, _ container: String, _ zeroes: [JSONObject.Member]
    ) throws(TypeError) -> Bool {
        guard case .object(var object) = value else {
            if isStructural, node.name == 0 { return true }
            throw mismatch(value, table.strings[Int(node.name)], container)
        }
        let wasStructural = isStructural
        if node.name != 0 { isStructural = false }
        value = .null  // so that `object` is the only owner and changes in place
        defer {
            value = .object(object)
            isStructural = wasStructural
        }
        let type = node.name == 0 ? container : shortName(node)
        var kept = 0
        for position in object.members.indices {
            let isKept = try decodeMember(&object.members[position], node, type)
            if isKept {
                if kept != position { object.members.swapAt(kept, position) }
                kept += 1
            }
        }
        if kept < object.members.count { object.members.removeLast(object.members.count - kept) }
        for zero in zeroes where fillsZeroes && object.index(of: zero.key) == nil { object.members.append(zero) }
        return true
    }

    private mutating func decodeMember(
        _ member: inout JSONObject.Member, _ node: SchemaNode, _ type: String
    ) throws(TypeError) -> Bool {
        guard let fieldIndex = table.fieldIndex(member.key, of: node) else {
            if node.preservesUnknownFields { return true }
            report(member.key)
            return false
        }
        let field = table.fields[fieldIndex]
        path.append(.name(member.key))
        let exists = try decode(&member.value, field.schema, container: type)
        path.removeLast()
        // A null that a default replaces is a wish for the default.
        guard exists else { return isStructural && field.default != nil }
        return field.isRequired || isStructural || !isAbsent(member.value, field)
    }

    /// Whether Go would leave the value out when it writes it again (`omitempty`).
    private func isAbsent(_ value: JSONValue, _ field: SchemaField) -> Bool {
        switch value {
        case .array(let elements): elements.isEmpty
        case .object(let object):
            object.isEmpty && table.nodes[Int(field.schema)].kind == .map
        case .string(let text): field.omitsZero && text.isEmpty
        case .int(let number): field.omitsZero && number == 0
        case .bool(let flag): field.omitsZero && !flag
        default: false
        }
    }

    private mutating func decodeMap(
        _ value: inout JSONValue, _ node: SchemaNode, _ container: String
    ) throws(TypeError) -> Bool {
        guard case .object(var object) = value else {
            if isStructural { return true }
            throw mismatch(value, "map[string]" + goType(node.items), container)
        }
        value = .null
        defer { value = .object(object) }
        var nulls: [String] = []
        for position in object.members.indices {
            path.append(.key(object.members[position].key))
            if try !decode(&object.members[position].value, node.items, container: container) {
                if isStructural { nulls.append(object.members[position].key) }
                object.members[position].value = zero(node.items)
            }
            path.removeLast()
        }
        for key in nulls { object.remove(key) }
        return true
    }

    private mutating func decodeArray(
        _ value: inout JSONValue, _ node: SchemaNode, _ container: String
    ) throws(TypeError) -> Bool {
        guard case .array(var elements) = value else {
            if isStructural { return true }
            throw mismatch(value, "[]" + goType(node.items), container)
        }
        value = .null
        defer { value = .array(elements) }
        for position in elements.indices {
            path.append(.index(position))
            if try !decode(&elements[position], node.items, container: container) {
                elements[position] = zero(node.items)
            }
            path.removeLast()
        }
        return true
    }

    /// What a null among elements or map values becomes.
    private func zero(_ index: SchemaIndex) -> JSONValue {
        guard !isStructural else { return .null }
        return switch table.nodes[Int(index)].kind {
        case .object, .map: [:]
        case .array: []
        case .string: ""
        case .boolean: false
        case .integer, .number, .intOrString: 0
        case .quantity: "0"
        case .time, .microTime, .any: .null
        }
    }

    // MARK: - Scalars

    private func decodeQuantity(_ value: inout JSONValue) throws(TypeError) {
        let text: String
        switch value {
        case .string(let string):
            // Nearly all quantities are short digits with a suffix and canonical; parsing finds out which are not.
            text = string
        case .int(let number): text = String(number)
        case .double(let number): text = String(number)
        default:
            throw TypeError(Quantity.ParseError.format.description)
        }
        do {
            let canonical = try Quantity(parsing: text.trimmed).description
            value = .string(canonical)
        } catch {
            throw TypeError(error.description)
        }
    }

    private func decodeTime(_ value: inout JSONValue, micro: Bool) throws(TypeError) {
        guard case .string(let text) = value else {
            throw TypeError("json: cannot unmarshal \(kindName(value)) into Go value of type string")
        }
        if text.isEmpty {
            value = .null
            return
        }
        guard let time = Timestamp(rfc3339: text) else {
            let layout = micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00"
            throw TypeError(
                "parsing time \(GoText.quoted(text)) as \"\(layout)\": cannot parse \(GoText.quoted(text)) as \"2006\"")
        }
        let canonical = micro ? time.rfc3339Micro : time.rfc3339
        if canonical != text { value = .string(canonical) }
    }

    private func checkBase64(_ text: String) throws(TypeError) {
        if let offset = Base64.firstProblem(text) {
            throw TypeError("illegal base64 data at input byte \(offset)")
        }
    }

    // MARK: - Words

    private func mismatch(_ value: JSONValue, _ type: String, _ container: String) -> TypeError {
        let names = path.compactMap { if case .name(let name) = $0 { name } else { nil } }
        let conversion: String
        if type.hasPrefix("[]") {
            conversion = "cannot restore slice from \(kindWord(value))"
        } else if type.hasPrefix("map[") {
            conversion = "cannot restore map from \(kindWord(value))"
        } else if type.contains(".") {
            conversion = "cannot restore struct from: \(kindWord(value))"
        } else {
            conversion = "unrecognized type: \(type)"
        }
        guard !names.isEmpty else {
            return TypeError("json: cannot unmarshal \(kindName(value)) into Go value of type \(type)")
        }
        let field = names.joined(separator: ".")
        return TypeError(
            "json: cannot unmarshal \(kindName(value)) into Go struct field \(container).\(field) of type \(type)",
            conversion: conversion)
    }

    /// What Go's reflection calls the kind of a decoded JSON value.
    private func kindWord(_ value: JSONValue) -> String {
        switch value {
        case .null: "invalid"
        case .bool: "bool"
        case .int: "int64"
        case .double: "float64"
        case .string: "string"
        case .array: "slice"
        case .object: "map"
        }
    }

    private func kindName(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "bool"
        case .int(let number): "number \(number)"
        case .double(let number): "number \(GoText.json(.double(number)))"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// `v1.PodSpec`, `[]v1.Container`, `map[string]string`.
    private func goType(_ index: SchemaIndex) -> String {
        let node = table.nodes[Int(index)]
        if node.name != 0 { return table.strings[Int(node.name)] }
        return switch node.kind {
        case .string: node.format == .byte ? "[]uint8" : "string"
        case .boolean: "bool"
        case .integer: node.format == .int32 ? "int32" : "int64"
        case .number: "float64"
        case .array: "[]" + goType(node.items)
        case .map: "map[string]" + goType(node.items)
        case .intOrString: "intstr.IntOrString"
        case .quantity: "resource.Quantity"
        case .time: "v1.Time"
        case .microTime: "v1.MicroTime"
        case .object, .any: "interface {}"
        }
    }

    private func shortName(_ node: SchemaNode) -> String {
        let name = table.strings[Int(node.name)]
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name }
        return String(name[name.index(after: dot)...])
    }

    private mutating func report(_ key: String) {
        guard unknownFields.count < ObjectDecoder.reported else { return }
        var text = ""
        for step in path {
            switch step {
            case .name(let name), .key(let name): text += text.isEmpty ? name : ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
        unknownFields.append(text.isEmpty ? key : "\(text).\(key)")
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        guard let first = utf8.first, let last = utf8.last, first <= 0x20 || last <= 0x20 else { return self }
        return String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
