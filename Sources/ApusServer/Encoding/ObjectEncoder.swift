import ApusAPI
import ApusJSON
import NIOCore

/// Writes objects of one served resource in the form that a client asked for.
struct ObjectEncoder: Sendable {
    let resource: ServedResource
    var rendering: Rendering
    /// Whether tables describe their columns; in a watch the first alone does.
    var showsColumns = true
    /// What ages in tables are counted to.
    let now: @Sendable () -> Timestamp

    /// Whether the stored bytes go out as they are.
    private var isDirect: Bool { rendering.shape == .object && resource.isStorageVersion }

    /// Writes `object` in the rendering's shape: as protobuf where that is its format, else as JSON.
    func write(_ object: APIObject, to buffer: inout ByteBuffer) throws(StatusError) {
        guard rendering.format != .protobuf else { return try write(protobuf: object, to: &buffer) }
        switch rendering.shape {
        case .object: try write(plain: object, header: true, to: &buffer)
        case .partialMetadata, .partialMetadataList: write(partial: object, to: &buffer)
        case .table(let include):
            buffer.writeTableHead(
                resource.resource, revision: object.revision, apiVersion: rendering.metaAPIVersion,
                showsColumns: showsColumns)
            try write(row: object, include, to: &buffer)
            buffer.writeStaticString("]}")
        }
    }

    /// Writes `object` as an item of a list. Items of built-in kinds leave kind and apiVersion out; metadata does not.
    func write(item object: APIObject, to buffer: inout ByteBuffer) throws(StatusError) {
        switch rendering.shape {
        case .object: try write(plain: object, header: !resource.definition.isBuiltIn, to: &buffer)
        case .partialMetadata, .partialMetadataList: write(partial: object, to: &buffer)
        case .table(let include): try write(row: object, include, to: &buffer)
        }
    }

    private func write(plain object: APIObject, header: Bool, to buffer: inout ByteBuffer) throws(StatusError) {
        if resource.isStorageVersion {
            buffer.write(stored: object, header: header)
        } else {
            buffer.write(stored: try resource.converted(object), header: header)
        }
    }

    private func write(partial object: APIObject, to buffer: inout ByteBuffer) {
        buffer.writeStaticString("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"")
        buffer.writeString(rendering.metaAPIVersion)
        buffer.writeStaticString("\",\"metadata\":")
        buffer.write(metadataOf: object)
        buffer.writeStaticString("}")
    }

    private func write(
        row object: APIObject, _ include: Table.IncludedObject, to buffer: inout ByteBuffer
    ) throws(StatusError) {
        let shown = resource.isStorageVersion ? object : try resource.converted(object)
        var row = Table.row(of: shown.tree(), resource.resource, including: include, TableContext(now: now()))
        if include == .metadata { row["object"]["apiVersion"] = .string(rendering.metaAPIVersion) }
        buffer.write(row.encoded())
    }

    // MARK: - Lists

    /// Everything of a list before its first item.
    func writeHead(of page: ListPage, to buffer: inout ByteBuffer) {
        switch rendering.shape {
        case .table:
            buffer.writeTableHead(
                resource.resource, revision: page.revision, continuation: page.continuation,
                remaining: page.remaining, apiVersion: rendering.metaAPIVersion)
            return
        case .object:
            buffer.writeString(
                "{\"kind\":\"\(resource.definition.listKind)\",\"apiVersion\":\"\(resource.definition.apiVersion)\"")
        case .partialMetadata, .partialMetadataList:
            buffer.writeString("{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"\(rendering.metaAPIVersion)\"")
        }
        buffer.writeStaticString(",\"metadata\":")
        buffer.writeListMetadata(page.revision, page.continuation, page.remaining)
        buffer.writeStaticString(",\"items\":[")
    }
}

extension ByteBuffer {
    mutating func writeListMetadata(_ revision: UInt64, _ continuation: String?, _ remaining: Int?) {
        writeStaticString("{\"resourceVersion\":\"")
        writeDecimal(revision)
        writeStaticString("\"")
        // The token is base64url, so that nothing in it needs an escape.
        if let continuation { writeString(",\"continue\":\"\(continuation)\"") }
        if let remaining { writeString(",\"remainingItemCount\":\(remaining)") }
        writeStaticString("}")
    }

    /// Everything of a table before its first row.
    mutating func writeTableHead(
        _ resource: Resource, revision: UInt64, continuation: String? = nil, remaining: Int? = nil,
        apiVersion: String, showsColumns: Bool = true
    ) {
        writeString("{\"kind\":\"Table\",\"apiVersion\":\"\(apiVersion)\",\"metadata\":")
        writeListMetadata(revision, continuation, remaining)
        writeStaticString(",\"columnDefinitions\":")
        if showsColumns {
            write(Table.columnDefinitions(of: resource).encoded())
        } else {
            writeStaticString("null")
        }
        writeStaticString(",\"rows\":[")
    }
}
