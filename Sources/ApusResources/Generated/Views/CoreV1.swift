// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.core.v1`.
public enum CoreV1 {}

extension CoreV1 {
    /// Reads a `AWSElasticBlockStoreVolumeSource`.
    public struct AWSElasticBlockStoreVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var partition: Int64? { cursor[JSONKey("partition", prefix: 0x6f69746974726170)].int }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var volumeID: String? { cursor[JSONKey("volumeID", prefix: 0x4449656d756c6f76)].string }
    }

    /// Reads a `Affinity`.
    public struct Affinity: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var nodeAffinity: NodeAffinity { @_lifetime(copy self) get { NodeAffinity(cursor[JSONKey("nodeAffinity", prefix: 0x6966664165646f6e)]) } }
        public var podAffinity: PodAffinity { @_lifetime(copy self) get { PodAffinity(cursor[JSONKey("podAffinity", prefix: 0x6e69666641646f70)]) } }
        public var podAntiAffinity: PodAntiAffinity { @_lifetime(copy self) get { PodAntiAffinity(cursor[JSONKey("podAntiAffinity", prefix: 0x4169746e41646f70)]) } }
    }

    /// Reads a `AppArmorProfile`.
    public struct AppArmorProfile: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var localhostProfile: String? { cursor[JSONKey("localhostProfile", prefix: 0x736f686c61636f6c)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `AttachedVolume`.
    public struct AttachedVolume: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var devicePath: String? { cursor[JSONKey("devicePath", prefix: 0x6150656369766564)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `AzureDiskVolumeSource`.
    public struct AzureDiskVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var cachingMode: String? { cursor[JSONKey("cachingMode", prefix: 0x4d676e6968636163)].string }
        public var diskName: String? { cursor[JSONKey("diskName", prefix: 0x656d614e6b736964)].string }
        public var diskURI: String? { cursor[JSONKey("diskURI", prefix: 0x4952556b736964)].string }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
    }

    /// Reads a `AzureFilePersistentVolumeSource`.
    public struct AzureFilePersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretName: String? { cursor[JSONKey("secretName", prefix: 0x614e746572636573)].string }
        public var secretNamespace: String? { cursor[JSONKey("secretNamespace", prefix: 0x614e746572636573)].string }
        public var shareName: String? { cursor[JSONKey("shareName", prefix: 0x6d614e6572616873)].string }
    }

    /// Reads a `AzureFileVolumeSource`.
    public struct AzureFileVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretName: String? { cursor[JSONKey("secretName", prefix: 0x614e746572636573)].string }
        public var shareName: String? { cursor[JSONKey("shareName", prefix: 0x6d614e6572616873)].string }
    }

    /// Reads a `Binding`.
    public struct Binding: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var target: ObjectReference { @_lifetime(copy self) get { ObjectReference(cursor[JSONKey("target", prefix: 0x746567726174)]) } }
    }

    /// Reads a `CSIPersistentVolumeSource`.
    public struct CSIPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var controllerExpandSecretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("controllerExpandSecretRef", prefix: 0x6c6c6f72746e6f63)]) } }
        public var controllerPublishSecretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("controllerPublishSecretRef", prefix: 0x6c6c6f72746e6f63)]) } }
        public var driver: String? { cursor[JSONKey("driver", prefix: 0x726576697264)].string }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var nodeExpandSecretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("nodeExpandSecretRef", prefix: 0x6170784565646f6e)]) } }
        public var nodePublishSecretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("nodePublishSecretRef", prefix: 0x6c62755065646f6e)]) } }
        public var nodeStageSecretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("nodeStageSecretRef", prefix: 0x6761745365646f6e)]) } }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var volumeAttributes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("volumeAttributes", prefix: 0x7441656d756c6f76)] } }
        public var volumeHandle: String? { cursor[JSONKey("volumeHandle", prefix: 0x6148656d756c6f76)].string }
    }

    /// Reads a `CSIVolumeSource`.
    public struct CSIVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var driver: String? { cursor[JSONKey("driver", prefix: 0x726576697264)].string }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var nodePublishSecretRef: LocalObjectReference { @_lifetime(copy self) get { LocalObjectReference(cursor[JSONKey("nodePublishSecretRef", prefix: 0x6c62755065646f6e)]) } }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var volumeAttributes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("volumeAttributes", prefix: 0x7441656d756c6f76)] } }
    }

    /// Reads a `Capabilities`.
    public struct Capabilities: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var add: Cursor { @_lifetime(copy self) get { cursor[JSONKey("add", prefix: 0x646461)] } }
        public var drop: Cursor { @_lifetime(copy self) get { cursor[JSONKey("drop", prefix: 0x706f7264)] } }
    }

    /// Reads a `CephFSPersistentVolumeSource`.
    public struct CephFSPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var monitors: Cursor { @_lifetime(copy self) get { cursor[JSONKey("monitors", prefix: 0x73726f74696e6f6d)] } }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretFile: String? { cursor[JSONKey("secretFile", prefix: 0x6946746572636573)].string }
        public var secretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var user: String? { cursor[JSONKey("user", prefix: 0x72657375)].string }
    }

    /// Reads a `CephFSVolumeSource`.
    public struct CephFSVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var monitors: Cursor { @_lifetime(copy self) get { cursor[JSONKey("monitors", prefix: 0x73726f74696e6f6d)] } }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretFile: String? { cursor[JSONKey("secretFile", prefix: 0x6946746572636573)].string }
        public var secretRef: LocalObjectReference { @_lifetime(copy self) get { LocalObjectReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var user: String? { cursor[JSONKey("user", prefix: 0x72657375)].string }
    }

    /// Reads a `CinderPersistentVolumeSource`.
    public struct CinderPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var volumeID: String? { cursor[JSONKey("volumeID", prefix: 0x4449656d756c6f76)].string }
    }

    /// Reads a `CinderVolumeSource`.
    public struct CinderVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: LocalObjectReference { @_lifetime(copy self) get { LocalObjectReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var volumeID: String? { cursor[JSONKey("volumeID", prefix: 0x4449656d756c6f76)].string }
    }

    /// Reads a `ClientIPConfig`.
    public struct ClientIPConfig: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var timeoutSeconds: Int64? { cursor[JSONKey("timeoutSeconds", prefix: 0x5374756f656d6974)].int }
    }

    /// Reads a `ClusterTrustBundleProjection`.
    public struct ClusterTrustBundleProjection: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var labelSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("labelSelector", prefix: 0x6c65536c6562616c)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var signerName: String? { cursor[JSONKey("signerName", prefix: 0x614e72656e676973)].string }
    }

    /// Reads a `ComponentCondition`.
    public struct ComponentCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var error: String? { cursor[JSONKey("error", prefix: 0x726f727265)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `ComponentStatus`.
    public struct ComponentStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var conditions: ViewList<ComponentCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
    }

    /// Reads a `ConfigMap`.
    public struct ConfigMap: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var binaryData: Cursor { @_lifetime(copy self) get { cursor[JSONKey("binaryData", prefix: 0x61447972616e6962)] } }
        public var data: Cursor { @_lifetime(copy self) get { cursor[JSONKey("data", prefix: 0x61746164)] } }
        public var immutable: Bool? { cursor[JSONKey("immutable", prefix: 0x6c626174756d6d69)].bool }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
    }

    /// Reads a `ConfigMapEnvSource`.
    public struct ConfigMapEnvSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
    }

    /// Reads a `ConfigMapKeySelector`.
    public struct ConfigMapKeySelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
    }

    /// Reads a `ConfigMapNodeConfigSource`.
    public struct ConfigMapNodeConfigSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var kubeletConfigKey: String? { cursor[JSONKey("kubeletConfigKey", prefix: 0x4374656c6562756b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var resourceVersion: String? { cursor[JSONKey("resourceVersion", prefix: 0x656372756f736572)].string }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
    }

    /// Reads a `ConfigMapProjection`.
    public struct ConfigMapProjection: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var items: ViewList<KeyToPath> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("items", prefix: 0x736d657469)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
    }

    /// Reads a `ConfigMapVolumeSource`.
    public struct ConfigMapVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var defaultMode: Int64? { cursor[JSONKey("defaultMode", prefix: 0x4d746c7561666564)].int }
        public var items: ViewList<KeyToPath> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("items", prefix: 0x736d657469)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
    }

    /// Reads a `Container`.
    public struct Container: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var args: Cursor { @_lifetime(copy self) get { cursor[JSONKey("args", prefix: 0x73677261)] } }
        public var command: Cursor { @_lifetime(copy self) get { cursor[JSONKey("command", prefix: 0x646e616d6d6f63)] } }
        public var env: ViewList<EnvVar> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("env", prefix: 0x766e65)]) } }
        public var envFrom: ViewList<EnvFromSource> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("envFrom", prefix: 0x6d6f7246766e65)]) } }
        public var image: String? { cursor[JSONKey("image", prefix: 0x6567616d69)].string }
        public var imagePullPolicy: String? { cursor[JSONKey("imagePullPolicy", prefix: 0x6c75506567616d69)].string }
        public var lifecycle: Lifecycle { @_lifetime(copy self) get { Lifecycle(cursor[JSONKey("lifecycle", prefix: 0x6c6379636566696c)]) } }
        public var livenessProbe: Probe { @_lifetime(copy self) get { Probe(cursor[JSONKey("livenessProbe", prefix: 0x7373656e6576696c)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var ports: ViewList<ContainerPort> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
        public var readinessProbe: Probe { @_lifetime(copy self) get { Probe(cursor[JSONKey("readinessProbe", prefix: 0x73656e6964616572)]) } }
        public var resizePolicy: ViewList<ContainerResizePolicy> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resizePolicy", prefix: 0x6f50657a69736572)]) } }
        public var resources: ResourceRequirements { @_lifetime(copy self) get { ResourceRequirements(cursor[JSONKey("resources", prefix: 0x656372756f736572)]) } }
        public var restartPolicy: String? { cursor[JSONKey("restartPolicy", prefix: 0x5074726174736572)].string }
        public var restartPolicyRules: ViewList<ContainerRestartRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("restartPolicyRules", prefix: 0x5074726174736572)]) } }
        public var securityContext: SecurityContext { @_lifetime(copy self) get { SecurityContext(cursor[JSONKey("securityContext", prefix: 0x7974697275636573)]) } }
        public var startupProbe: Probe { @_lifetime(copy self) get { Probe(cursor[JSONKey("startupProbe", prefix: 0x5070757472617473)]) } }
        public var stdin: Bool? { cursor[JSONKey("stdin", prefix: 0x6e69647473)].bool }
        public var stdinOnce: Bool? { cursor[JSONKey("stdinOnce", prefix: 0x636e4f6e69647473)].bool }
        public var terminationMessagePath: String? { cursor[JSONKey("terminationMessagePath", prefix: 0x74616e696d726574)].string }
        public var terminationMessagePolicy: String? { cursor[JSONKey("terminationMessagePolicy", prefix: 0x74616e696d726574)].string }
        public var tty: Bool? { cursor[JSONKey("tty", prefix: 0x797474)].bool }
        public var volumeDevices: ViewList<VolumeDevice> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("volumeDevices", prefix: 0x6544656d756c6f76)]) } }
        public var volumeMounts: ViewList<VolumeMount> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("volumeMounts", prefix: 0x6f4d656d756c6f76)]) } }
        public var workingDir: String? { cursor[JSONKey("workingDir", prefix: 0x44676e696b726f77)].string }
    }

    /// Reads a `ContainerExtendedResourceRequest`.
    public struct ContainerExtendedResourceRequest: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var containerName: String? { cursor[JSONKey("containerName", prefix: 0x656e6961746e6f63)].string }
        public var requestName: String? { cursor[JSONKey("requestName", prefix: 0x4e74736575716572)].string }
        public var resourceName: String? { cursor[JSONKey("resourceName", prefix: 0x656372756f736572)].string }
    }

    /// Reads a `ContainerImage`.
    public struct ContainerImage: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var names: Cursor { @_lifetime(copy self) get { cursor[JSONKey("names", prefix: 0x73656d616e)] } }
        public var sizeBytes: Int64? { cursor[JSONKey("sizeBytes", prefix: 0x65747942657a6973)].int }
    }

    /// Reads a `ContainerPort`.
    public struct ContainerPort: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var containerPort: Int64? { cursor[JSONKey("containerPort", prefix: 0x656e6961746e6f63)].int }
        public var hostIP: String? { cursor[JSONKey("hostIP", prefix: 0x504974736f68)].string }
        public var hostPort: Int64? { cursor[JSONKey("hostPort", prefix: 0x74726f5074736f68)].int }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var `protocol`: String? { cursor[JSONKey("protocol", prefix: 0x6c6f636f746f7270)].string }
    }

    /// Reads a `ContainerResizePolicy`.
    public struct ContainerResizePolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var resourceName: String? { cursor[JSONKey("resourceName", prefix: 0x656372756f736572)].string }
        public var restartPolicy: String? { cursor[JSONKey("restartPolicy", prefix: 0x5074726174736572)].string }
    }

    /// Reads a `ContainerRestartRule`.
    public struct ContainerRestartRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var action: String? { cursor[JSONKey("action", prefix: 0x6e6f69746361)].string }
        public var exitCodes: ContainerRestartRuleOnExitCodes { @_lifetime(copy self) get { ContainerRestartRuleOnExitCodes(cursor[JSONKey("exitCodes", prefix: 0x65646f4374697865)]) } }
    }

    /// Reads a `ContainerRestartRuleOnExitCodes`.
    public struct ContainerRestartRuleOnExitCodes: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var `operator`: String? { cursor[JSONKey("operator", prefix: 0x726f74617265706f)].string }
        public var values: Cursor { @_lifetime(copy self) get { cursor[JSONKey("values", prefix: 0x7365756c6176)] } }
    }

    /// Reads a `ContainerState`.
    public struct ContainerState: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var running: ContainerStateRunning { @_lifetime(copy self) get { ContainerStateRunning(cursor[JSONKey("running", prefix: 0x676e696e6e7572)]) } }
        public var terminated: ContainerStateTerminated { @_lifetime(copy self) get { ContainerStateTerminated(cursor[JSONKey("terminated", prefix: 0x74616e696d726574)]) } }
        public var waiting: ContainerStateWaiting { @_lifetime(copy self) get { ContainerStateWaiting(cursor[JSONKey("waiting", prefix: 0x676e6974696177)]) } }
    }

    /// Reads a `ContainerStateRunning`.
    public struct ContainerStateRunning: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var startedAt: String? { cursor[JSONKey("startedAt", prefix: 0x4164657472617473)].string }
    }

    /// Reads a `ContainerStateTerminated`.
    public struct ContainerStateTerminated: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var containerID: String? { cursor[JSONKey("containerID", prefix: 0x656e6961746e6f63)].string }
        public var exitCode: Int64? { cursor[JSONKey("exitCode", prefix: 0x65646f4374697865)].int }
        public var finishedAt: String? { cursor[JSONKey("finishedAt", prefix: 0x64656873696e6966)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var signal: Int64? { cursor[JSONKey("signal", prefix: 0x6c616e676973)].int }
        public var startedAt: String? { cursor[JSONKey("startedAt", prefix: 0x4164657472617473)].string }
    }

    /// Reads a `ContainerStateWaiting`.
    public struct ContainerStateWaiting: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
    }

    /// Reads a `ContainerStatus`.
    public struct ContainerStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allocatedResources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("allocatedResources", prefix: 0x657461636f6c6c61)] } }
        public var allocatedResourcesStatus: ViewList<ResourceStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("allocatedResourcesStatus", prefix: 0x657461636f6c6c61)]) } }
        public var containerID: String? { cursor[JSONKey("containerID", prefix: 0x656e6961746e6f63)].string }
        public var image: String? { cursor[JSONKey("image", prefix: 0x6567616d69)].string }
        public var imageID: String? { cursor[JSONKey("imageID", prefix: 0x44496567616d69)].string }
        public var lastState: ContainerState { @_lifetime(copy self) get { ContainerState(cursor[JSONKey("lastState", prefix: 0x746174537473616c)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var ready: Bool? { cursor[JSONKey("ready", prefix: 0x7964616572)].bool }
        public var resources: ResourceRequirements { @_lifetime(copy self) get { ResourceRequirements(cursor[JSONKey("resources", prefix: 0x656372756f736572)]) } }
        public var restartCount: Int64? { cursor[JSONKey("restartCount", prefix: 0x4374726174736572)].int }
        public var started: Bool? { cursor[JSONKey("started", prefix: 0x64657472617473)].bool }
        public var state: ContainerState { @_lifetime(copy self) get { ContainerState(cursor[JSONKey("state", prefix: 0x6574617473)]) } }
        public var stopSignal: String? { cursor[JSONKey("stopSignal", prefix: 0x6e676953706f7473)].string }
        public var user: ContainerUser { @_lifetime(copy self) get { ContainerUser(cursor[JSONKey("user", prefix: 0x72657375)]) } }
        public var volumeMounts: ViewList<VolumeMountStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("volumeMounts", prefix: 0x6f4d656d756c6f76)]) } }
    }

    /// Reads a `ContainerUser`.
    public struct ContainerUser: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var linux: LinuxContainerUser { @_lifetime(copy self) get { LinuxContainerUser(cursor[JSONKey("linux", prefix: 0x78756e696c)]) } }
    }

    /// Reads a `DaemonEndpoint`.
    public struct DaemonEndpoint: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var Port: Int64? { cursor[JSONKey("Port", prefix: 0x74726f50)].int }
    }

    /// Reads a `DownwardAPIProjection`.
    public struct DownwardAPIProjection: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var items: ViewList<DownwardAPIVolumeFile> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("items", prefix: 0x736d657469)]) } }
    }

    /// Reads a `DownwardAPIVolumeFile`.
    public struct DownwardAPIVolumeFile: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fieldRef: ObjectFieldSelector { @_lifetime(copy self) get { ObjectFieldSelector(cursor[JSONKey("fieldRef", prefix: 0x666552646c656966)]) } }
        public var mode: Int64? { cursor[JSONKey("mode", prefix: 0x65646f6d)].int }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var resourceFieldRef: ResourceFieldSelector { @_lifetime(copy self) get { ResourceFieldSelector(cursor[JSONKey("resourceFieldRef", prefix: 0x656372756f736572)]) } }
    }

    /// Reads a `DownwardAPIVolumeSource`.
    public struct DownwardAPIVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var defaultMode: Int64? { cursor[JSONKey("defaultMode", prefix: 0x4d746c7561666564)].int }
        public var items: ViewList<DownwardAPIVolumeFile> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("items", prefix: 0x736d657469)]) } }
    }

    /// Reads a `EmptyDirVolumeSource`.
    public struct EmptyDirVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var medium: String? { cursor[JSONKey("medium", prefix: 0x6d756964656d)].string }
        public var sizeLimit: String? { cursor[JSONKey("sizeLimit", prefix: 0x696d694c657a6973)].string }
    }

    /// Reads a `EndpointAddress`.
    public struct EndpointAddress: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var hostname: String? { cursor[JSONKey("hostname", prefix: 0x656d616e74736f68)].string }
        public var ip: String? { cursor[JSONKey("ip", prefix: 0x7069)].string }
        public var nodeName: String? { cursor[JSONKey("nodeName", prefix: 0x656d614e65646f6e)].string }
        public var targetRef: ObjectReference { @_lifetime(copy self) get { ObjectReference(cursor[JSONKey("targetRef", prefix: 0x6552746567726174)]) } }
    }

    /// Reads a `EndpointPort`.
    public struct EndpointPort: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var appProtocol: String? { cursor[JSONKey("appProtocol", prefix: 0x6f746f7250707061)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
        public var `protocol`: String? { cursor[JSONKey("protocol", prefix: 0x6c6f636f746f7270)].string }
    }

    /// Reads a `EndpointSubset`.
    public struct EndpointSubset: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var addresses: ViewList<EndpointAddress> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("addresses", prefix: 0x6573736572646461)]) } }
        public var notReadyAddresses: ViewList<EndpointAddress> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("notReadyAddresses", prefix: 0x7964616552746f6e)]) } }
        public var ports: ViewList<EndpointPort> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
    }

    /// Reads a `Endpoints`.
    public struct Endpoints: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var subsets: ViewList<EndpointSubset> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("subsets", prefix: 0x73746573627573)]) } }
    }

    /// Reads a `EnvFromSource`.
    public struct EnvFromSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var configMapRef: ConfigMapEnvSource { @_lifetime(copy self) get { ConfigMapEnvSource(cursor[JSONKey("configMapRef", prefix: 0x614d6769666e6f63)]) } }
        public var prefix: String? { cursor[JSONKey("prefix", prefix: 0x786966657270)].string }
        public var secretRef: SecretEnvSource { @_lifetime(copy self) get { SecretEnvSource(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
    }

    /// Reads a `EnvVar`.
    public struct EnvVar: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
        public var valueFrom: EnvVarSource { @_lifetime(copy self) get { EnvVarSource(cursor[JSONKey("valueFrom", prefix: 0x6f724665756c6176)]) } }
    }

    /// Reads a `EnvVarSource`.
    public struct EnvVarSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var configMapKeyRef: ConfigMapKeySelector { @_lifetime(copy self) get { ConfigMapKeySelector(cursor[JSONKey("configMapKeyRef", prefix: 0x614d6769666e6f63)]) } }
        public var fieldRef: ObjectFieldSelector { @_lifetime(copy self) get { ObjectFieldSelector(cursor[JSONKey("fieldRef", prefix: 0x666552646c656966)]) } }
        public var fileKeyRef: FileKeySelector { @_lifetime(copy self) get { FileKeySelector(cursor[JSONKey("fileKeyRef", prefix: 0x5279654b656c6966)]) } }
        public var resourceFieldRef: ResourceFieldSelector { @_lifetime(copy self) get { ResourceFieldSelector(cursor[JSONKey("resourceFieldRef", prefix: 0x656372756f736572)]) } }
        public var secretKeyRef: SecretKeySelector { @_lifetime(copy self) get { SecretKeySelector(cursor[JSONKey("secretKeyRef", prefix: 0x654b746572636573)]) } }
    }

    /// Reads a `EphemeralContainer`.
    public struct EphemeralContainer: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var args: Cursor { @_lifetime(copy self) get { cursor[JSONKey("args", prefix: 0x73677261)] } }
        public var command: Cursor { @_lifetime(copy self) get { cursor[JSONKey("command", prefix: 0x646e616d6d6f63)] } }
        public var env: ViewList<EnvVar> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("env", prefix: 0x766e65)]) } }
        public var envFrom: ViewList<EnvFromSource> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("envFrom", prefix: 0x6d6f7246766e65)]) } }
        public var image: String? { cursor[JSONKey("image", prefix: 0x6567616d69)].string }
        public var imagePullPolicy: String? { cursor[JSONKey("imagePullPolicy", prefix: 0x6c75506567616d69)].string }
        public var lifecycle: Lifecycle { @_lifetime(copy self) get { Lifecycle(cursor[JSONKey("lifecycle", prefix: 0x6c6379636566696c)]) } }
        public var livenessProbe: Probe { @_lifetime(copy self) get { Probe(cursor[JSONKey("livenessProbe", prefix: 0x7373656e6576696c)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var ports: ViewList<ContainerPort> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
        public var readinessProbe: Probe { @_lifetime(copy self) get { Probe(cursor[JSONKey("readinessProbe", prefix: 0x73656e6964616572)]) } }
        public var resizePolicy: ViewList<ContainerResizePolicy> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resizePolicy", prefix: 0x6f50657a69736572)]) } }
        public var resources: ResourceRequirements { @_lifetime(copy self) get { ResourceRequirements(cursor[JSONKey("resources", prefix: 0x656372756f736572)]) } }
        public var restartPolicy: String? { cursor[JSONKey("restartPolicy", prefix: 0x5074726174736572)].string }
        public var restartPolicyRules: ViewList<ContainerRestartRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("restartPolicyRules", prefix: 0x5074726174736572)]) } }
        public var securityContext: SecurityContext { @_lifetime(copy self) get { SecurityContext(cursor[JSONKey("securityContext", prefix: 0x7974697275636573)]) } }
        public var startupProbe: Probe { @_lifetime(copy self) get { Probe(cursor[JSONKey("startupProbe", prefix: 0x5070757472617473)]) } }
        public var stdin: Bool? { cursor[JSONKey("stdin", prefix: 0x6e69647473)].bool }
        public var stdinOnce: Bool? { cursor[JSONKey("stdinOnce", prefix: 0x636e4f6e69647473)].bool }
        public var targetContainerName: String? { cursor[JSONKey("targetContainerName", prefix: 0x6f43746567726174)].string }
        public var terminationMessagePath: String? { cursor[JSONKey("terminationMessagePath", prefix: 0x74616e696d726574)].string }
        public var terminationMessagePolicy: String? { cursor[JSONKey("terminationMessagePolicy", prefix: 0x74616e696d726574)].string }
        public var tty: Bool? { cursor[JSONKey("tty", prefix: 0x797474)].bool }
        public var volumeDevices: ViewList<VolumeDevice> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("volumeDevices", prefix: 0x6544656d756c6f76)]) } }
        public var volumeMounts: ViewList<VolumeMount> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("volumeMounts", prefix: 0x6f4d656d756c6f76)]) } }
        public var workingDir: String? { cursor[JSONKey("workingDir", prefix: 0x44676e696b726f77)].string }
    }

    /// Reads a `EphemeralVolumeSource`.
    public struct EphemeralVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var volumeClaimTemplate: PersistentVolumeClaimTemplate { @_lifetime(copy self) get { PersistentVolumeClaimTemplate(cursor[JSONKey("volumeClaimTemplate", prefix: 0x6c43656d756c6f76)]) } }
    }

    /// Reads a `Event`.
    public struct Event: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var action: String? { cursor[JSONKey("action", prefix: 0x6e6f69746361)].string }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var count: Int64? { cursor[JSONKey("count", prefix: 0x746e756f63)].int }
        public var eventTime: String? { cursor[JSONKey("eventTime", prefix: 0x6d6954746e657665)].string }
        public var firstTimestamp: String? { cursor[JSONKey("firstTimestamp", prefix: 0x6d69547473726966)].string }
        public var involvedObject: ObjectReference { @_lifetime(copy self) get { ObjectReference(cursor[JSONKey("involvedObject", prefix: 0x6465766c6f766e69)]) } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var lastTimestamp: String? { cursor[JSONKey("lastTimestamp", prefix: 0x656d69547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var related: ObjectReference { @_lifetime(copy self) get { ObjectReference(cursor[JSONKey("related", prefix: 0x646574616c6572)]) } }
        public var reportingComponent: String? { cursor[JSONKey("reportingComponent", prefix: 0x6e6974726f706572)].string }
        public var reportingInstance: String? { cursor[JSONKey("reportingInstance", prefix: 0x6e6974726f706572)].string }
        public var series: EventSeries { @_lifetime(copy self) get { EventSeries(cursor[JSONKey("series", prefix: 0x736569726573)]) } }
        public var source: EventSource { @_lifetime(copy self) get { EventSource(cursor[JSONKey("source", prefix: 0x656372756f73)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `EventSeries`.
    public struct EventSeries: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var count: Int64? { cursor[JSONKey("count", prefix: 0x746e756f63)].int }
        public var lastObservedTime: String? { cursor[JSONKey("lastObservedTime", prefix: 0x6573624f7473616c)].string }
    }

    /// Reads a `EventSource`.
    public struct EventSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var component: String? { cursor[JSONKey("component", prefix: 0x6e656e6f706d6f63)].string }
        public var host: String? { cursor[JSONKey("host", prefix: 0x74736f68)].string }
    }

    /// Reads a `ExecAction`.
    public struct ExecAction: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var command: Cursor { @_lifetime(copy self) get { cursor[JSONKey("command", prefix: 0x646e616d6d6f63)] } }
    }

    /// Reads a `FCVolumeSource`.
    public struct FCVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var lun: Int64? { cursor[JSONKey("lun", prefix: 0x6e756c)].int }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var targetWWNs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("targetWWNs", prefix: 0x5757746567726174)] } }
        public var wwids: Cursor { @_lifetime(copy self) get { cursor[JSONKey("wwids", prefix: 0x7364697777)] } }
    }

    /// Reads a `FileKeySelector`.
    public struct FileKeySelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var volumeName: String? { cursor[JSONKey("volumeName", prefix: 0x614e656d756c6f76)].string }
    }

    /// Reads a `FlexPersistentVolumeSource`.
    public struct FlexPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var driver: String? { cursor[JSONKey("driver", prefix: 0x726576697264)].string }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var options: Cursor { @_lifetime(copy self) get { cursor[JSONKey("options", prefix: 0x736e6f6974706f)] } }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
    }

    /// Reads a `FlexVolumeSource`.
    public struct FlexVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var driver: String? { cursor[JSONKey("driver", prefix: 0x726576697264)].string }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var options: Cursor { @_lifetime(copy self) get { cursor[JSONKey("options", prefix: 0x736e6f6974706f)] } }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: LocalObjectReference { @_lifetime(copy self) get { LocalObjectReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
    }

    /// Reads a `FlockerVolumeSource`.
    public struct FlockerVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var datasetName: String? { cursor[JSONKey("datasetName", prefix: 0x4e74657361746164)].string }
        public var datasetUUID: String? { cursor[JSONKey("datasetUUID", prefix: 0x5574657361746164)].string }
    }

    /// Reads a `GCEPersistentDiskVolumeSource`.
    public struct GCEPersistentDiskVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var partition: Int64? { cursor[JSONKey("partition", prefix: 0x6f69746974726170)].int }
        public var pdName: String? { cursor[JSONKey("pdName", prefix: 0x656d614e6470)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
    }

    /// Reads a `GRPCAction`.
    public struct GRPCAction: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
        public var service: String? { cursor[JSONKey("service", prefix: 0x65636976726573)].string }
    }

    /// Reads a `GitRepoVolumeSource`.
    public struct GitRepoVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var directory: String? { cursor[JSONKey("directory", prefix: 0x726f746365726964)].string }
        public var repository: String? { cursor[JSONKey("repository", prefix: 0x6f7469736f706572)].string }
        public var revision: String? { cursor[JSONKey("revision", prefix: 0x6e6f697369766572)].string }
    }

    /// Reads a `GlusterfsPersistentVolumeSource`.
    public struct GlusterfsPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var endpoints: String? { cursor[JSONKey("endpoints", prefix: 0x746e696f70646e65)].string }
        public var endpointsNamespace: String? { cursor[JSONKey("endpointsNamespace", prefix: 0x746e696f70646e65)].string }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
    }

    /// Reads a `GlusterfsVolumeSource`.
    public struct GlusterfsVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var endpoints: String? { cursor[JSONKey("endpoints", prefix: 0x746e696f70646e65)].string }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
    }

    /// Reads a `HTTPGetAction`.
    public struct HTTPGetAction: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var host: String? { cursor[JSONKey("host", prefix: 0x74736f68)].string }
        public var httpHeaders: ViewList<HTTPHeader> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("httpHeaders", prefix: 0x6461654870747468)]) } }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var port: Cursor { @_lifetime(copy self) get { cursor[JSONKey("port", prefix: 0x74726f70)] } }
        public var scheme: String? { cursor[JSONKey("scheme", prefix: 0x656d65686373)].string }
    }

    /// Reads a `HTTPHeader`.
    public struct HTTPHeader: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `HostAlias`.
    public struct HostAlias: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var hostnames: Cursor { @_lifetime(copy self) get { cursor[JSONKey("hostnames", prefix: 0x656d616e74736f68)] } }
        public var ip: String? { cursor[JSONKey("ip", prefix: 0x7069)].string }
    }

    /// Reads a `HostIP`.
    public struct HostIP: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var ip: String? { cursor[JSONKey("ip", prefix: 0x7069)].string }
    }

    /// Reads a `HostPathVolumeSource`.
    public struct HostPathVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `ISCSIPersistentVolumeSource`.
    public struct ISCSIPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var chapAuthDiscovery: Bool? { cursor[JSONKey("chapAuthDiscovery", prefix: 0x6874754170616863)].bool }
        public var chapAuthSession: Bool? { cursor[JSONKey("chapAuthSession", prefix: 0x6874754170616863)].bool }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var initiatorName: String? { cursor[JSONKey("initiatorName", prefix: 0x6f74616974696e69)].string }
        public var iqn: String? { cursor[JSONKey("iqn", prefix: 0x6e7169)].string }
        public var iscsiInterface: String? { cursor[JSONKey("iscsiInterface", prefix: 0x746e496973637369)].string }
        public var lun: Int64? { cursor[JSONKey("lun", prefix: 0x6e756c)].int }
        public var portals: Cursor { @_lifetime(copy self) get { cursor[JSONKey("portals", prefix: 0x736c6174726f70)] } }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var targetPortal: String? { cursor[JSONKey("targetPortal", prefix: 0x6f50746567726174)].string }
    }

    /// Reads a `ISCSIVolumeSource`.
    public struct ISCSIVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var chapAuthDiscovery: Bool? { cursor[JSONKey("chapAuthDiscovery", prefix: 0x6874754170616863)].bool }
        public var chapAuthSession: Bool? { cursor[JSONKey("chapAuthSession", prefix: 0x6874754170616863)].bool }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var initiatorName: String? { cursor[JSONKey("initiatorName", prefix: 0x6f74616974696e69)].string }
        public var iqn: String? { cursor[JSONKey("iqn", prefix: 0x6e7169)].string }
        public var iscsiInterface: String? { cursor[JSONKey("iscsiInterface", prefix: 0x746e496973637369)].string }
        public var lun: Int64? { cursor[JSONKey("lun", prefix: 0x6e756c)].int }
        public var portals: Cursor { @_lifetime(copy self) get { cursor[JSONKey("portals", prefix: 0x736c6174726f70)] } }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: LocalObjectReference { @_lifetime(copy self) get { LocalObjectReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var targetPortal: String? { cursor[JSONKey("targetPortal", prefix: 0x6f50746567726174)].string }
    }

    /// Reads a `ImageVolumeSource`.
    public struct ImageVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var pullPolicy: String? { cursor[JSONKey("pullPolicy", prefix: 0x696c6f506c6c7570)].string }
        public var reference: String? { cursor[JSONKey("reference", prefix: 0x636e657265666572)].string }
    }

    /// Reads a `ImageVolumeStatus`.
    public struct ImageVolumeStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var imageRef: String? { cursor[JSONKey("imageRef", prefix: 0x6665526567616d69)].string }
    }

    /// Reads a `KeyToPath`.
    public struct KeyToPath: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var mode: Int64? { cursor[JSONKey("mode", prefix: 0x65646f6d)].int }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
    }

    /// Reads a `Lifecycle`.
    public struct Lifecycle: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var postStart: LifecycleHandler { @_lifetime(copy self) get { LifecycleHandler(cursor[JSONKey("postStart", prefix: 0x7261745374736f70)]) } }
        public var preStop: LifecycleHandler { @_lifetime(copy self) get { LifecycleHandler(cursor[JSONKey("preStop", prefix: 0x706f7453657270)]) } }
        public var stopSignal: String? { cursor[JSONKey("stopSignal", prefix: 0x6e676953706f7473)].string }
    }

    /// Reads a `LifecycleHandler`.
    public struct LifecycleHandler: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var exec: ExecAction { @_lifetime(copy self) get { ExecAction(cursor[JSONKey("exec", prefix: 0x63657865)]) } }
        public var httpGet: HTTPGetAction { @_lifetime(copy self) get { HTTPGetAction(cursor[JSONKey("httpGet", prefix: 0x74654770747468)]) } }
        public var sleep: SleepAction { @_lifetime(copy self) get { SleepAction(cursor[JSONKey("sleep", prefix: 0x7065656c73)]) } }
        public var tcpSocket: TCPSocketAction { @_lifetime(copy self) get { TCPSocketAction(cursor[JSONKey("tcpSocket", prefix: 0x656b636f53706374)]) } }
    }

    /// Reads a `LimitRange`.
    public struct LimitRange: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: LimitRangeSpec { @_lifetime(copy self) get { LimitRangeSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `LimitRangeItem`.
    public struct LimitRangeItem: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var `default`: Cursor { @_lifetime(copy self) get { cursor[JSONKey("default", prefix: 0x746c7561666564)] } }
        public var defaultRequest: Cursor { @_lifetime(copy self) get { cursor[JSONKey("defaultRequest", prefix: 0x52746c7561666564)] } }
        public var max: Cursor { @_lifetime(copy self) get { cursor[JSONKey("max", prefix: 0x78616d)] } }
        public var maxLimitRequestRatio: Cursor { @_lifetime(copy self) get { cursor[JSONKey("maxLimitRequestRatio", prefix: 0x74696d694c78616d)] } }
        public var min: Cursor { @_lifetime(copy self) get { cursor[JSONKey("min", prefix: 0x6e696d)] } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `LimitRangeSpec`.
    public struct LimitRangeSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var limits: ViewList<LimitRangeItem> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("limits", prefix: 0x7374696d696c)]) } }
    }

    /// Reads a `LinuxContainerUser`.
    public struct LinuxContainerUser: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var gid: Int64? { cursor[JSONKey("gid", prefix: 0x646967)].int }
        public var supplementalGroups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("supplementalGroups", prefix: 0x656d656c70707573)] } }
        public var uid: Int64? { cursor[JSONKey("uid", prefix: 0x646975)].int }
    }

    /// Reads a `LoadBalancerIngress`.
    public struct LoadBalancerIngress: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var hostname: String? { cursor[JSONKey("hostname", prefix: 0x656d616e74736f68)].string }
        public var ip: String? { cursor[JSONKey("ip", prefix: 0x7069)].string }
        public var ipMode: String? { cursor[JSONKey("ipMode", prefix: 0x65646f4d7069)].string }
        public var ports: ViewList<PortStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
    }

    /// Reads a `LoadBalancerStatus`.
    public struct LoadBalancerStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var ingress: ViewList<LoadBalancerIngress> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ingress", prefix: 0x73736572676e69)]) } }
    }

    /// Reads a `LocalObjectReference`.
    public struct LocalObjectReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `LocalVolumeSource`.
    public struct LocalVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
    }

    /// Reads a `ModifyVolumeStatus`.
    public struct ModifyVolumeStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var targetVolumeAttributesClassName: String? { cursor[JSONKey("targetVolumeAttributesClassName", prefix: 0x6f56746567726174)].string }
    }

    /// Reads a `NFSVolumeSource`.
    public struct NFSVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var server: String? { cursor[JSONKey("server", prefix: 0x726576726573)].string }
    }

    /// Reads a `Namespace`.
    public struct Namespace: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: NamespaceSpec { @_lifetime(copy self) get { NamespaceSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: NamespaceStatus { @_lifetime(copy self) get { NamespaceStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `NamespaceCondition`.
    public struct NamespaceCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `NamespaceSpec`.
    public struct NamespaceSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var finalizers: Cursor { @_lifetime(copy self) get { cursor[JSONKey("finalizers", prefix: 0x657a696c616e6966)] } }
    }

    /// Reads a `NamespaceStatus`.
    public struct NamespaceStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<NamespaceCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var phase: String? { cursor[JSONKey("phase", prefix: 0x6573616870)].string }
    }

    /// Reads a `Node`.
    public struct Node: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: NodeSpec { @_lifetime(copy self) get { NodeSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: NodeStatus { @_lifetime(copy self) get { NodeStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `NodeAddress`.
    public struct NodeAddress: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var address: String? { cursor[JSONKey("address", prefix: 0x73736572646461)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `NodeAffinity`.
    public struct NodeAffinity: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var preferredDuringSchedulingIgnoredDuringExecution: ViewList<PreferredSchedulingTerm> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("preferredDuringSchedulingIgnoredDuringExecution", prefix: 0x6572726566657270)]) } }
        public var requiredDuringSchedulingIgnoredDuringExecution: NodeSelector { @_lifetime(copy self) get { NodeSelector(cursor[JSONKey("requiredDuringSchedulingIgnoredDuringExecution", prefix: 0x6465726975716572)]) } }
    }

    /// Reads a `NodeAllocatableResourceClaimStatus`.
    public struct NodeAllocatableResourceClaimStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var containers: Cursor { @_lifetime(copy self) get { cursor[JSONKey("containers", prefix: 0x656e6961746e6f63)] } }
        public var resourceClaimName: String? { cursor[JSONKey("resourceClaimName", prefix: 0x656372756f736572)].string }
        public var resources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resources", prefix: 0x656372756f736572)] } }
    }

    /// Reads a `NodeCondition`.
    public struct NodeCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastHeartbeatTime: String? { cursor[JSONKey("lastHeartbeatTime", prefix: 0x726165487473616c)].string }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `NodeConfigSource`.
    public struct NodeConfigSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var configMap: ConfigMapNodeConfigSource { @_lifetime(copy self) get { ConfigMapNodeConfigSource(cursor[JSONKey("configMap", prefix: 0x614d6769666e6f63)]) } }
    }

    /// Reads a `NodeConfigStatus`.
    public struct NodeConfigStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var active: NodeConfigSource { @_lifetime(copy self) get { NodeConfigSource(cursor[JSONKey("active", prefix: 0x657669746361)]) } }
        public var assigned: NodeConfigSource { @_lifetime(copy self) get { NodeConfigSource(cursor[JSONKey("assigned", prefix: 0x64656e6769737361)]) } }
        public var error: String? { cursor[JSONKey("error", prefix: 0x726f727265)].string }
        public var lastKnownGood: NodeConfigSource { @_lifetime(copy self) get { NodeConfigSource(cursor[JSONKey("lastKnownGood", prefix: 0x776f6e4b7473616c)]) } }
    }

    /// Reads a `NodeDaemonEndpoints`.
    public struct NodeDaemonEndpoints: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var kubeletEndpoint: DaemonEndpoint { @_lifetime(copy self) get { DaemonEndpoint(cursor[JSONKey("kubeletEndpoint", prefix: 0x4574656c6562756b)]) } }
    }

    /// Reads a `NodeFeatures`.
    public struct NodeFeatures: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var supplementalGroupsPolicy: Bool? { cursor[JSONKey("supplementalGroupsPolicy", prefix: 0x656d656c70707573)].bool }
    }

    /// Reads a `NodeRuntimeHandler`.
    public struct NodeRuntimeHandler: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var features: NodeRuntimeHandlerFeatures { @_lifetime(copy self) get { NodeRuntimeHandlerFeatures(cursor[JSONKey("features", prefix: 0x7365727574616566)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `NodeRuntimeHandlerFeatures`.
    public struct NodeRuntimeHandlerFeatures: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var recursiveReadOnlyMounts: Bool? { cursor[JSONKey("recursiveReadOnlyMounts", prefix: 0x7669737275636572)].bool }
        public var userNamespaces: Bool? { cursor[JSONKey("userNamespaces", prefix: 0x656d614e72657375)].bool }
    }

    /// Reads a `NodeSelector`.
    public struct NodeSelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var nodeSelectorTerms: ViewList<NodeSelectorTerm> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("nodeSelectorTerms", prefix: 0x656c655365646f6e)]) } }
    }

    /// Reads a `NodeSelectorRequirement`.
    public struct NodeSelectorRequirement: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var `operator`: String? { cursor[JSONKey("operator", prefix: 0x726f74617265706f)].string }
        public var values: Cursor { @_lifetime(copy self) get { cursor[JSONKey("values", prefix: 0x7365756c6176)] } }
    }

    /// Reads a `NodeSelectorTerm`.
    public struct NodeSelectorTerm: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var matchExpressions: ViewList<NodeSelectorRequirement> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchExpressions", prefix: 0x707845686374616d)]) } }
        public var matchFields: ViewList<NodeSelectorRequirement> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchFields", prefix: 0x656946686374616d)]) } }
    }

    /// Reads a `NodeSpec`.
    public struct NodeSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var configSource: NodeConfigSource { @_lifetime(copy self) get { NodeConfigSource(cursor[JSONKey("configSource", prefix: 0x6f536769666e6f63)]) } }
        public var externalID: String? { cursor[JSONKey("externalID", prefix: 0x6c616e7265747865)].string }
        public var podCIDR: String? { cursor[JSONKey("podCIDR", prefix: 0x52444943646f70)].string }
        public var podCIDRs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("podCIDRs", prefix: 0x7352444943646f70)] } }
        public var providerID: String? { cursor[JSONKey("providerID", prefix: 0x72656469766f7270)].string }
        public var taints: ViewList<Taint> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("taints", prefix: 0x73746e696174)]) } }
        public var unschedulable: Bool? { cursor[JSONKey("unschedulable", prefix: 0x7564656863736e75)].bool }
    }

    /// Reads a `NodeStatus`.
    public struct NodeStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var addresses: ViewList<NodeAddress> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("addresses", prefix: 0x6573736572646461)]) } }
        public var allocatable: Cursor { @_lifetime(copy self) get { cursor[JSONKey("allocatable", prefix: 0x617461636f6c6c61)] } }
        public var capacity: Cursor { @_lifetime(copy self) get { cursor[JSONKey("capacity", prefix: 0x7974696361706163)] } }
        public var conditions: ViewList<NodeCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var config: NodeConfigStatus { @_lifetime(copy self) get { NodeConfigStatus(cursor[JSONKey("config", prefix: 0x6769666e6f63)]) } }
        public var daemonEndpoints: NodeDaemonEndpoints { @_lifetime(copy self) get { NodeDaemonEndpoints(cursor[JSONKey("daemonEndpoints", prefix: 0x6e456e6f6d656164)]) } }
        public var declaredFeatures: Cursor { @_lifetime(copy self) get { cursor[JSONKey("declaredFeatures", prefix: 0x646572616c636564)] } }
        public var features: NodeFeatures { @_lifetime(copy self) get { NodeFeatures(cursor[JSONKey("features", prefix: 0x7365727574616566)]) } }
        public var images: ViewList<ContainerImage> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("images", prefix: 0x736567616d69)]) } }
        public var nodeInfo: NodeSystemInfo { @_lifetime(copy self) get { NodeSystemInfo(cursor[JSONKey("nodeInfo", prefix: 0x6f666e4965646f6e)]) } }
        public var phase: String? { cursor[JSONKey("phase", prefix: 0x6573616870)].string }
        public var runtimeHandlers: ViewList<NodeRuntimeHandler> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("runtimeHandlers", prefix: 0x48656d69746e7572)]) } }
        public var volumesAttached: ViewList<AttachedVolume> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("volumesAttached", prefix: 0x4173656d756c6f76)]) } }
        public var volumesInUse: Cursor { @_lifetime(copy self) get { cursor[JSONKey("volumesInUse", prefix: 0x4973656d756c6f76)] } }
    }

    /// Reads a `NodeSwapStatus`.
    public struct NodeSwapStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var capacity: Int64? { cursor[JSONKey("capacity", prefix: 0x7974696361706163)].int }
    }

    /// Reads a `NodeSystemInfo`.
    public struct NodeSystemInfo: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var architecture: String? { cursor[JSONKey("architecture", prefix: 0x6365746968637261)].string }
        public var bootID: String? { cursor[JSONKey("bootID", prefix: 0x4449746f6f62)].string }
        public var containerRuntimeVersion: String? { cursor[JSONKey("containerRuntimeVersion", prefix: 0x656e6961746e6f63)].string }
        public var kernelVersion: String? { cursor[JSONKey("kernelVersion", prefix: 0x65566c656e72656b)].string }
        public var kubeProxyVersion: String? { cursor[JSONKey("kubeProxyVersion", prefix: 0x786f72506562756b)].string }
        public var kubeletVersion: String? { cursor[JSONKey("kubeletVersion", prefix: 0x5674656c6562756b)].string }
        public var machineID: String? { cursor[JSONKey("machineID", prefix: 0x49656e696863616d)].string }
        public var operatingSystem: String? { cursor[JSONKey("operatingSystem", prefix: 0x6e6974617265706f)].string }
        public var osImage: String? { cursor[JSONKey("osImage", prefix: 0x6567616d49736f)].string }
        public var swap: NodeSwapStatus { @_lifetime(copy self) get { NodeSwapStatus(cursor[JSONKey("swap", prefix: 0x70617773)]) } }
        public var systemUUID: String? { cursor[JSONKey("systemUUID", prefix: 0x55556d6574737973)].string }
    }

    /// Reads a `ObjectFieldSelector`.
    public struct ObjectFieldSelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var fieldPath: String? { cursor[JSONKey("fieldPath", prefix: 0x746150646c656966)].string }
    }

    /// Reads a `ObjectReference`.
    public struct ObjectReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var fieldPath: String? { cursor[JSONKey("fieldPath", prefix: 0x746150646c656966)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var resourceVersion: String? { cursor[JSONKey("resourceVersion", prefix: 0x656372756f736572)].string }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
    }

    /// Reads a `PersistentVolume`.
    public struct PersistentVolume: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: PersistentVolumeSpec { @_lifetime(copy self) get { PersistentVolumeSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: PersistentVolumeStatus { @_lifetime(copy self) get { PersistentVolumeStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `PersistentVolumeClaim`.
    public struct PersistentVolumeClaim: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: PersistentVolumeClaimSpec { @_lifetime(copy self) get { PersistentVolumeClaimSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: PersistentVolumeClaimStatus { @_lifetime(copy self) get { PersistentVolumeClaimStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `PersistentVolumeClaimCondition`.
    public struct PersistentVolumeClaimCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastProbeTime: String? { cursor[JSONKey("lastProbeTime", prefix: 0x626f72507473616c)].string }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `PersistentVolumeClaimSpec`.
    public struct PersistentVolumeClaimSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var accessModes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("accessModes", prefix: 0x6f4d737365636361)] } }
        public var dataSource: TypedLocalObjectReference { @_lifetime(copy self) get { TypedLocalObjectReference(cursor[JSONKey("dataSource", prefix: 0x72756f5361746164)]) } }
        public var dataSourceRef: TypedObjectReference { @_lifetime(copy self) get { TypedObjectReference(cursor[JSONKey("dataSourceRef", prefix: 0x72756f5361746164)]) } }
        public var resources: VolumeResourceRequirements { @_lifetime(copy self) get { VolumeResourceRequirements(cursor[JSONKey("resources", prefix: 0x656372756f736572)]) } }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
        public var storageClassName: String? { cursor[JSONKey("storageClassName", prefix: 0x43656761726f7473)].string }
        public var volumeAttributesClassName: String? { cursor[JSONKey("volumeAttributesClassName", prefix: 0x7441656d756c6f76)].string }
        public var volumeMode: String? { cursor[JSONKey("volumeMode", prefix: 0x6f4d656d756c6f76)].string }
        public var volumeName: String? { cursor[JSONKey("volumeName", prefix: 0x614e656d756c6f76)].string }
    }

    /// Reads a `PersistentVolumeClaimStatus`.
    public struct PersistentVolumeClaimStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var accessModes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("accessModes", prefix: 0x6f4d737365636361)] } }
        public var allocatedResourceStatuses: Cursor { @_lifetime(copy self) get { cursor[JSONKey("allocatedResourceStatuses", prefix: 0x657461636f6c6c61)] } }
        public var allocatedResources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("allocatedResources", prefix: 0x657461636f6c6c61)] } }
        public var capacity: Cursor { @_lifetime(copy self) get { cursor[JSONKey("capacity", prefix: 0x7974696361706163)] } }
        public var conditions: ViewList<PersistentVolumeClaimCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var currentVolumeAttributesClassName: String? { cursor[JSONKey("currentVolumeAttributesClassName", prefix: 0x56746e6572727563)].string }
        public var modifyVolumeStatus: ModifyVolumeStatus { @_lifetime(copy self) get { ModifyVolumeStatus(cursor[JSONKey("modifyVolumeStatus", prefix: 0x6f56796669646f6d)]) } }
        public var phase: String? { cursor[JSONKey("phase", prefix: 0x6573616870)].string }
    }

    /// Reads a `PersistentVolumeClaimTemplate`.
    public struct PersistentVolumeClaimTemplate: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: PersistentVolumeClaimSpec { @_lifetime(copy self) get { PersistentVolumeClaimSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `PersistentVolumeClaimVolumeSource`.
    public struct PersistentVolumeClaimVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var claimName: String? { cursor[JSONKey("claimName", prefix: 0x6d614e6d69616c63)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
    }

    /// Reads a `PersistentVolumeSpec`.
    public struct PersistentVolumeSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var accessModes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("accessModes", prefix: 0x6f4d737365636361)] } }
        public var awsElasticBlockStore: AWSElasticBlockStoreVolumeSource { @_lifetime(copy self) get { AWSElasticBlockStoreVolumeSource(cursor[JSONKey("awsElasticBlockStore", prefix: 0x7473616c45737761)]) } }
        public var azureDisk: AzureDiskVolumeSource { @_lifetime(copy self) get { AzureDiskVolumeSource(cursor[JSONKey("azureDisk", prefix: 0x7369446572757a61)]) } }
        public var azureFile: AzureFilePersistentVolumeSource { @_lifetime(copy self) get { AzureFilePersistentVolumeSource(cursor[JSONKey("azureFile", prefix: 0x6c69466572757a61)]) } }
        public var capacity: Cursor { @_lifetime(copy self) get { cursor[JSONKey("capacity", prefix: 0x7974696361706163)] } }
        public var cephfs: CephFSPersistentVolumeSource { @_lifetime(copy self) get { CephFSPersistentVolumeSource(cursor[JSONKey("cephfs", prefix: 0x736668706563)]) } }
        public var cinder: CinderPersistentVolumeSource { @_lifetime(copy self) get { CinderPersistentVolumeSource(cursor[JSONKey("cinder", prefix: 0x7265646e6963)]) } }
        public var claimRef: ObjectReference { @_lifetime(copy self) get { ObjectReference(cursor[JSONKey("claimRef", prefix: 0x6665526d69616c63)]) } }
        public var csi: CSIPersistentVolumeSource { @_lifetime(copy self) get { CSIPersistentVolumeSource(cursor[JSONKey("csi", prefix: 0x697363)]) } }
        public var fc: FCVolumeSource { @_lifetime(copy self) get { FCVolumeSource(cursor[JSONKey("fc", prefix: 0x6366)]) } }
        public var flexVolume: FlexPersistentVolumeSource { @_lifetime(copy self) get { FlexPersistentVolumeSource(cursor[JSONKey("flexVolume", prefix: 0x756c6f5678656c66)]) } }
        public var flocker: FlockerVolumeSource { @_lifetime(copy self) get { FlockerVolumeSource(cursor[JSONKey("flocker", prefix: 0x72656b636f6c66)]) } }
        public var gcePersistentDisk: GCEPersistentDiskVolumeSource { @_lifetime(copy self) get { GCEPersistentDiskVolumeSource(cursor[JSONKey("gcePersistentDisk", prefix: 0x6973726550656367)]) } }
        public var glusterfs: GlusterfsPersistentVolumeSource { @_lifetime(copy self) get { GlusterfsPersistentVolumeSource(cursor[JSONKey("glusterfs", prefix: 0x6672657473756c67)]) } }
        public var hostPath: HostPathVolumeSource { @_lifetime(copy self) get { HostPathVolumeSource(cursor[JSONKey("hostPath", prefix: 0x6874615074736f68)]) } }
        public var iscsi: ISCSIPersistentVolumeSource { @_lifetime(copy self) get { ISCSIPersistentVolumeSource(cursor[JSONKey("iscsi", prefix: 0x6973637369)]) } }
        public var local: LocalVolumeSource { @_lifetime(copy self) get { LocalVolumeSource(cursor[JSONKey("local", prefix: 0x6c61636f6c)]) } }
        public var mountOptions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("mountOptions", prefix: 0x74704f746e756f6d)] } }
        public var nfs: NFSVolumeSource { @_lifetime(copy self) get { NFSVolumeSource(cursor[JSONKey("nfs", prefix: 0x73666e)]) } }
        public var nodeAffinity: VolumeNodeAffinity { @_lifetime(copy self) get { VolumeNodeAffinity(cursor[JSONKey("nodeAffinity", prefix: 0x6966664165646f6e)]) } }
        public var persistentVolumeReclaimPolicy: String? { cursor[JSONKey("persistentVolumeReclaimPolicy", prefix: 0x6574736973726570)].string }
        public var photonPersistentDisk: PhotonPersistentDiskVolumeSource { @_lifetime(copy self) get { PhotonPersistentDiskVolumeSource(cursor[JSONKey("photonPersistentDisk", prefix: 0x65506e6f746f6870)]) } }
        public var portworxVolume: PortworxVolumeSource { @_lifetime(copy self) get { PortworxVolumeSource(cursor[JSONKey("portworxVolume", prefix: 0x78726f7774726f70)]) } }
        public var quobyte: QuobyteVolumeSource { @_lifetime(copy self) get { QuobyteVolumeSource(cursor[JSONKey("quobyte", prefix: 0x657479626f7571)]) } }
        public var rbd: RBDPersistentVolumeSource { @_lifetime(copy self) get { RBDPersistentVolumeSource(cursor[JSONKey("rbd", prefix: 0x646272)]) } }
        public var scaleIO: ScaleIOPersistentVolumeSource { @_lifetime(copy self) get { ScaleIOPersistentVolumeSource(cursor[JSONKey("scaleIO", prefix: 0x4f49656c616373)]) } }
        public var storageClassName: String? { cursor[JSONKey("storageClassName", prefix: 0x43656761726f7473)].string }
        public var storageos: StorageOSPersistentVolumeSource { @_lifetime(copy self) get { StorageOSPersistentVolumeSource(cursor[JSONKey("storageos", prefix: 0x6f656761726f7473)]) } }
        public var volumeAttributesClassName: String? { cursor[JSONKey("volumeAttributesClassName", prefix: 0x7441656d756c6f76)].string }
        public var volumeMode: String? { cursor[JSONKey("volumeMode", prefix: 0x6f4d656d756c6f76)].string }
        public var vsphereVolume: VsphereVirtualDiskVolumeSource { @_lifetime(copy self) get { VsphereVirtualDiskVolumeSource(cursor[JSONKey("vsphereVolume", prefix: 0x5665726568707376)]) } }
    }

    /// Reads a `PersistentVolumeStatus`.
    public struct PersistentVolumeStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastPhaseTransitionTime: String? { cursor[JSONKey("lastPhaseTransitionTime", prefix: 0x736168507473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var phase: String? { cursor[JSONKey("phase", prefix: 0x6573616870)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
    }

    /// Reads a `PhotonPersistentDiskVolumeSource`.
    public struct PhotonPersistentDiskVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var pdID: String? { cursor[JSONKey("pdID", prefix: 0x44496470)].string }
    }

    /// Reads a `Pod`.
    public struct Pod: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: PodSpec { @_lifetime(copy self) get { PodSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: PodStatus { @_lifetime(copy self) get { PodStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `PodAffinity`.
    public struct PodAffinity: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var preferredDuringSchedulingIgnoredDuringExecution: ViewList<WeightedPodAffinityTerm> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("preferredDuringSchedulingIgnoredDuringExecution", prefix: 0x6572726566657270)]) } }
        public var requiredDuringSchedulingIgnoredDuringExecution: ViewList<PodAffinityTerm> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("requiredDuringSchedulingIgnoredDuringExecution", prefix: 0x6465726975716572)]) } }
    }

    /// Reads a `PodAffinityTerm`.
    public struct PodAffinityTerm: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var labelSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("labelSelector", prefix: 0x6c65536c6562616c)]) } }
        public var matchLabelKeys: Cursor { @_lifetime(copy self) get { cursor[JSONKey("matchLabelKeys", prefix: 0x62614c686374616d)] } }
        public var mismatchLabelKeys: Cursor { @_lifetime(copy self) get { cursor[JSONKey("mismatchLabelKeys", prefix: 0x686374616d73696d)] } }
        public var namespaceSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("namespaceSelector", prefix: 0x63617073656d616e)]) } }
        public var namespaces: Cursor { @_lifetime(copy self) get { cursor[JSONKey("namespaces", prefix: 0x63617073656d616e)] } }
        public var topologyKey: String? { cursor[JSONKey("topologyKey", prefix: 0x79676f6c6f706f74)].string }
    }

    /// Reads a `PodAntiAffinity`.
    public struct PodAntiAffinity: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var preferredDuringSchedulingIgnoredDuringExecution: ViewList<WeightedPodAffinityTerm> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("preferredDuringSchedulingIgnoredDuringExecution", prefix: 0x6572726566657270)]) } }
        public var requiredDuringSchedulingIgnoredDuringExecution: ViewList<PodAffinityTerm> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("requiredDuringSchedulingIgnoredDuringExecution", prefix: 0x6465726975716572)]) } }
    }

    /// Reads a `PodCertificateProjection`.
    public struct PodCertificateProjection: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var certificateChainPath: String? { cursor[JSONKey("certificateChainPath", prefix: 0x6369666974726563)].string }
        public var credentialBundlePath: String? { cursor[JSONKey("credentialBundlePath", prefix: 0x69746e6564657263)].string }
        public var keyPath: String? { cursor[JSONKey("keyPath", prefix: 0x6874615079656b)].string }
        public var keyType: String? { cursor[JSONKey("keyType", prefix: 0x6570795479656b)].string }
        public var maxExpirationSeconds: Int64? { cursor[JSONKey("maxExpirationSeconds", prefix: 0x726970784578616d)].int }
        public var signerName: String? { cursor[JSONKey("signerName", prefix: 0x614e72656e676973)].string }
        public var userAnnotations: Cursor { @_lifetime(copy self) get { cursor[JSONKey("userAnnotations", prefix: 0x6f6e6e4172657375)] } }
    }

    /// Reads a `PodCondition`.
    public struct PodCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastProbeTime: String? { cursor[JSONKey("lastProbeTime", prefix: 0x626f72507473616c)].string }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `PodDNSConfig`.
    public struct PodDNSConfig: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var nameservers: Cursor { @_lifetime(copy self) get { cursor[JSONKey("nameservers", prefix: 0x76726573656d616e)] } }
        public var options: ViewList<PodDNSConfigOption> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("options", prefix: 0x736e6f6974706f)]) } }
        public var searches: Cursor { @_lifetime(copy self) get { cursor[JSONKey("searches", prefix: 0x7365686372616573)] } }
    }

    /// Reads a `PodDNSConfigOption`.
    public struct PodDNSConfigOption: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `PodExtendedResourceClaimStatus`.
    public struct PodExtendedResourceClaimStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var requestMappings: ViewList<ContainerExtendedResourceRequest> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("requestMappings", prefix: 0x4d74736575716572)]) } }
        public var resourceClaimName: String? { cursor[JSONKey("resourceClaimName", prefix: 0x656372756f736572)].string }
    }

    /// Reads a `PodIP`.
    public struct PodIP: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var ip: String? { cursor[JSONKey("ip", prefix: 0x7069)].string }
    }

    /// Reads a `PodOS`.
    public struct PodOS: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `PodReadinessGate`.
    public struct PodReadinessGate: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditionType: String? { cursor[JSONKey("conditionType", prefix: 0x6f697469646e6f63)].string }
    }

    /// Reads a `PodResourceClaim`.
    public struct PodResourceClaim: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var resourceClaimName: String? { cursor[JSONKey("resourceClaimName", prefix: 0x656372756f736572)].string }
        public var resourceClaimTemplateName: String? { cursor[JSONKey("resourceClaimTemplateName", prefix: 0x656372756f736572)].string }
    }

    /// Reads a `PodResourceClaimStatus`.
    public struct PodResourceClaimStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var resourceClaimName: String? { cursor[JSONKey("resourceClaimName", prefix: 0x656372756f736572)].string }
    }

    /// Reads a `PodSchedulingGate`.
    public struct PodSchedulingGate: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `PodSchedulingGroup`.
    public struct PodSchedulingGroup: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var podGroupName: String? { cursor[JSONKey("podGroupName", prefix: 0x70756f7247646f70)].string }
    }

    /// Reads a `PodSecurityContext`.
    public struct PodSecurityContext: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var appArmorProfile: AppArmorProfile { @_lifetime(copy self) get { AppArmorProfile(cursor[JSONKey("appArmorProfile", prefix: 0x726f6d7241707061)]) } }
        public var fsGroup: Int64? { cursor[JSONKey("fsGroup", prefix: 0x70756f72477366)].int }
        public var fsGroupChangePolicy: String? { cursor[JSONKey("fsGroupChangePolicy", prefix: 0x4370756f72477366)].string }
        public var runAsGroup: Int64? { cursor[JSONKey("runAsGroup", prefix: 0x6f724773416e7572)].int }
        public var runAsNonRoot: Bool? { cursor[JSONKey("runAsNonRoot", prefix: 0x6e6f4e73416e7572)].bool }
        public var runAsUser: Int64? { cursor[JSONKey("runAsUser", prefix: 0x65735573416e7572)].int }
        public var seLinuxChangePolicy: String? { cursor[JSONKey("seLinuxChangePolicy", prefix: 0x4378756e694c6573)].string }
        public var seLinuxOptions: SELinuxOptions { @_lifetime(copy self) get { SELinuxOptions(cursor[JSONKey("seLinuxOptions", prefix: 0x4f78756e694c6573)]) } }
        public var seccompProfile: SeccompProfile { @_lifetime(copy self) get { SeccompProfile(cursor[JSONKey("seccompProfile", prefix: 0x50706d6f63636573)]) } }
        public var supplementalGroups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("supplementalGroups", prefix: 0x656d656c70707573)] } }
        public var supplementalGroupsPolicy: String? { cursor[JSONKey("supplementalGroupsPolicy", prefix: 0x656d656c70707573)].string }
        public var sysctls: ViewList<Sysctl> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("sysctls", prefix: 0x736c7463737973)]) } }
        public var windowsOptions: WindowsSecurityContextOptions { @_lifetime(copy self) get { WindowsSecurityContextOptions(cursor[JSONKey("windowsOptions", prefix: 0x4f73776f646e6977)]) } }
    }

    /// Reads a `PodSpec`.
    public struct PodSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var activeDeadlineSeconds: Int64? { cursor[JSONKey("activeDeadlineSeconds", prefix: 0x6544657669746361)].int }
        public var affinity: Affinity { @_lifetime(copy self) get { Affinity(cursor[JSONKey("affinity", prefix: 0x7974696e69666661)]) } }
        public var automountServiceAccountToken: Bool? { cursor[JSONKey("automountServiceAccountToken", prefix: 0x6e756f6d6f747561)].bool }
        public var containers: ViewList<Container> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("containers", prefix: 0x656e6961746e6f63)]) } }
        public var dnsConfig: PodDNSConfig { @_lifetime(copy self) get { PodDNSConfig(cursor[JSONKey("dnsConfig", prefix: 0x69666e6f43736e64)]) } }
        public var dnsPolicy: String? { cursor[JSONKey("dnsPolicy", prefix: 0x63696c6f50736e64)].string }
        public var enableServiceLinks: Bool? { cursor[JSONKey("enableServiceLinks", prefix: 0x6553656c62616e65)].bool }
        public var ephemeralContainers: ViewList<EphemeralContainer> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ephemeralContainers", prefix: 0x6172656d65687065)]) } }
        public var hostAliases: ViewList<HostAlias> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("hostAliases", prefix: 0x61696c4174736f68)]) } }
        public var hostIPC: Bool? { cursor[JSONKey("hostIPC", prefix: 0x43504974736f68)].bool }
        public var hostNetwork: Bool? { cursor[JSONKey("hostNetwork", prefix: 0x7774654e74736f68)].bool }
        public var hostPID: Bool? { cursor[JSONKey("hostPID", prefix: 0x44495074736f68)].bool }
        public var hostUsers: Bool? { cursor[JSONKey("hostUsers", prefix: 0x7265735574736f68)].bool }
        public var hostname: String? { cursor[JSONKey("hostname", prefix: 0x656d616e74736f68)].string }
        public var hostnameOverride: String? { cursor[JSONKey("hostnameOverride", prefix: 0x656d616e74736f68)].string }
        public var imagePullSecrets: ViewList<LocalObjectReference> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("imagePullSecrets", prefix: 0x6c75506567616d69)]) } }
        public var initContainers: ViewList<Container> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("initContainers", prefix: 0x746e6f4374696e69)]) } }
        public var nodeName: String? { cursor[JSONKey("nodeName", prefix: 0x656d614e65646f6e)].string }
        public var nodeSelector: Cursor { @_lifetime(copy self) get { cursor[JSONKey("nodeSelector", prefix: 0x656c655365646f6e)] } }
        public var os: PodOS { @_lifetime(copy self) get { PodOS(cursor[JSONKey("os", prefix: 0x736f)]) } }
        public var overhead: Cursor { @_lifetime(copy self) get { cursor[JSONKey("overhead", prefix: 0x646165687265766f)] } }
        public var preemptionPolicy: String? { cursor[JSONKey("preemptionPolicy", prefix: 0x6974706d65657270)].string }
        public var priority: Int64? { cursor[JSONKey("priority", prefix: 0x797469726f697270)].int }
        public var priorityClassName: String? { cursor[JSONKey("priorityClassName", prefix: 0x797469726f697270)].string }
        public var readinessGates: ViewList<PodReadinessGate> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("readinessGates", prefix: 0x73656e6964616572)]) } }
        public var resourceClaims: ViewList<PodResourceClaim> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resourceClaims", prefix: 0x656372756f736572)]) } }
        public var resources: ResourceRequirements { @_lifetime(copy self) get { ResourceRequirements(cursor[JSONKey("resources", prefix: 0x656372756f736572)]) } }
        public var restartPolicy: String? { cursor[JSONKey("restartPolicy", prefix: 0x5074726174736572)].string }
        public var runtimeClassName: String? { cursor[JSONKey("runtimeClassName", prefix: 0x43656d69746e7572)].string }
        public var schedulerName: String? { cursor[JSONKey("schedulerName", prefix: 0x656c756465686373)].string }
        public var schedulingGates: ViewList<PodSchedulingGate> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("schedulingGates", prefix: 0x696c756465686373)]) } }
        public var schedulingGroup: PodSchedulingGroup { @_lifetime(copy self) get { PodSchedulingGroup(cursor[JSONKey("schedulingGroup", prefix: 0x696c756465686373)]) } }
        public var securityContext: PodSecurityContext { @_lifetime(copy self) get { PodSecurityContext(cursor[JSONKey("securityContext", prefix: 0x7974697275636573)]) } }
        public var serviceAccount: String? { cursor[JSONKey("serviceAccount", prefix: 0x4165636976726573)].string }
        public var serviceAccountName: String? { cursor[JSONKey("serviceAccountName", prefix: 0x4165636976726573)].string }
        public var setHostnameAsFQDN: Bool? { cursor[JSONKey("setHostnameAsFQDN", prefix: 0x6e74736f48746573)].bool }
        public var shareProcessNamespace: Bool? { cursor[JSONKey("shareProcessNamespace", prefix: 0x6f72506572616873)].bool }
        public var subdomain: String? { cursor[JSONKey("subdomain", prefix: 0x69616d6f64627573)].string }
        public var terminationGracePeriodSeconds: Int64? { cursor[JSONKey("terminationGracePeriodSeconds", prefix: 0x74616e696d726574)].int }
        public var tolerations: ViewList<Toleration> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("tolerations", prefix: 0x69746172656c6f74)]) } }
        public var topologySpreadConstraints: ViewList<TopologySpreadConstraint> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("topologySpreadConstraints", prefix: 0x79676f6c6f706f74)]) } }
        public var volumes: ViewList<Volume> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("volumes", prefix: 0x73656d756c6f76)]) } }
    }

    /// Reads a `PodStatus`.
    public struct PodStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allocatedResources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("allocatedResources", prefix: 0x657461636f6c6c61)] } }
        public var conditions: ViewList<PodCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var containerStatuses: ViewList<ContainerStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("containerStatuses", prefix: 0x656e6961746e6f63)]) } }
        public var ephemeralContainerStatuses: ViewList<ContainerStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ephemeralContainerStatuses", prefix: 0x6172656d65687065)]) } }
        public var extendedResourceClaimStatus: PodExtendedResourceClaimStatus { @_lifetime(copy self) get { PodExtendedResourceClaimStatus(cursor[JSONKey("extendedResourceClaimStatus", prefix: 0x6465646e65747865)]) } }
        public var hostIP: String? { cursor[JSONKey("hostIP", prefix: 0x504974736f68)].string }
        public var hostIPs: ViewList<HostIP> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("hostIPs", prefix: 0x73504974736f68)]) } }
        public var initContainerStatuses: ViewList<ContainerStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("initContainerStatuses", prefix: 0x746e6f4374696e69)]) } }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var nodeAllocatableResourceClaimStatuses: ViewList<NodeAllocatableResourceClaimStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("nodeAllocatableResourceClaimStatuses", prefix: 0x6f6c6c4165646f6e)]) } }
        public var nominatedNodeName: String? { cursor[JSONKey("nominatedNodeName", prefix: 0x6574616e696d6f6e)].string }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var phase: String? { cursor[JSONKey("phase", prefix: 0x6573616870)].string }
        public var podIP: String? { cursor[JSONKey("podIP", prefix: 0x5049646f70)].string }
        public var podIPs: ViewList<PodIP> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("podIPs", prefix: 0x735049646f70)]) } }
        public var qosClass: String? { cursor[JSONKey("qosClass", prefix: 0x7373616c43736f71)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var resize: String? { cursor[JSONKey("resize", prefix: 0x657a69736572)].string }
        public var resourceClaimStatuses: ViewList<PodResourceClaimStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resourceClaimStatuses", prefix: 0x656372756f736572)]) } }
        public var resources: ResourceRequirements { @_lifetime(copy self) get { ResourceRequirements(cursor[JSONKey("resources", prefix: 0x656372756f736572)]) } }
        public var startTime: String? { cursor[JSONKey("startTime", prefix: 0x6d69547472617473)].string }
    }

    /// Reads a `PodTemplate`.
    public struct PodTemplate: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var template: PodTemplateSpec { @_lifetime(copy self) get { PodTemplateSpec(cursor[JSONKey("template", prefix: 0x6574616c706d6574)]) } }
    }

    /// Reads a `PodTemplateSpec`.
    public struct PodTemplateSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: PodSpec { @_lifetime(copy self) get { PodSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `PortStatus`.
    public struct PortStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var error: String? { cursor[JSONKey("error", prefix: 0x726f727265)].string }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
        public var `protocol`: String? { cursor[JSONKey("protocol", prefix: 0x6c6f636f746f7270)].string }
    }

    /// Reads a `PortworxVolumeSource`.
    public struct PortworxVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var volumeID: String? { cursor[JSONKey("volumeID", prefix: 0x4449656d756c6f76)].string }
    }

    /// Reads a `PreferredSchedulingTerm`.
    public struct PreferredSchedulingTerm: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var preference: NodeSelectorTerm { @_lifetime(copy self) get { NodeSelectorTerm(cursor[JSONKey("preference", prefix: 0x6e65726566657270)]) } }
        public var weight: Int64? { cursor[JSONKey("weight", prefix: 0x746867696577)].int }
    }

    /// Reads a `Probe`.
    public struct Probe: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var exec: ExecAction { @_lifetime(copy self) get { ExecAction(cursor[JSONKey("exec", prefix: 0x63657865)]) } }
        public var failureThreshold: Int64? { cursor[JSONKey("failureThreshold", prefix: 0x546572756c696166)].int }
        public var grpc: GRPCAction { @_lifetime(copy self) get { GRPCAction(cursor[JSONKey("grpc", prefix: 0x63707267)]) } }
        public var httpGet: HTTPGetAction { @_lifetime(copy self) get { HTTPGetAction(cursor[JSONKey("httpGet", prefix: 0x74654770747468)]) } }
        public var initialDelaySeconds: Int64? { cursor[JSONKey("initialDelaySeconds", prefix: 0x446c616974696e69)].int }
        public var periodSeconds: Int64? { cursor[JSONKey("periodSeconds", prefix: 0x6553646f69726570)].int }
        public var successThreshold: Int64? { cursor[JSONKey("successThreshold", prefix: 0x5473736563637573)].int }
        public var tcpSocket: TCPSocketAction { @_lifetime(copy self) get { TCPSocketAction(cursor[JSONKey("tcpSocket", prefix: 0x656b636f53706374)]) } }
        public var terminationGracePeriodSeconds: Int64? { cursor[JSONKey("terminationGracePeriodSeconds", prefix: 0x74616e696d726574)].int }
        public var timeoutSeconds: Int64? { cursor[JSONKey("timeoutSeconds", prefix: 0x5374756f656d6974)].int }
    }

    /// Reads a `ProjectedVolumeSource`.
    public struct ProjectedVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var defaultMode: Int64? { cursor[JSONKey("defaultMode", prefix: 0x4d746c7561666564)].int }
        public var sources: ViewList<VolumeProjection> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("sources", prefix: 0x73656372756f73)]) } }
    }

    /// Reads a `QuobyteVolumeSource`.
    public struct QuobyteVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var group: String? { cursor[JSONKey("group", prefix: 0x70756f7267)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var registry: String? { cursor[JSONKey("registry", prefix: 0x7972747369676572)].string }
        public var tenant: String? { cursor[JSONKey("tenant", prefix: 0x746e616e6574)].string }
        public var user: String? { cursor[JSONKey("user", prefix: 0x72657375)].string }
        public var volume: String? { cursor[JSONKey("volume", prefix: 0x656d756c6f76)].string }
    }

    /// Reads a `RBDPersistentVolumeSource`.
    public struct RBDPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var image: String? { cursor[JSONKey("image", prefix: 0x6567616d69)].string }
        public var keyring: String? { cursor[JSONKey("keyring", prefix: 0x676e697279656b)].string }
        public var monitors: Cursor { @_lifetime(copy self) get { cursor[JSONKey("monitors", prefix: 0x73726f74696e6f6d)] } }
        public var pool: String? { cursor[JSONKey("pool", prefix: 0x6c6f6f70)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var user: String? { cursor[JSONKey("user", prefix: 0x72657375)].string }
    }

    /// Reads a `RBDVolumeSource`.
    public struct RBDVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var image: String? { cursor[JSONKey("image", prefix: 0x6567616d69)].string }
        public var keyring: String? { cursor[JSONKey("keyring", prefix: 0x676e697279656b)].string }
        public var monitors: Cursor { @_lifetime(copy self) get { cursor[JSONKey("monitors", prefix: 0x73726f74696e6f6d)] } }
        public var pool: String? { cursor[JSONKey("pool", prefix: 0x6c6f6f70)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: LocalObjectReference { @_lifetime(copy self) get { LocalObjectReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var user: String? { cursor[JSONKey("user", prefix: 0x72657375)].string }
    }

    /// Reads a `ReplicationController`.
    public struct ReplicationController: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ReplicationControllerSpec { @_lifetime(copy self) get { ReplicationControllerSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: ReplicationControllerStatus { @_lifetime(copy self) get { ReplicationControllerStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `ReplicationControllerCondition`.
    public struct ReplicationControllerCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `ReplicationControllerSpec`.
    public struct ReplicationControllerSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var minReadySeconds: Int64? { cursor[JSONKey("minReadySeconds", prefix: 0x79646165526e696d)].int }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
        public var selector: Cursor { @_lifetime(copy self) get { cursor[JSONKey("selector", prefix: 0x726f7463656c6573)] } }
        public var template: PodTemplateSpec { @_lifetime(copy self) get { PodTemplateSpec(cursor[JSONKey("template", prefix: 0x6574616c706d6574)]) } }
    }

    /// Reads a `ReplicationControllerStatus`.
    public struct ReplicationControllerStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var availableReplicas: Int64? { cursor[JSONKey("availableReplicas", prefix: 0x6c62616c69617661)].int }
        public var conditions: ViewList<ReplicationControllerCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var fullyLabeledReplicas: Int64? { cursor[JSONKey("fullyLabeledReplicas", prefix: 0x62614c796c6c7566)].int }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var readyReplicas: Int64? { cursor[JSONKey("readyReplicas", prefix: 0x7065527964616572)].int }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
    }

    /// Reads a `ResourceClaim`.
    public struct ResourceClaim: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var request: String? { cursor[JSONKey("request", prefix: 0x74736575716572)].string }
    }

    /// Reads a `ResourceFieldSelector`.
    public struct ResourceFieldSelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var containerName: String? { cursor[JSONKey("containerName", prefix: 0x656e6961746e6f63)].string }
        public var divisor: String? { cursor[JSONKey("divisor", prefix: 0x726f7369766964)].string }
        public var resource: String? { cursor[JSONKey("resource", prefix: 0x656372756f736572)].string }
    }

    /// Reads a `ResourceHealth`.
    public struct ResourceHealth: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var health: String? { cursor[JSONKey("health", prefix: 0x68746c616568)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var resourceID: String? { cursor[JSONKey("resourceID", prefix: 0x656372756f736572)].string }
    }

    /// Reads a `ResourceQuota`.
    public struct ResourceQuota: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ResourceQuotaSpec { @_lifetime(copy self) get { ResourceQuotaSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: ResourceQuotaStatus { @_lifetime(copy self) get { ResourceQuotaStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `ResourceQuotaSpec`.
    public struct ResourceQuotaSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var hard: Cursor { @_lifetime(copy self) get { cursor[JSONKey("hard", prefix: 0x64726168)] } }
        public var scopeSelector: ScopeSelector { @_lifetime(copy self) get { ScopeSelector(cursor[JSONKey("scopeSelector", prefix: 0x6c655365706f6373)]) } }
        public var scopes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("scopes", prefix: 0x7365706f6373)] } }
    }

    /// Reads a `ResourceQuotaStatus`.
    public struct ResourceQuotaStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var hard: Cursor { @_lifetime(copy self) get { cursor[JSONKey("hard", prefix: 0x64726168)] } }
        public var used: Cursor { @_lifetime(copy self) get { cursor[JSONKey("used", prefix: 0x64657375)] } }
    }

    /// Reads a `ResourceRequirements`.
    public struct ResourceRequirements: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var claims: ViewList<ResourceClaim> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("claims", prefix: 0x736d69616c63)]) } }
        public var limits: Cursor { @_lifetime(copy self) get { cursor[JSONKey("limits", prefix: 0x7374696d696c)] } }
        public var requests: Cursor { @_lifetime(copy self) get { cursor[JSONKey("requests", prefix: 0x7374736575716572)] } }
    }

    /// Reads a `ResourceStatus`.
    public struct ResourceStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var resources: ViewList<ResourceHealth> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resources", prefix: 0x656372756f736572)]) } }
    }

    /// Reads a `SELinuxOptions`.
    public struct SELinuxOptions: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var level: String? { cursor[JSONKey("level", prefix: 0x6c6576656c)].string }
        public var role: String? { cursor[JSONKey("role", prefix: 0x656c6f72)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
        public var user: String? { cursor[JSONKey("user", prefix: 0x72657375)].string }
    }

    /// Reads a `ScaleIOPersistentVolumeSource`.
    public struct ScaleIOPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var gateway: String? { cursor[JSONKey("gateway", prefix: 0x79617765746167)].string }
        public var protectionDomain: String? { cursor[JSONKey("protectionDomain", prefix: 0x69746365746f7270)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: SecretReference { @_lifetime(copy self) get { SecretReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var sslEnabled: Bool? { cursor[JSONKey("sslEnabled", prefix: 0x6c62616e456c7373)].bool }
        public var storageMode: String? { cursor[JSONKey("storageMode", prefix: 0x4d656761726f7473)].string }
        public var storagePool: String? { cursor[JSONKey("storagePool", prefix: 0x50656761726f7473)].string }
        public var system: String? { cursor[JSONKey("system", prefix: 0x6d6574737973)].string }
        public var volumeName: String? { cursor[JSONKey("volumeName", prefix: 0x614e656d756c6f76)].string }
    }

    /// Reads a `ScaleIOVolumeSource`.
    public struct ScaleIOVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var gateway: String? { cursor[JSONKey("gateway", prefix: 0x79617765746167)].string }
        public var protectionDomain: String? { cursor[JSONKey("protectionDomain", prefix: 0x69746365746f7270)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: LocalObjectReference { @_lifetime(copy self) get { LocalObjectReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var sslEnabled: Bool? { cursor[JSONKey("sslEnabled", prefix: 0x6c62616e456c7373)].bool }
        public var storageMode: String? { cursor[JSONKey("storageMode", prefix: 0x4d656761726f7473)].string }
        public var storagePool: String? { cursor[JSONKey("storagePool", prefix: 0x50656761726f7473)].string }
        public var system: String? { cursor[JSONKey("system", prefix: 0x6d6574737973)].string }
        public var volumeName: String? { cursor[JSONKey("volumeName", prefix: 0x614e656d756c6f76)].string }
    }

    /// Reads a `ScopeSelector`.
    public struct ScopeSelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var matchExpressions: ViewList<ScopedResourceSelectorRequirement> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchExpressions", prefix: 0x707845686374616d)]) } }
    }

    /// Reads a `ScopedResourceSelectorRequirement`.
    public struct ScopedResourceSelectorRequirement: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var `operator`: String? { cursor[JSONKey("operator", prefix: 0x726f74617265706f)].string }
        public var scopeName: String? { cursor[JSONKey("scopeName", prefix: 0x6d614e65706f6373)].string }
        public var values: Cursor { @_lifetime(copy self) get { cursor[JSONKey("values", prefix: 0x7365756c6176)] } }
    }

    /// Reads a `SeccompProfile`.
    public struct SeccompProfile: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var localhostProfile: String? { cursor[JSONKey("localhostProfile", prefix: 0x736f686c61636f6c)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `Secret`.
    public struct Secret: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var data: Cursor { @_lifetime(copy self) get { cursor[JSONKey("data", prefix: 0x61746164)] } }
        public var immutable: Bool? { cursor[JSONKey("immutable", prefix: 0x6c626174756d6d69)].bool }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var stringData: Cursor { @_lifetime(copy self) get { cursor[JSONKey("stringData", prefix: 0x6144676e69727473)] } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `SecretEnvSource`.
    public struct SecretEnvSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
    }

    /// Reads a `SecretKeySelector`.
    public struct SecretKeySelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
    }

    /// Reads a `SecretProjection`.
    public struct SecretProjection: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var items: ViewList<KeyToPath> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("items", prefix: 0x736d657469)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
    }

    /// Reads a `SecretReference`.
    public struct SecretReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
    }

    /// Reads a `SecretVolumeSource`.
    public struct SecretVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var defaultMode: Int64? { cursor[JSONKey("defaultMode", prefix: 0x4d746c7561666564)].int }
        public var items: ViewList<KeyToPath> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("items", prefix: 0x736d657469)]) } }
        public var optional: Bool? { cursor[JSONKey("optional", prefix: 0x6c616e6f6974706f)].bool }
        public var secretName: String? { cursor[JSONKey("secretName", prefix: 0x614e746572636573)].string }
    }

    /// Reads a `SecurityContext`.
    public struct SecurityContext: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allowPrivilegeEscalation: Bool? { cursor[JSONKey("allowPrivilegeEscalation", prefix: 0x697250776f6c6c61)].bool }
        public var appArmorProfile: AppArmorProfile { @_lifetime(copy self) get { AppArmorProfile(cursor[JSONKey("appArmorProfile", prefix: 0x726f6d7241707061)]) } }
        public var capabilities: Capabilities { @_lifetime(copy self) get { Capabilities(cursor[JSONKey("capabilities", prefix: 0x696c696261706163)]) } }
        public var privileged: Bool? { cursor[JSONKey("privileged", prefix: 0x67656c6976697270)].bool }
        public var procMount: String? { cursor[JSONKey("procMount", prefix: 0x6e756f4d636f7270)].string }
        public var readOnlyRootFilesystem: Bool? { cursor[JSONKey("readOnlyRootFilesystem", prefix: 0x796c6e4f64616572)].bool }
        public var runAsGroup: Int64? { cursor[JSONKey("runAsGroup", prefix: 0x6f724773416e7572)].int }
        public var runAsNonRoot: Bool? { cursor[JSONKey("runAsNonRoot", prefix: 0x6e6f4e73416e7572)].bool }
        public var runAsUser: Int64? { cursor[JSONKey("runAsUser", prefix: 0x65735573416e7572)].int }
        public var seLinuxOptions: SELinuxOptions { @_lifetime(copy self) get { SELinuxOptions(cursor[JSONKey("seLinuxOptions", prefix: 0x4f78756e694c6573)]) } }
        public var seccompProfile: SeccompProfile { @_lifetime(copy self) get { SeccompProfile(cursor[JSONKey("seccompProfile", prefix: 0x50706d6f63636573)]) } }
        public var windowsOptions: WindowsSecurityContextOptions { @_lifetime(copy self) get { WindowsSecurityContextOptions(cursor[JSONKey("windowsOptions", prefix: 0x4f73776f646e6977)]) } }
    }

    /// Reads a `Service`.
    public struct Service: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ServiceSpec { @_lifetime(copy self) get { ServiceSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: ServiceStatus { @_lifetime(copy self) get { ServiceStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `ServiceAccount`.
    public struct ServiceAccount: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var automountServiceAccountToken: Bool? { cursor[JSONKey("automountServiceAccountToken", prefix: 0x6e756f6d6f747561)].bool }
        public var imagePullSecrets: ViewList<LocalObjectReference> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("imagePullSecrets", prefix: 0x6c75506567616d69)]) } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var secrets: ViewList<ObjectReference> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("secrets", prefix: 0x73746572636573)]) } }
    }

    /// Reads a `ServiceAccountTokenProjection`.
    public struct ServiceAccountTokenProjection: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var audience: String? { cursor[JSONKey("audience", prefix: 0x65636e6569647561)].string }
        public var expirationSeconds: Int64? { cursor[JSONKey("expirationSeconds", prefix: 0x6974617269707865)].int }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
    }

    /// Reads a `ServicePort`.
    public struct ServicePort: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var appProtocol: String? { cursor[JSONKey("appProtocol", prefix: 0x6f746f7250707061)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var nodePort: Int64? { cursor[JSONKey("nodePort", prefix: 0x74726f5065646f6e)].int }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
        public var `protocol`: String? { cursor[JSONKey("protocol", prefix: 0x6c6f636f746f7270)].string }
        public var targetPort: Cursor { @_lifetime(copy self) get { cursor[JSONKey("targetPort", prefix: 0x6f50746567726174)] } }
    }

    /// Reads a `ServiceSpec`.
    public struct ServiceSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allocateLoadBalancerNodePorts: Bool? { cursor[JSONKey("allocateLoadBalancerNodePorts", prefix: 0x657461636f6c6c61)].bool }
        public var clusterIP: String? { cursor[JSONKey("clusterIP", prefix: 0x4972657473756c63)].string }
        public var clusterIPs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("clusterIPs", prefix: 0x4972657473756c63)] } }
        public var externalIPs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("externalIPs", prefix: 0x6c616e7265747865)] } }
        public var externalName: String? { cursor[JSONKey("externalName", prefix: 0x6c616e7265747865)].string }
        public var externalTrafficPolicy: String? { cursor[JSONKey("externalTrafficPolicy", prefix: 0x6c616e7265747865)].string }
        public var healthCheckNodePort: Int64? { cursor[JSONKey("healthCheckNodePort", prefix: 0x684368746c616568)].int }
        public var internalTrafficPolicy: String? { cursor[JSONKey("internalTrafficPolicy", prefix: 0x6c616e7265746e69)].string }
        public var ipFamilies: Cursor { @_lifetime(copy self) get { cursor[JSONKey("ipFamilies", prefix: 0x696c696d61467069)] } }
        public var ipFamilyPolicy: String? { cursor[JSONKey("ipFamilyPolicy", prefix: 0x796c696d61467069)].string }
        public var loadBalancerClass: String? { cursor[JSONKey("loadBalancerClass", prefix: 0x616c614264616f6c)].string }
        public var loadBalancerIP: String? { cursor[JSONKey("loadBalancerIP", prefix: 0x616c614264616f6c)].string }
        public var loadBalancerSourceRanges: Cursor { @_lifetime(copy self) get { cursor[JSONKey("loadBalancerSourceRanges", prefix: 0x616c614264616f6c)] } }
        public var ports: ViewList<ServicePort> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
        public var publishNotReadyAddresses: Bool? { cursor[JSONKey("publishNotReadyAddresses", prefix: 0x4e6873696c627570)].bool }
        public var selector: Cursor { @_lifetime(copy self) get { cursor[JSONKey("selector", prefix: 0x726f7463656c6573)] } }
        public var sessionAffinity: String? { cursor[JSONKey("sessionAffinity", prefix: 0x416e6f6973736573)].string }
        public var sessionAffinityConfig: SessionAffinityConfig { @_lifetime(copy self) get { SessionAffinityConfig(cursor[JSONKey("sessionAffinityConfig", prefix: 0x416e6f6973736573)]) } }
        public var trafficDistribution: String? { cursor[JSONKey("trafficDistribution", prefix: 0x4463696666617274)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `ServiceStatus`.
    public struct ServiceStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<MetaV1.Condition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var loadBalancer: LoadBalancerStatus { @_lifetime(copy self) get { LoadBalancerStatus(cursor[JSONKey("loadBalancer", prefix: 0x616c614264616f6c)]) } }
    }

    /// Reads a `SessionAffinityConfig`.
    public struct SessionAffinityConfig: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var clientIP: ClientIPConfig { @_lifetime(copy self) get { ClientIPConfig(cursor[JSONKey("clientIP", prefix: 0x5049746e65696c63)]) } }
    }

    /// Reads a `SleepAction`.
    public struct SleepAction: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var seconds: Int64? { cursor[JSONKey("seconds", prefix: 0x73646e6f636573)].int }
    }

    /// Reads a `StorageOSPersistentVolumeSource`.
    public struct StorageOSPersistentVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: ObjectReference { @_lifetime(copy self) get { ObjectReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var volumeName: String? { cursor[JSONKey("volumeName", prefix: 0x614e656d756c6f76)].string }
        public var volumeNamespace: String? { cursor[JSONKey("volumeNamespace", prefix: 0x614e656d756c6f76)].string }
    }

    /// Reads a `StorageOSVolumeSource`.
    public struct StorageOSVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var secretRef: LocalObjectReference { @_lifetime(copy self) get { LocalObjectReference(cursor[JSONKey("secretRef", prefix: 0x6552746572636573)]) } }
        public var volumeName: String? { cursor[JSONKey("volumeName", prefix: 0x614e656d756c6f76)].string }
        public var volumeNamespace: String? { cursor[JSONKey("volumeNamespace", prefix: 0x614e656d756c6f76)].string }
    }

    /// Reads a `Sysctl`.
    public struct Sysctl: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `TCPSocketAction`.
    public struct TCPSocketAction: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var host: String? { cursor[JSONKey("host", prefix: 0x74736f68)].string }
        public var port: Cursor { @_lifetime(copy self) get { cursor[JSONKey("port", prefix: 0x74726f70)] } }
    }

    /// Reads a `Taint`.
    public struct Taint: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var effect: String? { cursor[JSONKey("effect", prefix: 0x746365666665)].string }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var timeAdded: String? { cursor[JSONKey("timeAdded", prefix: 0x65646441656d6974)].string }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `Toleration`.
    public struct Toleration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var effect: String? { cursor[JSONKey("effect", prefix: 0x746365666665)].string }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var `operator`: String? { cursor[JSONKey("operator", prefix: 0x726f74617265706f)].string }
        public var tolerationSeconds: Int64? { cursor[JSONKey("tolerationSeconds", prefix: 0x69746172656c6f74)].int }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `TopologySelectorLabelRequirement`.
    public struct TopologySelectorLabelRequirement: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var values: Cursor { @_lifetime(copy self) get { cursor[JSONKey("values", prefix: 0x7365756c6176)] } }
    }

    /// Reads a `TopologySelectorTerm`.
    public struct TopologySelectorTerm: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var matchLabelExpressions: ViewList<TopologySelectorLabelRequirement> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchLabelExpressions", prefix: 0x62614c686374616d)]) } }
    }

    /// Reads a `TopologySpreadConstraint`.
    public struct TopologySpreadConstraint: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var labelSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("labelSelector", prefix: 0x6c65536c6562616c)]) } }
        public var matchLabelKeys: Cursor { @_lifetime(copy self) get { cursor[JSONKey("matchLabelKeys", prefix: 0x62614c686374616d)] } }
        public var maxSkew: Int64? { cursor[JSONKey("maxSkew", prefix: 0x77656b5378616d)].int }
        public var minDomains: Int64? { cursor[JSONKey("minDomains", prefix: 0x69616d6f446e696d)].int }
        public var nodeAffinityPolicy: String? { cursor[JSONKey("nodeAffinityPolicy", prefix: 0x6966664165646f6e)].string }
        public var nodeTaintsPolicy: String? { cursor[JSONKey("nodeTaintsPolicy", prefix: 0x6e69615465646f6e)].string }
        public var topologyKey: String? { cursor[JSONKey("topologyKey", prefix: 0x79676f6c6f706f74)].string }
        public var whenUnsatisfiable: String? { cursor[JSONKey("whenUnsatisfiable", prefix: 0x61736e556e656877)].string }
    }

    /// Reads a `TypedLocalObjectReference`.
    public struct TypedLocalObjectReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroup: String? { cursor[JSONKey("apiGroup", prefix: 0x70756f7247697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `TypedObjectReference`.
    public struct TypedObjectReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroup: String? { cursor[JSONKey("apiGroup", prefix: 0x70756f7247697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
    }

    /// Reads a `Volume`.
    public struct Volume: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var awsElasticBlockStore: AWSElasticBlockStoreVolumeSource { @_lifetime(copy self) get { AWSElasticBlockStoreVolumeSource(cursor[JSONKey("awsElasticBlockStore", prefix: 0x7473616c45737761)]) } }
        public var azureDisk: AzureDiskVolumeSource { @_lifetime(copy self) get { AzureDiskVolumeSource(cursor[JSONKey("azureDisk", prefix: 0x7369446572757a61)]) } }
        public var azureFile: AzureFileVolumeSource { @_lifetime(copy self) get { AzureFileVolumeSource(cursor[JSONKey("azureFile", prefix: 0x6c69466572757a61)]) } }
        public var cephfs: CephFSVolumeSource { @_lifetime(copy self) get { CephFSVolumeSource(cursor[JSONKey("cephfs", prefix: 0x736668706563)]) } }
        public var cinder: CinderVolumeSource { @_lifetime(copy self) get { CinderVolumeSource(cursor[JSONKey("cinder", prefix: 0x7265646e6963)]) } }
        public var configMap: ConfigMapVolumeSource { @_lifetime(copy self) get { ConfigMapVolumeSource(cursor[JSONKey("configMap", prefix: 0x614d6769666e6f63)]) } }
        public var csi: CSIVolumeSource { @_lifetime(copy self) get { CSIVolumeSource(cursor[JSONKey("csi", prefix: 0x697363)]) } }
        public var downwardAPI: DownwardAPIVolumeSource { @_lifetime(copy self) get { DownwardAPIVolumeSource(cursor[JSONKey("downwardAPI", prefix: 0x647261776e776f64)]) } }
        public var emptyDir: EmptyDirVolumeSource { @_lifetime(copy self) get { EmptyDirVolumeSource(cursor[JSONKey("emptyDir", prefix: 0x7269447974706d65)]) } }
        public var ephemeral: EphemeralVolumeSource { @_lifetime(copy self) get { EphemeralVolumeSource(cursor[JSONKey("ephemeral", prefix: 0x6172656d65687065)]) } }
        public var fc: FCVolumeSource { @_lifetime(copy self) get { FCVolumeSource(cursor[JSONKey("fc", prefix: 0x6366)]) } }
        public var flexVolume: FlexVolumeSource { @_lifetime(copy self) get { FlexVolumeSource(cursor[JSONKey("flexVolume", prefix: 0x756c6f5678656c66)]) } }
        public var flocker: FlockerVolumeSource { @_lifetime(copy self) get { FlockerVolumeSource(cursor[JSONKey("flocker", prefix: 0x72656b636f6c66)]) } }
        public var gcePersistentDisk: GCEPersistentDiskVolumeSource { @_lifetime(copy self) get { GCEPersistentDiskVolumeSource(cursor[JSONKey("gcePersistentDisk", prefix: 0x6973726550656367)]) } }
        public var gitRepo: GitRepoVolumeSource { @_lifetime(copy self) get { GitRepoVolumeSource(cursor[JSONKey("gitRepo", prefix: 0x6f706552746967)]) } }
        public var glusterfs: GlusterfsVolumeSource { @_lifetime(copy self) get { GlusterfsVolumeSource(cursor[JSONKey("glusterfs", prefix: 0x6672657473756c67)]) } }
        public var hostPath: HostPathVolumeSource { @_lifetime(copy self) get { HostPathVolumeSource(cursor[JSONKey("hostPath", prefix: 0x6874615074736f68)]) } }
        public var image: ImageVolumeSource { @_lifetime(copy self) get { ImageVolumeSource(cursor[JSONKey("image", prefix: 0x6567616d69)]) } }
        public var iscsi: ISCSIVolumeSource { @_lifetime(copy self) get { ISCSIVolumeSource(cursor[JSONKey("iscsi", prefix: 0x6973637369)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var nfs: NFSVolumeSource { @_lifetime(copy self) get { NFSVolumeSource(cursor[JSONKey("nfs", prefix: 0x73666e)]) } }
        public var persistentVolumeClaim: PersistentVolumeClaimVolumeSource { @_lifetime(copy self) get { PersistentVolumeClaimVolumeSource(cursor[JSONKey("persistentVolumeClaim", prefix: 0x6574736973726570)]) } }
        public var photonPersistentDisk: PhotonPersistentDiskVolumeSource { @_lifetime(copy self) get { PhotonPersistentDiskVolumeSource(cursor[JSONKey("photonPersistentDisk", prefix: 0x65506e6f746f6870)]) } }
        public var portworxVolume: PortworxVolumeSource { @_lifetime(copy self) get { PortworxVolumeSource(cursor[JSONKey("portworxVolume", prefix: 0x78726f7774726f70)]) } }
        public var projected: ProjectedVolumeSource { @_lifetime(copy self) get { ProjectedVolumeSource(cursor[JSONKey("projected", prefix: 0x657463656a6f7270)]) } }
        public var quobyte: QuobyteVolumeSource { @_lifetime(copy self) get { QuobyteVolumeSource(cursor[JSONKey("quobyte", prefix: 0x657479626f7571)]) } }
        public var rbd: RBDVolumeSource { @_lifetime(copy self) get { RBDVolumeSource(cursor[JSONKey("rbd", prefix: 0x646272)]) } }
        public var scaleIO: ScaleIOVolumeSource { @_lifetime(copy self) get { ScaleIOVolumeSource(cursor[JSONKey("scaleIO", prefix: 0x4f49656c616373)]) } }
        public var secret: SecretVolumeSource { @_lifetime(copy self) get { SecretVolumeSource(cursor[JSONKey("secret", prefix: 0x746572636573)]) } }
        public var storageos: StorageOSVolumeSource { @_lifetime(copy self) get { StorageOSVolumeSource(cursor[JSONKey("storageos", prefix: 0x6f656761726f7473)]) } }
        public var vsphereVolume: VsphereVirtualDiskVolumeSource { @_lifetime(copy self) get { VsphereVirtualDiskVolumeSource(cursor[JSONKey("vsphereVolume", prefix: 0x5665726568707376)]) } }
    }

    /// Reads a `VolumeDevice`.
    public struct VolumeDevice: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var devicePath: String? { cursor[JSONKey("devicePath", prefix: 0x6150656369766564)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `VolumeMount`.
    public struct VolumeMount: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var mountPath: String? { cursor[JSONKey("mountPath", prefix: 0x746150746e756f6d)].string }
        public var mountPropagation: String? { cursor[JSONKey("mountPropagation", prefix: 0x6f7250746e756f6d)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var recursiveReadOnly: String? { cursor[JSONKey("recursiveReadOnly", prefix: 0x7669737275636572)].string }
        public var subPath: String? { cursor[JSONKey("subPath", prefix: 0x68746150627573)].string }
        public var subPathExpr: String? { cursor[JSONKey("subPathExpr", prefix: 0x4568746150627573)].string }
    }

    /// Reads a `VolumeMountStatus`.
    public struct VolumeMountStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var mountPath: String? { cursor[JSONKey("mountPath", prefix: 0x746150746e756f6d)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var readOnly: Bool? { cursor[JSONKey("readOnly", prefix: 0x796c6e4f64616572)].bool }
        public var recursiveReadOnly: String? { cursor[JSONKey("recursiveReadOnly", prefix: 0x7669737275636572)].string }
        public var volumeStatus: VolumeStatus { @_lifetime(copy self) get { VolumeStatus(cursor[JSONKey("volumeStatus", prefix: 0x7453656d756c6f76)]) } }
    }

    /// Reads a `VolumeNodeAffinity`.
    public struct VolumeNodeAffinity: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var required: NodeSelector { @_lifetime(copy self) get { NodeSelector(cursor[JSONKey("required", prefix: 0x6465726975716572)]) } }
    }

    /// Reads a `VolumeProjection`.
    public struct VolumeProjection: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var clusterTrustBundle: ClusterTrustBundleProjection { @_lifetime(copy self) get { ClusterTrustBundleProjection(cursor[JSONKey("clusterTrustBundle", prefix: 0x5472657473756c63)]) } }
        public var configMap: ConfigMapProjection { @_lifetime(copy self) get { ConfigMapProjection(cursor[JSONKey("configMap", prefix: 0x614d6769666e6f63)]) } }
        public var downwardAPI: DownwardAPIProjection { @_lifetime(copy self) get { DownwardAPIProjection(cursor[JSONKey("downwardAPI", prefix: 0x647261776e776f64)]) } }
        public var podCertificate: PodCertificateProjection { @_lifetime(copy self) get { PodCertificateProjection(cursor[JSONKey("podCertificate", prefix: 0x6974726543646f70)]) } }
        public var secret: SecretProjection { @_lifetime(copy self) get { SecretProjection(cursor[JSONKey("secret", prefix: 0x746572636573)]) } }
        public var serviceAccountToken: ServiceAccountTokenProjection { @_lifetime(copy self) get { ServiceAccountTokenProjection(cursor[JSONKey("serviceAccountToken", prefix: 0x4165636976726573)]) } }
    }

    /// Reads a `VolumeResourceRequirements`.
    public struct VolumeResourceRequirements: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var limits: Cursor { @_lifetime(copy self) get { cursor[JSONKey("limits", prefix: 0x7374696d696c)] } }
        public var requests: Cursor { @_lifetime(copy self) get { cursor[JSONKey("requests", prefix: 0x7374736575716572)] } }
    }

    /// Reads a `VolumeStatus`.
    public struct VolumeStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var image: ImageVolumeStatus { @_lifetime(copy self) get { ImageVolumeStatus(cursor[JSONKey("image", prefix: 0x6567616d69)]) } }
    }

    /// Reads a `VsphereVirtualDiskVolumeSource`.
    public struct VsphereVirtualDiskVolumeSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fsType: String? { cursor[JSONKey("fsType", prefix: 0x657079547366)].string }
        public var storagePolicyID: String? { cursor[JSONKey("storagePolicyID", prefix: 0x50656761726f7473)].string }
        public var storagePolicyName: String? { cursor[JSONKey("storagePolicyName", prefix: 0x50656761726f7473)].string }
        public var volumePath: String? { cursor[JSONKey("volumePath", prefix: 0x6150656d756c6f76)].string }
    }

    /// Reads a `WeightedPodAffinityTerm`.
    public struct WeightedPodAffinityTerm: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var podAffinityTerm: PodAffinityTerm { @_lifetime(copy self) get { PodAffinityTerm(cursor[JSONKey("podAffinityTerm", prefix: 0x6e69666641646f70)]) } }
        public var weight: Int64? { cursor[JSONKey("weight", prefix: 0x746867696577)].int }
    }

    /// Reads a `WindowsSecurityContextOptions`.
    public struct WindowsSecurityContextOptions: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var gmsaCredentialSpec: String? { cursor[JSONKey("gmsaCredentialSpec", prefix: 0x6465724361736d67)].string }
        public var gmsaCredentialSpecName: String? { cursor[JSONKey("gmsaCredentialSpecName", prefix: 0x6465724361736d67)].string }
        public var hostProcess: Bool? { cursor[JSONKey("hostProcess", prefix: 0x636f725074736f68)].bool }
        public var runAsUserName: String? { cursor[JSONKey("runAsUserName", prefix: 0x65735573416e7572)].string }
    }
}
