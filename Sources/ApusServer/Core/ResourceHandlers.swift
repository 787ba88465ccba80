import ApusAPI
import ApusJSON
import Logging

/// Does what requests on resources ask for, after they were authenticated and authorized. Both fronts call it, over
/// HTTP and in process; it knows neither.
final class ResourceHandlers: Sendable {
    let catalog: Catalog
    let caches: ObjectCaches
    let committer: Committer
    let admission: Admission
    let services: ServiceAllocation
    let leases: EventLeases
    /// Who of several servers gives out addresses and ports of Services.
    private let addressLock: StoreLock
    /// How long a read waits for a revision that was not reached yet.
    let freshnessLimit: Duration
    let subresources: [SubresourceKey: any SubresourceHandler]
    let virtual: [GroupVersionResource: any VirtualResource]
    /// Whether a user may do something; for what one request does beside what it asks for.
    let authorize: @Sendable (User, AuthorizationAttributes) throws(StatusError) -> Void
    let random: RandomPool
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    init(
        catalog: Catalog, caches: ObjectCaches, admission: Admission, services: ServiceAllocation, leases: EventLeases,
        freshnessLimit: Duration,
        subresources: [SubresourceKey: any SubresourceHandler], virtual: [GroupVersionResource: any VirtualResource],
        authorize: @escaping @Sendable (User, AuthorizationAttributes) throws(StatusError) -> Void,
        random: RandomPool, clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.catalog = catalog
        self.caches = caches
        committer = Committer(caches: caches)
        self.admission = admission
        self.services = services
        self.leases = leases
        addressLock = StoreLock(key: caches.keys.root + "apus-locks/services", store: caches.store)
        self.freshnessLimit = freshnessLimit
        self.subresources = subresources
        self.virtual = virtual
        self.authorize = authorize
        self.random = random
        self.clock = clock
        self.logger = logger
    }

    /// Answers everything but watches and connections (`exec` and the like).
    ///
    /// - Parameter served: what `request.resource` names, where it was looked up already.
    func handle(
        _ request: APIRequest, on served: ServedResource? = nil, _ context: RequestContext, reply: @escaping Reply
    ) {
        do throws(StatusError) {
            guard let served = served ?? catalog[request.resource] else { throw .noSuchPath }
            let call = Call(request: request, resource: served, context: context)
            guard caches.isShared, call.needsCurrentState else { return try answer(call, reply) }
            guard call.choosesAddresses else { return answerWhenCurrent(call, reply) }
            addressLock.run(
                { [self] finish in
                    answerWhenCurrent(call) { result in
                        finish()
                        reply(result)
                    }
                }, refused: { reply(.failure($0)) })
        } catch {
            reply(.failure(error))
        }
    }

    private func answerWhenCurrent(_ call: Call, _ reply: @escaping Reply) {
        caches.whenCurrent(upTo: freshnessLimit) { [self] error in
            if let error { return reply(.failure(error)) }
            do throws(StatusError) { try answer(call, reply) } catch { reply(.failure(error)) }
        }
    }

    private func answer(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        if let subresource = call.request.subresource, !subresource.isEmpty {
            try handle(subresource: subresource, call, reply)
        } else if let virtual = virtual[call.request.resource] {
            try virtual.handle(call, self, reply)
        } else {
            try handle(call, reply)
        }
    }

    private func handle(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        guard call.resource.definition.verbs.contains(call.request.verb.rawValue) else {
            throw .methodNotAllowed
        }
        switch call.request.verb {
        case .get: try get(call, reply)
        case .list: try list(call, reply)
        case .create: try create(call, reply)
        case .update: try update(call, reply)
        case .patch: try patch(call, reply)
        case .delete: try delete(call, reply)
        case .deletecollection: try deleteCollection(call, reply)
        case .watch: throw .internalError("a watch has no single answer")
        }
    }

    private func handle(
        subresource name: String, _ call: Call, _ reply: @escaping Reply
    ) throws(StatusError) {
        guard let subresource = call.resource.definition.subresource(name) else { throw .noSuchPath }
        guard subresource.verbs.contains(call.request.verb.rawValue) else { throw .methodNotAllowed }
        let definition = call.resource.definition
        let key = SubresourceKey(group: definition.group, resource: definition.resource, subresource: name)
        if let handler = subresources[key] ?? subresources[SubresourceKey(subresource: name)] {
            return try handler.handle(call, self, reply)
        }
        guard subresource.kind.kind == definition.kind else { throw .methodNotAllowed }
        // The others are the object itself, of which an update may change a part: `status` and the like.
        switch call.request.verb {
        case .get: try get(call, reply)
        case .update: try update(call, reply)
        case .patch: try patch(call, reply)
        default: throw .methodNotAllowed
        }
    }
}

/// One request on one served resource.
struct Call: Sendable {
    var request: APIRequest
    let resource: ServedResource
    let context: RequestContext

    var cache: ResourceCache {
        get throws(StatusError) {
            guard let cache = resource.cache else { throw .methodNotAllowed }
            return cache
        }
    }

    /// Whether it has to see all that was acknowledged before it came: a read that names no revision, and each write,
    /// which is checked against other objects.
    var needsCurrentState: Bool {
        guard request.verb == .get || request.verb == .list else { return true }
        return (request.options.resourceVersion ?? "").isEmpty && (request.options.continuation ?? "").isEmpty
    }

    /// Whether it may take addresses or ports for a Service.
    var choosesAddresses: Bool {
        let definition = resource.definition
        guard definition.resource == "services", definition.group.isEmpty else { return false }
        return switch request.verb {
        case .create, .update, .patch: (request.subresource ?? "").isEmpty
        default: false
        }
    }

    /// The same on the object itself.
    var withoutSubresource: Call {
        var call = self
        call.request.subresource = nil
        return call
    }

    /// The object that is named; 400 where the namespace or the name is missing.
    var key: ObjectKey {
        get throws(StatusError) {
            guard let name = request.name, !name.isEmpty else { throw .badRequest("name must be provided") }
            guard resource.definition.isNamespaced else { return ObjectKey("", name) }
            guard let namespace = request.namespace, !namespace.isEmpty else {
                throw .badRequest("an empty namespace may not be set when a resource name is provided")
            }
            return ObjectKey(namespace, name)
        }
    }

    /// The object in the body, which the caller then owns alone and changes in place.
    func takeObject() throws(StatusError) -> JSONValue {
        if let object = context.sent?.take() { return object }
        return try object
    }

    /// The object in the body.
    var object: JSONValue {
        get throws(StatusError) {
            if let object = context.sent?.object { return object }
            guard case .value(let value) = request.body else { throw .badRequest("a body is required") }
            return value
        }
    }

    /// Who owns the fields that the write sets.
    var fieldManager: String {
        let named = request.options.fieldManager ?? ""
        return named.isEmpty ? context.defaultFieldManager : named
    }

    var writer: FieldManager.Writer {
        FieldManager.Writer(
            manager: fieldManager, apiVersion: resource.resource.definition.apiVersion,
            subresource: request.subresource ?? "", now: context.now)
    }

    var strategyContext: StrategyContext {
        StrategyContext(
            now: context.now, subresource: request.subresource ?? "", user: context.user.info,
            apiVersion: resource.definition.apiVersion)
    }
}

/// Which handler a subresource has: one of a resource, or of every resource that has a subresource of the name.
struct SubresourceKey: Hashable, Sendable {
    var group = ""
    var resource = ""
    var subresource: String
}

/// A subresource that is more than a part of its object.
protocol SubresourceHandler: Sendable {
    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError)
}

/// A resource whose objects are not stored: a create is a question, its answer the object that is given back.
protocol VirtualResource: Sendable {
    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError)
}

extension StatusError {
    /// 405 for a method that a path does not have.
    static var methodNotAllowed: StatusError {
        StatusError(
            code: 405, reason: .methodNotAllowed,
            message: "the server does not allow this method on the requested resource", details: Details())
    }
}
