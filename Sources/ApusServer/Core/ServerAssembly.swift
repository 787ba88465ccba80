import ApusAPI
import ApusJSON
import ApusResources
import ApusStore
import ApusStoreEncryption
import Logging
import NIOCore

/// Puts the parts of a server together.
struct ServerAssembly {
    let core: ServerCore
    let feeds: [any Watcher]
    let health: HealthState
    let gates = InFlight()
    let customResources: CustomResourceController
    let issuers: Issuers
    let authenticationReload: AuthenticationReload?
    let encryptionReload: EncryptionReload?
    let legacyTokenUse = LegacyTokenUse()
    let inspection: StoreInspection

    init(
        configuration: APIServer.Configuration, store: any Store, group: any EventLoopGroup,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        let file = configuration.encryptionFile
        let encrypted = file.map {
            EncryptedStore(store, keys: .all(root: configuration.storePrefix), encryption: $0.encryption)
        }
        let store: any Store = encrypted ?? store
        let caches = ObjectCaches(
            store: store, keys: StorageKeys(root: configuration.storePrefix), logger: configuration.logger)
        let catalog = Catalog()
        ServerAssembly.register(in: catalog, caches)
        let objects = ObjectReader(podSecurity: configuration.admission.podSecurity.defaults) {
            catalog.stored($0, $1)?.cache
        }
        let relations = PodRelations { catalog.stored($0, $1)?.cache }
        let rbac = RBACAuthorizer()
        let authorizer = Authorizer(
            modes: configuration.authorizationModes, rbac: rbac,
            node: NodeAuthorizer(
                relations: relations, rules: BootstrapRoles().rules(ofClusterRole: "system:node").map(PolicyRule.init)))
        let accounts = BoundObjects { catalog.stored("", $0)?.cache }
        let seconds: @Sendable () -> Int64 = { clock().seconds }
        let issuers = Issuers(configuration.issuers, group: group, logger: configuration.logger, clock: seconds)
        self.issuers = issuers
        let authenticator = Authenticator(
            frontProxy: configuration.frontProxy,
            tokens: ServerAssembly.tokenAuthenticators(configuration, accounts, legacyTokenUse),
            issuers: issuers.authenticators, anonymousAccess: configuration.anonymousAccess, clock: seconds)
        authenticationReload = configuration.authenticationFile.map { file in
            AuthenticationReload(
                path: file.path, disallowedIssuers: configuration.serviceAccountTokens?.issuers ?? [],
                anonymous: file.anonymous, issuers: issuers, authenticator: authenticator,
                logger: configuration.logger)
        }
        let allocator = ServiceAllocator(addresses: configuration.serviceRanges, ports: configuration.nodePorts)
        let random = RandomPool()
        let admission = ServerAssembly.admission(configuration.admission, objects, catalog, authorizer, random)
        let leases = EventLeases(
            lifetime: configuration.eventSeconds, store: store, clock: clock, logger: configuration.logger)
        let tokens = configuration.serviceAccountTokens.map {
            TokenRequests(tokens: $0, objects: accounts, clock: seconds, makeID: ServerAssembly.makeID)
        }
        let handlers = ResourceHandlers(
            catalog: catalog, caches: caches, admission: admission, services: ServiceAllocation(allocator: allocator),
            leases: leases, freshnessLimit: configuration.freshnessLimit,
            subresources: ServerAssembly.subresources(tokens),
            virtual: ServerAssembly.virtual(authorizer, authenticator),
            authorize: { user, attributes throws(StatusError) in
                let decision = authorizer.authorize(user, attributes)
                guard decision.isAllowed else { throw .forbidden(user, attributes, reason: decision.reason) }
            }, random: random, clock: clock, logger: configuration.logger)
        let metrics = RequestMetrics()
        let watchMetrics = WatchMetrics()
        let access = AccessMetrics()
        let encryption = file.map { EncryptionMetrics(server: ServerIdentity().hash, hash: $0.hash, clock: clock) }
        if let file, file.isReloaded, let encrypted, let encryption {
            encryptionReload = EncryptionReload(
                path: file.path, store: encrypted, caches: caches, metrics: encryption, logger: configuration.logger)
        } else {
            encryptionReload = nil
        }
        let health = HealthState(store: store, checksKMS: file?.isReloaded ?? false)
        let inspection = StoreInspection(store: store, logger: configuration.logger)
        self.inspection = inspection
        let healthResults = HealthResults()
        self.health = health
        let documents = ServerAssembly.documents(configuration, catalog)
        let paths = Paths(
            handlers: [
                health.paths(healthResults), VersionPath(version: configuration.version),
                MetricsPath(
                    requests: metrics, watches: watchMetrics, admission: admission.metrics, access: access,
                    encryption: encryption, authorizer: authorizer, caches: caches, catalog: catalog,
                    inspection: inspection, health: healthResults, version: configuration.version,
                    inFlight: { [gates] in gates.counts }, components: configuration.componentMetrics),
            ] + ServerAssembly.documentPaths(documents, configuration, catalog))
        core = ServerCore(
            configuration: configuration, catalog: catalog, caches: caches, handlers: handlers,
            authenticator: authenticator, authorizer: authorizer, metrics: metrics, watchMetrics: watchMetrics,
            access: access, paths: paths,
            connects: ServerAssembly.connects(configuration, catalog), clock: clock)
        customResources = CustomResourceController(
            serving: CustomResourceServing(catalog: catalog, caches: caches, documents: documents),
            definitions: catalog.stored("apiextensions.k8s.io", "customresourcedefinitions")?.cache,
            handlers: handlers, clock: clock, logger: configuration.logger)
        var feeds: [any Watcher] = RBACAuthorizer.Kind.allCases.compactMap { kind in
            catalog.stored("rbac.authorization.k8s.io", kind.rawValue)?.cache.map {
                RoleFeed(kind: kind, cache: $0, authorizer: rbac)
            }
        }
        if configuration.authorizationModes.contains(.node), let pods = catalog.stored("", "pods")?.cache {
            feeds.append(PodFeed(pods: pods, relations: relations))
        }
        if let services = catalog.stored("", "services")?.cache {
            feeds.append(ServiceFeed(allocator: allocator, services: services))
        }
        if let ranges = catalog.stored("networking.k8s.io", "servicecidrs")?.cache {
            feeds.append(ServiceRangeFeed(allocator: allocator, ranges: ranges))
        }
        if let addresses = catalog.stored("networking.k8s.io", "ipaddresses")?.cache {
            feeds.append(ReservedAddresses(allocator: allocator, addresses: addresses))
        }
        self.feeds = feeds
    }

    private static func makeID() -> String {
        var random = SystemRandomNumberGenerator()
        return UniqueID.make(using: &random)
    }

    /// Serves every built-in definition.
    private static func register(in catalog: Catalog, _ caches: ObjectCaches) {
        let resources = BuiltInResources.all
        for resource in resources {
            let definition = resource.definition
            let storage =
                resources.first {
                    $0.definition.gvk == definition.storage && $0.definition.storagePrefix == definition.storagePrefix
                } ?? resource
            let isStored = definition.verbs.contains("get") && definition.resource != "componentstatuses"
            catalog.insert(
                ServedResource(
                    resource: resource, storage: storage,
                    cache: isStored ? caches.cache(for: storage.definition) : nil))
        }
    }
}
