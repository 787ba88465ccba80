import ApusAPI
import ApusHTTP
import ApusJSON
import NIOCore
import NIOHTTP1

extension HTTPFrontEnd {
    /// The object in the body, JSON or YAML; its doubled keys are noted in `context`.
    func object(_ call: HTTPCall, _ context: inout RequestContext) throws(StatusError) -> JSONValue {
        let format = try Negotiation.bodyFormat(call.request.headers.first(name: "content-type"))
        guard let body = call.request.body, body.readableBytes > 0 else {
            throw .badRequest("Object 'Kind' is missing in ''")
        }
        switch format {
        case .json: return try json(body, &context)
        case .yaml: return try yaml(body, &context)
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
        let isJSON = body.readableBytesView.first { $0 > 0x20 } == UInt8(ascii: "{")
        return .patch(type, isJSON ? try json(body, &context) : try yaml(body, &context))
    }

    private func json(_ body: ByteBuffer, _ context: inout RequestContext) throws(StatusError) -> JSONValue {
        do {
            let bytes = body.withUnsafeReadableBytes { Bytes($0) }
            return try JSONValue(parsing: bytes, duplicates: &context.duplicateFields)
        } catch {
            throw .badRequest(
                "couldn't get version/kind; json parse error: \(error.message)")
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
