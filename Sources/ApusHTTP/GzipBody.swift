import CZlib
public import NIOCore

/// A body compressed with gzip (RFC 1952) while it is pulled, at the level that costs the least CPU, as API servers do.
public final class GzipBody: HTTPBodySource, @unchecked Sendable {  // used on one event loop only
    /// How much is gathered before it is sent.
    private static let chunk = 16 << 10

    private let source: any HTTPBodySource
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isOver = false

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Throws: `Failure` where zlib has no memory.
    public init(_ source: any HTTPBodySource) throws(Failure) {
        self.source = source
        stream.initialize(to: z_stream())
        guard apus_gzip_init(stream, Z_BEST_SPEED) == Z_OK else {
            throw Failure(description: "zlib: out of memory")
        }
    }

    /// A body that is complete in memory.
    public convenience init(_ buffers: [ByteBuffer]) throws(Failure) { try self.init(BufferedBody(buffers)) }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    public func next(_ allocator: ByteBufferAllocator) throws -> ByteBuffer? {
        guard !isOver else { return nil }
        var output = allocator.buffer(capacity: GzipBody.chunk * 2)
        while output.readableBytes < GzipBody.chunk, !isOver {
            if let input = try source.next(allocator) {
                try input.withUnsafeReadableBytes { try deflate($0, Z_NO_FLUSH, into: &output) }
            } else {
                try deflate(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH, into: &output)
                isOver = true
            }
        }
        return output
    }

    private func deflate(
        _ input: UnsafeRawBufferPointer, _ flush: Int32, into output: inout ByteBuffer
    ) throws(Failure) {
        // zlib reads its input and never writes it.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        while true {
            var status = Z_OK
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: GzipBody.chunk) { room in
                stream.pointee.next_out = room.bindMemory(to: UInt8.self).baseAddress
                stream.pointee.avail_out = UInt32(room.count)
                status = CZlib.deflate(stream, flush)
                return room.count - Int(stream.pointee.avail_out)
            }
            switch status {
            case Z_STREAM_END: return
            // No room was needed: all input is taken.
            case Z_BUF_ERROR: return
            case Z_OK: if stream.pointee.avail_out > 0, flush == Z_NO_FLUSH { return }
            default: throw Failure(description: "zlib: error \(status)")
            }
        }
    }
}
