import ApusAPI
import ApusHTTP
import ApusJSON
import NIOCore
import NIOHTTP1

extension HTTPCall {
    /// Whether lists are short enough to be written at once: their length is known then, and one write sends them.
    private static let wholeLimit = 512 << 10

    /// What is longer is compressed for clients that accept it, as apiserver's `responsewriters` do.
    private static let gzipThreshold = 128 << 10

    /// Sends what a handler answered, in the form that the client asked for.
    func respond(_ answer: Answer, _ encoder: ObjectEncoder) {
        do throws(StatusError) {
            let shape = encoder.rendering.shape
            switch answer {
            case .document(let value, let code):
                // A `Status` stays what it is.
                guard shape == .partialMetadata, value["kind"] != "Status" else {
                    return respond(encoder.table(of: value) ?? value, status: code, encoder.rendering)
                }
                try respond(APIObject(value), code, encoder)
            case .object(let object, let code):
                guard shape != .partialMetadataList else {
                    throw .notAcceptable(
                        "you requested PartialObjectMetadataList, but the requested object is not a list "
                            + "(*\(encoder.resource.definition.internalType))")
                }
                try respond(object, code, encoder)
            case .list(let page):
                guard shape != .partialMetadata else {
                    throw .notAcceptable(
                        "you requested PartialObjectMetadata, but the requested object is a list "
                            + "(*\(encoder.resource.definition.internalType)List)")
                }
                try respond(page, encoder)
            }
        } catch {
            respond(error)
        }
    }

    private func respond(_ object: APIObject, _ code: Int, _ encoder: ObjectEncoder) throws(StatusError) {
        var buffer = exchange.channelBuffer(capacity: object.bytes.count + 64)
        try encoder.write(object, to: &buffer)
        try finish(buffer, code, encoder.rendering)
    }

    func respond(_ value: JSONValue, status: Int, _ rendering: Rendering, extra: [(String, String)] = []) {
        var buffer = ByteBuffer()
        do throws(StatusError) {
            switch rendering.format {
            case .json: buffer.write(value.encoded(isPretty: rendering.isPretty))
            case .yaml: buffer.writeString(try yaml(value))
            case .protobuf: buffer = try ProtobufDocument.encode(value)
            }
            respond(status: status, contentType: rendering.contentType, body: buffer, extra: extra)
        } catch {
            respond(error.value(), status: error.code, Rendering(), extra: extra)
        }
    }

    private func respond(_ page: ListPage, _ encoder: ObjectEncoder) throws(StatusError) {
        let rendering = encoder.rendering
        if rendering.format == .protobuf { return respond(ProtobufListBody(page, encoder: encoder)) }
        guard rendering.format == .json, !rendering.isPretty else {
            return try finish(try ListBody.whole(page, encoder: encoder), 200, rendering)
        }
        // A list that fits in a few buffers goes out with its length; a longer one is made as the client reads.
        let body = ListBody(page, encoder: encoder)
        var chunks: [ByteBuffer] = []
        var size = 0
        while size < HTTPCall.wholeLimit {
            guard let chunk = try body.chunk(ByteBufferAllocator()) else {
                return send(status: .ok, headers: headers(contentType: rendering.contentType), body: chunks)
            }
            size += chunk.readableBytes
            chunks.append(chunk)
        }
        stream(BegunBody(chunks, rest: body), headers(contentType: rendering.contentType), size: size)
    }

    /// Sends a list in protobuf when it knows how long it is.
    private func respond(_ body: ProtobufListBody) {
        do throws(StatusError) {
            guard try body.measure(keepingUpTo: HTTPCall.wholeLimit) else {
                return exchange.eventLoop.execute { self.respond(body) }
            }
            let headers = headers(contentType: Rendering.protobuf)
            if let whole = body.whole() {
                send(status: .ok, headers: headers, body: [whole])
            } else {
                stream(body, headers, size: body.count)
            }
        } catch {
            respond(error)
        }
    }

    /// Sends an object that was written as JSON or protobuf, turned into what the client asked for.
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

    // MARK: - Sending

    /// Sends a body that is complete; a large one compressed, where the client accepts that.
    func send(status: HTTPResponseStatus, headers: HTTPHeaders, body: [ByteBuffer]) {
        let size = body.reduce(0) { $0 + $1.readableBytes }
        metric.finish(code: Int(status.code), bytes: size)
        guard size > HTTPCall.gzipThreshold, acceptsGzip, let compressed = try? GzipBody(body) else {
            return exchange.respond(status: status, headers: headers, body: body)
        }
        exchange.stream(status: status, headers: headers.compressed, source: compressed)
    }

    /// Sends a body as the client reads it.
    private func stream(_ body: any HTTPBodySource, _ headers: HTTPHeaders, size: Int) {
        metric.finish(code: 200, bytes: size)
        guard acceptsGzip, let compressed = try? GzipBody(body) else {
            return exchange.stream(status: .ok, headers: headers, source: body)
        }
        exchange.stream(status: .ok, headers: headers.compressed, source: compressed)
    }

    private var acceptsGzip: Bool { Negotiation.acceptsGzip(request.headers.first(name: "accept-encoding")) }

    private func yaml(_ value: JSONValue) throws(StatusError) -> String {
        do { return try YAML.text(value) } catch { throw .internalError(error.description) }
    }
}

extension HTTPHeaders {
    /// The headers of the same answer, compressed.
    fileprivate var compressed: HTTPHeaders {
        var headers = self
        headers.add(name: "Content-Encoding", value: "gzip")
        headers.add(name: "Vary", value: "Accept-Encoding")
        return headers
    }
}

extension Definition {
    /// What upstream's messages call the Go type of its objects: `core.Pod`.
    fileprivate var internalType: String {
        guard isBuiltIn else { return "unstructured.Unstructured" }
        return "\(group.isEmpty ? "core" : String(group.prefix { $0 != "." })).\(kind)"
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
