import ApusJSON
import NIOCore
import NIOPosix
import Testing

/// A client of one WebSocket, made of a plain connection.
struct WebSocketClient {
    let connection: RawConnection
    /// The head of the answer.
    let head: String

    /// Asks for `path` as a WebSocket.
    init(port: Int, _ path: String, _ headers: [String: String] = [:]) async throws {
        connection = try await RawConnection(port: port)
        var text = "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        text += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        text += "Authorization: Bearer \(TestServer.token)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        try await connection.send(ByteBuffer(string: text + "\r\n"))
        head = try await connection.head()
    }

    var status: String { String(head.prefix { !$0.isNewline }) }

    enum Opcode: UInt8 { case text = 1, binary, close = 8, ping, pong }

    /// The next message; nil where the connection ends.
    func message() async throws -> (opcode: Opcode?, payload: [UInt8])? {
        try await connection.next { buffer in
            var copy = buffer
            guard let first = copy.readInteger(as: UInt8.self), let second = copy.readInteger(as: UInt8.self) else {
                return nil
            }
            var length = Int(second)
            if second == 126 {
                guard let long = copy.readInteger(as: UInt16.self) else { return nil }
                length = Int(long)
            } else if second == 127 {
                guard let long = copy.readInteger(as: UInt64.self) else { return nil }
                length = Int(long)
            }
            guard let bytes = copy.readBytes(length: length) else { return nil }
            buffer = copy
            return (Opcode(rawValue: first & 15), bytes)
        }
    }

    /// The next message as JSON; it has to be text.
    func event() async throws -> JSONValue {
        let message = try #require(try await message())
        #expect(message.opcode == .text)
        return try JSONValue(parsing: Bytes(String(decoding: message.payload, as: UTF8.self)))
    }

    /// Sends a message, masked as a client's have to be.
    func send(_ opcode: Opcode, _ payload: [UInt8]) async throws {
        var buffer = ByteBuffer()
        buffer.writeInteger(0x80 | opcode.rawValue)
        buffer.writeInteger(UInt8(0x80 | payload.count))
        buffer.writeBytes([0, 0, 0, 0] + payload)
        try await connection.send(buffer)
    }
}
