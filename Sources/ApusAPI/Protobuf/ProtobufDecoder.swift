public import ApusJSON

/// Turns objects in protobuf, as Go clients send them (`application/vnd.kubernetes.protobuf`), into the tree that their
/// JSON would give. The schema's field numbers say how; fields that it does not have are skipped.
public struct ProtobufDecoder: Sendable {
    public init() {}

    /// The object in `envelope`, whose type is `schema`, with its kind and apiVersion.
    ///
    /// - Parameter fallback: What it is where the envelope does not say so.
    public func decode(
        _ envelope: ProtobufEnvelope, as schema: Schema, fallback: GroupVersionKind? = nil
    ) throws(ProtobufError) -> JSONValue {
        var object = JSONObject()
        let gvk = envelope.gvk.kind.isEmpty ? fallback ?? envelope.gvk : envelope.gvk
        if !gvk.kind.isEmpty {
            object["kind"] = .string(gvk.kind)
            object["apiVersion"] = .string(gvk.apiVersion)
        }
        try decode(envelope.raw, as: schema, at: .none, into: &object, depth: 0)
        return .object(object)
    }

    /// Deeper messages are refused, as deep JSON is.
    private static let depthLimit = 200

    /// Reads the message at `path` of the type `schema`.
    private func decode(
        _ bytes: ArraySlice<UInt8>, as schema: Schema, at path: ProtobufPath, into object: inout JSONObject, depth: Int
    ) throws(ProtobufError) {
        guard depth < ProtobufDecoder.depthLimit else { throw .malformed("exceeded max depth") }
        let node = schema.node
        var entries: Entries = [:]
        var reader = ProtobufReader(bytes)
        while let (number, payload) = try reader.next() {
            switch schema.table.protobufMember(number, at: path, of: node) {
            case .field(let position): try add(payload, to: &object, position, schema.table, &entries, depth)
            case .message(let inner):
                guard case .bytes(let nested) = payload else { continue }
                try decode(nested, as: schema, at: inner, into: &object, depth: depth + 1)
            case nil: continue
            }
        }
    }

    /// Where the entries of the maps of one message are, by the map's field and the key: of a key that comes twice the
    /// last one counts, and a map of many keys is not searched for each of them.
    private typealias Entries = [Int: [String: Int]]

    /// Adds one occurrence of a field: an element of a list, an entry of a map, or the value itself.
    private func add(
        _ payload: ProtobufReader.Payload, to object: inout JSONObject, _ position: Int, _ table: SchemaTable,
        _ entries: inout Entries, _ depth: Int
    ) throws(ProtobufError) {
        let name = table.fields[position].name
        let schema = Schema(table: table, index: table.fields[position].schema)
        switch schema.kind {
        case .array:
            guard let items = schema.items else { return }
            try append(payload, items, to: &object[orNull: name], depth)
        case .map:
            guard case .bytes(let entry) = payload, let items = schema.items else { return }
            var key = ""
            var element: JSONValue?
            var reader = ProtobufReader(entry)
            while let (number, payload) = try reader.next() {
                if number == 1, case .bytes(let bytes) = payload { key = String(decoding: bytes, as: UTF8.self) }
                if number == 2 { element = try value(payload, items, depth) }
            }
            if element == nil { element = try value(.bytes([]), items, depth) }
            var map = object[orNull: name].object ?? JSONObject()
            object[orNull: name] = .null  // so that `map` is the only owner
            if let known = entries[position]?[key] {
                map.members[known].value = element ?? .null
            } else {
                entries[position, default: [:]][key] = map.count
                map.members.append(.init(key: key, value: element ?? .null))
            }
            object[orNull: name] = .object(map)
        case .object:
            guard case .bytes(let bytes) = payload else { return }
            // A message that comes twice is one message in two parts.
            var nested = object[name]?.object ?? JSONObject()
            try decode(bytes, as: schema, at: .none, into: &nested, depth: depth + 1)
            object[name] = .object(nested)
        default: object[name] = try value(payload, schema, depth)
        }
    }

    /// Adds an element to `list`, or several where they are packed.
    private func append(
        _ payload: ProtobufReader.Payload, _ items: Schema, to list: inout JSONValue, _ depth: Int
    ) throws(ProtobufError) {
        if list.isNull { list = [] }
        guard case .bytes(let packed) = payload, items.kind == .integer || items.kind == .boolean else {
            return list.append(try value(payload, items, depth))
        }
        var reader = ProtobufReader(packed)
        while !reader.isAtEnd { list.append(scalar(.varint(try reader.varint()), items)) }
    }

    private func value(
        _ payload: ProtobufReader.Payload, _ schema: Schema, _ depth: Int
    ) throws(ProtobufError) -> JSONValue {
        guard case .bytes(let bytes) = payload else { return scalar(payload, schema) }
        switch schema.kind {
        case .object:
            var object = JSONObject()
            try decode(bytes, as: schema, at: .none, into: &object, depth: depth + 1)
            return .object(object)
        case .string:
            return .string(
                schema.node.format == .byte ? Base64.encode(bytes) : String(decoding: bytes, as: UTF8.self))
        case .quantity: return .string(try text(bytes, field: 1))
        case .time, .microTime: return try time(bytes, isMicro: schema.kind == .microTime)
        case .intOrString: return try intOrString(bytes)
        case .any: return try any(bytes, schema, depth)
        case .array:
            // A list in a map is a message around it.
            guard let items = schema.items else { return [] }
            return try list(bytes, field: 1, items, depth)
        case .map, .boolean, .integer, .number: return .null
        }
    }

    private func scalar(_ payload: ProtobufReader.Payload, _ schema: Schema) -> JSONValue {
        switch (payload, schema.kind) {
        case (.varint(let number), .boolean): .bool(number != 0)
        case (.varint(let number), .integer) where schema.node.format == .int32:
            .int(Int64(Int32(truncatingIfNeeded: number)))
        case (.varint(let number), _): .int(Int64(bitPattern: number))
        case (.fixed64(let bits), .number): finite(Double(bitPattern: bits))
        case (.fixed64(let bits), _): .int(Int64(bitPattern: bits))
        case (.fixed32(let bits), .number): finite(Double(Float(bitPattern: bits)))
        case (.fixed32(let bits), _): .int(Int64(Int32(bitPattern: bits)))
        case (.bytes, _): .null
        }
    }

    /// JSON has no infinities.
    private func finite(_ number: Double) -> JSONValue { number.isFinite ? .double(number) : .null }

    // MARK: - Types with a form of their own

    private func text(_ bytes: ArraySlice<UInt8>, field wanted: Int) throws(ProtobufError) -> String {
        var text = ""
        var reader = ProtobufReader(bytes)
        while let (number, payload) = try reader.next() {
            if number == wanted, case .bytes(let bytes) = payload { text = String(decoding: bytes, as: UTF8.self) }
        }
        return text
    }

    private func list(
        _ bytes: ArraySlice<UInt8>, field wanted: Int, _ items: Schema, _ depth: Int
    ) throws(ProtobufError) -> JSONValue {
        var list: JSONValue = []
        var reader = ProtobufReader(bytes)
        while let (number, payload) = try reader.next() {
            if number == wanted { try append(payload, items, to: &list, depth) }
        }
        return list
    }

    /// An empty message is the zero time, which JSON writes as null.
    private func time(_ bytes: ArraySlice<UInt8>, isMicro: Bool) throws(ProtobufError) -> JSONValue {
        guard !bytes.isEmpty else { return .null }
        var time = Timestamp(seconds: 0)
        var reader = ProtobufReader(bytes)
        while let (number, payload) = try reader.next() {
            guard case .varint(let value) = payload else { continue }
            if number == 1 { time.seconds = Int64(bitPattern: value) }
            if number == 2 { time.nanoseconds = Int32(truncatingIfNeeded: value) }
        }
        // Years beyond four digits have no RFC 3339.
        guard (-62_135_596_800..<253_402_300_800).contains(time.seconds), (0..<1_000_000_000).contains(time.nanoseconds)
        else { throw .malformed("illegal time") }
        return .string(isMicro ? time.rfc3339Micro : time.rfc3339)
    }

    private func intOrString(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> JSONValue {
        var isText = false
        var number: Int64 = 0
        var reader = ProtobufReader(bytes)
        while let (field, payload) = try reader.next() {
            guard case .varint(let value) = payload else { continue }
            if field == 1 { isText = value == 1 }
            if field == 2 { number = Int64(Int32(truncatingIfNeeded: value)) }
        }
        return isText ? .string(try text(bytes, field: 3)) : .int(number)
    }

    /// `RawExtension`, `FieldsV1`, `JSON`: a message around JSON. The choices in JSON schemas are messages of their own.
    private func any(_ bytes: ArraySlice<UInt8>, _ schema: Schema, _ depth: Int) throws(ProtobufError) -> JSONValue {
        guard let choice = SchemaChoice(schema) else {
            let json = try text(bytes, field: 1)
            guard !json.isEmpty else { return .null }
            guard let value = try? JSONValue(parsing: Bytes(json)) else { throw .malformed("raw data is no JSON") }
            return value
        }
        var object: JSONValue?
        var allows = false
        var reader = ProtobufReader(bytes)
        while let (number, payload) = try reader.next() {
            if number == choice.schemaNumber, case .bytes(let nested) = payload {
                var content = JSONObject()
                try decode(nested, as: choice.schema, at: .none, into: &content, depth: depth + 1)
                object = .object(content)
            } else if choice.isBoolean, case .varint(let flag) = payload {
                allows = flag != 0
            }
        }
        if let object { return object }
        if choice.isBoolean { return .bool(allows) }
        guard let items = choice.items else { return .null }
        return try list(bytes, field: 2, items, depth)
    }
}
