public import ApusJSON

/// Turns objects in protobuf, as Go clients send them (`application/vnd.kubernetes.protobuf`), into the tree that their
/// JSON would give. The schema's field numbers say how; fields that it does not have are skipped.
public struct ProtobufDecoder: Sendable {
    /// What comes before the envelope of every object.
    private static let magic: [UInt8] = [0x6b, 0x38, 0x73, 0x00]

    /// The envelope of an object (apimachinery's `runtime.Unknown`).
    public struct Envelope: Sendable {
        public let gvk: GroupVersionKind
        let raw: ArraySlice<UInt8>

        public init(_ bytes: [UInt8]) throws(ProtobufError) {
            guard bytes.starts(with: ProtobufDecoder.magic) else {
                throw .malformed(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]")
            }
            var apiVersion = ""
            var kind = ""
            var raw: ArraySlice<UInt8> = []
            var reader = ProtobufReader(bytes.dropFirst(4))
            while let (number, payload) = try reader.next() {
                guard case .bytes(let bytes) = payload else { continue }
                switch number {
                case 1:
                    var header = ProtobufReader(bytes)
                    while let (number, payload) = try header.next() {
                        guard case .bytes(let bytes) = payload else { continue }
                        if number == 1 { apiVersion = String(decoding: bytes, as: UTF8.self) }
                        if number == 2 { kind = String(decoding: bytes, as: UTF8.self) }
                    }
                case 2: raw = bytes
                default: break
                }
            }
            gvk = GroupVersionKind(apiVersion: apiVersion, kind: kind)
            self.raw = raw
        }
    }

    public init() {}

    /// The object in `envelope`, whose type is `schema`, with its kind and apiVersion.
    public func decode(_ envelope: Envelope, as schema: Schema) throws(ProtobufError) -> JSONValue {
        var object = JSONObject()
        if !envelope.gvk.kind.isEmpty {
            object["kind"] = .string(envelope.gvk.kind)
            object["apiVersion"] = .string(envelope.gvk.apiVersion)
        }
        try decode(envelope.raw, as: schema, into: &object, depth: 0)
        return .object(object)
    }

    /// Deeper messages are refused, as deep JSON is.
    private static let depthLimit = 200

    private func decode(
        _ bytes: ArraySlice<UInt8>, as schema: Schema, into object: inout JSONObject, depth: Int
    ) throws(ProtobufError) {
        guard depth < ProtobufDecoder.depthLimit else { throw .malformed("exceeded max depth") }
        var reader = ProtobufReader(bytes)
        while let (number, payload) = try reader.next() {
            switch ProtobufInlines.inline(schema.typeName, number) {
            case .fields(let names):
                guard case .bytes(let nested) = payload else { continue }
                var fields = ProtobufReader(nested)
                while let (number, payload) = try fields.next() {
                    guard number <= names.count, let field = schema.field(names[number - 1]) else { continue }
                    try add(payload, to: &object, field, schema.table, depth)
                }
            case .type(let name):
                guard case .bytes(let nested) = payload, let type = schema.table.schema(named: name) else { continue }
                try decode(nested, as: type, into: &object, depth: depth + 1)
            case .name(let name):
                guard let field = schema.field(name) else { continue }
                try add(payload, to: &object, field, schema.table, depth)
            case nil:
                guard let field = schema.fields.first(where: { Int($0.protobuf) == number }) else { continue }
                try add(payload, to: &object, field, schema.table, depth)
            }
        }
    }

    /// Adds one occurrence of a field: an element of a list, an entry of a map, or the value itself.
    private func add(
        _ payload: ProtobufReader.Payload, to object: inout JSONObject, _ field: SchemaField, _ table: SchemaTable,
        _ depth: Int
    ) throws(ProtobufError) {
        let schema = Schema(table: table, index: field.schema)
        switch schema.kind {
        case .array:
            guard let items = schema.items else { return }
            var list = object[field.name] ?? .array([])
            if case .bytes(let packed) = payload, [.integer, .boolean].contains(items.kind) {
                var reader = ProtobufReader(packed)
                while !reader.isAtEnd { list.append(scalar(.varint(try reader.varint()), items)) }
            } else {
                list.append(try value(payload, items, depth))
            }
            object[field.name] = list
        case .map:
            guard case .bytes(let entry) = payload, let items = schema.items else { return }
            var map = object[field.name]?.object ?? JSONObject()
            var key = ""
            var element: JSONValue?
            var reader = ProtobufReader(entry)
            while let (number, payload) = try reader.next() {
                if number == 1, case .bytes(let bytes) = payload { key = String(decoding: bytes, as: UTF8.self) }
                if number == 2 { element = try value(payload, items, depth) }
            }
            if element == nil { element = try value(.bytes([]), items, depth) }
            map[key] = element
            object[field.name] = .object(map)
        default: object[field.name] = try value(payload, schema, depth)
        }
    }

    private func value(
        _ payload: ProtobufReader.Payload, _ schema: Schema, _ depth: Int
    ) throws(ProtobufError) -> JSONValue {
        guard case .bytes(let bytes) = payload else { return scalar(payload, schema) }
        switch schema.kind {
        case .object:
            var object = JSONObject()
            try decode(bytes, as: schema, into: &object, depth: depth + 1)
            return .object(object)
        case .string:
            return .string(
                schema.node.format == .byte ? Base64.encode(Array(bytes)) : String(decoding: bytes, as: UTF8.self))
        case .quantity: return .string(try text(bytes, field: 1))
        case .time, .microTime: return try time(bytes, isMicro: schema.kind == .microTime)
        case .intOrString: return try intOrString(bytes)
        case .any: return try any(bytes)
        case .array, .map, .boolean, .integer, .number: return .null
        }
    }

    private func scalar(_ payload: ProtobufReader.Payload, _ schema: Schema) -> JSONValue {
        switch (payload, schema.kind) {
        case (.varint(let number), .boolean): .bool(number != 0)
        case (.varint(let number), _): .int(Int64(bitPattern: number))
        case (.fixed64(let bits), .number): .double(Double(bitPattern: bits))
        case (.fixed64(let bits), _): .int(Int64(bitPattern: bits))
        case (.fixed32(let bits), .number): .double(Double(Float(bitPattern: bits)))
        case (.fixed32(let bits), _): .int(Int64(Int32(bitPattern: bits)))
        case (.bytes, _): .null
        }
    }

    // MARK: - Types with a form of their own

    private func text(_ bytes: ArraySlice<UInt8>, field wanted: Int) throws(ProtobufError) -> String {
        var text = ""
        var reader = ProtobufReader(bytes)
        while let (number, payload) = try reader.next() {
            if number == wanted, case .bytes(let bytes) = payload { text = String(decoding: bytes, as: UTF8.self) }
        }
        return text
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
            if field == 2 { number = Int64(bitPattern: value) }
        }
        return isText ? .string(try text(bytes, field: 3)) : .int(number)
    }

    /// `RawExtension`, `FieldsV1`: a message around JSON.
    private func any(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> JSONValue {
        let json = try text(bytes, field: 1)
        guard !json.isEmpty else { return .null }
        guard let value = try? JSONValue(parsing: Bytes(json)) else { throw .malformed("raw data is no JSON") }
        return value
    }
}
