import ApusAPI
import ApusJSON

/// The document that shows all groups, versions and resources at once (KEP 3352, `apidiscovery.k8s.io`): under `/api`
/// the core group, under `/apis` all others.
enum AggregatedDiscovery {
    /// `version` is `v2` or `v2beta1`, which have the same fields.
    static func document(_ groups: [ServedGroups.Group], version: String) -> JSONValue {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": .string("apidiscovery.k8s.io/\(version)"), "metadata": [:],
            "items": .array(groups.map(group)),
        ]
    }

    private static func group(_ group: ServedGroups.Group) -> JSONValue {
        [
            "metadata": group.name.isEmpty ? [:] : ["name": .string(group.name)],
            "versions": .array(group.versions.map(version)),
        ]
    }

    private static func version(_ version: ServedGroups.Version) -> JSONValue {
        [
            "version": .string(version.name), "resources": .array(version.definitions.map(resource)),
            "freshness": "Current",
        ]
    }

    private static func resource(_ definition: Definition) -> JSONValue {
        var value: JSONValue = [
            "resource": .string(definition.resource), "responseKind": kind(definition.gvk),
            "scope": definition.isNamespaced ? "Namespaced" : "Cluster",
            "singularResource": .string(definition.singular),
            "verbs": .array(definition.verbs.sorted().map { .string($0) }),
        ]
        if !definition.shortNames.isEmpty { value["shortNames"] = .array(definition.shortNames.map { .string($0) }) }
        if !definition.categories.isEmpty { value["categories"] = .array(definition.categories.map { .string($0) }) }
        if !definition.subresources.isEmpty {
            value["subresources"] = .array(
                definition.subresources.sorted { $0.name < $1.name }.map { subresource in
                    [
                        "subresource": .string(subresource.name), "responseKind": kind(subresource.kind),
                        "verbs": .array(subresource.discoveryVerbs.map { .string($0) }),
                    ]
                })
        }
        return value
    }

    private static func kind(_ kind: GroupVersionKind) -> JSONValue {
        ["group": .string(kind.group), "version": .string(kind.version), "kind": .string(kind.kind)]
    }
}

extension AggregatedDiscovery {
    /// The format and version in which `accept` asks for the document, also behind other forms; nil: it does not.
    static func form(_ accept: String?) -> (Rendering.Format, version: String)? {
        guard let accept else { return nil }
        for clause in AcceptClause.parse(accept) {
            for format in Negotiation.formats where clause.matches(format.mediaType) {
                guard let target = clause.target else { continue }
                if target.kind == "APIGroupDiscoveryList", target.group == "apidiscovery.k8s.io",
                    target.version == "v2" || target.version == "v2beta1"
                {
                    return (format, target.version)
                }
            }
        }
        return nil
    }

    /// Writes the document in protobuf: its types are no part of the API that OpenAPI describes.
    static let encoder = ProtobufEncoder(schema)

    static let schema: Schema = {
        var types = SchemaBuilder(.builtIn)
        let text = types.value(.string)
        let texts = types.array(of: text)
        let kind = types.object(
            fields: [
                .init("group", text, protobuf: 1), .init("version", text, protobuf: 2),
                .init("kind", text, protobuf: 3),
            ])
        let subresource = types.object(fields: [
            .init("subresource", text, protobuf: 1), .init("responseKind", kind, protobuf: 2),
            .init("verbs", texts, protobuf: 4),
        ])
        let resource = types.object(fields: [
            .init("resource", text, protobuf: 1), .init("responseKind", kind, protobuf: 2),
            .init("scope", text, protobuf: 3), .init("singularResource", text, protobuf: 4),
            .init("verbs", texts, protobuf: 5), .init("shortNames", texts, protobuf: 6),
            .init("categories", texts, protobuf: 7),
            .init("subresources", types.array(of: subresource), protobuf: 8),
        ])
        let version = types.object(fields: [
            .init("version", text, protobuf: 1), .init("resources", types.array(of: resource), protobuf: 2),
            .init("freshness", text, protobuf: 3),
        ])
        let metadata = types.object(fields: [.init("name", text, protobuf: 1)])
        let group = types.object(fields: [
            .init("metadata", metadata, protobuf: 1), .init("versions", types.array(of: version), protobuf: 2),
        ])
        let list = types.object(fields: [.init("items", types.array(of: group), protobuf: 2)])
        return Schema(table: types.build(), index: list)
    }()
}
