// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.policy.v1`.
public enum PolicyV1 {}

extension PolicyV1 {
    /// Reads a `Eviction`.
    public struct Eviction: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var deleteOptions: MetaV1.DeleteOptions { @_lifetime(copy self) get { MetaV1.DeleteOptions(cursor[JSONKey("deleteOptions", prefix: 0x704f6574656c6564)]) } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
    }

    /// Reads a `PodDisruptionBudget`.
    public struct PodDisruptionBudget: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: PodDisruptionBudgetSpec { @_lifetime(copy self) get { PodDisruptionBudgetSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: PodDisruptionBudgetStatus { @_lifetime(copy self) get { PodDisruptionBudgetStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `PodDisruptionBudgetSpec`.
    public struct PodDisruptionBudgetSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var maxUnavailable: Cursor { @_lifetime(copy self) get { cursor[JSONKey("maxUnavailable", prefix: 0x6176616e5578616d)] } }
        public var minAvailable: Cursor { @_lifetime(copy self) get { cursor[JSONKey("minAvailable", prefix: 0x6c696176416e696d)] } }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
        public var unhealthyPodEvictionPolicy: String? { cursor[JSONKey("unhealthyPodEvictionPolicy", prefix: 0x68746c6165686e75)].string }
    }

    /// Reads a `PodDisruptionBudgetStatus`.
    public struct PodDisruptionBudgetStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<MetaV1.Condition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var currentHealthy: Int64? { cursor[JSONKey("currentHealthy", prefix: 0x48746e6572727563)].int }
        public var desiredHealthy: Int64? { cursor[JSONKey("desiredHealthy", prefix: 0x4864657269736564)].int }
        public var disruptedPods: Cursor { @_lifetime(copy self) get { cursor[JSONKey("disruptedPods", prefix: 0x6574707572736964)] } }
        public var disruptionsAllowed: Int64? { cursor[JSONKey("disruptionsAllowed", prefix: 0x6974707572736964)].int }
        public var expectedPods: Int64? { cursor[JSONKey("expectedPods", prefix: 0x6465746365707865)].int }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
    }
}
