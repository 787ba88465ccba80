import NIOCore
import NIOHTTP1
import Testing

@testable import ApusHTTP

@Suite struct SPDYFrameTests {
    @Test(arguments: [
        SPDYFrame.data(stream: 7, ByteBuffer(string: "abc"), isLast: false),
        .data(stream: 7, ByteBuffer(), isLast: true),
        .synStream(stream: 1, headers: ByteBuffer(string: "xyz"), isLast: false),
        .synReply(stream: 1, headers: ByteBuffer(string: "xyz"), isLast: true),
        .headers(stream: 3, headers: ByteBuffer(string: "xyz"), isLast: false), .reset(stream: 5, status: 3), .ping(9),
        .goAway(lastStream: 5, status: 0),
    ])
    func `a frame survives being written and read, byte by byte`(frame: SPDYFrame) throws {
        var whole = ByteBuffer()
        frame.write(to: &whole)
        var partial = ByteBuffer()
        while let byte = whole.readInteger(as: UInt8.self) {
            #expect(try SPDYFrame.read(from: &partial) == nil)
            partial.writeInteger(byte)
        }
        #expect(try SPDYFrame.read(from: &partial) == frame)
        #expect(partial.readableBytes == 0)
    }

    @Test func `header blocks keep their names and values through one zlib stream`() throws {
        #expect(SPDYDictionary.bytes.count == 1423)
        let compressor = try SPDYHeaderCompressor()
        let decompressor = try SPDYHeaderDecompressor()
        for round in 0..<50 {
            let headers: HTTPHeaders = ["streamtype": "stdin", "port": "\(round)", "a": "1", "a": "2", "empty": ""]
            let block = try compressor.compress(headers)
            let read = try decompressor.decompress(block)
            #expect(read["a"] == ["1", "2"])
            #expect(read.first(name: "port") == "\(round)")
            #expect(read.first(name: "streamtype") == "stdin")
            #expect(read.first(name: "empty") == "")
        }
    }

    @Test func `refuses another version, an endless frame and rubbish for headers`() throws {
        var version = ByteBuffer(bytes: [0x80, 2, 0, 1, 0, 0, 0, 0])
        #expect(throws: SPDYError.self) { try SPDYFrame.read(from: &version) }
        var endless = ByteBuffer(bytes: [0, 0, 0, 1, 0, 0xff, 0xff, 0xff])
        #expect(throws: SPDYError.self) { try SPDYFrame.read(from: &endless) }
        let decompressor = try SPDYHeaderDecompressor()
        #expect(throws: SPDYError.self) { try decompressor.decompress(ByteBuffer(string: "rubbish that is no zlib")) }
    }
}
