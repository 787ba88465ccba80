import ApusAPI
import ApusJSON

/// The OpenAPI 2.0 document in the protobuf form that kubectl up to 1.26 asks for: the messages of gnostic's
/// `OpenAPIv2.proto`, with the fields that the document has.
enum OpenAPIProtobuf {
    /// What clients ask for. The first is what is answered: the second, which kubectl sends, is no media type, because
    /// of its `@`, and kubectl itself cannot read it in an answer.
    static let mediaTypes = [
        "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
        "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
    ]

    static func document(_ value: JSONValue) -> Bytes {
        var writer = ProtobufWriter()
        writer.string(1, value["swagger"])
        writer.message(2) { info in
            info.string(1, value["info"]["title"])
            info.string(2, value["info"]["version"])
        }
        writer.message(8) { paths in
            for path in value["paths"].object?.members ?? [] {
                paths.message(2) { named in
                    named.string(1, path.key)
                    named.message(2) { pathItem(path.value, &$0) }
                }
            }
        }
        writer.message(9) { namedSchemas(value["definitions"], &$0) }
        return Bytes(writer.bytes)
    }

    // MARK: - Schemas

    /// `Definitions` and `Properties`: repeated `NamedSchema`.
    private static func namedSchemas(_ value: JSONValue, _ writer: inout ProtobufWriter) {
        for member in value.object?.members ?? [] {
            writer.message(1) { named in
                named.string(1, member.key)
                named.message(2) { schema(member.value, &$0) }
            }
        }
    }

    private static func schema(_ value: JSONValue, _ writer: inout ProtobufWriter) {
        for member in value.object?.members ?? [] {
            switch member.key {
            case "$ref": writer.string(1, member.value)
            case "format": writer.string(2, member.value)
            case "description": writer.string(4, member.value)
            case "default": writer.message(5) { $0.string(2, yaml(member.value)) }
            case "required": for name in member.value.elements { writer.string(19, name) }
            case "enum": for choice in member.value.elements { writer.message(20) { $0.string(2, yaml(choice)) } }
            case "additionalProperties":
                writer.message(21) { item in item.message(1) { schema(member.value, &$0) } }
            case "type": writer.message(22) { $0.string(1, member.value) }
            case "items": writer.message(23) { items in items.message(1) { schema(member.value, &$0) } }
            case "properties": writer.message(25) { namedSchemas(member.value, &$0) }
            default: vendorExtension(31, member, &writer)
            }
        }
    }

    private static func vendorExtension(_ field: Int, _ member: JSONObject.Member, _ writer: inout ProtobufWriter) {
        guard member.key.hasPrefix("x-") else { return }
        writer.message(field) { named in
            named.string(1, member.key)
            named.message(2) { $0.string(2, yaml(member.value)) }
        }
    }

    /// JSON is YAML too.
    private static func yaml(_ value: JSONValue) -> String { value.encoded().string + "\n" }

    // MARK: - Paths

    private static let methods = [
        "get": 2, "put": 3, "post": 4, "delete": 5, "options": 6, "head": 7, "patch": 8,
    ]

    private static func pathItem(_ value: JSONValue, _ writer: inout ProtobufWriter) {
        for member in value.object?.members ?? [] {
            if let field = methods[member.key] { writer.message(field) { operation(member.value, &$0) } }
        }
        for item in value["parameters"].elements { writer.message(9) { parameter(item, &$0) } }
    }

    private static func operation(_ value: JSONValue, _ writer: inout ProtobufWriter) {
        for tag in value["tags"].elements { writer.string(1, tag) }
        writer.string(5, value["operationId"])
        for type in value["produces"].elements { writer.string(6, type) }
        for type in value["consumes"].elements { writer.string(7, type) }
        for item in value["parameters"].elements { writer.message(8) { parameter(item, &$0) } }
        writer.message(9) { responses in
            for response in value["responses"].object?.members ?? [] {
                responses.message(1) { named in
                    named.string(1, response.key)
                    named.message(2) { responseValue in
                        responseValue.message(1) { message in
                            message.string(1, response.value["description"])
                            message.message(2) { item in item.message(1) { schema(response.value["schema"], &$0) } }
                        }
                    }
                }
            }
        }
        for scheme in value["schemes"].elements { writer.string(10, scheme) }
        for member in value.object?.members ?? [] { vendorExtension(13, member, &writer) }
    }

    /// A `ParametersItem`: body, query and path parameters are messages of their own.
    private static func parameter(_ value: JSONValue, _ writer: inout ProtobufWriter) {
        writer.message(1) { parameter in
            guard value["in"] != "body" else {
                return parameter.message(1) { body in
                    body.string(2, value["name"])
                    body.string(3, value["in"])
                    body.bool(4, value["required"])
                    body.message(5) { schema(value["schema"], &$0) }
                }
            }
            let isPath = value["in"] == "path"
            parameter.message(2) { other in
                other.message(isPath ? 4 : 3) { message in
                    message.bool(1, value["required"])
                    message.string(2, value["in"])
                    message.string(4, value["name"])
                    message.string(isPath ? 5 : 6, value["type"])
                    message.bool(isPath ? 19 : 20, value["uniqueItems"])
                }
            }
        }
    }
}

/// What proto3 writes: nothing for what is empty.
extension ProtobufWriter {
    fileprivate mutating func string(_ field: Int, _ value: JSONValue) {
        if let text = value.string, !text.isEmpty { string(field, text) }
    }

    fileprivate mutating func bool(_ field: Int, _ value: JSONValue) {
        if value == true { varint(field, 1) }
    }
}
