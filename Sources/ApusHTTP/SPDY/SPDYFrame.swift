import NIOCore

/// What a SPDY connection can fail with.
enum SPDYError: Error, Sendable {
    case headerBlock
    case version(UInt16)
    case frameTooLarge(Int)
    case malformed
}

/// One frame of SPDY/3.1 (draft §2.2, §2.6). Header blocks are still compressed.
enum SPDYFrame: Equatable {
    case data(stream: UInt32, ByteBuffer, isLast: Bool)
    case synStream(stream: UInt32, headers: ByteBuffer, isLast: Bool)
    case synReply(stream: UInt32, headers: ByteBuffer, isLast: Bool)
    case headers(stream: UInt32, headers: ByteBuffer, isLast: Bool)
    case reset(stream: UInt32, status: UInt32)
    case ping(UInt32)
    case goAway(lastStream: UInt32, status: UInt32)
    /// `SETTINGS`, `WINDOW_UPDATE` and what else a side may send that this one needs not to know.
    case other(type: UInt16)

    private static let lastFlag: UInt8 = 1

    /// Reads the next frame; nil where it has not come whole.
    static func read(from buffer: inout ByteBuffer) throws(SPDYError) -> SPDYFrame? {
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self),
            let second = buffer.getInteger(at: buffer.readerIndex + 4, as: UInt32.self)
        else { return nil }
        let length = Int(second & 0xff_ffff)
        guard length <= sizeLimit else { throw SPDYError.frameTooLarge(length) }
        guard buffer.readableBytes >= 8 + length else { return nil }
        buffer.moveReaderIndex(forwardBy: 8)
        guard var body = buffer.readSlice(length: length) else { return nil }
        let isLast = UInt8(second >> 24) & lastFlag != 0
        if first >> 31 == 0 { return .data(stream: first, body, isLast: isLast) }
        let version = UInt16(first >> 16 & 0x7fff)
        guard version == 3 else { throw SPDYError.version(version) }
        return try control(UInt16(first & 0xffff), &body, isLast: isLast)
    }

    private static func control(
        _ type: UInt16, _ body: inout ByteBuffer, isLast: Bool
    ) throws(SPDYError) -> SPDYFrame {
        func number() throws(SPDYError) -> UInt32 {
            guard let number = body.readInteger(as: UInt32.self) else { throw SPDYError.malformed }
            return number
        }
        switch type {
        case 1:
            let stream = try number() & 0x7fff_ffff
            guard body.readableBytes >= 6 else { throw SPDYError.malformed }
            body.moveReaderIndex(forwardBy: 6)  // the associated stream, priority and slot
            return .synStream(stream: stream, headers: body, isLast: isLast)
        case 2: return .synReply(stream: try number() & 0x7fff_ffff, headers: body, isLast: isLast)
        case 3: return .reset(stream: try number() & 0x7fff_ffff, status: try number())
        case 6: return .ping(try number())
        case 7: return .goAway(lastStream: try number() & 0x7fff_ffff, status: try number())
        case 8: return .headers(stream: try number() & 0x7fff_ffff, headers: body, isLast: isLast)
        default: return .other(type: type)
        }
    }

    func write(to buffer: inout ByteBuffer) {
        switch self {
        case .data(let stream, let bytes, let isLast):
            buffer.writeInteger(stream)
            buffer.writeInteger(UInt32(bytes.readableBytes) | (isLast ? UInt32(SPDYFrame.lastFlag) << 24 : 0))
            buffer.writeImmutableBuffer(bytes)
        case .synStream(let stream, let headers, let isLast):
            header(1, 10 + headers.readableBytes, isLast, to: &buffer)
            buffer.writeMultipleIntegers(stream, UInt32(0), UInt16(0))
            buffer.writeImmutableBuffer(headers)
        case .synReply(let stream, let headers, let isLast):
            header(2, 4 + headers.readableBytes, isLast, to: &buffer)
            buffer.writeInteger(stream)
            buffer.writeImmutableBuffer(headers)
        case .headers(let stream, let headers, let isLast):
            header(8, 4 + headers.readableBytes, isLast, to: &buffer)
            buffer.writeInteger(stream)
            buffer.writeImmutableBuffer(headers)
        case .reset(let stream, let status):
            header(3, 8, false, to: &buffer)
            buffer.writeMultipleIntegers(stream, status)
        case .ping(let id):
            header(6, 4, false, to: &buffer)
            buffer.writeInteger(id)
        case .goAway(let stream, let status):
            header(7, 8, false, to: &buffer)
            buffer.writeMultipleIntegers(stream, status)
        case .other: break
        }
    }

    private func header(_ type: UInt16, _ length: Int, _ isLast: Bool, to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt32(0x8003) << 16 | UInt32(type))
        buffer.writeInteger(UInt32(length) | (isLast ? UInt32(SPDYFrame.lastFlag) << 24 : 0))
    }

    private static let sizeLimit = 4 << 20
}
