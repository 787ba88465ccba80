import ApusAPI
import ApusHTTP
import ApusJSON
import ApusResources
import NIOCore
import NIOHTTP1

extension HTTPFrontEnd {
    /// The object in the body: JSON, YAML or, for built-in kinds, protobuf; its doubled keys are noted in `context`.
    func object(
        _ call: HTTPCall, _ resource: ServedResource, _ context: inout RequestContext
    ) throws(StatusError) -> JSONValue {
        let definition = resource.definition
        let kind = definition.subresource(call.info.subresource)?.kind ?? definition.gvk
        let format = try Negotiation.bodyFormat(
            call.request.headers.first(name: "content-type"), allowsProtobuf: definition.isBuiltIn)
        let body = call.request.body ?? ByteBuffer()
        return try decode(body, format, kind, kind == definition.gvk ? definition.schema : nil, &context)
    }

    /// The options in the body of a delete, in any format for any resource.
    func deleteOptions(
        _ call: HTTPCall, _ body: ByteBuffer, _ context: inout RequestContext
    ) throws(StatusError) -> JSONValue {
        let format = try Negotiation.bodyFormat(
            call.request.headers.first(name: "content-type"), allowsProtobuf: true)
        return try decode(body, format, GroupVersionKind("", "v1", "DeleteOptions"), nil, &context)
    }

    /// - Parameters:
    ///   - kind: What is expected.
    ///   - schema: Its type; nil: the built-in one.
    private func decode(
        _ body: ByteBuffer, _ format: Rendering.Format, _ kind: GroupVersionKind, _ schema: Schema?,
        _ context: inout RequestContext
    ) throws(StatusError) -> JSONValue {
        guard format != .protobuf else { return try protobuf(body, kind, schema) }
        do {
            return try format == .json ? json(body, &context) : yaml(body, &context)
        } catch {
            throw HTTPFrontEnd.unrecognized(body, kind, error.message)
        }
    }

    /// 400 for a body of which not even the kind can be read.
    private static func unrecognized(_ body: ByteBuffer, _ kind: GroupVersionKind, _ why: String) -> StatusError {
        .badRequest("the object provided is unrecognized (must be of type \(kind.kind)): \(why) (\(summary(body)))")
    }

    /// What a body begins with, as upstream shows it: JSON as text, anything else in hexadecimal.
    private static func summary(_ body: ByteBuffer) -> String {
        let start = body.readableBytesView.prefix(30)
        guard let first = start.first else { return "<empty>" }
        let more = body.readableBytes > 30 ? " ..." : ""
        if first == UInt8(ascii: "{") { return String(decoding: start, as: UTF8.self) + more }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: start.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self) + more
    }

    private func protobuf(
        _ body: ByteBuffer, _ kind: GroupVersionKind, _ schema: Schema?
    ) throws(StatusError) -> JSONValue {
        guard body.readableBytes > 0 else { throw HTTPFrontEnd.unrecognized(body, kind, "empty data") }
        let envelope: ProtobufEnvelope
        do {
            envelope = try ProtobufEnvelope(Array(body.readableBytesView))
        } catch {
            throw HTTPFrontEnd.unrecognized(body, kind, "\(error)")
        }
        let sent = envelope.gvk
        let types = BuiltInDefinitions.types
        guard let schema = sent == kind || sent.kind.isEmpty ? schema ?? types.schema(of: kind) : types.schema(of: sent)
        else {
            throw .badRequest(
                "\(sent.kind) in version \(GoText.quoted(sent.version)) cannot be handled as a \(kind.kind): no kind "
                    + "\(GoText.quoted(sent.kind)) is registered for version \(GoText.quoted(sent.apiVersion)) in scheme "
                    + "\"pkg/api/legacyscheme/scheme.go:30\"")
        }
        do {
            return try ProtobufDecoder().decode(envelope, as: schema, fallback: kind)
        } catch {
            throw .badRequest(
                "\(kind.kind) in version \(GoText.quoted(kind.version)) cannot be handled as a \(kind.kind): \(error)")
        }
    }

    /// The patch in the body: which kind it is, its content type says.
    func patch(
        _ call: HTTPCall, _ resource: ServedResource, _ context: inout RequestContext
    ) throws(StatusError) -> APIRequest.Body {
        let header = call.request.headers.first(name: "content-type") ?? ""
        let name = String(trimming: header.prefix { $0 != ";" }).lowercased()
        let types: [APIRequest.PatchType] =
            resource.definition.isBuiltIn ? [.json, .merge, .strategicMerge, .apply] : [.json, .merge, .apply]
        guard let type = APIRequest.PatchType(rawValue: name), types.contains(type) else {
            throw .unsupportedMediaType(types.map(\.rawValue))
        }
        guard let body = call.request.body, body.readableBytes > 0 else {
            throw .badRequest("a patch needs a body")
        }
        guard type == .apply else { return .patch(type, try json(body, &context)) }
        // JSON is YAML; its own parser is faster and reports doubled keys.
        let isBraced = body.readableBytesView.first { $0 > 0x20 } == UInt8(ascii: "{")
        if isBraced, let value = try? json(body, &context) { return .patch(type, value) }
        return .patch(type, try yaml(body, &context))
    }

    private func json(_ body: ByteBuffer, _ context: inout RequestContext) throws(StatusError) -> JSONValue {
        do {
            let bytes = body.withUnsafeReadableBytes { Bytes($0) }
            return try JSONValue(parsing: bytes, duplicates: &context.duplicateFields)
        } catch {
            throw .badRequest("couldn't get version/kind; json parse error: \(error.message)")
        }
    }

    private func yaml(_ body: ByteBuffer, _ context: inout RequestContext) throws(StatusError) -> JSONValue {
        do {
            let (value, duplicates) = try YAML.parse(String(buffer: body))
            context.duplicateFields += duplicates
            return value
        } catch {
            throw .badRequest("error converting YAML to JSON: \(error.description)")
        }
    }
}
