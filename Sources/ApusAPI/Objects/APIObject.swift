public import ApusJSON

/// An API object at rest: canonical JSON bytes, shared by reference and never changed.
///
/// The bytes hold no `metadata.resourceVersion`: it is the store's revision, kept beside them and spliced in at
/// `layout.resourceVersion` when the object is served (so equal bytes mean that nothing changed). What selectors and
/// caches need is read once and kept beside the bytes too, so that they never parse.
public final class APIObject: Sendable {
    /// Where the parts of the bytes lie; offsets into `bytes`.
    public struct Layout: Sendable, Equatable {
        /// `{"kind":…,"apiVersion":…,` from after the brace to the first byte of the next member; empty when absent.
        public var header: Range<Int>
        /// The value of `metadata`, braces included; empty when absent.
        public var metadata: Range<Int>
        /// Where `"resourceVersion":"N",` goes; always followed by another member of `metadata`.
        public var resourceVersion: Int
        /// The member `"managedFields":[…]` with the comma that leaves with it; empty when absent.
        public var managedFields: Range<Int>

        public init(header: Range<Int>, metadata: Range<Int>, resourceVersion: Int, managedFields: Range<Int>) {
            self.header = header
            self.metadata = metadata
            self.resourceVersion = resourceVersion
            self.managedFields = managedFields
        }
    }

    public let bytes: Bytes
    public let layout: Layout
    /// `metadata.resourceVersion` as the store counts it; 0 for an object that is not stored (a `Status`, a review).
    public let revision: UInt64
    /// "" for cluster-scoped objects.
    public let namespace: String
    public let name: String
    public let uid: String
    public let labels: [String: String]
    /// The values of the selectable fields of its kind beyond `metadata.name` and `metadata.namespace`.
    public let fields: FieldValues

    public init(
        bytes: Bytes, layout: Layout, revision: UInt64, namespace: String, name: String, uid: String,
        labels: [String: String], fields: FieldValues = FieldValues()
    ) {
        self.bytes = bytes
        self.layout = layout
        self.revision = revision
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.labels = labels
        self.fields = fields
    }

    /// The same object, stored again at `revision`.
    public func at(_ revision: UInt64) -> APIObject {
        APIObject(
            bytes: bytes, layout: layout, revision: revision, namespace: namespace, name: name, uid: uid,
            labels: labels, fields: fields)
    }

    public var resourceVersion: String { String(revision) }
    /// `namespace/name`, or `name` for cluster-scoped objects: the key of work queues and informers' caches.
    public var key: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}
