import ApusJSON
import NIOCore

/// Cuts a stream of bytes into lines: a watch sends one JSON document a line.
struct LineFramer: Sendable {
    /// A line longer than that is refused: no event of a Kubernetes API is larger.
    static let limit = 64 << 20

    struct LineTooLong: Error {}

    private var rest = ByteBuffer()
    /// How much of `rest` is known to hold no line feed.
    private var searched = 0

    mutating func append(_ buffer: ByteBuffer) throws(LineTooLong) {
        var buffer = buffer
        if rest.readableBytes == 0 {
            rest = buffer
            searched = 0
        } else {
            rest.writeBuffer(&buffer)
        }
        guard rest.readableBytes - searched <= Self.limit else { throw LineTooLong() }
    }

    /// The next whole line without its end; nil until more bytes come. Empty lines are skipped.
    mutating func next() -> Bytes? {
        while true {
            let view = rest.readableBytesView
            let start = view.index(view.startIndex, offsetBy: searched)
            guard let end = view[start...].firstIndex(of: UInt8(ascii: "\n")) else {
                searched = view.count
                return nil
            }
            let count = end - view.startIndex
            let line = rest.withUnsafeReadableBytes { Bytes(UnsafeRawBufferPointer(rebasing: $0[0..<count])) }
            rest.moveReaderIndex(forwardBy: count + 1)
            searched = 0
            if rest.readableBytes == 0 { rest.clear(minimumCapacity: 0) } else { rest.discardReadBytes() }
            if line.count > 0 { return line }
        }
    }
}
