public import ApusJSON

/// Writes objects in protobuf as upstream's generated code would: the schema's field numbers say how. What is in the
/// JSON is written, so that a pointer is set where it was; what Go's zero values would add means nothing to a reader.
public struct ProtobufEncoder: Sendable {
    private let table: SchemaTable
    private let root: SchemaIndex
    private let metadata: SchemaIndex
    private let resourceVersion: Int

    /// - Parameter schema: The type of the objects.
    public init(_ schema: Schema) {
        table = schema.table
        root = schema.index
        let metadata = schema["metadata"]
        self.metadata = metadata?.index ?? -1
        resourceVersion = metadata?.field("resourceVersion")?.protobuf[0] ?? 0
    }

    /// Appends the message of `object`, its resourceVersion put in.
    ///
    /// - Throws: `JSONError` where the bytes are not JSON.
    public func append(_ object: APIObject, to writer: inout ProtobufWriter) throws(JSONError) {
        let document = try Document(parsing: object.bytes)
        let cursor = Cursor(document)
        members(cursor, table.nodes[Int(root)], at: .none, object.revision, &writer)
    }

    /// Appends the message of an object in JSON, as it is.
    ///
    /// - Throws: `JSONError` where `bytes` are not JSON.
    public func append(_ bytes: Bytes, to writer: inout ProtobufWriter) throws(JSONError) {
        let document = try Document(parsing: bytes)
        let cursor = Cursor(document)
        members(cursor, table.nodes[Int(root)], at: .none, 0, &writer)
    }

    /// Appends the field `metadata` of `object`, whatever its kind is: the message of a `PartialObjectMetadata`.
    ///
    /// - Throws: `JSONError` where the bytes are not JSON.
    public func append(metadataOf object: APIObject, to writer: inout ProtobufWriter) throws(JSONError) {
        let document = try Document(parsing: object.bytes)
        let cursor = Cursor(document)
        append(metadata: cursor["metadata"], 1, object.revision, &writer)
    }

    private func append(
        metadata value: borrowing Cursor, _ number: Int, _ revision: UInt64, _ writer: inout ProtobufWriter
    ) {
        let message = writer.begin(number)
        members(value, table.nodes[Int(metadata)], at: .none, 0, &writer)
        if revision > 0 { writer.string(resourceVersion, String(revision)) }
        writer.end(message)
    }

    /// Writes the members of `object` that lie directly in the message at `path` of its type, then those that lie in
    /// messages inside of it.
    ///
    /// - Parameter revision: What `metadata.resourceVersion` becomes, for the object that is asked for; else 0.
    private func members(
        _ object: borrowing Cursor, _ node: SchemaNode, at path: ProtobufPath, _ revision: UInt64,
        _ writer: inout ProtobufWriter
    ) {
        let depth = path.depth
        /// The numbers of the messages inside of this one that have members, as bits; no such number is above 63.
        var inner: UInt64 = 0
        var members = object.members
        while let member = members.next() {
            guard member.value.hasValue, let position = table.fieldIndex(member.key, of: node) else { continue }
            let place = table.fields[position].protobuf
            guard !place.isNone, depth == 0 || place.isInside(path) else { continue }
            let number = place[depth]
            if place.depth > depth + 1 {
                inner |= 1 << UInt64(number & 63)
            } else if revision > 0, member.key.isString("metadata") {
                append(metadata: member.value, number, revision, &writer)
            } else {
                append(member.value, table.fields[position].schema, number, &writer)
            }
        }
        while inner != 0 {
            let number = inner.trailingZeroBitCount
            inner &= inner - 1
            guard let next = path.appending(number) else { continue }
            let message = writer.begin(number)
            self.members(object, node, at: next, 0, &writer)
            writer.end(message)
        }
    }

    /// Writes a value in field `number`: once, or for a list or a map once for each element.
    private func append(
        _ value: borrowing Cursor, _ type: SchemaIndex, _ number: Int, _ writer: inout ProtobufWriter
    ) {
        let node = table.nodes[Int(type)]
        switch node.kind {
        case .object:
            let message = writer.begin(number)
            members(value, node, at: .none, 0, &writer)
            writer.end(message)
        case .array:
            var elements = value.elements
            while let element = elements.next() { append(element, node.items, number, &writer) }
        case .map:
            var entries = value.members
            while let entry = entries.next() {
                let message = writer.begin(number)
                append(text: entry.key, 1, &writer)
                append(entry: entry.value, node.items, &writer)
                writer.end(message)
            }
        case .string:
            if node.format == .byte {
                writer.bytes(number, Base64.decode(value.string ?? "") ?? [])
            } else {
                append(text: value, number, &writer)
            }
        case .boolean: writer.varint(number, value.bool == true ? 1 : 0)
        case .integer: writer.varint(number, UInt64(bitPattern: value.int ?? 0))
        case .number: writer.double(number, value.double ?? 0)
        case .quantity:
            let message = writer.begin(number)
            append(text: value, 1, &writer)
            writer.end(message)
        case .time, .microTime: append(time: value, number, &writer)
        case .intOrString: append(intOrString: value, number, &writer)
        case .any: append(any: value, Schema(table: table, index: type), number, &writer)
        }
    }

    /// The value of a map's entry; a list is a message around it.
    private func append(entry value: borrowing Cursor, _ type: SchemaIndex, _ writer: inout ProtobufWriter) {
        guard table.nodes[Int(type)].kind == .array else { return append(value, type, 2, &writer) }
        let message = writer.begin(2)
        append(value, type, 1, &writer)
        writer.end(message)
    }

    // MARK: - Types with a form of their own

    private func append(text value: borrowing Cursor, _ number: Int, _ writer: inout ProtobufWriter) {
        let isString: Void? = value.withUTF8 { writer.bytes(number, UnsafeRawBufferPointer($0)) }
        if isString == nil { writer.string(number, "") }
    }

    private func append(time value: borrowing Cursor, _ number: Int, _ writer: inout ProtobufWriter) {
        let message = writer.begin(number)
        if let time = value.string.flatMap(Timestamp.init(rfc3339:)) {
            writer.varint(1, UInt64(bitPattern: time.seconds))
            writer.varint(2, UInt64(bitPattern: Int64(time.nanoseconds)))
        }
        writer.end(message)
    }

    private func append(intOrString value: borrowing Cursor, _ number: Int, _ writer: inout ProtobufWriter) {
        let message = writer.begin(number)
        let integer = value.int
        writer.varint(1, integer == nil ? 1 : 0)
        writer.varint(2, UInt64(bitPattern: integer ?? 0))
        append(text: value, 3, &writer)
        writer.end(message)
    }

    /// `RawExtension`, `FieldsV1`, `JSON`: a message around JSON. The choices in JSON schemas are messages of their own.
    private func append(
        any value: borrowing Cursor, _ type: Schema, _ number: Int, _ writer: inout ProtobufWriter
    ) {
        let message = writer.begin(number)
        defer { writer.end(message) }
        guard let choice = SchemaChoice(type) else {
            var json = JSONWriter(capacity: 256)
            json.append(value)
            return json.withUnsafeBytes { writer.bytes(1, $0) }
        }
        switch value.kind {
        case .object:
            if choice.isBoolean { writer.varint(1, 1) }
            append(value, choice.schema.index, choice.schemaNumber, &writer)
        case .bool where choice.isBoolean: writer.varint(1, value.bool == true ? 1 : 0)
        case .array:
            guard let items = choice.items else { return }
            var elements = value.elements
            while let element = elements.next() { append(element, items.index, 2, &writer) }
        default: break
        }
    }
}
