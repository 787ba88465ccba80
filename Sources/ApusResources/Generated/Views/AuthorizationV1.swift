// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.authorization.v1`.
public enum AuthorizationV1 {}

extension AuthorizationV1 {
    /// Reads a `FieldSelectorAttributes`.
    public struct FieldSelectorAttributes: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var rawSelector: String? { cursor[JSONKey("rawSelector", prefix: 0x63656c6553776172)].string }
        public var requirements: ViewList<MetaV1.FieldSelectorRequirement> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("requirements", prefix: 0x6d65726975716572)]) } }
    }

    /// Reads a `LabelSelectorAttributes`.
    public struct LabelSelectorAttributes: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var rawSelector: String? { cursor[JSONKey("rawSelector", prefix: 0x63656c6553776172)].string }
        public var requirements: ViewList<MetaV1.LabelSelectorRequirement> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("requirements", prefix: 0x6d65726975716572)]) } }
    }

    /// Reads a `LocalSubjectAccessReview`.
    public struct LocalSubjectAccessReview: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: SubjectAccessReviewSpec { @_lifetime(copy self) get { SubjectAccessReviewSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: SubjectAccessReviewStatus { @_lifetime(copy self) get { SubjectAccessReviewStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `NonResourceAttributes`.
    public struct NonResourceAttributes: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var verb: String? { cursor[JSONKey("verb", prefix: 0x62726576)].string }
    }

    /// Reads a `NonResourceRule`.
    public struct NonResourceRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var nonResourceURLs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("nonResourceURLs", prefix: 0x756f7365526e6f6e)] } }
        public var verbs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("verbs", prefix: 0x7362726576)] } }
    }

    /// Reads a `ResourceAttributes`.
    public struct ResourceAttributes: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fieldSelector: FieldSelectorAttributes { @_lifetime(copy self) get { FieldSelectorAttributes(cursor[JSONKey("fieldSelector", prefix: 0x6c6553646c656966)]) } }
        public var group: String? { cursor[JSONKey("group", prefix: 0x70756f7267)].string }
        public var labelSelector: LabelSelectorAttributes { @_lifetime(copy self) get { LabelSelectorAttributes(cursor[JSONKey("labelSelector", prefix: 0x6c65536c6562616c)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var resource: String? { cursor[JSONKey("resource", prefix: 0x656372756f736572)].string }
        public var subresource: String? { cursor[JSONKey("subresource", prefix: 0x756f736572627573)].string }
        public var verb: String? { cursor[JSONKey("verb", prefix: 0x62726576)].string }
        public var version: String? { cursor[JSONKey("version", prefix: 0x6e6f6973726576)].string }
    }

    /// Reads a `ResourceRule`.
    public struct ResourceRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("apiGroups", prefix: 0x70756f7247697061)] } }
        public var resourceNames: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resourceNames", prefix: 0x656372756f736572)] } }
        public var resources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resources", prefix: 0x656372756f736572)] } }
        public var verbs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("verbs", prefix: 0x7362726576)] } }
    }

    /// Reads a `SelfSubjectAccessReview`.
    public struct SelfSubjectAccessReview: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: SelfSubjectAccessReviewSpec { @_lifetime(copy self) get { SelfSubjectAccessReviewSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: SubjectAccessReviewStatus { @_lifetime(copy self) get { SubjectAccessReviewStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `SelfSubjectAccessReviewSpec`.
    public struct SelfSubjectAccessReviewSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var nonResourceAttributes: NonResourceAttributes { @_lifetime(copy self) get { NonResourceAttributes(cursor[JSONKey("nonResourceAttributes", prefix: 0x756f7365526e6f6e)]) } }
        public var resourceAttributes: ResourceAttributes { @_lifetime(copy self) get { ResourceAttributes(cursor[JSONKey("resourceAttributes", prefix: 0x656372756f736572)]) } }
    }

    /// Reads a `SelfSubjectRulesReview`.
    public struct SelfSubjectRulesReview: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: SelfSubjectRulesReviewSpec { @_lifetime(copy self) get { SelfSubjectRulesReviewSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: SubjectRulesReviewStatus { @_lifetime(copy self) get { SubjectRulesReviewStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `SelfSubjectRulesReviewSpec`.
    public struct SelfSubjectRulesReviewSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
    }

    /// Reads a `SubjectAccessReview`.
    public struct SubjectAccessReview: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: SubjectAccessReviewSpec { @_lifetime(copy self) get { SubjectAccessReviewSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: SubjectAccessReviewStatus { @_lifetime(copy self) get { SubjectAccessReviewStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `SubjectAccessReviewSpec`.
    public struct SubjectAccessReviewSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var extra: Cursor { @_lifetime(copy self) get { cursor[JSONKey("extra", prefix: 0x6172747865)] } }
        public var groups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("groups", prefix: 0x7370756f7267)] } }
        public var nonResourceAttributes: NonResourceAttributes { @_lifetime(copy self) get { NonResourceAttributes(cursor[JSONKey("nonResourceAttributes", prefix: 0x756f7365526e6f6e)]) } }
        public var resourceAttributes: ResourceAttributes { @_lifetime(copy self) get { ResourceAttributes(cursor[JSONKey("resourceAttributes", prefix: 0x656372756f736572)]) } }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
        public var user: String? { cursor[JSONKey("user", prefix: 0x72657375)].string }
    }

    /// Reads a `SubjectAccessReviewStatus`.
    public struct SubjectAccessReviewStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allowed: Bool? { cursor[JSONKey("allowed", prefix: 0x6465776f6c6c61)].bool }
        public var denied: Bool? { cursor[JSONKey("denied", prefix: 0x6465696e6564)].bool }
        public var evaluationError: String? { cursor[JSONKey("evaluationError", prefix: 0x697461756c617665)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
    }

    /// Reads a `SubjectRulesReviewStatus`.
    public struct SubjectRulesReviewStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var evaluationError: String? { cursor[JSONKey("evaluationError", prefix: 0x697461756c617665)].string }
        public var incomplete: Bool? { cursor[JSONKey("incomplete", prefix: 0x656c706d6f636e69)].bool }
        public var nonResourceRules: ViewList<NonResourceRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("nonResourceRules", prefix: 0x756f7365526e6f6e)]) } }
        public var resourceRules: ViewList<ResourceRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resourceRules", prefix: 0x656372756f736572)]) } }
    }
}
