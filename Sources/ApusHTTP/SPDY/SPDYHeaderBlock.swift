import CZlib
import NIOCore
import NIOHTTP1

/// The header blocks of one direction of a SPDY connection, compressed as one zlib stream (SPDY/3 draft §2.6.10).
///
/// Each block of a connection must pass through it, in order, also when nobody looks at it.
final class SPDYHeaderCompressor {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() throws(SPDYError) {
        stream.initialize(to: z_stream())
        guard apus_deflate_init(stream, Z_BEST_SPEED) == Z_OK else {
            stream.deallocate()
            throw SPDYError.headerBlock
        }
        _ = SPDYDictionary.bytes.withUnsafeBufferPointer {
            deflateSetDictionary(stream, $0.baseAddress, UInt32($0.count))
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func compress(_ headers: HTTPHeaders) throws(SPDYError) -> ByteBuffer {
        var names: [String] = []
        var values: [String: [String]] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(value)
        }
        var plain = ByteBuffer()
        plain.writeInteger(UInt32(names.count))
        for name in names {
            plain.writeSPDYText(name)
            plain.writeSPDYText(values[name, default: []].joined(separator: "\0"))
        }
        return try SPDYHeaderCompressor.run(stream, plain, limit: .max) { deflate($0, Z_SYNC_FLUSH) }
    }

    /// Feeds `input` through zlib and returns what comes out, at most `limit` bytes.
    static func run(
        _ stream: UnsafeMutablePointer<z_stream>, _ input: ByteBuffer, limit: Int,
        _ step: (UnsafeMutablePointer<z_stream>) -> Int32
    ) throws(SPDYError) -> ByteBuffer {
        var input = Array(input.readableBytesView)
        var output = ByteBuffer()
        var chunk = [UInt8](repeating: 0, count: 4096)
        let isGood = input.withUnsafeMutableBufferPointer { source in
            stream.pointee.next_in = source.baseAddress
            stream.pointee.avail_in = UInt32(source.count)
            while true {
                let result: (status: Int32, written: Int) = chunk.withUnsafeMutableBufferPointer { target in
                    stream.pointee.next_out = target.baseAddress
                    stream.pointee.avail_out = UInt32(target.count)
                    let status = step(stream)
                    return (status, target.count - Int(stream.pointee.avail_out))
                }
                output.writeBytes(chunk[..<result.written])
                guard result.status == Z_OK || result.status == Z_BUF_ERROR, output.readableBytes <= limit else {
                    return false
                }
                if stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 { return true }
                if result.status == Z_BUF_ERROR, result.written == 0 { return stream.pointee.avail_in == 0 }
            }
        }
        guard isGood else { throw SPDYError.headerBlock }
        return output
    }
}

/// The other direction.
final class SPDYHeaderDecompressor {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private static let limit = 64 << 10

    init() throws(SPDYError) {
        stream.initialize(to: z_stream())
        guard apus_inflate_init(stream) == Z_OK else {
            stream.deallocate()
            throw SPDYError.headerBlock
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func decompress(_ block: ByteBuffer) throws(SPDYError) -> HTTPHeaders {
        var plain = try SPDYHeaderCompressor.run(stream, block, limit: SPDYHeaderDecompressor.limit) { stream in
            let status = inflate(stream, Z_SYNC_FLUSH)
            guard status == Z_NEED_DICT else { return status }
            let set = SPDYDictionary.bytes.withUnsafeBufferPointer {
                inflateSetDictionary(stream, $0.baseAddress, UInt32($0.count))
            }
            return set == Z_OK ? inflate(stream, Z_SYNC_FLUSH) : set
        }
        guard let count = plain.readInteger(as: UInt32.self), count <= 1000 else { throw SPDYError.headerBlock }
        var headers = HTTPHeaders()
        for _ in 0..<count {
            guard let name = plain.readSPDYText(), let value = plain.readSPDYText() else {
                throw SPDYError.headerBlock
            }
            for part in value.split(separator: "\0", omittingEmptySubsequences: false) {
                headers.add(name: name, value: String(part))
            }
        }
        return headers
    }
}

extension ByteBuffer {
    fileprivate mutating func writeSPDYText(_ text: String) {
        writeInteger(UInt32(text.utf8.count))
        writeString(text)
    }

    fileprivate mutating func readSPDYText() -> String? {
        guard let length = readInteger(as: UInt32.self) else { return nil }
        return readString(length: Int(length))
    }
}
