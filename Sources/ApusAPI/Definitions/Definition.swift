/// What the server knows of one resource in one version: a built-in kind's comes from the generated table, a custom
/// resource's from its CustomResourceDefinition. Immutable, shared by reference.
public final class Definition: Sendable {
    /// A part of a resource that is read and written on its own path, as `status` or `scale`.
    public struct Subresource: Sendable {
        public let name: String
        public let verbs: [String]
        /// The kind that it takes and gives.
        public let kind: GroupVersionKind

        public init(name: String, verbs: [String], kind: GroupVersionKind) {
            self.name = name
            self.verbs = verbs
            self.kind = kind
        }
    }

    /// A column of the `Table` that `kubectl get` prints.
    public struct Column: Sendable, Equatable {
        public let name: String
        /// `string`, `integer`, `boolean`, `date`, `number`.
        public let type: String
        /// `name` for the column of the object's name, else mostly "".
        public let format: String
        /// 0: always shown; 1: only with `-o wide`.
        public let priority: Int
        /// What `kubectl explain` and the like say of it; "" for built-in kinds.
        public let description: String

        public init(_ name: String, _ type: String, _ format: String, _ priority: Int, description: String = "") {
            self.name = name
            self.type = type
            self.format = format
            self.priority = priority
            self.description = description
        }
    }

    /// A field that field selectors of the kind may name, beyond `metadata.name` and `metadata.namespace`.
    public struct SelectableField: Sendable, Equatable {
        /// `spec.nodeName`.
        public let path: String
        /// Where its value lies; at the first of these places that is not empty.
        public let places: [[String]]
        /// What the field compares as where it is absent: "", "false" or "0".
        public let absentValue: String
        /// The name that the storage version has for it: what its value is kept under.
        public let storedAs: String

        /// - Parameter valueAt: Where the value lies, the places with commas between them; nil: at `path`.
        public init(_ path: String, valueAt: String? = nil, absentValue: String = "", storedAs: String? = nil) {
            self.path = path
            self.places = (valueAt ?? path).split(separator: ",").map { $0.split(separator: ".").map(String.init) }
            self.absentValue = absentValue
            self.storedAs = storedAs ?? path
        }
    }

    public let group: String
    public let version: String
    public let kind: String
    public let listKind: String
    /// The plural: `pods`.
    public let resource: String
    public let singular: String
    public let shortNames: [String]
    public let categories: [String]
    public let isNamespaced: Bool
    public let verbs: [String]
    public let subresources: [Subresource]
    /// The version that its objects are stored in; another one's are converted on the way.
    public let storage: GroupVersionKind
    /// The key under `/registry` that its objects lie below, without slashes at the ends: `pods`, `services/specs`.
    public let storagePrefix: String
    public let schema: Schema
    public let columns: [Column]
    public let selectableFields: [SelectableField]
    /// Differs where stored bytes may not be canonical any more.
    public let fingerprint: UInt64
    /// Whether it is built in: list items leave kind and apiVersion out then.
    public let isBuiltIn: Bool
    /// What only a CustomResourceDefinition says; nil for built-in kinds.
    public let custom: CustomFacts?

    public init(
        group: String, version: String, kind: String, listKind: String? = nil, resource: String, singular: String,
        shortNames: [String] = [], categories: [String] = [], isNamespaced: Bool, verbs: [String],
        subresources: [Subresource] = [], storage: GroupVersionKind? = nil, storagePrefix: String, schema: Schema,
        columns: [Column] = [], selectableFields: [SelectableField] = [], custom: CustomFacts? = nil
    ) {
        self.group = group
        self.version = version
        self.kind = kind
        self.listKind = listKind ?? kind + "List"
        self.resource = resource
        self.singular = singular
        self.shortNames = shortNames
        self.categories = categories
        self.isNamespaced = isNamespaced
        self.verbs = verbs
        self.subresources = subresources
        self.storage = storage ?? GroupVersionKind(group, version, kind)
        self.storagePrefix = storagePrefix
        self.schema = schema
        self.columns = columns
        self.selectableFields = selectableFields
        self.custom = custom
        isBuiltIn = custom == nil
        var hash = Fingerprint()
        hash.add(group)
        hash.add(version)
        hash.add(kind)
        hash.add(schema.table.fingerprint)
        hash.add(UInt64(bitPattern: Int64(schema.index)))
        fingerprint = hash.value
    }

    public var gvk: GroupVersionKind { GroupVersionKind(group, version, kind) }
    public var gvr: GroupVersionResource { GroupVersionResource(group, version, resource) }
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    /// `pods`, `deployments.apps`: how messages name the resource (`schema.GroupResource.String`).
    public var qualifiedResource: String { group.isEmpty ? resource : "\(resource).\(group)" }
    /// `Pod`, `Deployment.apps`: how messages name the kind (`schema.GroupKind.String`).
    public var qualifiedKind: String { group.isEmpty ? kind : "\(kind).\(group)" }

    public func subresource(_ name: String) -> Subresource? { subresources.first { $0.name == name } }
    public var hasStatus: Bool { subresource("status") != nil }
}
