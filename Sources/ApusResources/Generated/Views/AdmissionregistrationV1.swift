// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.admissionregistration.v1`.
public enum AdmissionregistrationV1 {}

extension AdmissionregistrationV1 {
    /// Reads a `ApplyConfiguration`.
    public struct ApplyConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expression: String? { cursor[JSONKey("expression", prefix: 0x6973736572707865)].string }
    }

    /// Reads a `AuditAnnotation`.
    public struct AuditAnnotation: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var valueExpression: String? { cursor[JSONKey("valueExpression", prefix: 0x70784565756c6176)].string }
    }

    /// Reads a `ExpressionWarning`.
    public struct ExpressionWarning: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fieldRef: String? { cursor[JSONKey("fieldRef", prefix: 0x666552646c656966)].string }
        public var warning: String? { cursor[JSONKey("warning", prefix: 0x676e696e726177)].string }
    }

    /// Reads a `JSONPatch`.
    public struct JSONPatch: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expression: String? { cursor[JSONKey("expression", prefix: 0x6973736572707865)].string }
    }

    /// Reads a `MatchCondition`.
    public struct MatchCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expression: String? { cursor[JSONKey("expression", prefix: 0x6973736572707865)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `MatchResources`.
    public struct MatchResources: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var excludeResourceRules: ViewList<NamedRuleWithOperations> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("excludeResourceRules", prefix: 0x526564756c637865)]) } }
        public var matchPolicy: String? { cursor[JSONKey("matchPolicy", prefix: 0x6c6f50686374616d)].string }
        public var namespaceSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("namespaceSelector", prefix: 0x63617073656d616e)]) } }
        public var objectSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("objectSelector", prefix: 0x65537463656a626f)]) } }
        public var resourceRules: ViewList<NamedRuleWithOperations> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("resourceRules", prefix: 0x656372756f736572)]) } }
    }

    /// Reads a `MutatingAdmissionPolicy`.
    public struct MutatingAdmissionPolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: MutatingAdmissionPolicySpec { @_lifetime(copy self) get { MutatingAdmissionPolicySpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `MutatingAdmissionPolicyBinding`.
    public struct MutatingAdmissionPolicyBinding: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: MutatingAdmissionPolicyBindingSpec { @_lifetime(copy self) get { MutatingAdmissionPolicyBindingSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `MutatingAdmissionPolicyBindingSpec`.
    public struct MutatingAdmissionPolicyBindingSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var matchResources: MatchResources { @_lifetime(copy self) get { MatchResources(cursor[JSONKey("matchResources", prefix: 0x736552686374616d)]) } }
        public var paramRef: ParamRef { @_lifetime(copy self) get { ParamRef(cursor[JSONKey("paramRef", prefix: 0x6665526d61726170)]) } }
        public var policyName: String? { cursor[JSONKey("policyName", prefix: 0x614e7963696c6f70)].string }
    }

    /// Reads a `MutatingAdmissionPolicySpec`.
    public struct MutatingAdmissionPolicySpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var failurePolicy: String? { cursor[JSONKey("failurePolicy", prefix: 0x506572756c696166)].string }
        public var matchConditions: ViewList<MatchCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchConditions", prefix: 0x6e6f43686374616d)]) } }
        public var matchConstraints: MatchResources { @_lifetime(copy self) get { MatchResources(cursor[JSONKey("matchConstraints", prefix: 0x6e6f43686374616d)]) } }
        public var mutations: ViewList<Mutation> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("mutations", prefix: 0x6e6f69746174756d)]) } }
        public var paramKind: ParamKind { @_lifetime(copy self) get { ParamKind(cursor[JSONKey("paramKind", prefix: 0x6e694b6d61726170)]) } }
        public var reinvocationPolicy: String? { cursor[JSONKey("reinvocationPolicy", prefix: 0x61636f766e696572)].string }
        public var variables: ViewList<Variable> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("variables", prefix: 0x656c626169726176)]) } }
    }

    /// Reads a `MutatingWebhook`.
    public struct MutatingWebhook: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var admissionReviewVersions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("admissionReviewVersions", prefix: 0x6f697373696d6461)] } }
        public var clientConfig: WebhookClientConfig { @_lifetime(copy self) get { WebhookClientConfig(cursor[JSONKey("clientConfig", prefix: 0x6f43746e65696c63)]) } }
        public var failurePolicy: String? { cursor[JSONKey("failurePolicy", prefix: 0x506572756c696166)].string }
        public var matchConditions: ViewList<MatchCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchConditions", prefix: 0x6e6f43686374616d)]) } }
        public var matchPolicy: String? { cursor[JSONKey("matchPolicy", prefix: 0x6c6f50686374616d)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespaceSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("namespaceSelector", prefix: 0x63617073656d616e)]) } }
        public var objectSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("objectSelector", prefix: 0x65537463656a626f)]) } }
        public var reinvocationPolicy: String? { cursor[JSONKey("reinvocationPolicy", prefix: 0x61636f766e696572)].string }
        public var rules: ViewList<RuleWithOperations> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("rules", prefix: 0x73656c7572)]) } }
        public var sideEffects: String? { cursor[JSONKey("sideEffects", prefix: 0x6566664565646973)].string }
        public var timeoutSeconds: Int64? { cursor[JSONKey("timeoutSeconds", prefix: 0x5374756f656d6974)].int }
    }

    /// Reads a `MutatingWebhookConfiguration`.
    public struct MutatingWebhookConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var webhooks: ViewList<MutatingWebhook> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("webhooks", prefix: 0x736b6f6f68626577)]) } }
    }

    /// Reads a `Mutation`.
    public struct Mutation: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var applyConfiguration: ApplyConfiguration { @_lifetime(copy self) get { ApplyConfiguration(cursor[JSONKey("applyConfiguration", prefix: 0x6e6f43796c707061)]) } }
        public var jsonPatch: JSONPatch { @_lifetime(copy self) get { JSONPatch(cursor[JSONKey("jsonPatch", prefix: 0x637461506e6f736a)]) } }
        public var patchType: String? { cursor[JSONKey("patchType", prefix: 0x7079546863746170)].string }
    }

    /// Reads a `NamedRuleWithOperations`.
    public struct NamedRuleWithOperations: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("apiGroups", prefix: 0x70756f7247697061)] } }
        public var apiVersions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("apiVersions", prefix: 0x6973726556697061)] } }
        public var operations: Cursor { @_lifetime(copy self) get { cursor[JSONKey("operations", prefix: 0x6f6974617265706f)] } }
        public var resourceNames: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resourceNames", prefix: 0x656372756f736572)] } }
        public var resources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resources", prefix: 0x656372756f736572)] } }
        public var scope: String? { cursor[JSONKey("scope", prefix: 0x65706f6373)].string }
    }

    /// Reads a `ParamKind`.
    public struct ParamKind: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
    }

    /// Reads a `ParamRef`.
    public struct ParamRef: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var parameterNotFoundAction: String? { cursor[JSONKey("parameterNotFoundAction", prefix: 0x6574656d61726170)].string }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
    }

    /// Reads a `RuleWithOperations`.
    public struct RuleWithOperations: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("apiGroups", prefix: 0x70756f7247697061)] } }
        public var apiVersions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("apiVersions", prefix: 0x6973726556697061)] } }
        public var operations: Cursor { @_lifetime(copy self) get { cursor[JSONKey("operations", prefix: 0x6f6974617265706f)] } }
        public var resources: Cursor { @_lifetime(copy self) get { cursor[JSONKey("resources", prefix: 0x656372756f736572)] } }
        public var scope: String? { cursor[JSONKey("scope", prefix: 0x65706f6373)].string }
    }

    /// Reads a `ServiceReference`.
    public struct ServiceReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
    }

    /// Reads a `TypeChecking`.
    public struct TypeChecking: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expressionWarnings: ViewList<ExpressionWarning> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("expressionWarnings", prefix: 0x6973736572707865)]) } }
    }

    /// Reads a `ValidatingAdmissionPolicy`.
    public struct ValidatingAdmissionPolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ValidatingAdmissionPolicySpec { @_lifetime(copy self) get { ValidatingAdmissionPolicySpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: ValidatingAdmissionPolicyStatus { @_lifetime(copy self) get { ValidatingAdmissionPolicyStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `ValidatingAdmissionPolicyBinding`.
    public struct ValidatingAdmissionPolicyBinding: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ValidatingAdmissionPolicyBindingSpec { @_lifetime(copy self) get { ValidatingAdmissionPolicyBindingSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `ValidatingAdmissionPolicyBindingSpec`.
    public struct ValidatingAdmissionPolicyBindingSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var matchResources: MatchResources { @_lifetime(copy self) get { MatchResources(cursor[JSONKey("matchResources", prefix: 0x736552686374616d)]) } }
        public var paramRef: ParamRef { @_lifetime(copy self) get { ParamRef(cursor[JSONKey("paramRef", prefix: 0x6665526d61726170)]) } }
        public var policyName: String? { cursor[JSONKey("policyName", prefix: 0x614e7963696c6f70)].string }
        public var validationActions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("validationActions", prefix: 0x69746164696c6176)] } }
    }

    /// Reads a `ValidatingAdmissionPolicySpec`.
    public struct ValidatingAdmissionPolicySpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var auditAnnotations: ViewList<AuditAnnotation> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("auditAnnotations", prefix: 0x6e6e417469647561)]) } }
        public var failurePolicy: String? { cursor[JSONKey("failurePolicy", prefix: 0x506572756c696166)].string }
        public var matchConditions: ViewList<MatchCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchConditions", prefix: 0x6e6f43686374616d)]) } }
        public var matchConstraints: MatchResources { @_lifetime(copy self) get { MatchResources(cursor[JSONKey("matchConstraints", prefix: 0x6e6f43686374616d)]) } }
        public var paramKind: ParamKind { @_lifetime(copy self) get { ParamKind(cursor[JSONKey("paramKind", prefix: 0x6e694b6d61726170)]) } }
        public var validations: ViewList<Validation> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("validations", prefix: 0x69746164696c6176)]) } }
        public var variables: ViewList<Variable> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("variables", prefix: 0x656c626169726176)]) } }
    }

    /// Reads a `ValidatingAdmissionPolicyStatus`.
    public struct ValidatingAdmissionPolicyStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<MetaV1.Condition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var typeChecking: TypeChecking { @_lifetime(copy self) get { TypeChecking(cursor[JSONKey("typeChecking", prefix: 0x6365684365707974)]) } }
    }

    /// Reads a `ValidatingWebhook`.
    public struct ValidatingWebhook: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var admissionReviewVersions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("admissionReviewVersions", prefix: 0x6f697373696d6461)] } }
        public var clientConfig: WebhookClientConfig { @_lifetime(copy self) get { WebhookClientConfig(cursor[JSONKey("clientConfig", prefix: 0x6f43746e65696c63)]) } }
        public var failurePolicy: String? { cursor[JSONKey("failurePolicy", prefix: 0x506572756c696166)].string }
        public var matchConditions: ViewList<MatchCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("matchConditions", prefix: 0x6e6f43686374616d)]) } }
        public var matchPolicy: String? { cursor[JSONKey("matchPolicy", prefix: 0x6c6f50686374616d)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespaceSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("namespaceSelector", prefix: 0x63617073656d616e)]) } }
        public var objectSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("objectSelector", prefix: 0x65537463656a626f)]) } }
        public var rules: ViewList<RuleWithOperations> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("rules", prefix: 0x73656c7572)]) } }
        public var sideEffects: String? { cursor[JSONKey("sideEffects", prefix: 0x6566664565646973)].string }
        public var timeoutSeconds: Int64? { cursor[JSONKey("timeoutSeconds", prefix: 0x5374756f656d6974)].int }
    }

    /// Reads a `ValidatingWebhookConfiguration`.
    public struct ValidatingWebhookConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var webhooks: ViewList<ValidatingWebhook> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("webhooks", prefix: 0x736b6f6f68626577)]) } }
    }

    /// Reads a `Validation`.
    public struct Validation: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expression: String? { cursor[JSONKey("expression", prefix: 0x6973736572707865)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var messageExpression: String? { cursor[JSONKey("messageExpression", prefix: 0x456567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
    }

    /// Reads a `Variable`.
    public struct Variable: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expression: String? { cursor[JSONKey("expression", prefix: 0x6973736572707865)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `WebhookClientConfig`.
    public struct WebhookClientConfig: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var caBundle: String? { cursor[JSONKey("caBundle", prefix: 0x656c646e75426163)].string }
        public var service: ServiceReference { @_lifetime(copy self) get { ServiceReference(cursor[JSONKey("service", prefix: 0x65636976726573)]) } }
        public var url: String? { cursor[JSONKey("url", prefix: 0x6c7275)].string }
    }
}
