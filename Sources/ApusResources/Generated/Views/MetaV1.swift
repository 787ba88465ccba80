// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.apimachinery.pkg.apis.meta.v1`.
public enum MetaV1 {}

extension MetaV1 {
    /// Reads a `APIGroup`.
    public struct APIGroup: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var preferredVersion: GroupVersionForDiscovery { @_lifetime(copy self) get { GroupVersionForDiscovery(cursor[JSONKey("preferredVersion", prefix: 0x6572726566657270)]) } }
        public var serverAddressByClientCIDRs: ViewList<ServerAddressByClientCIDR> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("serverAddressByClientCIDRs", prefix: 0x6441726576726573)]) } }
        public var versions: ViewList<GroupVersionForDiscovery> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("versions", prefix: 0x736e6f6973726576)]) } }
    }

    /// Reads a `APIGroupList`.
    public struct APIGroupList: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var groups: ViewList<APIGroup> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("groups", prefix: 0x7370756f7267)]) } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
    }

    /// Reads a `APIResource`.
    public struct APIResource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var categories: Cursor { @_lifetime(copy self) get { cursor[JSONKey("categories", prefix: 0x69726f6765746163)] } }
        public var group: String? { cursor[JSONKey("group", prefix: 0x70756f7267)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespaced: Bool? { cursor[JSONKey("namespaced", prefix: 0x63617073656d616e)].bool }
        public var shortNames: Cursor { @_lifetime(copy self) get { cursor[JSONKey("shortNames", prefix: 0x6d614e74726f6873)] } }
        public var singularName: String? { cursor[JSONKey("singularName", prefix: 0x72616c75676e6973)].string }
        public var storageVersionHash: String? { cursor[JSONKey("storageVersionHash", prefix: 0x56656761726f7473)].string }
        public var verbs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("verbs", prefix: 0x7362726576)] } }
        public var version: String? { cursor[JSONKey("version", prefix: 0x6e6f6973726576)].string }
    }

    /// Reads a `APIResourceList`.
    public struct APIResourceList: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var groupVersion: String? { cursor[JSONKey("groupVersion", prefix: 0x72655670756f7267)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var resources: ViewList<APIResource> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resources", prefix: 0x656372756f736572)]) } }
    }

    /// Reads a `APIVersions`.
    public struct APIVersions: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var serverAddressByClientCIDRs: ViewList<ServerAddressByClientCIDR> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("serverAddressByClientCIDRs", prefix: 0x6441726576726573)]) } }
        public var versions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("versions", prefix: 0x736e6f6973726576)] } }
    }

    /// Reads a `Condition`.
    public struct Condition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `DeleteOptions`.
    public struct DeleteOptions: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var dryRun: Cursor { @_lifetime(copy self) get { cursor[JSONKey("dryRun", prefix: 0x6e7552797264)] } }
        public var gracePeriodSeconds: Int64? { cursor[JSONKey("gracePeriodSeconds", prefix: 0x7265506563617267)].int }
        public var ignoreStoreReadErrorWithClusterBreakingPotential: Bool? { cursor[JSONKey("ignoreStoreReadErrorWithClusterBreakingPotential", prefix: 0x745365726f6e6769)].bool }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var orphanDependents: Bool? { cursor[JSONKey("orphanDependents", prefix: 0x65446e616870726f)].bool }
        public var preconditions: Preconditions { @_lifetime(copy self) get { Preconditions(cursor[JSONKey("preconditions", prefix: 0x69646e6f63657270)]) } }
        public var propagationPolicy: String? { cursor[JSONKey("propagationPolicy", prefix: 0x74616761706f7270)].string }
    }

    /// Reads a `FieldSelectorRequirement`.
    public struct FieldSelectorRequirement: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var `operator`: String? { cursor[JSONKey("operator", prefix: 0x726f74617265706f)].string }
        public var values: Cursor { @_lifetime(copy self) get { cursor[JSONKey("values", prefix: 0x7365756c6176)] } }
    }

    /// Reads a `GroupVersionForDiscovery`.
    public struct GroupVersionForDiscovery: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var groupVersion: String? { cursor[JSONKey("groupVersion", prefix: 0x72655670756f7267)].string }
        public var version: String? { cursor[JSONKey("version", prefix: 0x6e6f6973726576)].string }
    }

    /// Reads a `LabelSelector`.
    public struct LabelSelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var matchExpressions: ViewList<LabelSelectorRequirement> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchExpressions", prefix: 0x707845686374616d)]) } }
        public var matchLabels: Cursor { @_lifetime(copy self) get { cursor[JSONKey("matchLabels", prefix: 0x62614c686374616d)] } }
    }

    /// Reads a `LabelSelectorRequirement`.
    public struct LabelSelectorRequirement: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var `operator`: String? { cursor[JSONKey("operator", prefix: 0x726f74617265706f)].string }
        public var values: Cursor { @_lifetime(copy self) get { cursor[JSONKey("values", prefix: 0x7365756c6176)] } }
    }

    /// Reads a `ListMeta`.
    public struct ListMeta: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var `continue`: String? { cursor[JSONKey("continue", prefix: 0x65756e69746e6f63)].string }
        public var remainingItemCount: Int64? { cursor[JSONKey("remainingItemCount", prefix: 0x6e696e69616d6572)].int }
        public var resourceVersion: String? { cursor[JSONKey("resourceVersion", prefix: 0x656372756f736572)].string }
        public var selfLink: String? { cursor[JSONKey("selfLink", prefix: 0x6b6e694c666c6573)].string }
        public var shardInfo: ShardInfo { @_lifetime(copy self) get { ShardInfo(cursor[JSONKey("shardInfo", prefix: 0x666e496472616873)]) } }
    }

    /// Reads a `ManagedFieldsEntry`.
    public struct ManagedFieldsEntry: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var fieldsType: String? { cursor[JSONKey("fieldsType", prefix: 0x795473646c656966)].string }
        public var fieldsV1: Cursor { @_lifetime(copy self) get { cursor[JSONKey("fieldsV1", prefix: 0x315673646c656966)] } }
        public var manager: String? { cursor[JSONKey("manager", prefix: 0x726567616e616d)].string }
        public var operation: String? { cursor[JSONKey("operation", prefix: 0x6f6974617265706f)].string }
        public var subresource: String? { cursor[JSONKey("subresource", prefix: 0x756f736572627573)].string }
        public var time: String? { cursor[JSONKey("time", prefix: 0x656d6974)].string }
    }

    /// Reads a `ObjectMeta`.
    public struct ObjectMeta: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var annotations: Cursor { @_lifetime(copy self) get { cursor[JSONKey("annotations", prefix: 0x697461746f6e6e61)] } }
        public var creationTimestamp: String? { cursor[JSONKey("creationTimestamp", prefix: 0x6e6f697461657263)].string }
        public var deletionGracePeriodSeconds: Int64? { cursor[JSONKey("deletionGracePeriodSeconds", prefix: 0x6e6f6974656c6564)].int }
        public var deletionTimestamp: String? { cursor[JSONKey("deletionTimestamp", prefix: 0x6e6f6974656c6564)].string }
        public var finalizers: Cursor { @_lifetime(copy self) get { cursor[JSONKey("finalizers", prefix: 0x657a696c616e6966)] } }
        public var generateName: String? { cursor[JSONKey("generateName", prefix: 0x65746172656e6567)].string }
        public var generation: Int64? { cursor[JSONKey("generation", prefix: 0x69746172656e6567)].int }
        public var labels: Cursor { @_lifetime(copy self) get { cursor[JSONKey("labels", prefix: 0x736c6562616c)] } }
        public var managedFields: ViewList<ManagedFieldsEntry> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("managedFields", prefix: 0x46646567616e616d)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var ownerReferences: ViewList<OwnerReference> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ownerReferences", prefix: 0x66655272656e776f)]) } }
        public var resourceVersion: String? { cursor[JSONKey("resourceVersion", prefix: 0x656372756f736572)].string }
        public var selfLink: String? { cursor[JSONKey("selfLink", prefix: 0x6b6e694c666c6573)].string }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
    }

    /// Reads a `OwnerReference`.
    public struct OwnerReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var blockOwnerDeletion: Bool? { cursor[JSONKey("blockOwnerDeletion", prefix: 0x6e774f6b636f6c62)].bool }
        public var controller: Bool? { cursor[JSONKey("controller", prefix: 0x6c6c6f72746e6f63)].bool }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
    }

    /// Reads a `Preconditions`.
    public struct Preconditions: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var resourceVersion: String? { cursor[JSONKey("resourceVersion", prefix: 0x656372756f736572)].string }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
    }

    /// Reads a `ServerAddressByClientCIDR`.
    public struct ServerAddressByClientCIDR: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var clientCIDR: String? { cursor[JSONKey("clientCIDR", prefix: 0x4943746e65696c63)].string }
        public var serverAddress: String? { cursor[JSONKey("serverAddress", prefix: 0x6441726576726573)].string }
    }

    /// Reads a `ShardInfo`.
    public struct ShardInfo: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var selector: String? { cursor[JSONKey("selector", prefix: 0x726f7463656c6573)].string }
    }

    /// Reads a `Status`.
    public struct Status: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var code: Int64? { cursor[JSONKey("code", prefix: 0x65646f63)].int }
        public var details: StatusDetails { @_lifetime(copy self) get { StatusDetails(cursor[JSONKey("details", prefix: 0x736c6961746564)]) } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var metadata: ListMeta { @_lifetime(copy self) get { ListMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
    }

    /// Reads a `StatusCause`.
    public struct StatusCause: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var field: String? { cursor[JSONKey("field", prefix: 0x646c656966)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
    }

    /// Reads a `StatusDetails`.
    public struct StatusDetails: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var causes: ViewList<StatusCause> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("causes", prefix: 0x736573756163)]) } }
        public var group: String? { cursor[JSONKey("group", prefix: 0x70756f7267)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var retryAfterSeconds: Int64? { cursor[JSONKey("retryAfterSeconds", prefix: 0x7466417972746572)].int }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
    }

    /// Reads a `WatchEvent`.
    public struct WatchEvent: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var object: Cursor { @_lifetime(copy self) get { cursor[JSONKey("object", prefix: 0x7463656a626f)] } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }
}
