// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.apps.v1`.
public enum AppsV1 {}

extension AppsV1 {
    /// Reads a `ControllerRevision`.
    public struct ControllerRevision: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var data: Cursor { @_lifetime(copy self) get { cursor[JSONKey("data", prefix: 0x61746164)] } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var revision: Int64? { cursor[JSONKey("revision", prefix: 0x6e6f697369766572)].int }
    }

    /// Reads a `DaemonSet`.
    public struct DaemonSet: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: DaemonSetSpec { @_lifetime(copy self) get { DaemonSetSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: DaemonSetStatus { @_lifetime(copy self) get { DaemonSetStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `DaemonSetCondition`.
    public struct DaemonSetCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `DaemonSetSpec`.
    public struct DaemonSetSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var minReadySeconds: Int64? { cursor[JSONKey("minReadySeconds", prefix: 0x79646165526e696d)].int }
        public var revisionHistoryLimit: Int64? { cursor[JSONKey("revisionHistoryLimit", prefix: 0x6e6f697369766572)].int }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
        public var template: CoreV1.PodTemplateSpec { @_lifetime(copy self) get { CoreV1.PodTemplateSpec(cursor[JSONKey("template", prefix: 0x6574616c706d6574)]) } }
        public var updateStrategy: DaemonSetUpdateStrategy { @_lifetime(copy self) get { DaemonSetUpdateStrategy(cursor[JSONKey("updateStrategy", prefix: 0x7453657461647075)]) } }
    }

    /// Reads a `DaemonSetStatus`.
    public struct DaemonSetStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var collisionCount: Int64? { cursor[JSONKey("collisionCount", prefix: 0x6f6973696c6c6f63)].int }
        public var conditions: ViewList<DaemonSetCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var currentNumberScheduled: Int64? { cursor[JSONKey("currentNumberScheduled", prefix: 0x4e746e6572727563)].int }
        public var desiredNumberScheduled: Int64? { cursor[JSONKey("desiredNumberScheduled", prefix: 0x4e64657269736564)].int }
        public var numberAvailable: Int64? { cursor[JSONKey("numberAvailable", prefix: 0x76417265626d756e)].int }
        public var numberMisscheduled: Int64? { cursor[JSONKey("numberMisscheduled", prefix: 0x694d7265626d756e)].int }
        public var numberReady: Int64? { cursor[JSONKey("numberReady", prefix: 0x65527265626d756e)].int }
        public var numberUnavailable: Int64? { cursor[JSONKey("numberUnavailable", prefix: 0x6e557265626d756e)].int }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var updatedNumberScheduled: Int64? { cursor[JSONKey("updatedNumberScheduled", prefix: 0x4e64657461647075)].int }
    }

    /// Reads a `DaemonSetUpdateStrategy`.
    public struct DaemonSetUpdateStrategy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var rollingUpdate: RollingUpdateDaemonSet { @_lifetime(copy self) get { RollingUpdateDaemonSet(cursor[JSONKey("rollingUpdate", prefix: 0x55676e696c6c6f72)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `Deployment`.
    public struct Deployment: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: DeploymentSpec { @_lifetime(copy self) get { DeploymentSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: DeploymentStatus { @_lifetime(copy self) get { DeploymentStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `DeploymentCondition`.
    public struct DeploymentCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var lastUpdateTime: String? { cursor[JSONKey("lastUpdateTime", prefix: 0x616470557473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `DeploymentSpec`.
    public struct DeploymentSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var minReadySeconds: Int64? { cursor[JSONKey("minReadySeconds", prefix: 0x79646165526e696d)].int }
        public var paused: Bool? { cursor[JSONKey("paused", prefix: 0x646573756170)].bool }
        public var progressDeadlineSeconds: Int64? { cursor[JSONKey("progressDeadlineSeconds", prefix: 0x73736572676f7270)].int }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
        public var revisionHistoryLimit: Int64? { cursor[JSONKey("revisionHistoryLimit", prefix: 0x6e6f697369766572)].int }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
        public var strategy: DeploymentStrategy { @_lifetime(copy self) get { DeploymentStrategy(cursor[JSONKey("strategy", prefix: 0x7967657461727473)]) } }
        public var template: CoreV1.PodTemplateSpec { @_lifetime(copy self) get { CoreV1.PodTemplateSpec(cursor[JSONKey("template", prefix: 0x6574616c706d6574)]) } }
    }

    /// Reads a `DeploymentStatus`.
    public struct DeploymentStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var availableReplicas: Int64? { cursor[JSONKey("availableReplicas", prefix: 0x6c62616c69617661)].int }
        public var collisionCount: Int64? { cursor[JSONKey("collisionCount", prefix: 0x6f6973696c6c6f63)].int }
        public var conditions: ViewList<DeploymentCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var readyReplicas: Int64? { cursor[JSONKey("readyReplicas", prefix: 0x7065527964616572)].int }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
        public var terminatingReplicas: Int64? { cursor[JSONKey("terminatingReplicas", prefix: 0x74616e696d726574)].int }
        public var unavailableReplicas: Int64? { cursor[JSONKey("unavailableReplicas", prefix: 0x616c696176616e75)].int }
        public var updatedReplicas: Int64? { cursor[JSONKey("updatedReplicas", prefix: 0x5264657461647075)].int }
    }

    /// Reads a `DeploymentStrategy`.
    public struct DeploymentStrategy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var rollingUpdate: RollingUpdateDeployment { @_lifetime(copy self) get { RollingUpdateDeployment(cursor[JSONKey("rollingUpdate", prefix: 0x55676e696c6c6f72)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `ReplicaSet`.
    public struct ReplicaSet: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ReplicaSetSpec { @_lifetime(copy self) get { ReplicaSetSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: ReplicaSetStatus { @_lifetime(copy self) get { ReplicaSetStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `ReplicaSetCondition`.
    public struct ReplicaSetCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `ReplicaSetSpec`.
    public struct ReplicaSetSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var minReadySeconds: Int64? { cursor[JSONKey("minReadySeconds", prefix: 0x79646165526e696d)].int }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
        public var template: CoreV1.PodTemplateSpec { @_lifetime(copy self) get { CoreV1.PodTemplateSpec(cursor[JSONKey("template", prefix: 0x6574616c706d6574)]) } }
    }

    /// Reads a `ReplicaSetStatus`.
    public struct ReplicaSetStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var availableReplicas: Int64? { cursor[JSONKey("availableReplicas", prefix: 0x6c62616c69617661)].int }
        public var conditions: ViewList<ReplicaSetCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var fullyLabeledReplicas: Int64? { cursor[JSONKey("fullyLabeledReplicas", prefix: 0x62614c796c6c7566)].int }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var readyReplicas: Int64? { cursor[JSONKey("readyReplicas", prefix: 0x7065527964616572)].int }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
        public var terminatingReplicas: Int64? { cursor[JSONKey("terminatingReplicas", prefix: 0x74616e696d726574)].int }
    }

    /// Reads a `RollingUpdateDaemonSet`.
    public struct RollingUpdateDaemonSet: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var maxSurge: Cursor { @_lifetime(copy self) get { cursor[JSONKey("maxSurge", prefix: 0x656772755378616d)] } }
        public var maxUnavailable: Cursor { @_lifetime(copy self) get { cursor[JSONKey("maxUnavailable", prefix: 0x6176616e5578616d)] } }
    }

    /// Reads a `RollingUpdateDeployment`.
    public struct RollingUpdateDeployment: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var maxSurge: Cursor { @_lifetime(copy self) get { cursor[JSONKey("maxSurge", prefix: 0x656772755378616d)] } }
        public var maxUnavailable: Cursor { @_lifetime(copy self) get { cursor[JSONKey("maxUnavailable", prefix: 0x6176616e5578616d)] } }
    }

    /// Reads a `RollingUpdateStatefulSetStrategy`.
    public struct RollingUpdateStatefulSetStrategy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var maxUnavailable: Cursor { @_lifetime(copy self) get { cursor[JSONKey("maxUnavailable", prefix: 0x6176616e5578616d)] } }
        public var partition: Int64? { cursor[JSONKey("partition", prefix: 0x6f69746974726170)].int }
    }

    /// Reads a `StatefulSet`.
    public struct StatefulSet: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: StatefulSetSpec { @_lifetime(copy self) get { StatefulSetSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: StatefulSetStatus { @_lifetime(copy self) get { StatefulSetStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `StatefulSetCondition`.
    public struct StatefulSetCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `StatefulSetOrdinals`.
    public struct StatefulSetOrdinals: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var start: Int64? { cursor[JSONKey("start", prefix: 0x7472617473)].int }
    }

    /// Reads a `StatefulSetPersistentVolumeClaimRetentionPolicy`.
    public struct StatefulSetPersistentVolumeClaimRetentionPolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var whenDeleted: String? { cursor[JSONKey("whenDeleted", prefix: 0x656c65446e656877)].string }
        public var whenScaled: String? { cursor[JSONKey("whenScaled", prefix: 0x6c6163536e656877)].string }
    }

    /// Reads a `StatefulSetSpec`.
    public struct StatefulSetSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var minReadySeconds: Int64? { cursor[JSONKey("minReadySeconds", prefix: 0x79646165526e696d)].int }
        public var ordinals: StatefulSetOrdinals { @_lifetime(copy self) get { StatefulSetOrdinals(cursor[JSONKey("ordinals", prefix: 0x736c616e6964726f)]) } }
        public var persistentVolumeClaimRetentionPolicy: StatefulSetPersistentVolumeClaimRetentionPolicy { @_lifetime(copy self) get { StatefulSetPersistentVolumeClaimRetentionPolicy(cursor[JSONKey("persistentVolumeClaimRetentionPolicy", prefix: 0x6574736973726570)]) } }
        public var podManagementPolicy: String? { cursor[JSONKey("podManagementPolicy", prefix: 0x67616e614d646f70)].string }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
        public var revisionHistoryLimit: Int64? { cursor[JSONKey("revisionHistoryLimit", prefix: 0x6e6f697369766572)].int }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
        public var serviceName: String? { cursor[JSONKey("serviceName", prefix: 0x4e65636976726573)].string }
        public var template: CoreV1.PodTemplateSpec { @_lifetime(copy self) get { CoreV1.PodTemplateSpec(cursor[JSONKey("template", prefix: 0x6574616c706d6574)]) } }
        public var updateStrategy: StatefulSetUpdateStrategy { @_lifetime(copy self) get { StatefulSetUpdateStrategy(cursor[JSONKey("updateStrategy", prefix: 0x7453657461647075)]) } }
        public var volumeClaimTemplates: ViewList<CoreV1.PersistentVolumeClaim> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("volumeClaimTemplates", prefix: 0x6c43656d756c6f76)]) } }
    }

    /// Reads a `StatefulSetStatus`.
    public struct StatefulSetStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var availableReplicas: Int64? { cursor[JSONKey("availableReplicas", prefix: 0x6c62616c69617661)].int }
        public var collisionCount: Int64? { cursor[JSONKey("collisionCount", prefix: 0x6f6973696c6c6f63)].int }
        public var conditions: ViewList<StatefulSetCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var currentReplicas: Int64? { cursor[JSONKey("currentReplicas", prefix: 0x52746e6572727563)].int }
        public var currentRevision: String? { cursor[JSONKey("currentRevision", prefix: 0x52746e6572727563)].string }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var readyReplicas: Int64? { cursor[JSONKey("readyReplicas", prefix: 0x7065527964616572)].int }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
        public var updateRevision: String? { cursor[JSONKey("updateRevision", prefix: 0x6552657461647075)].string }
        public var updatedReplicas: Int64? { cursor[JSONKey("updatedReplicas", prefix: 0x5264657461647075)].int }
    }

    /// Reads a `StatefulSetUpdateStrategy`.
    public struct StatefulSetUpdateStrategy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var rollingUpdate: RollingUpdateStatefulSetStrategy { @_lifetime(copy self) get { RollingUpdateStatefulSetStrategy(cursor[JSONKey("rollingUpdate", prefix: 0x55676e696c6c6f72)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }
}
