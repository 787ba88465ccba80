// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.autoscaling.v2`.
public enum AutoscalingV2 {}

extension AutoscalingV2 {
    /// Reads a `ContainerResourceMetricSource`.
    public struct ContainerResourceMetricSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var container: String? { cursor[JSONKey("container", prefix: 0x656e6961746e6f63)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var target: MetricTarget { @_lifetime(copy self) get { MetricTarget(cursor[JSONKey("target", prefix: 0x746567726174)]) } }
    }

    /// Reads a `ContainerResourceMetricStatus`.
    public struct ContainerResourceMetricStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var container: String? { cursor[JSONKey("container", prefix: 0x656e6961746e6f63)].string }
        public var current: MetricValueStatus { @_lifetime(copy self) get { MetricValueStatus(cursor[JSONKey("current", prefix: 0x746e6572727563)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `CrossVersionObjectReference`.
    public struct CrossVersionObjectReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `ExternalMetricSource`.
    public struct ExternalMetricSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var metric: MetricIdentifier { @_lifetime(copy self) get { MetricIdentifier(cursor[JSONKey("metric", prefix: 0x63697274656d)]) } }
        public var target: MetricTarget { @_lifetime(copy self) get { MetricTarget(cursor[JSONKey("target", prefix: 0x746567726174)]) } }
    }

    /// Reads a `ExternalMetricStatus`.
    public struct ExternalMetricStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var current: MetricValueStatus { @_lifetime(copy self) get { MetricValueStatus(cursor[JSONKey("current", prefix: 0x746e6572727563)]) } }
        public var metric: MetricIdentifier { @_lifetime(copy self) get { MetricIdentifier(cursor[JSONKey("metric", prefix: 0x63697274656d)]) } }
    }

    /// Reads a `HPAScalingPolicy`.
    public struct HPAScalingPolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var periodSeconds: Int64? { cursor[JSONKey("periodSeconds", prefix: 0x6553646f69726570)].int }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
        public var value: Int64? { cursor[JSONKey("value", prefix: 0x65756c6176)].int }
    }

    /// Reads a `HPAScalingRules`.
    public struct HPAScalingRules: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var policies: ViewList<HPAScalingPolicy> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("policies", prefix: 0x73656963696c6f70)]) } }
        public var selectPolicy: String? { cursor[JSONKey("selectPolicy", prefix: 0x6f507463656c6573)].string }
        public var stabilizationWindowSeconds: Int64? { cursor[JSONKey("stabilizationWindowSeconds", prefix: 0x7a696c6962617473)].int }
        public var tolerance: String? { cursor[JSONKey("tolerance", prefix: 0x636e6172656c6f74)].string }
    }

    /// Reads a `HorizontalPodAutoscaler`.
    public struct HorizontalPodAutoscaler: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: HorizontalPodAutoscalerSpec { @_lifetime(copy self) get { HorizontalPodAutoscalerSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: HorizontalPodAutoscalerStatus { @_lifetime(copy self) get { HorizontalPodAutoscalerStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `HorizontalPodAutoscalerBehavior`.
    public struct HorizontalPodAutoscalerBehavior: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var scaleDown: HPAScalingRules { @_lifetime(copy self) get { HPAScalingRules(cursor[JSONKey("scaleDown", prefix: 0x776f44656c616373)]) } }
        public var scaleUp: HPAScalingRules { @_lifetime(copy self) get { HPAScalingRules(cursor[JSONKey("scaleUp", prefix: 0x7055656c616373)]) } }
    }

    /// Reads a `HorizontalPodAutoscalerCondition`.
    public struct HorizontalPodAutoscalerCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `HorizontalPodAutoscalerSpec`.
    public struct HorizontalPodAutoscalerSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var behavior: HorizontalPodAutoscalerBehavior { @_lifetime(copy self) get { HorizontalPodAutoscalerBehavior(cursor[JSONKey("behavior", prefix: 0x726f697661686562)]) } }
        public var maxReplicas: Int64? { cursor[JSONKey("maxReplicas", prefix: 0x696c70655278616d)].int }
        public var metrics: ViewList<MetricSpec> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("metrics", prefix: 0x7363697274656d)]) } }
        public var minReplicas: Int64? { cursor[JSONKey("minReplicas", prefix: 0x696c7065526e696d)].int }
        public var scaleTargetRef: CrossVersionObjectReference { @_lifetime(copy self) get { CrossVersionObjectReference(cursor[JSONKey("scaleTargetRef", prefix: 0x726154656c616373)]) } }
    }

    /// Reads a `HorizontalPodAutoscalerStatus`.
    public struct HorizontalPodAutoscalerStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<HorizontalPodAutoscalerCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var currentMetrics: ViewList<MetricStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("currentMetrics", prefix: 0x4d746e6572727563)]) } }
        public var currentReplicas: Int64? { cursor[JSONKey("currentReplicas", prefix: 0x52746e6572727563)].int }
        public var desiredReplicas: Int64? { cursor[JSONKey("desiredReplicas", prefix: 0x5264657269736564)].int }
        public var lastScaleTime: String? { cursor[JSONKey("lastScaleTime", prefix: 0x6c6163537473616c)].string }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
    }

    /// Reads a `MetricIdentifier`.
    public struct MetricIdentifier: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
    }

    /// Reads a `MetricSpec`.
    public struct MetricSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var containerResource: ContainerResourceMetricSource { @_lifetime(copy self) get { ContainerResourceMetricSource(cursor[JSONKey("containerResource", prefix: 0x656e6961746e6f63)]) } }
        public var external: ExternalMetricSource { @_lifetime(copy self) get { ExternalMetricSource(cursor[JSONKey("external", prefix: 0x6c616e7265747865)]) } }
        public var object: ObjectMetricSource { @_lifetime(copy self) get { ObjectMetricSource(cursor[JSONKey("object", prefix: 0x7463656a626f)]) } }
        public var pods: PodsMetricSource { @_lifetime(copy self) get { PodsMetricSource(cursor[JSONKey("pods", prefix: 0x73646f70)]) } }
        public var resource: ResourceMetricSource { @_lifetime(copy self) get { ResourceMetricSource(cursor[JSONKey("resource", prefix: 0x656372756f736572)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `MetricStatus`.
    public struct MetricStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var containerResource: ContainerResourceMetricStatus { @_lifetime(copy self) get { ContainerResourceMetricStatus(cursor[JSONKey("containerResource", prefix: 0x656e6961746e6f63)]) } }
        public var external: ExternalMetricStatus { @_lifetime(copy self) get { ExternalMetricStatus(cursor[JSONKey("external", prefix: 0x6c616e7265747865)]) } }
        public var object: ObjectMetricStatus { @_lifetime(copy self) get { ObjectMetricStatus(cursor[JSONKey("object", prefix: 0x7463656a626f)]) } }
        public var pods: PodsMetricStatus { @_lifetime(copy self) get { PodsMetricStatus(cursor[JSONKey("pods", prefix: 0x73646f70)]) } }
        public var resource: ResourceMetricStatus { @_lifetime(copy self) get { ResourceMetricStatus(cursor[JSONKey("resource", prefix: 0x656372756f736572)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `MetricTarget`.
    public struct MetricTarget: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var averageUtilization: Int64? { cursor[JSONKey("averageUtilization", prefix: 0x5565676172657661)].int }
        public var averageValue: String? { cursor[JSONKey("averageValue", prefix: 0x5665676172657661)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `MetricValueStatus`.
    public struct MetricValueStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var averageUtilization: Int64? { cursor[JSONKey("averageUtilization", prefix: 0x5565676172657661)].int }
        public var averageValue: String? { cursor[JSONKey("averageValue", prefix: 0x5665676172657661)].string }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `ObjectMetricSource`.
    public struct ObjectMetricSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var describedObject: CrossVersionObjectReference { @_lifetime(copy self) get { CrossVersionObjectReference(cursor[JSONKey("describedObject", prefix: 0x6562697263736564)]) } }
        public var metric: MetricIdentifier { @_lifetime(copy self) get { MetricIdentifier(cursor[JSONKey("metric", prefix: 0x63697274656d)]) } }
        public var target: MetricTarget { @_lifetime(copy self) get { MetricTarget(cursor[JSONKey("target", prefix: 0x746567726174)]) } }
    }

    /// Reads a `ObjectMetricStatus`.
    public struct ObjectMetricStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var current: MetricValueStatus { @_lifetime(copy self) get { MetricValueStatus(cursor[JSONKey("current", prefix: 0x746e6572727563)]) } }
        public var describedObject: CrossVersionObjectReference { @_lifetime(copy self) get { CrossVersionObjectReference(cursor[JSONKey("describedObject", prefix: 0x6562697263736564)]) } }
        public var metric: MetricIdentifier { @_lifetime(copy self) get { MetricIdentifier(cursor[JSONKey("metric", prefix: 0x63697274656d)]) } }
    }

    /// Reads a `PodsMetricSource`.
    public struct PodsMetricSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var metric: MetricIdentifier { @_lifetime(copy self) get { MetricIdentifier(cursor[JSONKey("metric", prefix: 0x63697274656d)]) } }
        public var target: MetricTarget { @_lifetime(copy self) get { MetricTarget(cursor[JSONKey("target", prefix: 0x746567726174)]) } }
    }

    /// Reads a `PodsMetricStatus`.
    public struct PodsMetricStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var current: MetricValueStatus { @_lifetime(copy self) get { MetricValueStatus(cursor[JSONKey("current", prefix: 0x746e6572727563)]) } }
        public var metric: MetricIdentifier { @_lifetime(copy self) get { MetricIdentifier(cursor[JSONKey("metric", prefix: 0x63697274656d)]) } }
    }

    /// Reads a `ResourceMetricSource`.
    public struct ResourceMetricSource: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var target: MetricTarget { @_lifetime(copy self) get { MetricTarget(cursor[JSONKey("target", prefix: 0x746567726174)]) } }
    }

    /// Reads a `ResourceMetricStatus`.
    public struct ResourceMetricStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var current: MetricValueStatus { @_lifetime(copy self) get { MetricValueStatus(cursor[JSONKey("current", prefix: 0x746e6572727563)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }
}
