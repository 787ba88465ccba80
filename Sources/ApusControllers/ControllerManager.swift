public import ApusAPI
public import ApusClient
public import Logging

/// What the controllers of a cluster have to know.
public struct ControllerConfiguration: Sendable {
    /// Which controllers run.
    public var controllers = ControllerSelection.standard
    /// The certificate authority of the API server, PEM, for `kube-root-ca.crt`; nil leaves the publisher out.
    public var rootCertificate: String?
    /// What signs CertificateSigningRequests; those of a signer that is not here are left to others.
    public var signing: [Signer: SigningAuthority] = [:]
    /// Makes the tokens in Secrets of service accounts; nil leaves these Secrets to others.
    public var legacyTokenIssuer: LegacyTokenIssuer?
    /// How long a token that was made for an account by itself may lie unused.
    public var legacyTokenPeriod = Duration.seconds(365 * 24 * 3600)
    /// The resources that namespaces are emptied of and garbage is looked for in.
    public var resources: [ManagedResource]
    /// How long a node may give no sign of life before it counts as unknown.
    public var nodeMonitorGracePeriod: Duration = .seconds(40)
    /// The addresses of all Pods, as `10.244.0.0/16`; nil leaves the addresses of nodes to others.
    public var clusterCIDR: String?
    /// How many bits of `clusterCIDR` name the node.
    public var nodeCIDRMaskSize = 24

    public init(resources: [ManagedResource]) { self.resources = resources }
}

/// Runs the controllers, each under its own identity.
public struct ControllerManager: Sendable {
    /// The identity that the shared caches are filled under.
    public static let sharedIdentity = "system:kube-controller-manager"

    private let controllers: [any Controller]
    private let recorders: [EventRecorder]
    private let informers: InformerFactory
    private let logger: Logger

    /// - Parameter transportFor: The way to the API server as the user of that name:
    ///   `system:serviceaccount:kube-system:deployment-controller`, or `system:kube-controller-manager`.
    /// - Throws: `ConfigurationError` where `clusterCIDR` cannot be divided.
    public init(
        configuration: ControllerConfiguration, time: TimeSource = .system, logger: Logger,
        transportFor: (_ user: String) -> any APITransport
    ) throws(ConfigurationError) {
        let informers = InformerFactory(transport: transportFor(Self.sharedIdentity), time: time, logger: logger)
        var controllers: [any Controller] = []
        var recorders: [EventRecorder] = []
        func add(_ name: String, account: String, _ make: (ControllerContext) -> any Controller) {
            add(name, user: "system:serviceaccount:kube-system:\(account)", make)
        }
        func add(_ name: String, user: String, _ make: (ControllerContext) -> any Controller) {
            guard configuration.controllers.includes(name) else { return }
            let transport = transportFor(user)
            var logger = logger
            logger[metadataKey: "controller"] = .string(name)
            let events = EventRecorder(transport: transport, component: name, time: time, logger: logger)
            recorders.append(events)
            controllers.append(
                make(
                    ControllerContext(
                        name: name, client: APIClient(transport), informers: informers, events: events, time: time,
                        logger: logger)))
        }
        let resources = configuration.resources
        add("deployment-controller", account: "deployment-controller") { DeploymentController($0) }
        add("replicaset-controller", account: "replicaset-controller") { ReplicaSetController(.replicaSet, $0) }
        add("replicationcontroller-controller", account: "replication-controller") {
            ReplicaSetController(.replicationController, $0)
        }
        add("job-controller", account: "job-controller") { JobController($0) }
        add("ttl-after-finished-controller", account: "ttl-after-finished-controller") {
            TTLAfterFinishedController($0)
        }
        add("endpointslice-controller", account: "endpointslice-controller") { EndpointSliceController($0) }
        add("endpoints-controller", account: "endpoint-controller") { EndpointsController($0) }
        add("service-cidr-controller", account: "service-cidrs-controller") { ServiceCIDRController($0) }
        add("namespace-controller", account: "namespace-controller") { NamespaceController($0, resources: resources) }
        add("serviceaccount-controller", account: "service-account-controller") { ServiceAccountController($0) }
        if let certificate = configuration.rootCertificate {
            add("root-ca-certificate-publisher-controller", account: "root-ca-cert-publisher") {
                RootCAPublisher($0, certificate: certificate)
            }
        }
        if let issue = configuration.legacyTokenIssuer {
            add("serviceaccount-token-controller", user: Self.sharedIdentity) {
                ServiceAccountTokenController($0, rootCertificate: configuration.rootCertificate, issue: issue)
            }
        }
        add("legacy-serviceaccount-token-cleaner-controller", account: "legacy-service-account-token-cleaner") {
            LegacyTokenCleaner($0, period: configuration.legacyTokenPeriod)
        }
        add("bootstrap-signer-controller", account: "bootstrap-signer") { BootstrapSigner($0) }
        add("token-cleaner-controller", account: "token-cleaner") { TokenCleaner($0) }
        if !configuration.signing.isEmpty {
            add("certificatesigningrequest-signing-controller", account: "certificate-controller") {
                CSRSigningController($0, authorities: configuration.signing)
            }
        }
        add("certificatesigningrequest-approving-controller", account: "certificate-controller") {
            CSRApprovingController($0)
        }
        add("certificatesigningrequest-cleaner-controller", account: "certificate-controller") {
            CSRCleanerController($0)
        }
        add("garbage-collector-controller", account: "generic-garbage-collector") {
            GarbageCollector($0, resources: resources)
        }
        add("resourcequota-controller", account: "resourcequota-controller") {
            ResourceQuotaController($0, resources: resources)
        }
        add("persistentvolumeclaim-protection-controller", account: "pvc-protection-controller") {
            ClaimProtectionController($0)
        }
        add("persistentvolume-protection-controller", account: "pv-protection-controller") {
            VolumeProtectionController($0)
        }
        add("node-lifecycle-controller", account: "node-controller") {
            NodeLifecycleController($0, grace: configuration.nodeMonitorGracePeriod)
        }
        add("taint-eviction-controller", account: "node-controller") { TaintEvictionController($0) }
        if let cidr = configuration.clusterCIDR {
            guard let ranges = NodeRanges(cidr: cidr, maskSize: configuration.nodeCIDRMaskSize) else {
                throw ConfigurationError(
                    source: "",
                    message:
                        "cluster CIDR \"\(cidr)\" cannot be divided into ranges of /\(configuration.nodeCIDRMaskSize)")
            }
            add("node-ipam-controller", account: "node-controller") { NodeIPAMController($0, ranges: ranges) }
        }
        add("clusterrole-aggregation-controller", account: "clusterrole-aggregation-controller") {
            ClusterRoleAggregationController($0)
        }
        self.controllers = controllers
        self.recorders = recorders
        self.informers = informers
        self.logger = logger
    }

    /// Works until the task is cancelled.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { await informers.run() }
            for recorder in recorders { group.addTask { await recorder.run() } }
            for controller in controllers { group.addTask { await controller.run() } }
        }
    }

    /// Returns when the caches of all controllers are filled, or the task is cancelled.
    public func waitForSync() async { await informers.waitForSync() }
}
