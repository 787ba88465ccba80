import ApusAPI
import ApusHTTP
import NIOCore

/// A list in protobuf, made while the client reads it.
///
/// The length of a message comes before it, so all items are written once to know how long they are: what is short is
/// kept and sent, of what is long only the lengths are, and its items are written again when the client can take them.
final class ProtobufListBody: HTTPBodySource, @unchecked Sendable {  // used on one event loop only
    private static let chunk = 64 << 10
    /// How many items are measured before other connections have their turn.
    private static let batch = 500

    private let encoder: ObjectEncoder
    private let page: ListPage
    private var items: ListItems
    private var writer = ProtobufWriter(capacity: 8192)
    private let metadata: [UInt8]
    /// The length of the list's message as far as it was measured.
    private(set) var count: Int
    private var kept: ByteBuffer?
    private var isBegun = false
    private var isOver = false

    init(_ page: ListPage, encoder: ObjectEncoder) {
        self.encoder = encoder
        self.page = page
        items = page.items
        kept = ByteBuffer()
        var metadata = ProtobufWriter()
        metadata.message(1) { list in
            list.string(2, String(page.revision))
            if let continuation = page.continuation { list.string(3, continuation) }
            if let remaining = page.remaining { list.varint(4, UInt64(remaining)) }
        }
        self.metadata = metadata.bytes
        count = metadata.bytes.count
    }

    /// Measures some of the items; true when all are measured.
    ///
    /// - Parameter limit: Up to which length of the list its items are kept.
    func measure(keepingUpTo limit: Int) throws(StatusError) -> Bool {
        for _ in 0..<ProtobufListBody.batch {
            guard let object = items.next() else {
                items = page.items
                return true
            }
            writer.removeAll()
            try encoder.append(message: object, to: &writer)
            let length = writer.bytes.count
            count += 1 + ProtobufWriter.size(ofVarint: UInt64(length)) + length
            if count > limit { kept = nil }
            kept?.write(item: writer.bytes)
        }
        return false
    }

    /// The whole body where its items were kept; nil where it has to be streamed.
    func whole() -> ByteBuffer? {
        guard var kept else { return nil }
        var buffer = head()
        buffer.writeBuffer(&kept)
        buffer.writeBytes(ProtobufEnvelope.tail)
        return buffer
    }

    func next(_ allocator: ByteBufferAllocator) throws -> ByteBuffer? {
        guard !isOver else { return nil }
        var buffer = isBegun ? allocator.buffer(capacity: ProtobufListBody.chunk + 8192) : head()
        isBegun = true
        while buffer.readableBytes < ProtobufListBody.chunk {
            guard let object = items.next() else {
                buffer.writeBytes(ProtobufEnvelope.tail)
                isOver = true
                break
            }
            writer.removeAll()
            try encoder.append(message: object, to: &writer)
            buffer.write(item: writer.bytes)
        }
        return buffer
    }

    private func head() -> ByteBuffer {
        let gvk = encoder.protobufListKind
        var buffer = ByteBuffer(
            bytes: ProtobufEnvelope.head(kind: gvk.kind, apiVersion: gvk.apiVersion, count: count))
        buffer.writeBytes(metadata)
        return buffer
    }
}

extension ByteBuffer {
    /// Writes an item of a list: field 2.
    fileprivate mutating func write(item bytes: [UInt8]) {
        var head = ProtobufWriter()
        head.head(2, count: bytes.count)
        writeBytes(head.bytes)
        writeBytes(bytes)
    }
}
