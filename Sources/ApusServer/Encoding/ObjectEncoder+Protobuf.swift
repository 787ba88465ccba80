import ApusAPI
import ApusJSON
import ApusResources
import NIOCore

extension ObjectEncoder {
    /// Writes `object` in its envelope.
    func write(protobuf object: APIObject, to buffer: inout ByteBuffer) throws(StatusError) {
        var writer = ProtobufWriter(capacity: object.bytes.count)
        try append(message: object, to: &writer)
        let gvk = protobufKind
        buffer.writeBytes(
            ProtobufEnvelope.head(kind: gvk.kind, apiVersion: gvk.apiVersion, count: writer.bytes.count))
        buffer.writeBytes(writer.bytes)
        buffer.writeBytes(ProtobufEnvelope.tail)
    }

    /// The kind that the envelope around one object names.
    private var protobufKind: (kind: String, apiVersion: String) {
        switch rendering.shape {
        case .object, .table: (resource.definition.kind, resource.definition.apiVersion)
        case .partialMetadata, .partialMetadataList: ("PartialObjectMetadata", rendering.metaAPIVersion)
        }
    }

    /// The kind that the envelope around a list names.
    var protobufListKind: (kind: String, apiVersion: String) {
        switch rendering.shape {
        case .object, .table: (resource.definition.listKind, resource.definition.apiVersion)
        case .partialMetadata, .partialMetadataList: ("PartialObjectMetadataList", rendering.metaAPIVersion)
        }
    }

    /// Appends the fields of `object` in the rendering's shape, without an envelope.
    func append(message object: APIObject, to writer: inout ProtobufWriter) throws(StatusError) {
        do {
            switch rendering.shape {
            case .object, .table:
                let shown = resource.isStorageVersion ? object : try resource.converted(object)
                try ProtobufEncoder(resource.definition.schema).append(shown, to: &writer)
            case .partialMetadata, .partialMetadataList:
                try BuiltInDefinitions.metadataEncoder.append(metadataOf: object, to: &writer)
            }
        } catch let error as StatusError {
            throw error
        } catch {
            throw .internalError("\(error)")
        }
    }

    // MARK: - Watches

    /// One event of a watch: a `WatchEvent` behind its length, the object in it in an envelope of its own.
    func protobufFrame(_ event: WatchEvent) throws(StatusError) -> ByteBuffer {
        var object = ByteBuffer()
        if event.kind == .error {
            object = try ProtobufDocument.encode(event.object.tree())
        } else {
            try write(protobuf: event.object, to: &object)
        }
        var writer = ProtobufWriter(capacity: object.readableBytes + 32)
        writer.string(1, event.kind.rawValue)
        writer.message(2) { raw in
            object.withUnsafeReadableBytes { raw.bytes(1, $0) }
        }
        var buffer = ByteBufferAllocator().buffer(capacity: writer.bytes.count + 4)
        buffer.writeInteger(UInt32(writer.bytes.count))
        buffer.writeBytes(writer.bytes)
        return buffer
    }
}

/// Objects that are no resource's own, in protobuf: a `Status`, a `Scale`, a review, a discovery document.
enum ProtobufDocument {
    /// `value` in its envelope.
    ///
    /// - Parameter encoder: Writes its type; nil: the built-in type that its kind names.
    static func encode(_ value: JSONValue, _ encoder: ProtobufEncoder? = nil) throws(StatusError) -> ByteBuffer {
        let kind = value["kind"].string ?? ""
        let apiVersion = value["apiVersion"].string ?? ""
        // Documents of old have a kind and no version.
        let gvk = GroupVersionKind(apiVersion: apiVersion.isEmpty ? "v1" : apiVersion, kind: kind)
        guard let encoder = encoder ?? BuiltInDefinitions.types.schema(of: gvk).map(ProtobufEncoder.init) else {
            throw .internalError("\(kind) has no form in protobuf")
        }
        var writer = ProtobufWriter(capacity: 512)
        do { try encoder.append(value.encoded(), to: &writer) } catch { throw .internalError(error.message) }
        var buffer = ByteBuffer()
        buffer.writeBytes(ProtobufEnvelope.head(kind: kind, apiVersion: apiVersion, count: writer.bytes.count))
        buffer.writeBytes(writer.bytes)
        buffer.writeBytes(ProtobufEnvelope.tail)
        return buffer
    }
}
