import ApusAPI
import ApusHTTP
import ApusJSON
import NIOCore
import NIOHTTP1

extension HTTPCall {
    /// Whether lists are short enough to be written at once: their length is known then, and one write sends them.
    private static let wholeLimit = 512 << 10

    /// Sends what a handler answered, in the form that the client asked for.
    func respond(_ answer: Answer, _ encoder: ObjectEncoder) {
        do throws(StatusError) {
            switch answer {
            case .document(let value, let code):
                respond(encoder.table(of: value) ?? value, status: code, encoder.rendering)
            case .object(let object, let code):
                var buffer = exchange.channelBuffer(capacity: object.bytes.count + 64)
                try encoder.write(object, to: &buffer)
                try finish(buffer, code, encoder.rendering)
            case .list(let page): try respond(page, encoder)
            }
        } catch {
            respond(error)
        }
    }

    func respond(_ value: JSONValue, status: Int, _ rendering: Rendering, extra: [(String, String)] = []) {
        var buffer = ByteBuffer()
        do throws(StatusError) {
            if rendering.format == .yaml {
                buffer.writeString(try yaml(value))
            } else {
                buffer.write(value.encoded(isPretty: rendering.isPretty))
            }
            respond(status: status, contentType: rendering.contentType, body: buffer, extra: extra)
        } catch {
            respond(error.value(), status: error.code, Rendering(), extra: extra)
        }
    }

    private func respond(_ page: ListPage, _ encoder: ObjectEncoder) throws(StatusError) {
        let rendering = encoder.rendering
        guard rendering.format == .json, !rendering.isPretty else {
            return try finish(try ListBody.whole(page, encoder: encoder), 200, rendering)
        }
        // A list that fits in a few buffers goes out with its length; a longer one is made as the client reads.
        let body = ListBody(page, encoder: encoder)
        var chunks: [ByteBuffer] = []
        var size = 0
        while size < HTTPCall.wholeLimit {
            guard let chunk = try body.chunk(ByteBufferAllocator()) else {
                metric.finish(code: 200, bytes: size)
                return exchange.respond(
                    status: .ok, headers: headers(contentType: rendering.contentType), body: chunks)
            }
            size += chunk.readableBytes
            chunks.append(chunk)
        }
        metric.finish(code: 200, bytes: size)
        exchange.stream(
            status: .ok, headers: headers(contentType: rendering.contentType),
            source: BegunBody(chunks, rest: body))
    }

    /// Sends an object that was written as JSON, turned into what the client asked for.
    private func finish(_ buffer: ByteBuffer, _ code: Int, _ rendering: Rendering) throws(StatusError) {
        guard rendering.format == .yaml || rendering.isPretty else {
            return respond(status: code, contentType: rendering.contentType, body: buffer)
        }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: Bytes(buffer.readableBytesView))
        } catch {
            throw .internalError(error.message)
        }
        respond(value, status: code, rendering)
    }

    private func yaml(_ value: JSONValue) throws(StatusError) -> String {
        do { return try YAML.text(value) } catch { throw .internalError(error.description) }
    }
}

extension HTTPExchange {
    func channelBuffer(capacity: Int) -> ByteBuffer { ByteBufferAllocator().buffer(capacity: capacity) }
}

extension JSONValue {
    func encoded(isPretty: Bool) -> Bytes {
        guard isPretty else { return encoded() }
        var writer = JSONWriter()
        writer.append(pretty: self)
        return writer.bytes()
    }
}

/// A body whose first chunks were made already.
private final class BegunBody: HTTPBodySource, @unchecked Sendable {  // used on one event loop only
    private var chunks: [ByteBuffer]
    private let rest: ListBody

    init(_ chunks: [ByteBuffer], rest: ListBody) {
        self.chunks = chunks.reversed()
        self.rest = rest
    }

    func next(_ allocator: ByteBufferAllocator) throws -> ByteBuffer? {
        if let chunk = chunks.popLast() { return chunk }
        return try rest.next(allocator)
    }
}
