// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.storage.v1`.
public enum StorageV1 {}

extension StorageV1 {
    /// Reads a `CSIDriver`.
    public struct CSIDriver: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: CSIDriverSpec { @_lifetime(copy self) get { CSIDriverSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `CSIDriverSpec`.
    public struct CSIDriverSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var attachRequired: Bool? { cursor[JSONKey("attachRequired", prefix: 0x6552686361747461)].bool }
        public var fsGroupPolicy: String? { cursor[JSONKey("fsGroupPolicy", prefix: 0x5070756f72477366)].string }
        public var nodeAllocatableUpdatePeriodSeconds: Int64? { cursor[JSONKey("nodeAllocatableUpdatePeriodSeconds", prefix: 0x6f6c6c4165646f6e)].int }
        public var podInfoOnMount: Bool? { cursor[JSONKey("podInfoOnMount", prefix: 0x4f6f666e49646f70)].bool }
        public var preventPodSchedulingIfMissing: Bool? { cursor[JSONKey("preventPodSchedulingIfMissing", prefix: 0x50746e6576657270)].bool }
        public var requiresRepublish: Bool? { cursor[JSONKey("requiresRepublish", prefix: 0x7365726975716572)].bool }
        public var seLinuxMount: Bool? { cursor[JSONKey("seLinuxMount", prefix: 0x4d78756e694c6573)].bool }
        public var serviceAccountTokenInSecrets: Bool? { cursor[JSONKey("serviceAccountTokenInSecrets", prefix: 0x4165636976726573)].bool }
        public var storageCapacity: Bool? { cursor[JSONKey("storageCapacity", prefix: 0x43656761726f7473)].bool }
        public var tokenRequests: ViewList<TokenRequest> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("tokenRequests", prefix: 0x7165526e656b6f74)]) } }
        public var volumeLifecycleModes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("volumeLifecycleModes", prefix: 0x694c656d756c6f76)] } }
    }

    /// Reads a `CSINode`.
    public struct CSINode: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: CSINodeSpec { @_lifetime(copy self) get { CSINodeSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `CSINodeDriver`.
    public struct CSINodeDriver: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allocatable: VolumeNodeResources { @_lifetime(copy self) get { VolumeNodeResources(cursor[JSONKey("allocatable", prefix: 0x617461636f6c6c61)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var nodeID: String? { cursor[JSONKey("nodeID", prefix: 0x444965646f6e)].string }
        public var topologyKeys: Cursor { @_lifetime(copy self) get { cursor[JSONKey("topologyKeys", prefix: 0x79676f6c6f706f74)] } }
    }

    /// Reads a `CSINodeSpec`.
    public struct CSINodeSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var drivers: ViewList<CSINodeDriver> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("drivers", prefix: 0x73726576697264)]) } }
    }

    /// Reads a `CSIStorageCapacity`.
    public struct CSIStorageCapacity: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var capacity: String? { cursor[JSONKey("capacity", prefix: 0x7974696361706163)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var maximumVolumeSize: String? { cursor[JSONKey("maximumVolumeSize", prefix: 0x566d756d6978616d)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var nodeTopology: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("nodeTopology", prefix: 0x6f706f5465646f6e)]) } }
        public var storageClassName: String? { cursor[JSONKey("storageClassName", prefix: 0x43656761726f7473)].string }
    }

    /// Reads a `StorageClass`.
    public struct StorageClass: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allowVolumeExpansion: Bool? { cursor[JSONKey("allowVolumeExpansion", prefix: 0x6c6f56776f6c6c61)].bool }
        public var allowedTopologies: ViewList<CoreV1.TopologySelectorTerm> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("allowedTopologies", prefix: 0x546465776f6c6c61)]) } }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var mountOptions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("mountOptions", prefix: 0x74704f746e756f6d)] } }
        public var parameters: Cursor { @_lifetime(copy self) get { cursor[JSONKey("parameters", prefix: 0x6574656d61726170)] } }
        public var provisioner: String? { cursor[JSONKey("provisioner", prefix: 0x6f697369766f7270)].string }
        public var reclaimPolicy: String? { cursor[JSONKey("reclaimPolicy", prefix: 0x506d69616c636572)].string }
        public var volumeBindingMode: String? { cursor[JSONKey("volumeBindingMode", prefix: 0x6942656d756c6f76)].string }
    }

    /// Reads a `TokenRequest`.
    public struct TokenRequest: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var audience: String? { cursor[JSONKey("audience", prefix: 0x65636e6569647561)].string }
        public var expirationSeconds: Int64? { cursor[JSONKey("expirationSeconds", prefix: 0x6974617269707865)].int }
    }

    /// Reads a `VolumeAttachment`.
    public struct VolumeAttachment: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: VolumeAttachmentSpec { @_lifetime(copy self) get { VolumeAttachmentSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: VolumeAttachmentStatus { @_lifetime(copy self) get { VolumeAttachmentStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `VolumeAttachmentSource`.
    public struct VolumeAttachmentSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var inlineVolumeSpec: CoreV1.PersistentVolumeSpec { @_lifetime(copy self) get { CoreV1.PersistentVolumeSpec(cursor[JSONKey("inlineVolumeSpec", prefix: 0x6f56656e696c6e69)]) } }
        public var persistentVolumeName: String? { cursor[JSONKey("persistentVolumeName", prefix: 0x6574736973726570)].string }
    }

    /// Reads a `VolumeAttachmentSpec`.
    public struct VolumeAttachmentSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var attacher: String? { cursor[JSONKey("attacher", prefix: 0x7265686361747461)].string }
        public var nodeName: String? { cursor[JSONKey("nodeName", prefix: 0x656d614e65646f6e)].string }
        public var source: VolumeAttachmentSource { @_lifetime(copy self) get { VolumeAttachmentSource(cursor[JSONKey("source", prefix: 0x656372756f73)]) } }
    }

    /// Reads a `VolumeAttachmentStatus`.
    public struct VolumeAttachmentStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var attachError: VolumeError { @_lifetime(copy self) get { VolumeError(cursor[JSONKey("attachError", prefix: 0x7245686361747461)]) } }
        public var attached: Bool? { cursor[JSONKey("attached", prefix: 0x6465686361747461)].bool }
        public var attachmentMetadata: Cursor { @_lifetime(copy self) get { cursor[JSONKey("attachmentMetadata", prefix: 0x656d686361747461)] } }
        public var detachError: VolumeError { @_lifetime(copy self) get { VolumeError(cursor[JSONKey("detachError", prefix: 0x7245686361746564)]) } }
    }

    /// Reads a `VolumeAttributesClass`.
    public struct VolumeAttributesClass: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var driverName: String? { cursor[JSONKey("driverName", prefix: 0x614e726576697264)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var parameters: Cursor { @_lifetime(copy self) get { cursor[JSONKey("parameters", prefix: 0x6574656d61726170)] } }
    }

    /// Reads a `VolumeError`.
    public struct VolumeError: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var errorCode: Int64? { cursor[JSONKey("errorCode", prefix: 0x646f43726f727265)].int }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var time: String? { cursor[JSONKey("time", prefix: 0x656d6974)].string }
    }

    /// Reads a `VolumeNodeResources`.
    public struct VolumeNodeResources: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var count: Int64? { cursor[JSONKey("count", prefix: 0x746e756f63)].int }
    }
}
