// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.rbac.v1`.
public enum RbacV1 {}

extension RbacV1 {
    /// Reads a `AggregationRule`.
    public struct AggregationRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var clusterRoleSelectors: ViewList<MetaV1.LabelSelector> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("clusterRoleSelectors", prefix: 0x5272657473756c63)]) } }
    }

    /// Reads a `ClusterRole`.
    public struct ClusterRole: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var aggregationRule: AggregationRule { @_lifetime(copy self) get { AggregationRule(cursor[JSONKey("aggregationRule", prefix: 0x7461676572676761)]) } }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var rules: ViewList<PolicyRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("rules", prefix: 0x73656c7572)]) } }
    }

    /// Reads a `ClusterRoleBinding`.
    public struct ClusterRoleBinding: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var roleRef: RoleRef { @_lifetime(copy self) get { RoleRef(cursor[JSONKey("roleRef", prefix: 0x666552656c6f72)]) } }
        public var subjects: ViewList<Subject> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("subjects", prefix: 0x737463656a627573)]) } }
    }

    /// Reads a `PolicyRule`.
    public struct PolicyRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("apiGroups", prefix: 0x70756f7247697061)] } }
        public var nonResourceURLs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("nonResourceURLs", prefix: 0x756f7365526e6f6e)] } }
        public var resourceNames: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resourceNames", prefix: 0x656372756f736572)] } }
        public var resources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resources", prefix: 0x656372756f736572)] } }
        public var verbs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("verbs", prefix: 0x7362726576)] } }
    }

    /// Reads a `Role`.
    public struct Role: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var rules: ViewList<PolicyRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("rules", prefix: 0x73656c7572)]) } }
    }

    /// Reads a `RoleBinding`.
    public struct RoleBinding: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var roleRef: RoleRef { @_lifetime(copy self) get { RoleRef(cursor[JSONKey("roleRef", prefix: 0x666552656c6f72)]) } }
        public var subjects: ViewList<Subject> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("subjects", prefix: 0x737463656a627573)]) } }
    }

    /// Reads a `RoleRef`.
    public struct RoleRef: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroup: String? { cursor[JSONKey("apiGroup", prefix: 0x70756f7247697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `Subject`.
    public struct Subject: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroup: String? { cursor[JSONKey("apiGroup", prefix: 0x70756f7247697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
    }
}
