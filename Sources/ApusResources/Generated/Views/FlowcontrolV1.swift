// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.flowcontrol.v1`.
public enum FlowcontrolV1 {}

extension FlowcontrolV1 {
    /// Reads a `ExemptPriorityLevelConfiguration`.
    public struct ExemptPriorityLevelConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lendablePercent: Int64? { cursor[JSONKey("lendablePercent", prefix: 0x656c6261646e656c)].int }
        public var nominalConcurrencyShares: Int64? { cursor[JSONKey("nominalConcurrencyShares", prefix: 0x436c616e696d6f6e)].int }
    }

    /// Reads a `FlowDistinguisherMethod`.
    public struct FlowDistinguisherMethod: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `FlowSchema`.
    public struct FlowSchema: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: FlowSchemaSpec { @_lifetime(copy self) get { FlowSchemaSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: FlowSchemaStatus { @_lifetime(copy self) get { FlowSchemaStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `FlowSchemaCondition`.
    public struct FlowSchemaCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `FlowSchemaSpec`.
    public struct FlowSchemaSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var distinguisherMethod: FlowDistinguisherMethod { @_lifetime(copy self) get { FlowDistinguisherMethod(cursor[JSONKey("distinguisherMethod", prefix: 0x75676e6974736964)]) } }
        public var matchingPrecedence: Int64? { cursor[JSONKey("matchingPrecedence", prefix: 0x676e69686374616d)].int }
        public var priorityLevelConfiguration: PriorityLevelConfigurationReference { @_lifetime(copy self) get { PriorityLevelConfigurationReference(cursor[JSONKey("priorityLevelConfiguration", prefix: 0x797469726f697270)]) } }
        public var rules: ViewList<PolicyRulesWithSubjects> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("rules", prefix: 0x73656c7572)]) } }
    }

    /// Reads a `FlowSchemaStatus`.
    public struct FlowSchemaStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<FlowSchemaCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
    }

    /// Reads a `GroupSubject`.
    public struct GroupSubject: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `LimitResponse`.
    public struct LimitResponse: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var queuing: QueuingConfiguration { @_lifetime(copy self) get { QueuingConfiguration(cursor[JSONKey("queuing", prefix: 0x676e6975657571)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `LimitedPriorityLevelConfiguration`.
    public struct LimitedPriorityLevelConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var borrowingLimitPercent: Int64? { cursor[JSONKey("borrowingLimitPercent", prefix: 0x6e69776f72726f62)].int }
        public var lendablePercent: Int64? { cursor[JSONKey("lendablePercent", prefix: 0x656c6261646e656c)].int }
        public var limitResponse: LimitResponse { @_lifetime(copy self) get { LimitResponse(cursor[JSONKey("limitResponse", prefix: 0x73655274696d696c)]) } }
        public var nominalConcurrencyShares: Int64? { cursor[JSONKey("nominalConcurrencyShares", prefix: 0x436c616e696d6f6e)].int }
    }

    /// Reads a `NonResourcePolicyRule`.
    public struct NonResourcePolicyRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var nonResourceURLs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("nonResourceURLs", prefix: 0x756f7365526e6f6e)] } }
        public var verbs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("verbs", prefix: 0x7362726576)] } }
    }

    /// Reads a `PolicyRulesWithSubjects`.
    public struct PolicyRulesWithSubjects: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var nonResourceRules: ViewList<NonResourcePolicyRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("nonResourceRules", prefix: 0x756f7365526e6f6e)]) } }
        public var resourceRules: ViewList<ResourcePolicyRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resourceRules", prefix: 0x656372756f736572)]) } }
        public var subjects: ViewList<Subject> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("subjects", prefix: 0x737463656a627573)]) } }
    }

    /// Reads a `PriorityLevelConfiguration`.
    public struct PriorityLevelConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: PriorityLevelConfigurationSpec { @_lifetime(copy self) get { PriorityLevelConfigurationSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: PriorityLevelConfigurationStatus { @_lifetime(copy self) get { PriorityLevelConfigurationStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `PriorityLevelConfigurationCondition`.
    public struct PriorityLevelConfigurationCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `PriorityLevelConfigurationReference`.
    public struct PriorityLevelConfigurationReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `PriorityLevelConfigurationSpec`.
    public struct PriorityLevelConfigurationSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var exempt: ExemptPriorityLevelConfiguration { @_lifetime(copy self) get { ExemptPriorityLevelConfiguration(cursor[JSONKey("exempt", prefix: 0x74706d657865)]) } }
        public var limited: LimitedPriorityLevelConfiguration { @_lifetime(copy self) get { LimitedPriorityLevelConfiguration(cursor[JSONKey("limited", prefix: 0x646574696d696c)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `PriorityLevelConfigurationStatus`.
    public struct PriorityLevelConfigurationStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<PriorityLevelConfigurationCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
    }

    /// Reads a `QueuingConfiguration`.
    public struct QueuingConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var handSize: Int64? { cursor[JSONKey("handSize", prefix: 0x657a6953646e6168)].int }
        public var queueLengthLimit: Int64? { cursor[JSONKey("queueLengthLimit", prefix: 0x6e654c6575657571)].int }
        public var queues: Int64? { cursor[JSONKey("queues", prefix: 0x736575657571)].int }
    }

    /// Reads a `ResourcePolicyRule`.
    public struct ResourcePolicyRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("apiGroups", prefix: 0x70756f7247697061)] } }
        public var clusterScope: Bool? { cursor[JSONKey("clusterScope", prefix: 0x5372657473756c63)].bool }
        public var namespaces: Cursor { @_lifetime(copy self) get { cursor[JSONKey("namespaces", prefix: 0x63617073656d616e)] } }
        public var resources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resources", prefix: 0x656372756f736572)] } }
        public var verbs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("verbs", prefix: 0x7362726576)] } }
    }

    /// Reads a `ServiceAccountSubject`.
    public struct ServiceAccountSubject: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
    }

    /// Reads a `Subject`.
    public struct Subject: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var group: GroupSubject { @_lifetime(copy self) get { GroupSubject(cursor[JSONKey("group", prefix: 0x70756f7267)]) } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var serviceAccount: ServiceAccountSubject { @_lifetime(copy self) get { ServiceAccountSubject(cursor[JSONKey("serviceAccount", prefix: 0x4165636976726573)]) } }
        public var user: UserSubject { @_lifetime(copy self) get { UserSubject(cursor[JSONKey("user", prefix: 0x72657375)]) } }
    }

    /// Reads a `UserSubject`.
    public struct UserSubject: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }
}
