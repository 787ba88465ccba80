import ApusAPI

/// Chooses the form of an answer from an `Accept` header, as upstream's negotiation does
/// (apiserver's `endpoints/handlers/negotiation`).
enum Negotiation {
    /// The media types of objects, in the order in which upstream lists them.
    static let mediaTypes = ["application/json", "application/yaml"]

    /// The form for `accept`; nil or empty: JSON.
    ///
    /// - Parameters:
    ///   - allowsTransforms: whether tables and partial objects can be made of what is asked for.
    ///   - includeObject: the query's `includeObject`, for tables.
    static func rendering(
        accept: String?, allowsTransforms: Bool, includeObject: String?, pretty: Bool
    ) throws(StatusError) -> Rendering {
        var result = Rendering()
        result.isPretty = pretty
        guard let accept, !accept.isEmpty, accept != "*/*", accept != "application/json" else { return result }
        for clause in clauses(accept) {
            switch clause.type {
            case "application/json", "application/*", "*/*": result.format = .json
            case "application/yaml": result.format = .yaml
            default: continue
            }
            guard let target = clause.parameters["as"] else { return result }
            // A form that is not known here makes the clause unacceptable; the client names others behind it.
            guard allowsTransforms, clause.parameters["g"] == "meta.k8s.io", clause.parameters["v"] == "v1" else {
                continue
            }
            switch target {
            case "Table":
                result.shape = .table(includeObject: try tableObject(includeObject))
                return result
            case "PartialObjectMetadata", "PartialObjectMetadataList":
                result.shape = .partialMetadata
                return result
            default: continue
            }
        }
        throw .notAcceptable(mediaTypes)
    }

    private static func tableObject(_ text: String?) throws(StatusError) -> Table.IncludedObject {
        guard let text, !text.isEmpty else { return .metadata }
        guard let value = Table.IncludedObject(rawValue: text) else {
            throw .badRequest("unrecognized includeObject value: \(GoText.quoted(text))")
        }
        return value
    }

    struct Clause: Equatable {
        var type: String
        var parameters: [String: String]
        var quality: Double
    }

    /// The clauses of an `Accept` header, the most wanted first (RFC 9110 §12.5.1).
    static func clauses(_ accept: String) -> [Clause] {
        var result: [Clause] = []
        for part in accept.split(separator: ",") {
            let pieces = part.split(separator: ";").map { String(trimming: $0) }
            guard let type = pieces.first else { continue }
            var clause = Clause(type: type.lowercased(), parameters: [:], quality: 1)
            for piece in pieces.dropFirst() {
                let sides = piece.split(separator: "=", maxSplits: 1)
                guard sides.count == 2 else { continue }
                let value = String(sides[1].filter { $0 != "\"" })
                if sides[0] == "q" {
                    clause.quality = Double(value) ?? 1
                } else {
                    clause.parameters[String(sides[0])] = value
                }
            }
            if clause.quality > 0 { result.append(clause) }
        }
        // A stable order: equal clauses stay as they were sent.
        return result.enumerated().sorted {
            ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
        }.map(\.element)
    }

    enum BodyFormat: Sendable {
        case json
        case yaml
        case protobuf
    }

    static let protobuf = "application/vnd.kubernetes.protobuf"

    /// How a body is encoded, by its `Content-Type`; nothing means JSON.
    static func bodyFormat(_ contentType: String?, allowsProtobuf: Bool) throws(StatusError) -> BodyFormat {
        guard let contentType, !contentType.isEmpty else { return .json }
        let type = String(trimming: contentType.prefix { $0 != ";" }).lowercased()
        switch type {
        case "application/json": return .json
        case "application/yaml": return .yaml
        case protobuf where allowsProtobuf: return .protobuf
        default: throw .unsupportedMediaType(mediaTypes + (allowsProtobuf ? [protobuf] : []))
        }
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
