// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.batch.v1`.
public enum BatchV1 {}

extension BatchV1 {
    /// Reads a `CronJob`.
    public struct CronJob: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: CronJobSpec { @_lifetime(copy self) get { CronJobSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: CronJobStatus { @_lifetime(copy self) get { CronJobStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `CronJobSpec`.
    public struct CronJobSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var concurrencyPolicy: String? { cursor[JSONKey("concurrencyPolicy", prefix: 0x65727275636e6f63)].string }
        public var failedJobsHistoryLimit: Int64? { cursor[JSONKey("failedJobsHistoryLimit", prefix: 0x6f4a64656c696166)].int }
        public var jobTemplate: JobTemplateSpec { @_lifetime(copy self) get { JobTemplateSpec(cursor[JSONKey("jobTemplate", prefix: 0x6c706d6554626f6a)]) } }
        public var schedule: String? { cursor[JSONKey("schedule", prefix: 0x656c756465686373)].string }
        public var startingDeadlineSeconds: Int64? { cursor[JSONKey("startingDeadlineSeconds", prefix: 0x676e697472617473)].int }
        public var successfulJobsHistoryLimit: Int64? { cursor[JSONKey("successfulJobsHistoryLimit", prefix: 0x6673736563637573)].int }
        public var suspend: Bool? { cursor[JSONKey("suspend", prefix: 0x646e6570737573)].bool }
        public var timeZone: String? { cursor[JSONKey("timeZone", prefix: 0x656e6f5a656d6974)].string }
    }

    /// Reads a `CronJobStatus`.
    public struct CronJobStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var active: ViewList<CoreV1.ObjectReference> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("active", prefix: 0x657669746361)]) } }
        public var lastScheduleTime: String? { cursor[JSONKey("lastScheduleTime", prefix: 0x656863537473616c)].string }
        public var lastSuccessfulTime: String? { cursor[JSONKey("lastSuccessfulTime", prefix: 0x636375537473616c)].string }
    }

    /// Reads a `Job`.
    public struct Job: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: JobSpec { @_lifetime(copy self) get { JobSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: JobStatus { @_lifetime(copy self) get { JobStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `JobCondition`.
    public struct JobCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastProbeTime: String? { cursor[JSONKey("lastProbeTime", prefix: 0x626f72507473616c)].string }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `JobSpec`.
    public struct JobSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var activeDeadlineSeconds: Int64? { cursor[JSONKey("activeDeadlineSeconds", prefix: 0x6544657669746361)].int }
        public var backoffLimit: Int64? { cursor[JSONKey("backoffLimit", prefix: 0x4c66666f6b636162)].int }
        public var backoffLimitPerIndex: Int64? { cursor[JSONKey("backoffLimitPerIndex", prefix: 0x4c66666f6b636162)].int }
        public var completionMode: String? { cursor[JSONKey("completionMode", prefix: 0x6974656c706d6f63)].string }
        public var completions: Int64? { cursor[JSONKey("completions", prefix: 0x6974656c706d6f63)].int }
        public var managedBy: String? { cursor[JSONKey("managedBy", prefix: 0x42646567616e616d)].string }
        public var manualSelector: Bool? { cursor[JSONKey("manualSelector", prefix: 0x65536c61756e616d)].bool }
        public var maxFailedIndexes: Int64? { cursor[JSONKey("maxFailedIndexes", prefix: 0x656c69614678616d)].int }
        public var parallelism: Int64? { cursor[JSONKey("parallelism", prefix: 0x6c656c6c61726170)].int }
        public var podFailurePolicy: PodFailurePolicy { @_lifetime(copy self) get { PodFailurePolicy(cursor[JSONKey("podFailurePolicy", prefix: 0x756c696146646f70)]) } }
        public var podReplacementPolicy: String? { cursor[JSONKey("podReplacementPolicy", prefix: 0x616c706552646f70)].string }
        public var selector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("selector", prefix: 0x726f7463656c6573)]) } }
        public var successPolicy: SuccessPolicy { @_lifetime(copy self) get { SuccessPolicy(cursor[JSONKey("successPolicy", prefix: 0x5073736563637573)]) } }
        public var suspend: Bool? { cursor[JSONKey("suspend", prefix: 0x646e6570737573)].bool }
        public var template: CoreV1.PodTemplateSpec { @_lifetime(copy self) get { CoreV1.PodTemplateSpec(cursor[JSONKey("template", prefix: 0x6574616c706d6574)]) } }
        public var ttlSecondsAfterFinished: Int64? { cursor[JSONKey("ttlSecondsAfterFinished", prefix: 0x6e6f6365536c7474)].int }
    }

    /// Reads a `JobStatus`.
    public struct JobStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var active: Int64? { cursor[JSONKey("active", prefix: 0x657669746361)].int }
        public var completedIndexes: String? { cursor[JSONKey("completedIndexes", prefix: 0x6574656c706d6f63)].string }
        public var completionTime: String? { cursor[JSONKey("completionTime", prefix: 0x6974656c706d6f63)].string }
        public var conditions: ViewList<JobCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var failed: Int64? { cursor[JSONKey("failed", prefix: 0x64656c696166)].int }
        public var failedIndexes: String? { cursor[JSONKey("failedIndexes", prefix: 0x6e4964656c696166)].string }
        public var ready: Int64? { cursor[JSONKey("ready", prefix: 0x7964616572)].int }
        public var startTime: String? { cursor[JSONKey("startTime", prefix: 0x6d69547472617473)].string }
        public var succeeded: Int64? { cursor[JSONKey("succeeded", prefix: 0x6564656563637573)].int }
        public var terminating: Int64? { cursor[JSONKey("terminating", prefix: 0x74616e696d726574)].int }
        public var uncountedTerminatedPods: UncountedTerminatedPods { @_lifetime(copy self) get { UncountedTerminatedPods(cursor[JSONKey("uncountedTerminatedPods", prefix: 0x65746e756f636e75)]) } }
    }

    /// Reads a `JobTemplateSpec`.
    public struct JobTemplateSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: JobSpec { @_lifetime(copy self) get { JobSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `PodFailurePolicy`.
    public struct PodFailurePolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var rules: ViewList<PodFailurePolicyRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("rules", prefix: 0x73656c7572)]) } }
    }

    /// Reads a `PodFailurePolicyOnExitCodesRequirement`.
    public struct PodFailurePolicyOnExitCodesRequirement: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var containerName: String? { cursor[JSONKey("containerName", prefix: 0x656e6961746e6f63)].string }
        public var `operator`: String? { cursor[JSONKey("operator", prefix: 0x726f74617265706f)].string }
        public var values: Cursor { @_lifetime(copy self) get { cursor[JSONKey("values", prefix: 0x7365756c6176)] } }
    }

    /// Reads a `PodFailurePolicyOnPodConditionsPattern`.
    public struct PodFailurePolicyOnPodConditionsPattern: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `PodFailurePolicyRule`.
    public struct PodFailurePolicyRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var action: String? { cursor[JSONKey("action", prefix: 0x6e6f69746361)].string }
        public var onExitCodes: PodFailurePolicyOnExitCodesRequirement { @_lifetime(copy self) get { PodFailurePolicyOnExitCodesRequirement(cursor[JSONKey("onExitCodes", prefix: 0x6f43746978456e6f)]) } }
        public var onPodConditions: ViewList<PodFailurePolicyOnPodConditionsPattern> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("onPodConditions", prefix: 0x6e6f43646f506e6f)]) } }
    }

    /// Reads a `SuccessPolicy`.
    public struct SuccessPolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var rules: ViewList<SuccessPolicyRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("rules", prefix: 0x73656c7572)]) } }
    }

    /// Reads a `SuccessPolicyRule`.
    public struct SuccessPolicyRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var succeededCount: Int64? { cursor[JSONKey("succeededCount", prefix: 0x6564656563637573)].int }
        public var succeededIndexes: String? { cursor[JSONKey("succeededIndexes", prefix: 0x6564656563637573)].string }
    }

    /// Reads a `UncountedTerminatedPods`.
    public struct UncountedTerminatedPods: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var failed: Cursor { @_lifetime(copy self) get { cursor[JSONKey("failed", prefix: 0x64656c696166)] } }
        public var succeeded: Cursor { @_lifetime(copy self) get { cursor[JSONKey("succeeded", prefix: 0x6564656563637573)] } }
    }
}
