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
        let format = try Negotiation.bodyFormat(
            call.request.headers.first(name: "content-type"), allowsProtobuf: resource.definition.isBuiltIn)
        guard let body = call.request.body, body.readableBytes > 0 else {
            throw .badRequest("Object 'Kind' is missing in ''")
        }
        switch format {
        case .json: return try json(body, &context)
        case .yaml: return try yaml(body, &context)
        case .protobuf: return try protobuf(body, resource)
        }
    }

    private func protobuf(_ body: ByteBuffer, _ resource: ServedResource) throws(StatusError) -> JSONValue {
        do {
            let envelope = try ProtobufDecoder.Envelope(Array(body.readableBytesView))
            guard let schema = schema(of: envelope.gvk, resource) else {
                throw ProtobufError.malformed("no kind \(GoText.quoted(envelope.gvk.kind)) is registered")
            }
            return try ProtobufDecoder().decode(envelope, as: schema)
        } catch {
            throw .badRequest("\(error)")
        }
    }

    /// The type of what is sent: the resource's own, that of one of its subresources, or options.
    private func schema(of gvk: GroupVersionKind, _ resource: ServedResource) -> Schema? {
        let definition = resource.definition
        if gvk.kind.isEmpty || gvk == definition.gvk { return definition.schema }
        let types = BuiltInDefinitions.types
        if gvk.kind == "DeleteOptions" {
            return types.schema(named: "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")
        }
        let package = gvk.group.isEmpty ? "core" : String(gvk.group.prefix { $0 != "." })
        return types.schema(named: "io.k8s.api.\(package).\(gvk.version).\(gvk.kind)")
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
