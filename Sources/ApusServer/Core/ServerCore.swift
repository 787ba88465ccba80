import ApusAPI
import ApusHTTP
import ApusStore
import Logging
import NIOCore

/// What both fronts of the server share: who may come in, and who answers.
final class ServerCore: Sendable {
    let configuration: APIServer.Configuration
    let catalog: Catalog
    let caches: ObjectCaches
    let handlers: ResourceHandlers
    let authenticator: Authenticator
    let authorizer: Authorizer
    let impersonation: Impersonation
    let metrics: RequestMetrics
    let watchMetrics: WatchMetrics
    let access: AccessMetrics
    let clientWatches: ClientWatches
    let outboxes = LoopOutboxes()
    let paths: Paths
    /// Subresources that take over the connection or answer with something other than an object.
    let connects: [SubresourceKey: any ConnectHandler]
    let clock: @Sendable () -> Timestamp

    init(
        configuration: APIServer.Configuration, catalog: Catalog, caches: ObjectCaches, handlers: ResourceHandlers,
        authenticator: Authenticator, authorizer: Authorizer, metrics: RequestMetrics,
        watchMetrics: WatchMetrics, access: AccessMetrics, paths: Paths,
        connects: [SubresourceKey: any ConnectHandler], clock: @escaping @Sendable () -> Timestamp
    ) {
        self.configuration = configuration
        self.catalog = catalog
        self.caches = caches
        self.handlers = handlers
        self.authenticator = authenticator
        self.authorizer = authorizer
        impersonation = Impersonation(authorizer)
        self.metrics = metrics
        self.watchMetrics = watchMetrics
        self.access = access
        clientWatches = ClientWatches(limit: configuration.maxWatchesPerClient)
        self.paths = paths
        self.connects = connects
        self.clock = clock
    }

    /// 403 where `user` may not do what the request asks for; only nodes are judged by what they select.
    func authorize(
        _ user: User, _ info: RequestInfo, selecting fieldSelector: @autoclosure () -> String?
    ) throws(StatusError) {
        var attributes: AuthorizationAttributes
        if info.isResource {
            attributes = AuthorizationAttributes(
                verb: info.verb, group: info.group, version: info.version, resource: info.resource,
                subresource: info.subresource, namespace: info.namespace, name: info.name)
        } else {
            attributes = AuthorizationAttributes(verb: info.verb, path: info.path)
        }
        if user.identity.nodeName != nil { attributes.fieldSelector = fieldSelector() ?? "" }
        try authorize(user, attributes)
    }

    func authorize(_ user: User, _ attributes: AuthorizationAttributes) throws(StatusError) {
        let decision = authorizer.authorize(user, attributes)
        access.decided(decision.isAllowed ? .allowed : .noOpinion)
        guard decision.isAllowed else { throw .forbidden(user, attributes, reason: decision.reason) }
    }

    /// Whether requests of whoever sends `request` are answered even when there are too many.
    func isPrivileged(_ request: HTTPRequest) -> Bool {
        guard case .user(let user)? = try? authenticator.outcome(of: request) else { return false }
        return user.groups.contains(User.mastersGroup)
    }

    /// Answers a request that takes too long; to be cancelled when it is done. A read is answered at once, so that it
    /// has a deadline only where the client sets one.
    func deadline(_ call: HTTPCall, isRead: Bool) throws(StatusError) -> Scheduled<Void>? {
        var limit = TimeAmount(configuration.requestTimeout)
        if let text = call.query["timeout"], !text.isEmpty {
            let wanted = try ServerCore.timeout(text)
            if wanted > .zero, wanted < limit { limit = wanted }
        } else if isRead {
            return nil
        }
        return call.exchange.eventLoop.scheduleTask(in: limit) { [self] in
            metrics.terminated(call.metric.key, code: 504)
            call.respond(.timeout("request did not complete within the allotted timeout"))
        }
    }

    private static func timeout(_ text: String) throws(StatusError) -> TimeAmount {
        guard let duration = GoDuration.parse(text) else {
            throw .badRequest(
                "invalid timeout specified in the request URL - time: invalid duration \(GoText.quoted(text))")
        }
        return TimeAmount(duration)
    }
}

/// A subresource that is served over HTTP only: it takes over the connection, or answers with text.
protocol ConnectHandler: Sendable {
    func handle(_ call: HTTPCall, _ server: ServerCore) throws(StatusError)
}
