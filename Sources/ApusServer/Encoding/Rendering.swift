import ApusAPI

/// The form in which a client wants objects: what it negotiated with `Accept`.
struct Rendering: Hashable, Sendable {
    enum Shape: Hashable, Sendable {
        case object
        /// `as=PartialObjectMetadata`, for one object.
        case partialMetadata
        /// `as=PartialObjectMetadataList`, for a list.
        case partialMetadataList
        /// `as=Table`.
        case table(includeObject: Table.IncludedObject)

        var isTable: Bool { if case .table = self { true } else { false } }
    }

    enum Format: Hashable, Sendable {
        case json
        case yaml
        case protobuf

        var mediaType: String {
            switch self {
            case .json: "application/json"
            case .yaml: "application/yaml"
            case .protobuf: Rendering.protobuf
            }
        }

        /// Whether there is a form of it for watches.
        var isStreamed: Bool { self != .yaml }
    }

    /// The version of tables and partial objects.
    enum MetaVersion: String, Hashable, Sendable {
        case v1
        case v1beta1
    }

    static let protobuf = "application/vnd.kubernetes.protobuf"

    var shape = Shape.object
    var format = Format.json
    /// Whether the JSON is indented (`?pretty=true`, and to a browser or curl).
    var isPretty = false
    var metaVersion = MetaVersion.v1

    /// The media type of the answer.
    var contentType: String { format.mediaType }

    /// The media type of the events of a watch.
    var streamContentType: String { format == .json ? format.mediaType : format.mediaType + ";stream=watch" }

    /// The group and version of tables and partial objects.
    var metaAPIVersion: String { metaVersion == .v1 ? "meta.k8s.io/v1" : "meta.k8s.io/v1beta1" }
}
