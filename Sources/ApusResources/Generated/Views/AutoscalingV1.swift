// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.autoscaling.v1`.
public enum AutoscalingV1 {}

extension AutoscalingV1 {
    /// Reads a `CrossVersionObjectReference`.
    public struct CrossVersionObjectReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
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

    /// Reads a `HorizontalPodAutoscalerSpec`.
    public struct HorizontalPodAutoscalerSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var maxReplicas: Int64? { cursor[JSONKey("maxReplicas", prefix: 0x696c70655278616d)].int }
        public var minReplicas: Int64? { cursor[JSONKey("minReplicas", prefix: 0x696c7065526e696d)].int }
        public var scaleTargetRef: CrossVersionObjectReference { @_lifetime(copy self) get { CrossVersionObjectReference(cursor[JSONKey("scaleTargetRef", prefix: 0x726154656c616373)]) } }
        public var targetCPUUtilizationPercentage: Int64? { cursor[JSONKey("targetCPUUtilizationPercentage", prefix: 0x5043746567726174)].int }
    }

    /// Reads a `HorizontalPodAutoscalerStatus`.
    public struct HorizontalPodAutoscalerStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var currentCPUUtilizationPercentage: Int64? { cursor[JSONKey("currentCPUUtilizationPercentage", prefix: 0x43746e6572727563)].int }
        public var currentReplicas: Int64? { cursor[JSONKey("currentReplicas", prefix: 0x52746e6572727563)].int }
        public var desiredReplicas: Int64? { cursor[JSONKey("desiredReplicas", prefix: 0x5264657269736564)].int }
        public var lastScaleTime: String? { cursor[JSONKey("lastScaleTime", prefix: 0x6c6163537473616c)].string }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
    }

    /// Reads a `Scale`.
    public struct Scale: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ScaleSpec { @_lifetime(copy self) get { ScaleSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: ScaleStatus { @_lifetime(copy self) get { ScaleStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `ScaleSpec`.
    public struct ScaleSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
    }

    /// Reads a `ScaleStatus`.
    public struct ScaleStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var replicas: Int64? { cursor[JSONKey("replicas", prefix: 0x736163696c706572)].int }
        public var selector: String? { cursor[JSONKey("selector", prefix: 0x726f7463656c6573)].string }
    }
}
