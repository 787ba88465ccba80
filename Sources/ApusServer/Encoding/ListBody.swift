import ApusAPI
import ApusHTTP
import NIOCore

/// A list as a body that is made while the client reads it: whatever its length, one chunk of it is in memory.
final class ListBody: HTTPBodySource, @unchecked Sendable {  // used on one event loop only
    private static let chunk = 64 << 10

    private let encoder: ObjectEncoder
    private let page: ListPage
    private var items: ListItems
    private var phase = Phase.head

    private enum Phase { case head, firstItem, items, done }

    init(_ page: ListPage, encoder: ObjectEncoder) {
        self.page = page
        self.encoder = encoder
        items = page.items
    }

    func next(_ allocator: ByteBufferAllocator) throws -> ByteBuffer? { try chunk(allocator) }

    func chunk(_ allocator: ByteBufferAllocator) throws(StatusError) -> ByteBuffer? {
        guard phase != .done else { return nil }
        var buffer = allocator.buffer(capacity: ListBody.chunk + 8192)
        if phase == .head {
            encoder.writeHead(of: page, to: &buffer)
            phase = .firstItem
        }
        while buffer.readableBytes < ListBody.chunk {
            guard let object = items.next() else {
                buffer.writeStaticString("]}")
                phase = .done
                break
            }
            if phase == .items { buffer.writeStaticString(",") }
            phase = .items
            try encoder.write(item: object, to: &buffer)
        }
        return buffer
    }

    /// The whole list at once, for what has to be turned into another form.
    static func whole(_ page: ListPage, encoder: ObjectEncoder) throws(StatusError) -> ByteBuffer {
        let body = ListBody(page, encoder: encoder)
        var whole = ByteBuffer()
        while var chunk = try body.chunk(ByteBufferAllocator()) { whole.writeBuffer(&chunk) }
        return whole
    }
}
