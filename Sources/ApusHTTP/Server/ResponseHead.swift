import NIOCore
import NIOHTTP1

/// Writes the head of an HTTP/1.1 answer (RFC 9112 §4, §5).
enum ResponseHead {
    enum Framing {
        case length(Int)
        case chunked
        /// The end of the connection ends the body (HTTP/1.0), or there is none and no length is told (1xx, 204, 304).
        case none
    }

    static func write(
        status: HTTPResponseStatus, headers: HTTPHeaders, framing: Framing, date: String, keepAlive: Bool,
        to buffer: inout ByteBuffer
    ) {
        if status.code == 200 {
            buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
        } else {
            buffer.writeStaticString("HTTP/1.1 ")
            buffer.writeString(String(status.code))
            buffer.writeStaticString(" ")
            writeField(status.reasonPhrase, to: &buffer)
            buffer.writeStaticString("\r\n")
        }
        for (name, value) in headers {
            writeField(name, to: &buffer)
            buffer.writeStaticString(": ")
            writeField(value, to: &buffer)
            buffer.writeStaticString("\r\n")
        }
        if status.code >= 200 {
            buffer.writeStaticString("Date: ")
            buffer.writeString(date)
            buffer.writeStaticString("\r\n")
        }
        switch framing {
        case .length(let length):
            buffer.writeStaticString("Content-Length: ")
            buffer.writeString(String(length))
            buffer.writeStaticString("\r\n")
        case .chunked: buffer.writeStaticString("Transfer-Encoding: chunked\r\n")
        case .none: break
        }
        if !keepAlive { buffer.writeStaticString("Connection: close\r\n") }
        buffer.writeStaticString("\r\n")
    }

    /// Writes `text` with spaces for the control characters that would end the field (RFC 9110 §5.5).
    private static func writeField(_ text: String, to buffer: inout ByteBuffer) {
        if text.utf8.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) {
            buffer.writeBytes(text.utf8.map { $0 == 13 || $0 == 10 || $0 == 0 ? 32 : $0 })
        } else {
            buffer.writeString(text)
        }
    }
}

extension HTTPResponseStatus {
    /// Whether answers with this status have no body and tell no length (RFC 9110 §6.4.1).
    var isBodyless: Bool { code < 200 || code == 204 || code == 304 }
}
