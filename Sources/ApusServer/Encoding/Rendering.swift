import ApusAPI

/// The form in which a client wants objects: what it negotiated with `Accept`.
struct Rendering: Hashable, Sendable {
    enum Shape: Hashable, Sendable {
        case object
        /// `as=PartialObjectMetadata` (or `…List`).
        case partialMetadata
        /// `as=Table`.
        case table(includeObject: Table.IncludedObject)

        var isTable: Bool { if case .table = self { true } else { false } }
    }

    enum Format: Hashable, Sendable {
        case json
        case yaml
    }

    var shape = Shape.object
    var format = Format.json
    /// Whether the JSON is indented (`?pretty=true`, and to a browser or curl).
    var isPretty = false

    /// The media type of the answer.
    var contentType: String {
        switch format {
        case .json: "application/json"
        case .yaml: "application/yaml"
        }
    }

    /// The group and version of tables and partial objects.
    static let metaVersion = "meta.k8s.io/v1"
}
