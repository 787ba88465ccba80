import ApusAPI
import ApusJSON
import ApusResources
import NIOCore
import Testing

@testable import ApusServer

/// Reads what a server answers in protobuf.
enum ProtobufAnswer {
    static let mediaType = "application/vnd.kubernetes.protobuf"
    /// What Go clients send: kubectl and the components.
    static let headers = ["Accept": "\(mediaType),application/json", "Content-Type": mediaType]

    /// The object in an envelope, whose kind names its type.
    static func object(_ bytes: [UInt8]) throws -> JSONValue {
        let envelope = try ProtobufEnvelope(bytes)
        let schema = try #require(BuiltInDefinitions.types.schema(of: envelope.gvk), "\(envelope.gvk)")
        return try ProtobufDecoder().decode(envelope, as: schema)
    }

    /// The body that makes `object`.
    static func body(_ object: JSONValue) throws -> [UInt8] {
        Array(try ProtobufDocument.encode(object).readableBytesView)
    }

    /// An event at the beginning of `buffer`, which it takes away; nil where there is no whole one yet.
    static func event(_ buffer: inout ByteBuffer) throws -> (type: String, object: JSONValue)? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self),
            buffer.readableBytes >= Int(length) + 4
        else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        guard let bytes = buffer.readBytes(length: Int(length)) else { return nil }
        let fields = WireFields(bytes[...])
        let raw = WireFields(fields.message(2)).message(1)
        return (fields.text(1), try object(Array(raw)))
    }
}
