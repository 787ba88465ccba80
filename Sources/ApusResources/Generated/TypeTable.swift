// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file

/// The built-in types: their fields with their place in protobuf, value and what else the API says of them.
enum TypeTable {
    static let text: StaticString = """
    package admissionregistration io.k8s.api.admissionregistration.v1
    type ApplyConfiguration
    expression 1 string zero
    type AuditAnnotation
    key 1 string required
    valueExpression 2 string required
    type ExpressionWarning
    fieldRef 2 string required
    warning 3 string required
    type JSONPatch
    expression 1 string zero
    type MatchCondition
    expression 2 string required
    name 1 string required
    type MatchResources atomic
    excludeResourceRules 4 [NamedRuleWithOperations]
    matchPolicy 7 string
    namespaceSelector 1 meta.LabelSelector
    objectSelector 2 meta.LabelSelector
    resourceRules 3 [NamedRuleWithOperations]
    type MutatingAdmissionPolicy
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 MutatingAdmissionPolicySpec default={}
    type MutatingAdmissionPolicyBinding
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 MutatingAdmissionPolicyBindingSpec default={}
    type MutatingAdmissionPolicyBindingList
    apiVersion 0 string default=""
    items 2 [MutatingAdmissionPolicyBinding] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type MutatingAdmissionPolicyBindingSpec
    matchResources 3 MatchResources
    paramRef 2 ParamRef
    policyName 1 string zero
    type MutatingAdmissionPolicyList
    apiVersion 0 string default=""
    items 2 [MutatingAdmissionPolicy] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type MutatingAdmissionPolicySpec
    failurePolicy 5 string
    matchConditions 6 [MatchCondition] map=name patch=merge:name
    matchConstraints 2 MatchResources
    mutations 4 [Mutation]
    paramKind 1 ParamKind
    reinvocationPolicy 7 string zero
    variables 3 [Variable]
    type MutatingWebhook
    admissionReviewVersions 8 [string] required
    clientConfig 2 WebhookClientConfig required default={}
    failurePolicy 4 string
    matchConditions 12 [MatchCondition] map=name patch=merge:name
    matchPolicy 9 string
    name 1 string required
    namespaceSelector 5 meta.LabelSelector
    objectSelector 11 meta.LabelSelector
    reinvocationPolicy 10 string
    rules 3 [RuleWithOperations]
    sideEffects 6 string required
    timeoutSeconds 7 int
    type MutatingWebhookConfiguration
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    webhooks 2 [MutatingWebhook] map=name patch=merge:name
    type MutatingWebhookConfigurationList
    apiVersion 0 string default=""
    items 2 [MutatingWebhookConfiguration] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type Mutation
    applyConfiguration 3 ApplyConfiguration
    jsonPatch 4 JSONPatch
    patchType 2 string required
    type NamedRuleWithOperations atomic
    apiGroups 2.2.1 [string]
    apiVersions 2.2.2 [string]
    operations 2.1 [string]
    resourceNames 1 [string]
    resources 2.2.3 [string]
    scope 2.2.4 string
    type ParamKind atomic
    apiVersion 1 string zero
    kind 2 string zero
    type ParamRef atomic
    name 1 string zero
    namespace 2 string zero
    parameterNotFoundAction 4 string
    selector 3 meta.LabelSelector
    type RuleWithOperations
    apiGroups 2.1 [string]
    apiVersions 2.2 [string]
    operations 1 [string]
    resources 2.3 [string]
    scope 2.4 string
    type ServiceReference
    name 2 string required
    namespace 1 string required
    path 3 string
    port 4 int
    type TypeChecking
    expressionWarnings 1 [ExpressionWarning]
    type ValidatingAdmissionPolicy
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ValidatingAdmissionPolicySpec default={}
    status 3 ValidatingAdmissionPolicyStatus default={}
    type ValidatingAdmissionPolicyBinding
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ValidatingAdmissionPolicyBindingSpec required default={}
    type ValidatingAdmissionPolicyBindingList
    apiVersion 0 string default=""
    items 2 [ValidatingAdmissionPolicyBinding] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ValidatingAdmissionPolicyBindingSpec
    matchResources 3 MatchResources
    paramRef 2 ParamRef
    policyName 1 string required zero
    validationActions 4 [string] set required
    type ValidatingAdmissionPolicyList
    apiVersion 0 string default=""
    items 2 [ValidatingAdmissionPolicy] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ValidatingAdmissionPolicySpec
    auditAnnotations 5 [AuditAnnotation]
    failurePolicy 4 string
    matchConditions 6 [MatchCondition] map=name patch=merge:name
    matchConstraints 2 MatchResources
    paramKind 1 ParamKind
    validations 3 [Validation]
    variables 7 [Variable] map=name patch=merge:name
    type ValidatingAdmissionPolicyStatus
    conditions 3 [meta.Condition] map=type
    observedGeneration 1 long zero
    typeChecking 2 TypeChecking
    type ValidatingWebhook
    admissionReviewVersions 8 [string] required
    clientConfig 2 WebhookClientConfig required default={}
    failurePolicy 4 string
    matchConditions 11 [MatchCondition] map=name patch=merge:name
    matchPolicy 9 string
    name 1 string required
    namespaceSelector 5 meta.LabelSelector
    objectSelector 10 meta.LabelSelector
    rules 3 [RuleWithOperations]
    sideEffects 6 string required
    timeoutSeconds 7 int
    type ValidatingWebhookConfiguration
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    webhooks 2 [ValidatingWebhook] map=name patch=merge:name
    type ValidatingWebhookConfigurationList
    apiVersion 0 string default=""
    items 2 [ValidatingWebhookConfiguration] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type Validation
    expression 1 string required
    message 2 string zero
    messageExpression 4 string zero
    reason 3 string
    type Variable atomic
    expression 2 string required
    name 1 string required
    type WebhookClientConfig
    caBundle 2 bytes
    service 1 ServiceReference
    url 3 string
    package apps io.k8s.api.apps.v1
    type ControllerRevision
    apiVersion 0 string default=""
    data 2 runtime.RawExtension
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    revision 3 long required
    type ControllerRevisionList
    apiVersion 0 string default=""
    items 2 [ControllerRevision] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type DaemonSet
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 DaemonSetSpec default={}
    status 3 DaemonSetStatus default={}
    type DaemonSetCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string required
    type 1 string required
    type DaemonSetList
    apiVersion 0 string default=""
    items 2 [DaemonSet] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type DaemonSetSpec
    minReadySeconds 4 int zero
    revisionHistoryLimit 6 int
    selector 1 meta.LabelSelector required
    template 2 core.PodTemplateSpec required default={}
    updateStrategy 3 DaemonSetUpdateStrategy default={}
    type DaemonSetStatus
    collisionCount 9 int
    conditions 10 [DaemonSetCondition] map=type patch=merge:type
    currentNumberScheduled 1 int required default=0
    desiredNumberScheduled 3 int required default=0
    numberAvailable 7 int zero
    numberMisscheduled 2 int required default=0
    numberReady 4 int required default=0
    numberUnavailable 8 int zero
    observedGeneration 5 long zero
    updatedNumberScheduled 6 int zero
    type DaemonSetUpdateStrategy
    rollingUpdate 2 RollingUpdateDaemonSet
    type 1 string zero
    type Deployment
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 DeploymentSpec default={}
    status 3 DeploymentStatus default={}
    type DeploymentCondition
    lastTransitionTime 7 meta.Time
    lastUpdateTime 6 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string required
    type 1 string required
    type DeploymentList
    apiVersion 0 string default=""
    items 2 [Deployment] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type DeploymentSpec
    minReadySeconds 5 int zero
    paused 7 bool zero
    progressDeadlineSeconds 9 int
    replicas 1 int
    revisionHistoryLimit 6 int
    selector 2 meta.LabelSelector required
    strategy 4 DeploymentStrategy patch=retainKeys: default={}
    template 3 core.PodTemplateSpec required default={}
    type DeploymentStatus
    availableReplicas 4 int zero
    collisionCount 8 int
    conditions 6 [DeploymentCondition] map=type patch=merge:type
    observedGeneration 1 long zero
    readyReplicas 7 int zero
    replicas 2 int zero
    terminatingReplicas 9 int
    unavailableReplicas 5 int zero
    updatedReplicas 3 int zero
    type DeploymentStrategy
    rollingUpdate 2 RollingUpdateDeployment
    type 1 string zero
    type ReplicaSet
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ReplicaSetSpec default={}
    status 3 ReplicaSetStatus default={}
    type ReplicaSetCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string required
    type 1 string required
    type ReplicaSetList
    apiVersion 0 string default=""
    items 2 [ReplicaSet] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ReplicaSetSpec
    minReadySeconds 4 int zero
    replicas 1 int
    selector 2 meta.LabelSelector required
    template 3 core.PodTemplateSpec default={}
    type ReplicaSetStatus
    availableReplicas 5 int zero
    conditions 6 [ReplicaSetCondition] map=type patch=merge:type
    fullyLabeledReplicas 2 int zero
    observedGeneration 3 long zero
    readyReplicas 4 int zero
    replicas 1 int required default=0
    terminatingReplicas 7 int
    type RollingUpdateDaemonSet
    maxSurge 2 intstr.IntOrString
    maxUnavailable 1 intstr.IntOrString
    type RollingUpdateDeployment
    maxSurge 2 intstr.IntOrString
    maxUnavailable 1 intstr.IntOrString
    type RollingUpdateStatefulSetStrategy
    maxUnavailable 2 intstr.IntOrString
    partition 1 int
    type StatefulSet
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 StatefulSetSpec default={}
    status 3 StatefulSetStatus default={}
    type StatefulSetCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string required
    type 1 string required
    type StatefulSetList
    apiVersion 0 string default=""
    items 2 [StatefulSet] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type StatefulSetOrdinals
    start 1 int default=0
    type StatefulSetPersistentVolumeClaimRetentionPolicy
    whenDeleted 1 string zero
    whenScaled 2 string zero
    type StatefulSetSpec
    minReadySeconds 9 int zero
    ordinals 11 StatefulSetOrdinals
    persistentVolumeClaimRetentionPolicy 10 StatefulSetPersistentVolumeClaimRetentionPolicy
    podManagementPolicy 6 string zero
    replicas 1 int
    revisionHistoryLimit 8 int
    selector 2 meta.LabelSelector required
    serviceName 5 string default=""
    template 3 core.PodTemplateSpec required default={}
    updateStrategy 7 StatefulSetUpdateStrategy default={}
    volumeClaimTemplates 4 [core.PersistentVolumeClaim]
    type StatefulSetStatus
    availableReplicas 11 int default=0
    collisionCount 9 int
    conditions 10 [StatefulSetCondition] map=type patch=merge:type
    currentReplicas 4 int zero
    currentRevision 6 string zero
    observedGeneration 1 long zero
    readyReplicas 3 int zero
    replicas 2 int required default=0
    updateRevision 7 string zero
    updatedReplicas 5 int zero
    type StatefulSetUpdateStrategy
    rollingUpdate 2 RollingUpdateStatefulSetStrategy
    type 1 string zero
    package authentication io.k8s.api.authentication.v1
    type BoundObjectReference
    apiVersion 2 string zero
    kind 1 string zero
    name 3 string zero
    uid 4 string zero
    type SelfSubjectReview
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    status 2 SelfSubjectReviewStatus default={}
    type SelfSubjectReviewStatus
    userInfo 1 UserInfo default={}
    type TokenRequest
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 TokenRequestSpec default={}
    status 3 TokenRequestStatus default={}
    type TokenRequestSpec
    audiences 1 [string]
    boundObjectRef 3 BoundObjectReference
    expirationSeconds 4 long
    type TokenRequestStatus
    expirationTimestamp 2 meta.Time
    token 1 string default=""
    type TokenReview
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 TokenReviewSpec required default={}
    status 3 TokenReviewStatus default={}
    type TokenReviewSpec
    audiences 2 [string]
    token 1 string required zero
    type TokenReviewStatus
    audiences 4 [string]
    authenticated 1 bool zero
    error 3 string zero
    user 2 UserInfo default={}
    type UserInfo
    extra 4 {[string]}
    groups 3 [string]
    uid 2 string zero
    username 1 string zero
    package authorization io.k8s.api.authorization.v1
    type FieldSelectorAttributes
    rawSelector 1 string zero
    requirements 2 [meta.FieldSelectorRequirement]
    type LabelSelectorAttributes
    rawSelector 1 string zero
    requirements 2 [meta.LabelSelectorRequirement]
    type LocalSubjectAccessReview
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 SubjectAccessReviewSpec required default={}
    status 3 SubjectAccessReviewStatus default={}
    type NonResourceAttributes
    path 1 string zero
    verb 2 string zero
    type NonResourceRule
    nonResourceURLs 2 [string]
    verbs 1 [string] required
    type ResourceAttributes
    fieldSelector 8 FieldSelectorAttributes
    group 3 string zero
    labelSelector 9 LabelSelectorAttributes
    name 7 string zero
    namespace 1 string zero
    resource 5 string zero
    subresource 6 string zero
    verb 2 string zero
    version 4 string zero
    type ResourceRule
    apiGroups 2 [string]
    resourceNames 4 [string]
    resources 3 [string]
    verbs 1 [string] required
    type SelfSubjectAccessReview
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 SelfSubjectAccessReviewSpec required default={}
    status 3 SubjectAccessReviewStatus default={}
    type SelfSubjectAccessReviewSpec
    nonResourceAttributes 2 NonResourceAttributes
    resourceAttributes 1 ResourceAttributes
    type SelfSubjectRulesReview
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 SelfSubjectRulesReviewSpec required default={}
    status 3 SubjectRulesReviewStatus default={}
    type SelfSubjectRulesReviewSpec
    namespace 1 string zero
    type SubjectAccessReview
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 SubjectAccessReviewSpec required default={}
    status 3 SubjectAccessReviewStatus default={}
    type SubjectAccessReviewSpec
    extra 5 {[string]}
    groups 4 [string]
    nonResourceAttributes 2 NonResourceAttributes
    resourceAttributes 1 ResourceAttributes
    uid 6 string zero
    user 3 string zero
    type SubjectAccessReviewStatus
    allowed 1 bool required default=false
    denied 4 bool zero
    evaluationError 3 string zero
    reason 2 string zero
    type SubjectRulesReviewStatus
    evaluationError 4 string zero
    incomplete 3 bool required default=false
    nonResourceRules 2 [NonResourceRule] required
    resourceRules 1 [ResourceRule] required
    package autoscaling io.k8s.api.autoscaling.v1
    type CrossVersionObjectReference atomic
    apiVersion 3 string zero
    kind 1 string required
    name 2 string required
    type HorizontalPodAutoscaler
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 HorizontalPodAutoscalerSpec required default={}
    status 3 HorizontalPodAutoscalerStatus default={}
    type HorizontalPodAutoscalerList
    apiVersion 0 string default=""
    items 2 [HorizontalPodAutoscaler] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type HorizontalPodAutoscalerSpec
    maxReplicas 3 int required
    minReplicas 2 int
    scaleTargetRef 1 CrossVersionObjectReference required default={}
    targetCPUUtilizationPercentage 4 int
    type HorizontalPodAutoscalerStatus
    currentCPUUtilizationPercentage 5 int
    currentReplicas 3 int required default=0
    desiredReplicas 4 int required default=0
    lastScaleTime 2 meta.Time
    observedGeneration 1 long
    type Scale
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ScaleSpec default={}
    status 3 ScaleStatus default={}
    type ScaleSpec
    replicas 1 int zero
    type ScaleStatus
    replicas 1 int required default=0
    selector 2 string zero
    package autoscaling2 io.k8s.api.autoscaling.v2
    type ContainerResourceMetricSource
    container 3 string required
    name 1 string required
    target 2 MetricTarget required default={}
    type ContainerResourceMetricStatus
    container 3 string required default=""
    current 2 MetricValueStatus required default={}
    name 1 string required default=""
    type CrossVersionObjectReference
    apiVersion 3 string zero
    kind 1 string required
    name 2 string required
    type ExternalMetricSource
    metric 1 MetricIdentifier required default={}
    target 2 MetricTarget required default={}
    type ExternalMetricStatus
    current 2 MetricValueStatus required default={}
    metric 1 MetricIdentifier required default={}
    type HPAScalingPolicy
    periodSeconds 3 int required
    type 1 string required
    value 2 int required
    type HPAScalingRules
    policies 2 [HPAScalingPolicy]
    selectPolicy 1 string
    stabilizationWindowSeconds 3 int
    tolerance 4 resource.Quantity
    type HorizontalPodAutoscaler
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 HorizontalPodAutoscalerSpec required default={}
    status 3 HorizontalPodAutoscalerStatus default={}
    type HorizontalPodAutoscalerBehavior
    scaleDown 2 HPAScalingRules
    scaleUp 1 HPAScalingRules
    type HorizontalPodAutoscalerCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string required
    type 1 string required
    type HorizontalPodAutoscalerList
    apiVersion 0 string default=""
    items 2 [HorizontalPodAutoscaler] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type HorizontalPodAutoscalerSpec
    behavior 5 HorizontalPodAutoscalerBehavior
    maxReplicas 3 int required
    metrics 4 [MetricSpec]
    minReplicas 2 int
    scaleTargetRef 1 CrossVersionObjectReference required default={}
    type HorizontalPodAutoscalerStatus
    conditions 6 [HorizontalPodAutoscalerCondition] map=type patch=merge:type
    currentMetrics 5 [MetricStatus]
    currentReplicas 3 int zero
    desiredReplicas 4 int required default=0
    lastScaleTime 2 meta.Time
    observedGeneration 1 long
    type MetricIdentifier
    name 1 string required
    selector 2 meta.LabelSelector
    type MetricSpec
    containerResource 7 ContainerResourceMetricSource
    external 5 ExternalMetricSource
    object 2 ObjectMetricSource
    pods 3 PodsMetricSource
    resource 4 ResourceMetricSource
    type 1 string required
    type MetricStatus
    containerResource 7 ContainerResourceMetricStatus
    external 5 ExternalMetricStatus
    object 2 ObjectMetricStatus
    pods 3 PodsMetricStatus
    resource 4 ResourceMetricStatus
    type 1 string required default=""
    type MetricTarget
    averageUtilization 4 int
    averageValue 3 resource.Quantity
    type 1 string required
    value 2 resource.Quantity
    type MetricValueStatus
    averageUtilization 3 int
    averageValue 2 resource.Quantity
    value 1 resource.Quantity
    type ObjectMetricSource
    describedObject 1 CrossVersionObjectReference required default={}
    metric 3 MetricIdentifier required default={}
    target 2 MetricTarget required default={}
    type ObjectMetricStatus
    current 2 MetricValueStatus required default={}
    describedObject 3 CrossVersionObjectReference required default={}
    metric 1 MetricIdentifier required default={}
    type PodsMetricSource
    metric 1 MetricIdentifier required default={}
    target 2 MetricTarget required default={}
    type PodsMetricStatus
    current 2 MetricValueStatus required default={}
    metric 1 MetricIdentifier required default={}
    type ResourceMetricSource
    name 1 string required
    target 2 MetricTarget required default={}
    type ResourceMetricStatus
    current 2 MetricValueStatus required default={}
    name 1 string required default=""
    package batch io.k8s.api.batch.v1
    type CronJob
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 CronJobSpec required default={}
    status 3 CronJobStatus default={}
    type CronJobList
    apiVersion 0 string default=""
    items 2 [CronJob] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type CronJobSpec
    concurrencyPolicy 3 string zero
    failedJobsHistoryLimit 7 int
    jobTemplate 5 JobTemplateSpec required default={}
    schedule 1 string required
    startingDeadlineSeconds 2 long
    successfulJobsHistoryLimit 6 int
    suspend 4 bool
    timeZone 8 string
    type CronJobStatus
    active 1 [core.ObjectReference]
    lastScheduleTime 4 meta.Time
    lastSuccessfulTime 5 meta.Time
    type Job
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 JobSpec default={}
    status 3 JobStatus default={}
    type JobCondition
    lastProbeTime 3 meta.Time
    lastTransitionTime 4 meta.Time
    message 6 string zero
    reason 5 string zero
    status 2 string required
    type 1 string required
    type JobList
    apiVersion 0 string default=""
    items 2 [Job] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type JobSpec
    activeDeadlineSeconds 3 long
    backoffLimit 7 int
    backoffLimitPerIndex 12 int
    completionMode 9 string
    completions 2 int
    managedBy 15 string
    manualSelector 5 bool
    maxFailedIndexes 13 int
    parallelism 1 int
    podFailurePolicy 11 PodFailurePolicy
    podReplacementPolicy 14 string
    selector 4 meta.LabelSelector
    successPolicy 16 SuccessPolicy
    suspend 10 bool
    template 6 core.PodTemplateSpec required default={}
    ttlSecondsAfterFinished 8 int
    type JobStatus
    active 4 int zero
    completedIndexes 7 string zero
    completionTime 3 meta.Time
    conditions 1 [JobCondition] patch=merge:type
    failed 6 int zero
    failedIndexes 10 string
    ready 9 int
    startTime 2 meta.Time
    succeeded 5 int zero
    terminating 11 int
    uncountedTerminatedPods 8 UncountedTerminatedPods
    type JobTemplateSpec
    metadata 1 meta.ObjectMeta default={}
    spec 2 JobSpec default={}
    type PodFailurePolicy
    rules 1 [PodFailurePolicyRule] required
    type PodFailurePolicyOnExitCodesRequirement
    containerName 1 string
    operator 2 string required
    values 3 [int] set required
    type PodFailurePolicyOnPodConditionsPattern
    status 2 string default=""
    type 1 string required
    type PodFailurePolicyRule
    action 1 string required
    onExitCodes 2 PodFailurePolicyOnExitCodesRequirement
    onPodConditions 3 [PodFailurePolicyOnPodConditionsPattern]
    type SuccessPolicy
    rules 1 [SuccessPolicyRule] required
    type SuccessPolicyRule
    succeededCount 2 int
    succeededIndexes 1 string
    type UncountedTerminatedPods
    failed 2 [string] set
    succeeded 1 [string] set
    package certificates io.k8s.api.certificates.v1
    type CertificateSigningRequest
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 CertificateSigningRequestSpec required default={}
    status 3 CertificateSigningRequestStatus default={}
    type CertificateSigningRequestCondition
    lastTransitionTime 5 meta.Time
    lastUpdateTime 4 meta.Time
    message 3 string zero
    reason 2 string zero
    status 6 string required
    type 1 string required
    type CertificateSigningRequestList
    apiVersion 0 string default=""
    items 2 [CertificateSigningRequest] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type CertificateSigningRequestSpec
    expirationSeconds 8 int
    extra 6 {[string]}
    groups 4 [string]
    request 1 bytes required
    signerName 7 string required
    uid 3 string zero
    usages 5 [string]
    username 2 string zero
    type CertificateSigningRequestStatus
    certificate 2 bytes
    conditions 1 [CertificateSigningRequestCondition] map=type
    package coordination io.k8s.api.coordination.v1
    type Lease
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 LeaseSpec default={}
    type LeaseList
    apiVersion 0 string default=""
    items 2 [Lease] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type LeaseSpec
    acquireTime 3 meta.MicroTime
    holderIdentity 1 string
    leaseDurationSeconds 2 int
    leaseTransitions 5 int
    preferredHolder 7 string
    renewTime 4 meta.MicroTime
    strategy 6 string
    package core io.k8s.api.core.v1
    type AWSElasticBlockStoreVolumeSource
    fsType 2 string zero
    partition 3 int zero
    readOnly 4 bool zero
    volumeID 1 string required
    type Affinity
    nodeAffinity 1 NodeAffinity
    podAffinity 2 PodAffinity
    podAntiAffinity 3 PodAntiAffinity
    type AppArmorProfile
    localhostProfile 2 string
    type 1 string required
    type AttachedVolume
    devicePath 2 string required
    name 1 string required
    type AzureDiskVolumeSource
    cachingMode 3 string default="ReadWrite"
    diskName 1 string required
    diskURI 2 string required
    fsType 4 string default="ext4"
    kind 6 string default="Shared"
    readOnly 5 bool
    type AzureFilePersistentVolumeSource
    readOnly 3 bool zero
    secretName 1 string required
    secretNamespace 4 string
    shareName 2 string required
    type AzureFileVolumeSource
    readOnly 3 bool zero
    secretName 1 string required
    shareName 2 string required
    type Binding
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    target 2 ObjectReference required default={}
    type CSIPersistentVolumeSource
    controllerExpandSecretRef 9 SecretReference
    controllerPublishSecretRef 6 SecretReference
    driver 1 string required
    fsType 4 string zero
    nodeExpandSecretRef 10 SecretReference
    nodePublishSecretRef 8 SecretReference
    nodeStageSecretRef 7 SecretReference
    readOnly 3 bool zero
    volumeAttributes 5 {string}
    volumeHandle 2 string required
    type CSIVolumeSource
    driver 1 string required
    fsType 3 string
    nodePublishSecretRef 5 LocalObjectReference
    readOnly 2 bool
    volumeAttributes 4 {string}
    type Capabilities
    add 1 [string]
    drop 2 [string]
    type CephFSPersistentVolumeSource
    monitors 1 [string] required
    path 2 string zero
    readOnly 6 bool zero
    secretFile 4 string zero
    secretRef 5 SecretReference
    user 3 string zero
    type CephFSVolumeSource
    monitors 1 [string] required
    path 2 string zero
    readOnly 6 bool zero
    secretFile 4 string zero
    secretRef 5 LocalObjectReference
    user 3 string zero
    type CinderPersistentVolumeSource
    fsType 2 string zero
    readOnly 3 bool zero
    secretRef 4 SecretReference
    volumeID 1 string required
    type CinderVolumeSource
    fsType 2 string zero
    readOnly 3 bool zero
    secretRef 4 LocalObjectReference
    volumeID 1 string required
    type ClientIPConfig
    timeoutSeconds 1 int
    type ClusterTrustBundleProjection
    labelSelector 3 meta.LabelSelector
    name 1 string
    optional 5 bool
    path 4 string required
    signerName 2 string
    type ComponentCondition
    error 4 string zero
    message 3 string zero
    status 2 string required
    type 1 string required
    type ComponentStatus
    apiVersion 0 string default=""
    conditions 2 [ComponentCondition] map=type patch=merge:type
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    type ComponentStatusList
    apiVersion 0 string default=""
    items 2 [ComponentStatus] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ConfigMap
    apiVersion 0 string default=""
    binaryData 3 {bytes}
    data 2 {string}
    immutable 4 bool
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    type ConfigMapEnvSource
    name 1.1 string zero
    optional 2 bool
    type ConfigMapKeySelector atomic
    key 2 string required
    name 1.1 string zero
    optional 3 bool
    type ConfigMapList
    apiVersion 0 string default=""
    items 2 [ConfigMap] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ConfigMapNodeConfigSource
    kubeletConfigKey 5 string required
    name 2 string required
    namespace 1 string required
    resourceVersion 4 string zero
    uid 3 string zero
    type ConfigMapProjection
    items 2 [KeyToPath]
    name 1.1 string zero
    optional 4 bool
    type ConfigMapVolumeSource
    defaultMode 3 int
    items 2 [KeyToPath]
    name 1.1 string zero
    optional 4 bool
    type Container
    args 4 [string]
    command 3 [string]
    env 7 [EnvVar] map=name patch=merge:name
    envFrom 19 [EnvFromSource]
    image 2 string zero
    imagePullPolicy 14 string zero
    lifecycle 12 Lifecycle
    livenessProbe 10 Probe
    name 1 string required
    ports 6 [ContainerPort] map=containerPort,protocol patch=merge:containerPort
    readinessProbe 11 Probe
    resizePolicy 23 [ContainerResizePolicy]
    resources 8 ResourceRequirements default={}
    restartPolicy 24 string
    restartPolicyRules 25 [ContainerRestartRule]
    securityContext 15 SecurityContext
    startupProbe 22 Probe
    stdin 16 bool zero
    stdinOnce 17 bool zero
    terminationMessagePath 13 string zero
    terminationMessagePolicy 20 string zero
    tty 18 bool zero
    volumeDevices 21 [VolumeDevice] map=devicePath patch=merge:devicePath
    volumeMounts 9 [VolumeMount] map=mountPath patch=merge:mountPath
    workingDir 5 string zero
    type ContainerExtendedResourceRequest
    containerName 1 string required
    requestName 3 string required
    resourceName 2 string required
    type ContainerImage
    names 1 [string]
    sizeBytes 2 long zero
    type ContainerPort
    containerPort 3 int required
    hostIP 5 string zero
    hostPort 2 int zero
    name 1 string zero
    protocol 4 string zero default="TCP"
    type ContainerResizePolicy
    resourceName 1 string required
    restartPolicy 2 string required
    type ContainerRestartRule
    action 1 string required zero
    exitCodes 2 ContainerRestartRuleOnExitCodes
    type ContainerRestartRuleOnExitCodes
    operator 1 string required zero
    values 2 [int] set
    type ContainerState
    running 2 ContainerStateRunning
    terminated 3 ContainerStateTerminated
    waiting 1 ContainerStateWaiting
    type ContainerStateRunning
    startedAt 1 meta.Time
    type ContainerStateTerminated
    containerID 7 string zero
    exitCode 1 int required
    finishedAt 6 meta.Time
    message 4 string zero
    reason 3 string zero
    signal 2 int zero
    startedAt 5 meta.Time
    type ContainerStateWaiting
    message 2 string zero
    reason 1 string zero
    type ContainerStatus
    allocatedResources 10 {resource.Quantity}
    allocatedResourcesStatus 14 [ResourceStatus] map=name patch=merge:name
    containerID 8 string zero
    image 6 string required default=""
    imageID 7 string required default=""
    lastState 3 ContainerState default={}
    name 1 string required default=""
    ready 4 bool required default=false
    resources 11 ResourceRequirements
    restartCount 5 int required default=0
    started 9 bool
    state 2 ContainerState default={}
    stopSignal 15 string
    user 13 ContainerUser
    volumeMounts 12 [VolumeMountStatus] map=mountPath patch=merge:mountPath
    type ContainerUser
    linux 1 LinuxContainerUser
    type DaemonEndpoint
    Port 1 int required
    type DownwardAPIProjection
    items 1 [DownwardAPIVolumeFile]
    type DownwardAPIVolumeFile
    fieldRef 2 ObjectFieldSelector
    mode 4 int
    path 1 string required
    resourceFieldRef 3 ResourceFieldSelector
    type DownwardAPIVolumeSource
    defaultMode 2 int
    items 1 [DownwardAPIVolumeFile]
    type EmptyDirVolumeSource
    medium 1 string zero
    sizeLimit 2 resource.Quantity
    type EndpointAddress atomic
    hostname 3 string zero
    ip 1 string required
    nodeName 4 string
    targetRef 2 ObjectReference
    type EndpointPort atomic
    appProtocol 4 string
    name 1 string zero
    port 2 int required
    protocol 3 string zero
    type EndpointSubset
    addresses 1 [EndpointAddress]
    notReadyAddresses 2 [EndpointAddress]
    ports 3 [EndpointPort]
    type Endpoints
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    subsets 2 [EndpointSubset]
    type EndpointsList
    apiVersion 0 string default=""
    items 2 [Endpoints] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type EnvFromSource
    configMapRef 2 ConfigMapEnvSource
    prefix 1 string zero
    secretRef 3 SecretEnvSource
    type EnvVar
    name 1 string required
    value 2 string zero
    valueFrom 3 EnvVarSource
    type EnvVarSource
    configMapKeyRef 3 ConfigMapKeySelector
    fieldRef 1 ObjectFieldSelector
    fileKeyRef 5 FileKeySelector
    resourceFieldRef 2 ResourceFieldSelector
    secretKeyRef 4 SecretKeySelector
    type EphemeralContainer
    args 1.4 [string]
    command 1.3 [string]
    env 1.7 [EnvVar] map=name patch=merge:name
    envFrom 1.19 [EnvFromSource]
    image 1.2 string zero
    imagePullPolicy 1.14 string zero
    lifecycle 1.12 Lifecycle
    livenessProbe 1.10 Probe
    name 1.1 string required
    ports 1.6 [ContainerPort] map=containerPort,protocol patch=merge:containerPort
    readinessProbe 1.11 Probe
    resizePolicy 1.23 [ContainerResizePolicy]
    resources 1.8 ResourceRequirements default={}
    restartPolicy 1.24 string
    restartPolicyRules 1.25 [ContainerRestartRule]
    securityContext 1.15 SecurityContext
    startupProbe 1.22 Probe
    stdin 1.16 bool zero
    stdinOnce 1.17 bool zero
    targetContainerName 2 string zero
    terminationMessagePath 1.13 string zero
    terminationMessagePolicy 1.20 string zero
    tty 1.18 bool zero
    volumeDevices 1.21 [VolumeDevice] map=devicePath patch=merge:devicePath
    volumeMounts 1.9 [VolumeMount] map=mountPath patch=merge:mountPath
    workingDir 1.5 string zero
    type EphemeralVolumeSource
    volumeClaimTemplate 1 PersistentVolumeClaimTemplate
    type Event
    action 12 string zero
    apiVersion 0 string default=""
    count 8 int zero
    eventTime 10 meta.MicroTime
    firstTimestamp 6 meta.Time
    involvedObject 2 ObjectReference required default={}
    kind 0 string default=""
    lastTimestamp 7 meta.Time
    message 4 string zero
    metadata 1 meta.ObjectMeta required default={}
    reason 3 string zero
    related 13 ObjectReference
    reportingComponent 14 string default=""
    reportingInstance 15 string default=""
    series 11 EventSeries
    source 5 EventSource default={}
    type 9 string zero
    type EventList
    apiVersion 0 string default=""
    items 2 [Event] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type EventSeries
    count 1 int zero
    lastObservedTime 2 meta.MicroTime
    type EventSource
    component 1 string zero
    host 2 string zero
    type ExecAction
    command 1 [string]
    type FCVolumeSource
    fsType 3 string zero
    lun 2 int
    readOnly 4 bool zero
    targetWWNs 1 [string]
    wwids 5 [string]
    type FileKeySelector atomic
    key 3 string required
    optional 4 bool
    path 2 string required
    volumeName 1 string required
    type FlexPersistentVolumeSource
    driver 1 string required
    fsType 2 string zero
    options 5 {string}
    readOnly 4 bool zero
    secretRef 3 SecretReference
    type FlexVolumeSource
    driver 1 string required
    fsType 2 string zero
    options 5 {string}
    readOnly 4 bool zero
    secretRef 3 LocalObjectReference
    type FlockerVolumeSource
    datasetName 1 string zero
    datasetUUID 2 string zero
    type GCEPersistentDiskVolumeSource
    fsType 2 string zero
    partition 3 int zero
    pdName 1 string required
    readOnly 4 bool zero
    type GRPCAction
    port 1 int required
    service 2 string default=""
    type GitRepoVolumeSource
    directory 3 string zero
    repository 1 string required
    revision 2 string zero
    type GlusterfsPersistentVolumeSource
    endpoints 1 string required
    endpointsNamespace 4 string
    path 2 string required
    readOnly 3 bool zero
    type GlusterfsVolumeSource
    endpoints 1 string required
    path 2 string required
    readOnly 3 bool zero
    type HTTPGetAction
    host 3 string zero
    httpHeaders 5 [HTTPHeader]
    path 1 string zero
    port 2 intstr.IntOrString required
    scheme 4 string zero
    type HTTPHeader
    name 1 string required
    value 2 string required
    type HostAlias
    hostnames 2 [string]
    ip 1 string required
    type HostIP
    ip 1 string required
    type HostPathVolumeSource
    path 1 string required
    type 2 string
    type ISCSIPersistentVolumeSource
    chapAuthDiscovery 8 bool zero
    chapAuthSession 11 bool zero
    fsType 5 string zero
    initiatorName 12 string
    iqn 2 string required
    iscsiInterface 4 string zero default="default"
    lun 3 int required
    portals 7 [string]
    readOnly 6 bool zero
    secretRef 10 SecretReference
    targetPortal 1 string required
    type ISCSIVolumeSource
    chapAuthDiscovery 8 bool zero
    chapAuthSession 11 bool zero
    fsType 5 string zero
    initiatorName 12 string
    iqn 2 string required
    iscsiInterface 4 string zero default="default"
    lun 3 int required
    portals 7 [string]
    readOnly 6 bool zero
    secretRef 10 LocalObjectReference
    targetPortal 1 string required
    type ImageVolumeSource
    pullPolicy 2 string zero
    reference 1 string zero
    type ImageVolumeStatus
    imageRef 1 string required zero
    type KeyToPath
    key 1 string required
    mode 3 int
    path 2 string required
    type Lifecycle
    postStart 1 LifecycleHandler
    preStop 2 LifecycleHandler
    stopSignal 3 string
    type LifecycleHandler
    exec 1 ExecAction
    httpGet 2 HTTPGetAction
    sleep 4 SleepAction
    tcpSocket 3 TCPSocketAction
    type LimitRange
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 LimitRangeSpec default={}
    type LimitRangeItem
    default 4 {resource.Quantity}
    defaultRequest 5 {resource.Quantity}
    max 2 {resource.Quantity}
    maxLimitRequestRatio 6 {resource.Quantity}
    min 3 {resource.Quantity}
    type 1 string required
    type LimitRangeList
    apiVersion 0 string default=""
    items 2 [LimitRange] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type LimitRangeSpec
    limits 1 [LimitRangeItem] required
    type LinuxContainerUser
    gid 2 long required
    supplementalGroups 3 [long]
    uid 1 long required
    type LoadBalancerIngress
    hostname 2 string zero
    ip 1 string zero
    ipMode 3 string
    ports 4 [PortStatus]
    type LoadBalancerStatus
    ingress 1 [LoadBalancerIngress]
    type LocalObjectReference atomic
    name 1 string zero
    type LocalVolumeSource
    fsType 2 string
    path 1 string required
    type ModifyVolumeStatus
    status 2 string required default=""
    targetVolumeAttributesClassName 1 string zero
    type NFSVolumeSource
    path 2 string required
    readOnly 3 bool zero
    server 1 string required
    type Namespace
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 NamespaceSpec default={}
    status 3 NamespaceStatus default={}
    type NamespaceCondition
    lastTransitionTime 4 meta.Time
    message 6 string zero
    reason 5 string zero
    status 2 string required
    type 1 string required
    type NamespaceList
    apiVersion 0 string default=""
    items 2 [Namespace] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type NamespaceSpec
    finalizers 1 [string]
    type NamespaceStatus
    conditions 2 [NamespaceCondition] map=type patch=merge:type
    phase 1 string zero
    type Node
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 NodeSpec default={}
    status 3 NodeStatus default={}
    type NodeAddress
    address 2 string required
    type 1 string required
    type NodeAffinity
    preferredDuringSchedulingIgnoredDuringExecution 2 [PreferredSchedulingTerm]
    requiredDuringSchedulingIgnoredDuringExecution 1 NodeSelector
    type NodeAllocatableResourceClaimStatus
    containers 2 [string] set
    resourceClaimName 1 string required default=""
    resources 3 {resource.Quantity} required
    type NodeCondition
    lastHeartbeatTime 3 meta.Time
    lastTransitionTime 4 meta.Time
    message 6 string zero
    reason 5 string zero
    status 2 string required
    type 1 string required
    type NodeConfigSource
    configMap 2 ConfigMapNodeConfigSource
    type NodeConfigStatus
    active 2 NodeConfigSource
    assigned 1 NodeConfigSource
    error 4 string zero
    lastKnownGood 3 NodeConfigSource
    type NodeDaemonEndpoints
    kubeletEndpoint 1 DaemonEndpoint default={}
    type NodeFeatures
    supplementalGroupsPolicy 1 bool
    type NodeList
    apiVersion 0 string default=""
    items 2 [Node] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type NodeRuntimeHandler
    features 2 NodeRuntimeHandlerFeatures
    name 1 string default=""
    type NodeRuntimeHandlerFeatures
    recursiveReadOnlyMounts 1 bool
    userNamespaces 2 bool
    type NodeSelector atomic
    nodeSelectorTerms 1 [NodeSelectorTerm] required
    type NodeSelectorRequirement
    key 1 string required
    operator 2 string required
    values 3 [string]
    type NodeSelectorTerm atomic
    matchExpressions 1 [NodeSelectorRequirement]
    matchFields 2 [NodeSelectorRequirement]
    type NodeSpec
    configSource 6 NodeConfigSource
    externalID 2 string zero
    podCIDR 1 string zero
    podCIDRs 7 [string] set patch=merge:
    providerID 3 string zero
    taints 5 [Taint]
    unschedulable 4 bool zero
    type NodeStatus
    addresses 5 [NodeAddress] map=type patch=merge:type
    allocatable 2 {resource.Quantity}
    capacity 1 {resource.Quantity}
    conditions 4 [NodeCondition] map=type patch=merge:type
    config 11 NodeConfigStatus
    daemonEndpoints 6 NodeDaemonEndpoints default={}
    declaredFeatures 14 [string]
    features 13 NodeFeatures
    images 8 [ContainerImage]
    nodeInfo 7 NodeSystemInfo default={}
    phase 3 string zero
    runtimeHandlers 12 [NodeRuntimeHandler]
    volumesAttached 10 [AttachedVolume]
    volumesInUse 9 [string]
    type NodeSwapStatus
    capacity 1 long
    type NodeSystemInfo
    architecture 10 string required
    bootID 3 string required
    containerRuntimeVersion 6 string required
    kernelVersion 4 string required
    kubeProxyVersion 8 string required
    kubeletVersion 7 string required
    machineID 1 string required
    operatingSystem 9 string required
    osImage 5 string required
    swap 11 NodeSwapStatus
    systemUUID 2 string required
    type ObjectFieldSelector atomic
    apiVersion 1 string zero
    fieldPath 2 string required
    type ObjectReference atomic
    apiVersion 5 string zero
    fieldPath 7 string zero
    kind 1 string zero
    name 3 string zero
    namespace 2 string zero
    resourceVersion 6 string zero
    uid 4 string zero
    type PersistentVolume
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 PersistentVolumeSpec default={}
    status 3 PersistentVolumeStatus default={}
    type PersistentVolumeClaim
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 PersistentVolumeClaimSpec default={}
    status 3 PersistentVolumeClaimStatus default={}
    type PersistentVolumeClaimCondition
    lastProbeTime 3 meta.Time
    lastTransitionTime 4 meta.Time
    message 6 string zero
    reason 5 string zero
    status 2 string required
    type 1 string required
    type PersistentVolumeClaimList
    apiVersion 0 string default=""
    items 2 [PersistentVolumeClaim] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type PersistentVolumeClaimSpec
    accessModes 1 [string]
    dataSource 7 TypedLocalObjectReference
    dataSourceRef 8 TypedObjectReference
    resources 2 VolumeResourceRequirements default={}
    selector 4 meta.LabelSelector
    storageClassName 5 string
    volumeAttributesClassName 9 string
    volumeMode 6 string
    volumeName 3 string zero
    type PersistentVolumeClaimStatus
    accessModes 2 [string]
    allocatedResourceStatuses 7 {string}
    allocatedResources 5 {resource.Quantity}
    capacity 3 {resource.Quantity}
    conditions 4 [PersistentVolumeClaimCondition] map=type patch=merge:type
    currentVolumeAttributesClassName 8 string
    modifyVolumeStatus 9 ModifyVolumeStatus
    phase 1 string zero
    type PersistentVolumeClaimTemplate
    metadata 1 meta.ObjectMeta default={}
    spec 2 PersistentVolumeClaimSpec required default={}
    type PersistentVolumeClaimVolumeSource
    claimName 1 string required
    readOnly 2 bool zero
    type PersistentVolumeList
    apiVersion 0 string default=""
    items 2 [PersistentVolume] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type PersistentVolumeSpec
    accessModes 3 [string]
    awsElasticBlockStore 2.2 AWSElasticBlockStoreVolumeSource
    azureDisk 2.16 AzureDiskVolumeSource
    azureFile 2.13 AzureFilePersistentVolumeSource
    capacity 1 {resource.Quantity}
    cephfs 2.9 CephFSPersistentVolumeSource
    cinder 2.8 CinderPersistentVolumeSource
    claimRef 4 ObjectReference
    csi 2.22 CSIPersistentVolumeSource
    fc 2.10 FCVolumeSource
    flexVolume 2.12 FlexPersistentVolumeSource
    flocker 2.11 FlockerVolumeSource
    gcePersistentDisk 2.1 GCEPersistentDiskVolumeSource
    glusterfs 2.4 GlusterfsPersistentVolumeSource
    hostPath 2.3 HostPathVolumeSource
    iscsi 2.7 ISCSIPersistentVolumeSource
    local 2.20 LocalVolumeSource
    mountOptions 7 [string]
    nfs 2.5 NFSVolumeSource
    nodeAffinity 9 VolumeNodeAffinity
    persistentVolumeReclaimPolicy 5 string zero
    photonPersistentDisk 2.17 PhotonPersistentDiskVolumeSource
    portworxVolume 2.18 PortworxVolumeSource
    quobyte 2.15 QuobyteVolumeSource
    rbd 2.6 RBDPersistentVolumeSource
    scaleIO 2.19 ScaleIOPersistentVolumeSource
    storageClassName 6 string zero
    storageos 2.21 StorageOSPersistentVolumeSource
    volumeAttributesClassName 10 string
    volumeMode 8 string
    vsphereVolume 2.14 VsphereVirtualDiskVolumeSource
    type PersistentVolumeStatus
    lastPhaseTransitionTime 4 meta.Time
    message 2 string zero
    phase 1 string zero
    reason 3 string zero
    type PhotonPersistentDiskVolumeSource
    fsType 2 string zero
    pdID 1 string required
    type Pod
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 PodSpec default={}
    status 3 PodStatus default={}
    type PodAffinity
    preferredDuringSchedulingIgnoredDuringExecution 2 [WeightedPodAffinityTerm]
    requiredDuringSchedulingIgnoredDuringExecution 1 [PodAffinityTerm]
    type PodAffinityTerm
    labelSelector 1 meta.LabelSelector
    matchLabelKeys 5 [string]
    mismatchLabelKeys 6 [string]
    namespaceSelector 4 meta.LabelSelector
    namespaces 2 [string]
    topologyKey 3 string required
    type PodAntiAffinity
    preferredDuringSchedulingIgnoredDuringExecution 2 [WeightedPodAffinityTerm]
    requiredDuringSchedulingIgnoredDuringExecution 1 [PodAffinityTerm]
    type PodCertificateProjection
    certificateChainPath 6 string zero
    credentialBundlePath 4 string zero
    keyPath 5 string zero
    keyType 2 string required zero
    maxExpirationSeconds 3 int
    signerName 1 string required zero
    userAnnotations 7 {string}
    type PodCondition
    lastProbeTime 3 meta.Time
    lastTransitionTime 4 meta.Time
    message 6 string zero
    observedGeneration 7 long zero
    reason 5 string zero
    status 2 string required
    type 1 string required
    type PodDNSConfig
    nameservers 1 [string]
    options 3 [PodDNSConfigOption]
    searches 2 [string]
    type PodDNSConfigOption
    name 1 string zero
    value 2 string
    type PodExtendedResourceClaimStatus
    requestMappings 1 [ContainerExtendedResourceRequest] required
    resourceClaimName 2 string required default=""
    type PodIP
    ip 1 string required
    type PodList
    apiVersion 0 string default=""
    items 2 [Pod] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type PodOS
    name 1 string required
    type PodReadinessGate
    conditionType 1 string required
    type PodResourceClaim
    name 1 string required
    resourceClaimName 3 string
    resourceClaimTemplateName 4 string
    type PodResourceClaimStatus
    name 1 string required default=""
    resourceClaimName 2 string
    type PodSchedulingGate
    name 1 string required
    type PodSchedulingGroup
    podGroupName 1 string
    type PodSecurityContext
    appArmorProfile 11 AppArmorProfile
    fsGroup 5 long
    fsGroupChangePolicy 9 string
    runAsGroup 6 long
    runAsNonRoot 3 bool
    runAsUser 2 long
    seLinuxChangePolicy 13 string
    seLinuxOptions 1 SELinuxOptions
    seccompProfile 10 SeccompProfile
    supplementalGroups 4 [long]
    supplementalGroupsPolicy 12 string
    sysctls 7 [Sysctl]
    windowsOptions 8 WindowsSecurityContextOptions
    type PodSpec
    activeDeadlineSeconds 5 long
    affinity 18 Affinity
    automountServiceAccountToken 21 bool
    containers 2 [Container] map=name required patch=merge:name
    dnsConfig 26 PodDNSConfig
    dnsPolicy 6 string zero
    enableServiceLinks 30 bool
    ephemeralContainers 34 [EphemeralContainer] map=name patch=merge:name
    hostAliases 23 [HostAlias] map=ip patch=merge:ip
    hostIPC 13 bool zero
    hostNetwork 11 bool zero
    hostPID 12 bool zero
    hostUsers 37 bool
    hostname 16 string zero
    hostnameOverride 41 string
    imagePullSecrets 15 [LocalObjectReference] map=name patch=merge:name
    initContainers 20 [Container] map=name patch=merge:name
    nodeName 10 string zero
    nodeSelector 7 {string} atomic
    os 36 PodOS
    overhead 32 {resource.Quantity}
    preemptionPolicy 31 string
    priority 25 int
    priorityClassName 24 string zero
    readinessGates 28 [PodReadinessGate]
    resourceClaims 39 [PodResourceClaim] map=name patch=merge,retainKeys:name
    resources 40 ResourceRequirements
    restartPolicy 3 string zero
    runtimeClassName 29 string
    schedulerName 19 string zero
    schedulingGates 38 [PodSchedulingGate] map=name patch=merge:name
    schedulingGroup 43 PodSchedulingGroup
    securityContext 14 PodSecurityContext
    serviceAccount 9 string zero
    serviceAccountName 8 string zero
    setHostnameAsFQDN 35 bool
    shareProcessNamespace 27 bool
    subdomain 17 string zero
    terminationGracePeriodSeconds 4 long
    tolerations 22 [Toleration]
    topologySpreadConstraints 33 [TopologySpreadConstraint] map=topologyKey,whenUnsatisfiable patch=merge:topologyKey
    volumes 1 [Volume] map=name patch=merge,retainKeys:name
    type PodStatus
    allocatedResources 19 {resource.Quantity}
    conditions 2 [PodCondition] map=type patch=merge:type
    containerStatuses 8 [ContainerStatus]
    ephemeralContainerStatuses 13 [ContainerStatus]
    extendedResourceClaimStatus 18 PodExtendedResourceClaimStatus
    hostIP 5 string zero
    hostIPs 16 [HostIP] patch=merge:ip
    initContainerStatuses 10 [ContainerStatus]
    message 3 string zero
    nodeAllocatableResourceClaimStatuses 21 [NodeAllocatableResourceClaimStatus]
    nominatedNodeName 11 string zero
    observedGeneration 17 long zero
    phase 1 string zero
    podIP 6 string zero
    podIPs 12 [PodIP] map=ip patch=merge:ip
    qosClass 9 string zero
    reason 4 string zero
    resize 14 string zero
    resourceClaimStatuses 15 [PodResourceClaimStatus] map=name patch=merge,retainKeys:name
    resources 20 ResourceRequirements
    startTime 7 meta.Time
    type PodTemplate
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    template 2 PodTemplateSpec default={}
    type PodTemplateList
    apiVersion 0 string default=""
    items 2 [PodTemplate] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type PodTemplateSpec
    metadata 1 meta.ObjectMeta default={}
    spec 2 PodSpec default={}
    type PortStatus
    error 3 string
    port 1 int required default=0
    protocol 2 string required default=""
    type PortworxVolumeSource
    fsType 2 string zero
    readOnly 3 bool zero
    volumeID 1 string required
    type PreferredSchedulingTerm
    preference 2 NodeSelectorTerm required default={}
    weight 1 int required
    type Probe
    exec 1.1 ExecAction
    failureThreshold 6 int zero
    grpc 1.4 GRPCAction
    httpGet 1.2 HTTPGetAction
    initialDelaySeconds 2 int zero
    periodSeconds 4 int zero
    successThreshold 5 int zero
    tcpSocket 1.3 TCPSocketAction
    terminationGracePeriodSeconds 7 long
    timeoutSeconds 3 int zero
    type ProjectedVolumeSource
    defaultMode 2 int
    sources 1 [VolumeProjection]
    type QuobyteVolumeSource
    group 5 string zero
    readOnly 3 bool zero
    registry 1 string required
    tenant 6 string zero
    user 4 string zero
    volume 2 string required
    type RBDPersistentVolumeSource
    fsType 3 string zero
    image 2 string required
    keyring 6 string zero default="/etc/ceph/keyring"
    monitors 1 [string] required
    pool 4 string zero default="rbd"
    readOnly 8 bool zero
    secretRef 7 SecretReference
    user 5 string zero default="admin"
    type RBDVolumeSource
    fsType 3 string zero
    image 2 string required
    keyring 6 string zero default="/etc/ceph/keyring"
    monitors 1 [string] required
    pool 4 string zero default="rbd"
    readOnly 8 bool zero
    secretRef 7 LocalObjectReference
    user 5 string zero default="admin"
    type ReplicationController
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ReplicationControllerSpec default={}
    status 3 ReplicationControllerStatus default={}
    type ReplicationControllerCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string required
    type 1 string required
    type ReplicationControllerList
    apiVersion 0 string default=""
    items 2 [ReplicationController] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ReplicationControllerSpec
    minReadySeconds 4 int zero
    replicas 1 int default=1
    selector 2 {string} atomic
    template 3 PodTemplateSpec
    type ReplicationControllerStatus
    availableReplicas 5 int zero
    conditions 6 [ReplicationControllerCondition] map=type patch=merge:type
    fullyLabeledReplicas 2 int zero
    observedGeneration 3 long zero
    readyReplicas 4 int zero
    replicas 1 int required default=0
    type ResourceClaim
    name 1 string required
    request 2 string zero
    type ResourceFieldSelector atomic
    containerName 1 string zero
    divisor 3 resource.Quantity
    resource 2 string required
    type ResourceHealth
    health 2 string zero
    message 6 string
    resourceID 1 string required
    type ResourceQuota
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ResourceQuotaSpec default={}
    status 3 ResourceQuotaStatus default={}
    type ResourceQuotaList
    apiVersion 0 string default=""
    items 2 [ResourceQuota] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ResourceQuotaSpec
    hard 1 {resource.Quantity}
    scopeSelector 3 ScopeSelector
    scopes 2 [string]
    type ResourceQuotaStatus
    hard 1 {resource.Quantity}
    used 2 {resource.Quantity}
    type ResourceRequirements
    claims 3 [ResourceClaim] map=name
    limits 1 {resource.Quantity}
    requests 2 {resource.Quantity}
    type ResourceStatus
    name 1 string required default=""
    resources 2 [ResourceHealth] map=resourceID
    type SELinuxOptions
    level 4 string zero
    role 2 string zero
    type 3 string zero
    user 1 string zero
    type ScaleIOPersistentVolumeSource
    fsType 9 string zero default="xfs"
    gateway 1 string required
    protectionDomain 5 string zero
    readOnly 10 bool zero
    secretRef 3 SecretReference required
    sslEnabled 4 bool zero
    storageMode 7 string zero default="ThinProvisioned"
    storagePool 6 string zero
    system 2 string required
    volumeName 8 string zero
    type ScaleIOVolumeSource
    fsType 9 string zero default="xfs"
    gateway 1 string required
    protectionDomain 5 string zero
    readOnly 10 bool zero
    secretRef 3 LocalObjectReference required
    sslEnabled 4 bool zero
    storageMode 7 string zero default="ThinProvisioned"
    storagePool 6 string zero
    system 2 string required
    volumeName 8 string zero
    type ScopeSelector atomic
    matchExpressions 1 [ScopedResourceSelectorRequirement]
    type ScopedResourceSelectorRequirement
    operator 2 string required
    scopeName 1 string required
    values 3 [string]
    type SeccompProfile
    localhostProfile 2 string
    type 1 string required
    type Secret
    apiVersion 0 string default=""
    data 2 {bytes}
    immutable 5 bool
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    stringData 4 {string}
    type 3 string zero
    type SecretEnvSource
    name 1.1 string zero
    optional 2 bool
    type SecretKeySelector atomic
    key 2 string required
    name 1.1 string zero
    optional 3 bool
    type SecretList
    apiVersion 0 string default=""
    items 2 [Secret] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type SecretProjection
    items 2 [KeyToPath]
    name 1.1 string zero
    optional 4 bool
    type SecretReference atomic
    name 1 string zero
    namespace 2 string zero
    type SecretVolumeSource
    defaultMode 3 int
    items 2 [KeyToPath]
    optional 4 bool
    secretName 1 string zero
    type SecurityContext
    allowPrivilegeEscalation 7 bool
    appArmorProfile 12 AppArmorProfile
    capabilities 1 Capabilities
    privileged 2 bool
    procMount 9 string
    readOnlyRootFilesystem 6 bool
    runAsGroup 8 long
    runAsNonRoot 5 bool
    runAsUser 4 long
    seLinuxOptions 3 SELinuxOptions
    seccompProfile 11 SeccompProfile
    windowsOptions 10 WindowsSecurityContextOptions
    type Service
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ServiceSpec default={}
    status 3 ServiceStatus default={}
    type ServiceAccount
    apiVersion 0 string default=""
    automountServiceAccountToken 4 bool
    imagePullSecrets 3 [LocalObjectReference]
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    secrets 2 [ObjectReference] map=name patch=merge:name
    type ServiceAccountList
    apiVersion 0 string default=""
    items 2 [ServiceAccount] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ServiceAccountTokenProjection
    audience 1 string zero
    expirationSeconds 2 long
    path 3 string required
    type ServiceList
    apiVersion 0 string default=""
    items 2 [Service] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ServicePort
    appProtocol 6 string
    name 1 string zero
    nodePort 5 int zero
    port 3 int required
    protocol 2 string zero default="TCP"
    targetPort 4 intstr.IntOrString
    type ServiceSpec
    allocateLoadBalancerNodePorts 20 bool
    clusterIP 3 string zero
    clusterIPs 18 [string]
    externalIPs 5 [string]
    externalName 10 string zero
    externalTrafficPolicy 11 string zero
    healthCheckNodePort 12 int zero
    internalTrafficPolicy 22 string
    ipFamilies 19 [string]
    ipFamilyPolicy 17 string
    loadBalancerClass 21 string
    loadBalancerIP 8 string zero
    loadBalancerSourceRanges 9 [string]
    ports 1 [ServicePort] map=port,protocol patch=merge:port
    publishNotReadyAddresses 13 bool zero
    selector 2 {string} atomic
    sessionAffinity 7 string zero
    sessionAffinityConfig 14 SessionAffinityConfig
    trafficDistribution 23 string
    type 4 string zero
    type ServiceStatus
    conditions 2 [meta.Condition] map=type patch=merge:type
    loadBalancer 1 LoadBalancerStatus default={}
    type SessionAffinityConfig
    clientIP 1 ClientIPConfig
    type SleepAction
    seconds 1 long required
    type StorageOSPersistentVolumeSource
    fsType 3 string zero
    readOnly 4 bool zero
    secretRef 5 ObjectReference
    volumeName 1 string zero
    volumeNamespace 2 string zero
    type StorageOSVolumeSource
    fsType 3 string zero
    readOnly 4 bool zero
    secretRef 5 LocalObjectReference
    volumeName 1 string zero
    volumeNamespace 2 string zero
    type Sysctl
    name 1 string required
    value 2 string required
    type TCPSocketAction
    host 2 string zero
    port 1 intstr.IntOrString required
    type Taint
    effect 3 string required
    key 1 string required
    timeAdded 4 meta.Time
    value 2 string zero
    type Toleration
    effect 4 string zero
    key 1 string zero
    operator 2 string zero
    tolerationSeconds 5 long
    value 3 string zero
    type TopologySelectorLabelRequirement
    key 1 string required
    values 2 [string] required
    type TopologySelectorTerm atomic
    matchLabelExpressions 1 [TopologySelectorLabelRequirement]
    type TopologySpreadConstraint
    labelSelector 4 meta.LabelSelector
    matchLabelKeys 8 [string]
    maxSkew 1 int required
    minDomains 5 int
    nodeAffinityPolicy 6 string
    nodeTaintsPolicy 7 string
    topologyKey 2 string required
    whenUnsatisfiable 3 string required
    type TypedLocalObjectReference atomic
    apiGroup 1 string
    kind 2 string required
    name 3 string required
    type TypedObjectReference
    apiGroup 1 string
    kind 2 string required
    name 3 string required
    namespace 4 string
    type Volume
    awsElasticBlockStore 2.4 AWSElasticBlockStoreVolumeSource
    azureDisk 2.22 AzureDiskVolumeSource
    azureFile 2.18 AzureFileVolumeSource
    cephfs 2.14 CephFSVolumeSource
    cinder 2.13 CinderVolumeSource
    configMap 2.19 ConfigMapVolumeSource
    csi 2.28 CSIVolumeSource
    downwardAPI 2.16 DownwardAPIVolumeSource
    emptyDir 2.2 EmptyDirVolumeSource
    ephemeral 2.29 EphemeralVolumeSource
    fc 2.17 FCVolumeSource
    flexVolume 2.12 FlexVolumeSource
    flocker 2.15 FlockerVolumeSource
    gcePersistentDisk 2.3 GCEPersistentDiskVolumeSource
    gitRepo 2.5 GitRepoVolumeSource
    glusterfs 2.9 GlusterfsVolumeSource
    hostPath 2.1 HostPathVolumeSource
    image 2.30 ImageVolumeSource
    iscsi 2.8 ISCSIVolumeSource
    name 1 string required
    nfs 2.7 NFSVolumeSource
    persistentVolumeClaim 2.10 PersistentVolumeClaimVolumeSource
    photonPersistentDisk 2.23 PhotonPersistentDiskVolumeSource
    portworxVolume 2.24 PortworxVolumeSource
    projected 2.26 ProjectedVolumeSource
    quobyte 2.21 QuobyteVolumeSource
    rbd 2.11 RBDVolumeSource
    scaleIO 2.25 ScaleIOVolumeSource
    secret 2.6 SecretVolumeSource
    storageos 2.27 StorageOSVolumeSource
    vsphereVolume 2.20 VsphereVirtualDiskVolumeSource
    type VolumeDevice
    devicePath 2 string required
    name 1 string required
    type VolumeMount
    mountPath 3 string required
    mountPropagation 5 string
    name 1 string required
    readOnly 2 bool zero
    recursiveReadOnly 7 string
    subPath 4 string zero
    subPathExpr 6 string zero
    type VolumeMountStatus
    mountPath 2 string required default=""
    name 1 string required default=""
    readOnly 3 bool zero
    recursiveReadOnly 4 string
    volumeStatus 5 VolumeStatus
    type VolumeNodeAffinity
    required 1 NodeSelector
    type VolumeProjection
    clusterTrustBundle 5 ClusterTrustBundleProjection
    configMap 3 ConfigMapProjection
    downwardAPI 2 DownwardAPIProjection
    podCertificate 6 PodCertificateProjection
    secret 1 SecretProjection
    serviceAccountToken 4 ServiceAccountTokenProjection
    type VolumeResourceRequirements
    limits 1 {resource.Quantity}
    requests 2 {resource.Quantity}
    type VolumeStatus
    image 1 ImageVolumeStatus
    type VsphereVirtualDiskVolumeSource
    fsType 2 string zero
    storagePolicyID 4 string zero
    storagePolicyName 3 string zero
    volumePath 1 string required
    type WeightedPodAffinityTerm
    podAffinityTerm 2 PodAffinityTerm required default={}
    weight 1 int required
    type WindowsSecurityContextOptions
    gmsaCredentialSpec 2 string
    gmsaCredentialSpecName 1 string
    hostProcess 4 bool
    runAsUserName 3 string
    package discovery io.k8s.api.discovery.v1
    type Endpoint
    addresses 1 [string] set required
    conditions 2 EndpointConditions default={}
    deprecatedTopology 5 {string}
    hints 8 EndpointHints
    hostname 3 string
    nodeName 6 string
    targetRef 4 core.ObjectReference
    zone 7 string
    type EndpointConditions
    ready 1 bool
    serving 2 bool
    terminating 3 bool
    type EndpointHints
    forNodes 2 [ForNode]
    forZones 1 [ForZone]
    type EndpointPort atomic
    appProtocol 4 string
    name 1 string
    port 3 int
    protocol 2 string
    type EndpointSlice
    addressType 4 string required
    apiVersion 0 string default=""
    endpoints 2 [Endpoint]
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    ports 3 [EndpointPort]
    type EndpointSliceList
    apiVersion 0 string default=""
    items 2 [EndpointSlice] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ForNode
    name 1 string required
    type ForZone
    name 1 string required
    package events io.k8s.api.events.v1
    type Event
    action 6 string zero
    apiVersion 0 string default=""
    deprecatedCount 15 int zero
    deprecatedFirstTimestamp 13 meta.Time
    deprecatedLastTimestamp 14 meta.Time
    deprecatedSource 12 core.EventSource default={}
    eventTime 2 meta.MicroTime required
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    note 10 string zero
    reason 7 string zero
    regarding 8 core.ObjectReference default={}
    related 9 core.ObjectReference
    reportingController 4 string zero
    reportingInstance 5 string zero
    series 3 EventSeries
    type 11 string zero
    type EventList
    apiVersion 0 string default=""
    items 2 [Event] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type EventSeries
    count 1 int required
    lastObservedTime 2 meta.MicroTime required
    package flowcontrol io.k8s.api.flowcontrol.v1
    type ExemptPriorityLevelConfiguration
    lendablePercent 2 int
    nominalConcurrencyShares 1 int
    type FlowDistinguisherMethod
    type 1 string required
    type FlowSchema
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 FlowSchemaSpec default={}
    status 3 FlowSchemaStatus default={}
    type FlowSchemaCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string zero
    type 1 string zero
    type FlowSchemaList
    apiVersion 0 string default=""
    items 2 [FlowSchema] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type FlowSchemaSpec
    distinguisherMethod 3 FlowDistinguisherMethod
    matchingPrecedence 2 int default=0
    priorityLevelConfiguration 1 PriorityLevelConfigurationReference required default={}
    rules 4 [PolicyRulesWithSubjects]
    type FlowSchemaStatus
    conditions 1 [FlowSchemaCondition] map=type patch=merge:type
    type GroupSubject
    name 1 string required
    type LimitResponse
    queuing 2 QueuingConfiguration
    type 1 string required
    type LimitedPriorityLevelConfiguration
    borrowingLimitPercent 4 int
    lendablePercent 3 int
    limitResponse 2 LimitResponse default={}
    nominalConcurrencyShares 1 int
    type NonResourcePolicyRule
    nonResourceURLs 6 [string] set required
    verbs 1 [string] set required
    type PolicyRulesWithSubjects
    nonResourceRules 3 [NonResourcePolicyRule]
    resourceRules 2 [ResourcePolicyRule]
    subjects 1 [Subject] required
    type PriorityLevelConfiguration
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 PriorityLevelConfigurationSpec default={}
    status 3 PriorityLevelConfigurationStatus default={}
    type PriorityLevelConfigurationCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string zero
    type 1 string zero
    type PriorityLevelConfigurationList
    apiVersion 0 string default=""
    items 2 [PriorityLevelConfiguration] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type PriorityLevelConfigurationReference
    name 1 string required
    type PriorityLevelConfigurationSpec
    exempt 3 ExemptPriorityLevelConfiguration
    limited 2 LimitedPriorityLevelConfiguration
    type 1 string required
    type PriorityLevelConfigurationStatus
    conditions 1 [PriorityLevelConfigurationCondition] map=type patch=merge:type
    type QueuingConfiguration
    handSize 2 int default=0
    queueLengthLimit 3 int default=0
    queues 1 int default=0
    type ResourcePolicyRule
    apiGroups 2 [string] set required
    clusterScope 4 bool zero
    namespaces 5 [string] set
    resources 3 [string] set required
    verbs 1 [string] set required
    type ServiceAccountSubject
    name 2 string required
    namespace 1 string required
    type Subject
    group 3 GroupSubject
    kind 1 string required
    serviceAccount 4 ServiceAccountSubject
    user 2 UserSubject
    type UserSubject
    name 1 string required
    package networking io.k8s.api.networking.v1
    type HTTPIngressPath
    backend 2 IngressBackend required default={}
    path 1 string zero
    pathType 3 string required
    type HTTPIngressRuleValue
    paths 1 [HTTPIngressPath] required
    type IPAddress
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 IPAddressSpec required default={}
    type IPAddressList
    apiVersion 0 string default=""
    items 2 [IPAddress] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type IPAddressSpec
    parentRef 1 ParentReference required
    type IPBlock
    cidr 1 string required
    except 2 [string]
    type Ingress
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 IngressSpec default={}
    status 3 IngressStatus default={}
    type IngressBackend
    resource 3 core.TypedLocalObjectReference
    service 4 IngressServiceBackend
    type IngressClass
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 IngressClassSpec default={}
    type IngressClassList
    apiVersion 0 string default=""
    items 2 [IngressClass] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type IngressClassParametersReference
    apiGroup 1 string
    kind 2 string required
    name 3 string required
    namespace 5 string
    scope 4 string
    type IngressClassSpec
    controller 1 string zero
    parameters 2 IngressClassParametersReference
    type IngressList
    apiVersion 0 string default=""
    items 2 [Ingress] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type IngressLoadBalancerIngress
    hostname 2 string zero
    ip 1 string zero
    ports 4 [IngressPortStatus]
    type IngressLoadBalancerStatus
    ingress 1 [IngressLoadBalancerIngress]
    type IngressPortStatus
    error 3 string
    port 1 int required default=0
    protocol 2 string required default=""
    type IngressRule
    host 1 string zero
    http 2.1 HTTPIngressRuleValue
    type IngressServiceBackend
    name 1 string required
    port 2 ServiceBackendPort default={}
    type IngressSpec
    defaultBackend 1 IngressBackend
    ingressClassName 4 string
    rules 3 [IngressRule]
    tls 2 [IngressTLS]
    type IngressStatus
    loadBalancer 1 IngressLoadBalancerStatus default={}
    type IngressTLS
    hosts 1 [string]
    secretName 2 string zero
    type NetworkPolicy
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 NetworkPolicySpec default={}
    type NetworkPolicyEgressRule
    ports 1 [NetworkPolicyPort]
    to 2 [NetworkPolicyPeer]
    type NetworkPolicyIngressRule
    from 2 [NetworkPolicyPeer]
    ports 1 [NetworkPolicyPort]
    type NetworkPolicyList
    apiVersion 0 string default=""
    items 2 [NetworkPolicy] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type NetworkPolicyPeer
    ipBlock 3 IPBlock
    namespaceSelector 2 meta.LabelSelector
    podSelector 1 meta.LabelSelector
    type NetworkPolicyPort
    endPort 3 int
    port 2 intstr.IntOrString
    protocol 1 string
    type NetworkPolicySpec
    egress 3 [NetworkPolicyEgressRule]
    ingress 2 [NetworkPolicyIngressRule]
    podSelector 1 meta.LabelSelector default={}
    policyTypes 4 [string]
    type ParentReference
    group 1 string zero
    name 4 string required zero
    namespace 3 string zero
    resource 2 string required zero
    type ServiceBackendPort atomic
    name 1 string zero
    number 2 int zero
    type ServiceCIDR
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ServiceCIDRSpec default={}
    status 3 ServiceCIDRStatus default={}
    type ServiceCIDRList
    apiVersion 0 string default=""
    items 2 [ServiceCIDR] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ServiceCIDRSpec
    cidrs 1 [string]
    type ServiceCIDRStatus
    conditions 1 [meta.Condition] map=type patch=merge:type
    package node io.k8s.api.node.v1
    type Overhead
    podFixed 1 {resource.Quantity}
    type RuntimeClass
    apiVersion 0 string default=""
    handler 2 string required
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    overhead 3 Overhead
    scheduling 4 Scheduling
    type RuntimeClassList
    apiVersion 0 string default=""
    items 2 [RuntimeClass] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type Scheduling
    nodeSelector 1 {string} atomic
    tolerations 2 [core.Toleration]
    package policy io.k8s.api.policy.v1
    type Eviction
    apiVersion 0 string default=""
    deleteOptions 2 meta.DeleteOptions
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    type PodDisruptionBudget
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 PodDisruptionBudgetSpec default={}
    status 3 PodDisruptionBudgetStatus default={}
    type PodDisruptionBudgetList
    apiVersion 0 string default=""
    items 2 [PodDisruptionBudget] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type PodDisruptionBudgetSpec
    maxUnavailable 3 intstr.IntOrString
    minAvailable 1 intstr.IntOrString
    selector 2 meta.LabelSelector patch=replace:
    unhealthyPodEvictionPolicy 4 string
    type PodDisruptionBudgetStatus
    conditions 7 [meta.Condition] map=type patch=merge:type
    currentHealthy 4 int default=0
    desiredHealthy 5 int default=0
    disruptedPods 2 {meta.Time}
    disruptionsAllowed 3 int default=0
    expectedPods 6 int default=0
    observedGeneration 1 long zero
    package rbac io.k8s.api.rbac.v1
    type AggregationRule
    clusterRoleSelectors 1 [meta.LabelSelector]
    type ClusterRole
    aggregationRule 3 AggregationRule
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    rules 2 [PolicyRule]
    type ClusterRoleBinding
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    roleRef 3 RoleRef required default={}
    subjects 2 [Subject]
    type ClusterRoleBindingList
    apiVersion 0 string default=""
    items 2 [ClusterRoleBinding] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ClusterRoleList
    apiVersion 0 string default=""
    items 2 [ClusterRole] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type PolicyRule
    apiGroups 2 [string]
    nonResourceURLs 5 [string]
    resourceNames 4 [string]
    resources 3 [string]
    verbs 1 [string] required
    type Role
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    rules 2 [PolicyRule]
    type RoleBinding
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    roleRef 3 RoleRef required default={}
    subjects 2 [Subject]
    type RoleBindingList
    apiVersion 0 string default=""
    items 2 [RoleBinding] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type RoleList
    apiVersion 0 string default=""
    items 2 [Role] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type RoleRef atomic
    apiGroup 1 string default=""
    kind 2 string required
    name 3 string required
    type Subject atomic
    apiGroup 2 string zero
    kind 1 string required
    name 3 string required
    namespace 4 string zero
    package resource io.k8s.api.resource.v1
    type AllocatedDeviceStatus
    conditions 4 [meta.Condition] map=type
    data 5 runtime.RawExtension
    device 3 string required default=""
    driver 1 string required default=""
    networkData 6 NetworkDeviceData
    pool 2 string required default=""
    shareID 7 string
    type AllocationResult
    allocationTimestamp 5 meta.Time
    devices 1 DeviceAllocationResult default={}
    nodeSelector 3 core.NodeSelector
    type CELDeviceSelector
    expression 1 string required
    type CapacityRequestPolicy
    default 1 resource.Quantity
    validRange 4 CapacityRequestPolicyRange
    validValues 3 [resource.Quantity]
    type CapacityRequestPolicyRange
    max 2 resource.Quantity
    min 1 resource.Quantity required
    step 3 resource.Quantity
    type CapacityRequirements
    requests 1 {resource.Quantity}
    type Counter
    value 1 resource.Quantity required
    type CounterSet
    counters 2 {Counter} required
    name 1 string required
    type Device
    allNodes 7 bool
    allowMultipleAllocations 12 bool
    attributes 2 {DeviceAttribute}
    bindingConditions 10 [string]
    bindingFailureConditions 11 [string]
    bindsToNode 9 bool
    capacity 3 {DeviceCapacity}
    consumesCounters 4 [DeviceCounterConsumption]
    name 1 string required
    nodeAllocatableResourceMappings 13 {NodeAllocatableResourceMapping}
    nodeName 5 string
    nodeSelector 6 core.NodeSelector
    taints 8 [DeviceTaint]
    type DeviceAllocationConfiguration
    opaque 3.1 OpaqueDeviceConfiguration
    requests 2 [string]
    source 1 string required
    type DeviceAllocationResult
    config 2 [DeviceAllocationConfiguration]
    results 1 [DeviceRequestAllocationResult]
    type DeviceAttribute
    bool 3 bool
    bools 7 [bool]
    int 2 long
    ints 6 [long]
    string 4 string
    strings 8 [string]
    version 5 string
    versions 9 [string]
    type DeviceCapacity
    requestPolicy 2 CapacityRequestPolicy
    value 1 resource.Quantity required
    type DeviceClaim
    config 3 [DeviceClaimConfiguration]
    constraints 2 [DeviceConstraint]
    requests 1 [DeviceRequest]
    type DeviceClaimConfiguration
    opaque 2.1 OpaqueDeviceConfiguration
    requests 1 [string]
    type DeviceClass
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 DeviceClassSpec required default={}
    type DeviceClassConfiguration
    opaque 1.1 OpaqueDeviceConfiguration
    type DeviceClassList
    apiVersion 0 string default=""
    items 2 [DeviceClass] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type DeviceClassSpec
    config 2 [DeviceClassConfiguration]
    extendedResourceName 4 string
    selectors 1 [DeviceSelector]
    type DeviceConstraint
    distinctAttribute 3 string
    matchAttribute 2 string
    requests 1 [string]
    type DeviceCounterConsumption
    counterSet 1 string required
    counters 2 {Counter} required
    type DeviceRequest
    exactly 2 ExactDeviceRequest
    firstAvailable 3 [DeviceSubRequest]
    name 1 string required
    type DeviceRequestAllocationResult
    adminAccess 5 bool
    bindingConditions 7 [string]
    bindingFailureConditions 8 [string]
    consumedCapacity 10 {resource.Quantity}
    device 4 string required
    driver 2 string required
    pool 3 string required
    request 1 string required
    shareID 9 string
    tolerations 6 [DeviceToleration]
    type DeviceSelector
    cel 1 CELDeviceSelector
    type DeviceSubRequest
    allocationMode 4 string zero
    capacity 7 CapacityRequirements
    count 5 long zero
    deviceClassName 2 string required
    name 1 string required
    selectors 3 [DeviceSelector]
    tolerations 6 [DeviceToleration]
    type DeviceTaint
    effect 3 string required
    key 1 string required
    timeAdded 4 meta.Time
    value 2 string zero
    type DeviceToleration
    effect 4 string zero
    key 1 string zero
    operator 2 string zero default="Equal"
    tolerationSeconds 5 long
    value 3 string zero
    type ExactDeviceRequest
    adminAccess 5 bool
    allocationMode 3 string zero
    capacity 7 CapacityRequirements
    count 4 long zero
    deviceClassName 1 string required
    selectors 2 [DeviceSelector]
    tolerations 6 [DeviceToleration]
    type NetworkDeviceData
    hardwareAddress 3 string zero
    interfaceName 1 string zero
    ips 2 [string]
    type NodeAllocatableResourceMapping
    allocationMultiplier 2 resource.Quantity
    capacityKey 1 string
    type OpaqueDeviceConfiguration
    driver 1 string required
    parameters 2 runtime.RawExtension required
    type ResourceClaim
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ResourceClaimSpec required default={}
    status 3 ResourceClaimStatus default={}
    type ResourceClaimConsumerReference
    apiGroup 1 string zero
    name 4 string required
    resource 3 string required
    uid 5 string required
    type ResourceClaimList
    apiVersion 0 string default=""
    items 2 [ResourceClaim] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ResourceClaimSpec
    devices 1 DeviceClaim default={}
    type ResourceClaimStatus
    allocation 1 AllocationResult
    devices 4 [AllocatedDeviceStatus] map=driver,device,pool,shareID
    reservedFor 2 [ResourceClaimConsumerReference] map=uid patch=merge:uid
    type ResourceClaimTemplate
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ResourceClaimTemplateSpec required default={}
    type ResourceClaimTemplateList
    apiVersion 0 string default=""
    items 2 [ResourceClaimTemplate] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ResourceClaimTemplateSpec
    metadata 1 meta.ObjectMeta default={}
    spec 2 ResourceClaimSpec required default={}
    type ResourcePool
    generation 2 long required
    name 1 string required
    resourceSliceCount 3 long required
    type ResourceSlice
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 ResourceSliceSpec required default={}
    type ResourceSliceList
    apiVersion 0 string default=""
    items 2 [ResourceSlice] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type ResourceSliceSpec
    allNodes 5 bool
    devices 6 [Device]
    driver 1 string required
    nodeName 3 string
    nodeSelector 4 core.NodeSelector
    perDeviceNodeSelection 7 bool
    pool 2 ResourcePool required default={}
    sharedCounters 8 [CounterSet]
    package scheduling io.k8s.api.scheduling.v1
    type PriorityClass
    apiVersion 0 string default=""
    description 4 string zero
    globalDefault 3 bool zero
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    preemptionPolicy 5 string
    value 2 int default=0
    type PriorityClassList
    apiVersion 0 string default=""
    items 2 [PriorityClass] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    package storage io.k8s.api.storage.v1
    type CSIDriver
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 CSIDriverSpec required default={}
    type CSIDriverList
    apiVersion 0 string default=""
    items 2 [CSIDriver] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type CSIDriverSpec
    attachRequired 1 bool
    fsGroupPolicy 5 string
    nodeAllocatableUpdatePeriodSeconds 9 long
    podInfoOnMount 2 bool
    preventPodSchedulingIfMissing 11 bool
    requiresRepublish 7 bool
    seLinuxMount 8 bool
    serviceAccountTokenInSecrets 10 bool
    storageCapacity 4 bool
    tokenRequests 6 [TokenRequest]
    volumeLifecycleModes 3 [string] set
    type CSINode
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 CSINodeSpec required default={}
    type CSINodeDriver
    allocatable 4 VolumeNodeResources
    name 1 string required
    nodeID 2 string required
    topologyKeys 3 [string]
    type CSINodeList
    apiVersion 0 string default=""
    items 2 [CSINode] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type CSINodeSpec
    drivers 1 [CSINodeDriver] map=name required patch=merge:name
    type CSIStorageCapacity
    apiVersion 0 string default=""
    capacity 4 resource.Quantity
    kind 0 string default=""
    maximumVolumeSize 5 resource.Quantity
    metadata 1 meta.ObjectMeta default={}
    nodeTopology 2 meta.LabelSelector
    storageClassName 3 string required
    type CSIStorageCapacityList
    apiVersion 0 string default=""
    items 2 [CSIStorageCapacity] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type StorageClass
    allowVolumeExpansion 6 bool
    allowedTopologies 8 [core.TopologySelectorTerm]
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    mountOptions 5 [string]
    parameters 3 {string}
    provisioner 2 string required
    reclaimPolicy 4 string
    volumeBindingMode 7 string
    type StorageClassList
    apiVersion 0 string default=""
    items 2 [StorageClass] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type TokenRequest
    audience 1 string required
    expirationSeconds 2 long
    type VolumeAttachment
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 VolumeAttachmentSpec required default={}
    status 3 VolumeAttachmentStatus default={}
    type VolumeAttachmentList
    apiVersion 0 string default=""
    items 2 [VolumeAttachment] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type VolumeAttachmentSource
    inlineVolumeSpec 2 core.PersistentVolumeSpec
    persistentVolumeName 1 string
    type VolumeAttachmentSpec
    attacher 1 string required
    nodeName 3 string required
    source 2 VolumeAttachmentSource required default={}
    type VolumeAttachmentStatus
    attachError 3 VolumeError
    attached 1 bool required default=false
    attachmentMetadata 2 {string}
    detachError 4 VolumeError
    type VolumeAttributesClass
    apiVersion 0 string default=""
    driverName 2 string required
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    parameters 3 {string}
    type VolumeAttributesClassList
    apiVersion 0 string default=""
    items 2 [VolumeAttributesClass] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type VolumeError
    errorCode 3 int
    message 2 string zero
    time 1 meta.Time
    type VolumeNodeResources
    count 1 int
    package apiextensions io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1
    type CustomResourceColumnDefinition
    description 4 string zero
    format 3 string zero
    jsonPath 6 string required
    name 1 string required
    priority 5 int zero
    type 2 string required
    type CustomResourceConversion
    strategy 1 string required
    webhook 2 WebhookConversion
    type CustomResourceDefinition
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 CustomResourceDefinitionSpec required default={}
    status 3 CustomResourceDefinitionStatus default={}
    type CustomResourceDefinitionCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    observedGeneration 6 long zero
    reason 4 string zero
    status 2 string required
    type 1 string required
    type CustomResourceDefinitionList
    apiVersion 0 string default=""
    items 2 [CustomResourceDefinition] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type CustomResourceDefinitionNames
    categories 6 [string]
    kind 4 string required
    listKind 5 string zero
    plural 1 string required
    shortNames 3 [string]
    singular 2 string zero
    type CustomResourceDefinitionSpec
    conversion 9 CustomResourceConversion
    group 1 string required
    names 3 CustomResourceDefinitionNames required default={}
    preserveUnknownFields 10 bool zero
    scope 4 string required
    versions 7 [CustomResourceDefinitionVersion] required
    type CustomResourceDefinitionStatus
    acceptedNames 2 CustomResourceDefinitionNames default={}
    conditions 1 [CustomResourceDefinitionCondition] map=type
    observedGeneration 4 long zero
    storedVersions 3 [string]
    type CustomResourceDefinitionVersion
    additionalPrinterColumns 6 [CustomResourceColumnDefinition]
    deprecated 7 bool zero
    deprecationWarning 8 string
    name 1 string required
    schema 4 CustomResourceValidation
    selectableFields 9 [SelectableField]
    served 2 bool required
    storage 3 bool required
    subresources 5 CustomResourceSubresources
    type CustomResourceSubresourceScale
    labelSelectorPath 3 string
    specReplicasPath 1 string required
    statusReplicasPath 2 string required
    type CustomResourceSubresourceStatus
    type CustomResourceSubresources
    scale 2 CustomResourceSubresourceScale
    status 1 CustomResourceSubresourceStatus
    type CustomResourceValidation
    openAPIV3Schema 1 JSONSchemaProps
    type ExternalDocumentation
    description 1 string zero
    url 2 string zero
    value JSON any
    type JSONSchemaProps
    $ref 3 string
    $schema 2 string zero
    additionalItems 33 JSONSchemaPropsOrBool
    additionalProperties 30 JSONSchemaPropsOrBool
    allOf 25 [JSONSchemaProps]
    anyOf 27 [JSONSchemaProps]
    default 8 JSON
    definitions 34 {JSONSchemaProps}
    dependencies 32 {JSONSchemaPropsOrStringArray}
    description 4 string zero
    enum 20 [JSON]
    example 36 JSON
    exclusiveMaximum 10 bool zero
    exclusiveMinimum 12 bool zero
    externalDocs 35 ExternalDocumentation
    format 6 string zero
    id 1 string zero
    items 24 JSONSchemaPropsOrArray
    maxItems 16 long
    maxLength 13 long
    maxProperties 21 long
    maximum 9 double
    minItems 17 long
    minLength 14 long
    minProperties 22 long
    minimum 11 double
    multipleOf 19 double
    not 28 JSONSchemaProps
    nullable 37 bool zero
    oneOf 26 [JSONSchemaProps]
    pattern 15 string zero
    patternProperties 31 {JSONSchemaProps}
    properties 29 {JSONSchemaProps}
    required 23 [string]
    title 7 string zero
    type 5 string zero
    uniqueItems 18 bool zero
    x-kubernetes-embedded-resource 39 bool zero
    x-kubernetes-int-or-string 40 bool zero
    x-kubernetes-list-map-keys 41 [string]
    x-kubernetes-list-type 42 string
    x-kubernetes-map-type 43 string
    x-kubernetes-preserve-unknown-fields 38 bool
    x-kubernetes-validations 44 [ValidationRule] map=rule patch=merge:rule
    value JSONSchemaPropsOrArray any
    value JSONSchemaPropsOrBool any
    value JSONSchemaPropsOrStringArray any
    type SelectableField
    jsonPath 1 string required
    type ServiceReference
    name 2 string required
    namespace 1 string required
    path 3 string
    port 4 int
    type ValidationRule
    fieldPath 5 string zero
    message 2 string zero
    messageExpression 3 string zero
    optionalOldSelf 6 bool
    reason 4 string
    rule 1 string required
    type WebhookClientConfig
    caBundle 2 bytes
    service 1 ServiceReference
    url 3 string
    type WebhookConversion
    clientConfig 2 WebhookClientConfig
    conversionReviewVersions 3 [string] required
    package resource io.k8s.apimachinery.pkg.api.resource
    value Quantity quantity
    package meta io.k8s.apimachinery.pkg.apis.meta.v1
    type APIGroup
    apiVersion 0 string default=""
    kind 0 string default=""
    name 1 string required
    preferredVersion 3 GroupVersionForDiscovery default={}
    serverAddressByClientCIDRs 4 [ServerAddressByClientCIDR]
    versions 2 [GroupVersionForDiscovery] required
    type APIGroupList
    apiVersion 0 string default=""
    groups 1 [APIGroup] required
    kind 0 string default=""
    type APIResource
    categories 7 [string]
    group 8 string zero
    kind 3 string required
    name 1 string required
    namespaced 2 bool required
    shortNames 5 [string]
    singularName 6 string required
    storageVersionHash 10 string zero
    verbs 4.1 [string] required
    version 9 string zero
    type APIResourceList
    apiVersion 0 string default=""
    groupVersion 1 string required
    kind 0 string default=""
    resources 2 [APIResource] required
    type APIVersions
    apiVersion 0 string default=""
    kind 0 string default=""
    serverAddressByClientCIDRs 2 [ServerAddressByClientCIDR] required
    versions 1 [string] required
    type Condition
    lastTransitionTime 4 Time required
    message 6 string required
    observedGeneration 3 long zero
    reason 5 string required
    status 2 string required
    type 1 string required
    type DeleteOptions
    apiVersion 0 string default=""
    dryRun 5 [string]
    gracePeriodSeconds 1 long
    ignoreStoreReadErrorWithClusterBreakingPotential 6 bool
    kind 0 string default=""
    orphanDependents 3 bool
    preconditions 2 Preconditions
    propagationPolicy 4 string
    type FieldSelectorRequirement
    key 1 string required
    operator 2 string required
    values 3 [string]
    value FieldsV1 any
    type GroupVersionForDiscovery
    groupVersion 1 string required
    version 2 string required
    type LabelSelector atomic
    matchExpressions 2 [LabelSelectorRequirement]
    matchLabels 1 {string}
    type LabelSelectorRequirement
    key 1 string required
    operator 2 string required
    values 3 [string]
    type ListMeta
    continue 3 string zero
    remainingItemCount 4 long
    resourceVersion 2 string zero
    selfLink 1 string zero
    shardInfo 5 ShardInfo
    type ManagedFieldsEntry
    apiVersion 3 string zero
    fieldsType 6 string zero
    fieldsV1 7 FieldsV1
    manager 1 string zero
    operation 2 string zero
    subresource 8 string zero
    time 4 Time
    value MicroTime microTime
    type ObjectMeta
    annotations 12 {string}
    creationTimestamp 8 Time
    deletionGracePeriodSeconds 10 long
    deletionTimestamp 9 Time
    finalizers 14 [string] set patch=merge:
    generateName 2 string zero
    generation 7 long zero
    labels 11 {string}
    managedFields 17 [ManagedFieldsEntry]
    name 1 string zero
    namespace 3 string zero
    ownerReferences 13 [OwnerReference] map=uid patch=merge:uid
    resourceVersion 6 string zero
    selfLink 4 string zero
    uid 5 string zero
    type OwnerReference atomic
    apiVersion 5 string required
    blockOwnerDeletion 7 bool
    controller 6 bool
    kind 1 string required
    name 3 string required
    uid 4 string required
    type Preconditions
    resourceVersion 2 string
    uid 1 string
    type ServerAddressByClientCIDR
    clientCIDR 1 string required
    serverAddress 2 string required
    type ShardInfo
    selector 1 string required
    type Status
    apiVersion 0 string default=""
    code 6 int zero
    details 5 StatusDetails
    kind 0 string default=""
    message 3 string zero
    metadata 1 ListMeta default={}
    reason 4 string zero
    status 2 string zero
    type StatusCause
    field 3 string zero
    message 2 string zero
    reason 1 string zero
    type StatusDetails
    causes 4 [StatusCause]
    group 2 string zero
    kind 3 string zero
    name 1 string zero
    retryAfterSeconds 5 int zero
    uid 6 string zero
    value Time time
    type WatchEvent
    object 2 runtime.RawExtension required
    type 1 string required
    package runtime io.k8s.apimachinery.pkg.runtime
    value RawExtension any
    package intstr io.k8s.apimachinery.pkg.util.intstr
    value IntOrString intOrString
    package apiregistration io.k8s.kube-aggregator.pkg.apis.apiregistration.v1
    type APIService
    apiVersion 0 string default=""
    kind 0 string default=""
    metadata 1 meta.ObjectMeta default={}
    spec 2 APIServiceSpec default={}
    status 3 APIServiceStatus default={}
    type APIServiceCondition
    lastTransitionTime 3 meta.Time
    message 5 string zero
    reason 4 string zero
    status 2 string required
    type 1 string required
    type APIServiceList
    apiVersion 0 string default=""
    items 2 [APIService] required
    kind 0 string default=""
    metadata 1 meta.ListMeta default={}
    type APIServiceSpec
    caBundle 5 bytes
    group 2 string zero
    groupPriorityMinimum 7 int required
    insecureSkipTLSVerify 4 bool zero
    service 1 ServiceReference
    version 3 string zero
    versionPriority 8 int required
    type APIServiceStatus
    conditions 1 [APIServiceCondition] map=type patch=merge:type
    type ServiceReference
    name 2 string zero
    namespace 1 string zero
    port 3 int
    """
}
