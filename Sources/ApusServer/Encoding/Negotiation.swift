import ApusAPI

/// Chooses the form of an answer from an `Accept` header, as upstream's negotiation does
/// (apiserver's `endpoints/handlers/negotiation`).
enum Negotiation {
    /// The formats of objects in the order in which upstream lists them: the first is what `*/*` means.
    static let formats: [Rendering.Format] = [.json, .yaml, .protobuf]
    static let mediaTypes = formats.map(\.mediaType)

    /// What can be made at an endpoint.
    enum Endpoint {
        /// Objects of a resource; `convertsToTable`: reviews and the like have no tables.
        case resource(isBuiltIn: Bool, convertsToTable: Bool)
        /// Documents that have no other form: errors, discovery.
        case documents

        func allows(_ format: Rendering.Format, _ target: GroupVersionKind?) -> Bool {
            guard let target else {
                if case .resource(isBuiltIn: false, _) = self { return format != .protobuf }
                return true
            }
            guard case .resource(_, let convertsToTable) = self, target.group == "meta.k8s.io",
                Rendering.MetaVersion(rawValue: target.version) != nil
            else { return false }
            switch target.kind {
            case "Table": return convertsToTable && format != .protobuf
            // Metadata has a type of its own, so that it is served in protobuf for custom resources too.
            case "PartialObjectMetadata", "PartialObjectMetadataList": return true
            default: return false
            }
        }
    }

    /// The form for `accept`; nil or empty: JSON.
    ///
    /// - Parameters:
    ///   - includeObject: The query's `includeObject`, for tables.
    ///   - pretty: Whether JSON is indented though the media type does not say so.
    /// - Throws: 406 where none of the clauses can be met.
    static func rendering(
        accept: String?, _ endpoint: Endpoint, includeObject: String? = nil, pretty: Bool
    ) throws(StatusError) -> Rendering {
        guard let accept, !accept.isEmpty, accept != "*/*", accept != "application/json" else {
            return Rendering(isPretty: pretty)
        }
        for clause in AcceptClause.parse(accept) {
            for format in formats where clause.matches(format.mediaType) {
                guard clause.allows(format, endpoint) else { continue }
                var result = Rendering(format: format)
                result.isPretty = format == .json && (pretty || clause.parameters["pretty"] == "1")
                if let target = clause.target {
                    result.metaVersion = Rendering.MetaVersion(rawValue: target.version) ?? .v1
                    result.shape = try shape(target.kind, includeObject)
                }
                return result
            }
        }
        throw .notAcceptable(mediaTypes)
    }

    /// The form for `accept` of a watch.
    ///
    /// - Throws: 406 for a format that does not stream.
    static func streamed(_ rendering: Rendering) throws(StatusError) -> Rendering {
        guard rendering.format.isStreamed else {
            throw .notAcceptable(formats.filter(\.isStreamed).map { $0.mediaType + ";stream=watch" })
        }
        var rendering = rendering
        rendering.isPretty = false
        return rendering
    }

    private static func shape(_ kind: String, _ includeObject: String?) throws(StatusError) -> Rendering.Shape {
        switch kind {
        case "PartialObjectMetadata": return .partialMetadata
        case "PartialObjectMetadataList": return .partialMetadataList
        default:
            guard let includeObject, !includeObject.isEmpty else { return .table(includeObject: .metadata) }
            guard let included = Table.IncludedObject(rawValue: includeObject) else {
                throw .badRequest(
                    "Unable to convert to Table as requested: includeObject: Invalid value: "
                        + "\(GoText.quoted(includeObject)): must be 'Metadata', 'Object', 'None', or empty")
            }
            return .table(includeObject: included)
        }
    }

    // MARK: - Bodies

    /// How a body is encoded, by its `Content-Type`; nothing means JSON.
    ///
    /// - Throws: 415 for anything else, and for protobuf where `allowsProtobuf` is false.
    static func bodyFormat(_ contentType: String?, allowsProtobuf: Bool) throws(StatusError) -> Rendering.Format {
        guard let contentType, !contentType.isEmpty else { return .json }
        if contentType == "application/json" { return .json }
        let type = String(trimming: contentType.prefix { $0 != ";" }).lowercased()
        guard let format = formats.first(where: { $0.mediaType == type }), allowsProtobuf || format != .protobuf else {
            throw .unsupportedMediaType(allowsProtobuf ? mediaTypes : mediaTypes.filter { $0 != Rendering.protobuf })
        }
        return format
    }

    /// Whether `acceptEncoding` names gzip, which large answers are compressed with.
    static func acceptsGzip(_ acceptEncoding: String?) -> Bool {
        guard let acceptEncoding else { return false }
        return acceptEncoding.split(separator: ",").contains { String(trimming: $0.prefix { $0 != ";" }) == "gzip" }
    }
}

extension String {
    /// `text` without spaces and tabs at its ends.
    init(trimming text: some StringProtocol) {
        var view = Substring(text)
        while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
        while let last = view.last, last == " " || last == "\t" { view.removeLast() }
        self.init(view)
    }
}
