public import NIOCore

/// A body that is pulled, chunk by chunk, as fast as the client reads it.
public protocol HTTPBodySource: AnyObject, Sendable {
    /// The next chunk, or nil at the end. Called on the exchange's event loop, never twice at a time, and only when
    /// the connection can take more; must not block. Chunks of 16 to 64 KiB are best.
    ///
    /// An error ends the response so that the client sees it cut off.
    func next(_ allocator: ByteBufferAllocator) throws -> ByteBuffer?
}

/// The buffers of a large body that is complete in memory.
final class BufferedBody: HTTPBodySource, @unchecked Sendable {  // used on one event loop only
    private var buffers: [ByteBuffer]
    private var position = 0

    init(_ buffers: [ByteBuffer]) { self.buffers = buffers }

    func next(_ allocator: ByteBufferAllocator) -> ByteBuffer? {
        guard position < buffers.count else { return nil }
        let first = position
        var size = 0
        while position < buffers.count, size < BufferedBody.chunk {
            size += buffers[position].readableBytes
            position += 1
        }
        if position == first + 1 {
            defer { buffers[first] = ByteBuffer() }
            return buffers[first]
        }
        var joined = allocator.buffer(capacity: size)
        for index in first..<position {
            joined.writeImmutableBuffer(buffers[index])
            buffers[index] = ByteBuffer()
        }
        return joined
    }

    private static let chunk = 16 << 10
}
