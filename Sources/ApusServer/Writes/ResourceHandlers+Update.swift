import ApusAPI
import ApusJSON
import Synchronization

extension ResourceHandlers {
    func update(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        let key = try call.key
        let cache = try call.cache
        let validation = try call.writeOptions("UpdateOptions")
        var object = try call.takeObject()
        let isReset = FieldManager.resets(object)
        call.context.warnings.add(
            try call.resource.resource.decode(
                &object, validation: validation, duplicates: call.context.duplicateFields))
        if isReset { object["metadata"]["managedFields"] = [[:]] }
        try checkName(object, key)
        removeDoubledOwners(&object, call, afterAdmission: false)
        let wanted = try call.resource.toStorage(object)
        let isSubresource = !(call.request.subresource ?? "").isEmpty
        if cache.object(key) == nil, !isSubresource, call.resource.storage.traits.allowsCreateOnUpdate {
            return try create(instead: object, key, call, reply)
        }
        change(key, cache, call, reply) { [self] current, old throws(StatusError) -> Prepared? in
            var new = wanted
            try checkIdentity(&new, current, call)
            return try finish(&new, old: old, current, call)
        }
    }

    /// Creates what an update names and what is not there.
    private func create(
        instead object: JSONValue, _ key: ObjectKey, _ call: Call, _ reply: @escaping Reply
    ) throws(StatusError) {
        if let uid = object["metadata"]["uid"].string, !uid.isEmpty {
            throw .preconditionFailed(
                call.resource.gvr, key.name, key: try call.cache.storeKey(key), "UID", expected: uid, found: "")
        }
        try authorizeCreate(key, call)
        var object = object
        SystemFields.wipe(&object["metadata"])
        object["metadata"].remove("resourceVersion")
        try create(decoded: object, call, reply)
    }

    /// Who creates by an update or an apply needs to be allowed both.
    func authorizeCreate(_ key: ObjectKey, _ call: Call) throws(StatusError) {
        let definition = call.resource.definition
        try authorize(
            call.context.user,
            AuthorizationAttributes(
                verb: "create", group: definition.group, version: definition.version, resource: definition.resource,
                subresource: call.request.subresource ?? "", namespace: key.namespace, name: key.name))
    }

    /// Changes the object with `key` to what `make` makes of it (its object, and its tree; nil: it stays), however often
    /// others come between, and answers with it.
    func change(
        _ key: ObjectKey, _ cache: ResourceCache, _ call: Call, _ reply: @escaping Reply,
        make: @escaping @Sendable (APIObject, JSONValue) throws(StatusError) -> Prepared?
    ) {
        let reservations = Reservations(services.allocator)
        let isDryRun = call.request.options.dryRun
        if isDryRun {
            do throws(StatusError) {
                guard let current = cache.object(key) else { throw cache.missing(key, call.resource.gvr) }
                let prepared = try make(current, current.tree())
                reservations.add(prepared?.reservation)
                reservations.release()
                reply(.success(.object(prepared?.object.at(current.revision) ?? current)))
            } catch {
                reply(.failure(error))
            }
            return
        }
        withLease(cache) { [committer] lease in
            committer.update(key, in: cache, lease: lease) { current throws(StatusError) -> Committer.Change in
                guard let prepared = try make(current, current.tree()) else { return .same }
                reservations.add(prepared.reservation)
                if prepared.isLast { return .delete(last: prepared.object) }
                return prepared.charge.map { .charge(prepared.object, $0) } ?? .put(prepared.object)
            } done: { result in
                reservations.release()
                reply(
                    result.map { .object($0.object) }.mapError { error in
                        error.reason == .notFound ? .notFound(call.resource.gvr, key.name) : error
                    })
            }
        }
    }

    /// Calls `body` with the lease that ends what is written to `cache`: Events have one, other objects stay.
    func withLease(_ cache: ResourceCache, _ body: @escaping @Sendable (Int64) -> Void) {
        if cache.definition.storagePrefix == "events" { leases.withLease(body) } else { body(0) }
    }

    /// What a write has made of an object.
    struct Prepared: Sendable {
        let object: EncodedObject
        var reservation: ServiceAllocator.Reservation?
        /// What it costs of the namespace's quotas; nil: nothing.
        var charge: QuotaCharge?
        /// Whether nothing holds the object any more: it is deleted instead of stored.
        var isLast = false
    }

    /// The steps of every update, once the wanted tree is made: managed fields, admission, strategy, validation,
    /// encoding. An apply has made the managed fields already.
    func finish(
        _ object: inout JSONValue, old: JSONValue, _ current: APIObject, _ call: Call, isApplied: Bool = false
    ) throws(StatusError) -> Prepared {
        let resource = call.resource.storage
        let context = call.strategyContext
        if !isApplied { try own(&object, old: old, call) }
        let request = call.admission(.update, name: current.name, old: old)
        try admission.admit(&object, request)
        removeDoubledOwners(&object, call, afterAdmission: true)
        try resource.prepareForUpdate(&object, old: old, namespace: current.namespace, context)
        let reservation =
            context.subresource.isEmpty ? try reserve(&object, old: old, resource.definition) : nil
        let charge = try keeping(reservation) { () throws(StatusError) in
            call.context.warnings.add(try resource.validateUpdate(object, old: old, context))
            try admission.validate(object, request)
            return try admission.charge(object, request)
        }
        resource.strategy.canonicalize(&object)
        FieldManager.keepTimes(&object, old: old)
        return Prepared(
            object: resource.encode(object), reservation: reservation, charge: charge,
            isLast: isLast(object, old, resource.definition))
    }

    /// Whether an update leaves nothing that holds an object that is being deleted
    /// (apiserver's `ShouldDeleteDuringUpdate`).
    private func isLast(_ object: JSONValue, _ old: JSONValue, _ definition: Definition) -> Bool {
        guard object["metadata"]["finalizers"].elements.isEmpty, !old["metadata"]["deletionTimestamp"].isNull,
            (old["metadata"]["deletionGracePeriodSeconds"].int ?? 0) == 0
        else { return false }
        let isNamespace = definition.resource == "namespaces" && definition.group.isEmpty
        return !isNamespace || object["spec"]["finalizers"].elements.isEmpty
    }

    // MARK: - Checks

    /// The object in the body is the one that the path names.
    func checkName(_ object: JSONValue, _ key: ObjectKey) throws(StatusError) {
        let name = object["metadata"]["name"].string ?? ""
        guard !name.isEmpty else {
            throw .badRequest(
                "the name of the object (\(key.name) based on URL) was undeterminable: name must be provided")
        }
        guard name == key.name else {
            throw .badRequest("the name of the object (\(name)) does not match the name on the URL (\(key.name))")
        }
    }

    /// The object that is there is the one that was read: its uid and resourceVersion are those that the client sent.
    ///
    /// - Parameter checksUID: Not so for patches, whose uid is a field that may not change.
    func checkIdentity(
        _ object: inout JSONValue, _ current: APIObject, _ call: Call, checksUID: Bool = true
    ) throws(StatusError) {
        let resource = call.resource.gvr
        if checksUID, let uid = object["metadata"]["uid"].string, !uid.isEmpty, uid != current.uid {
            throw .preconditionFailed(
                resource, current.name, key: try call.cache.storeKey(ObjectKey(current)), "UID", expected: uid,
                found: current.uid)
        }
        let version = object["metadata"]["resourceVersion"].string ?? ""
        if version.isEmpty || version == "0" {
            guard call.resource.storage.traits.allowsUnconditionalUpdate else {
                var errors = FieldErrors()
                errors.invalid(FieldPath("metadata")["resourceVersion"], 0, "must be specified for an update")
                throw .invalid(group: resource.group, kind: resource.resource, name: current.name, errors)
            }
            object["metadata"]["resourceVersion"] = .string(current.resourceVersion)
        } else if version != current.resourceVersion {
            throw .conflict(resource, current.name)
        }
    }
}

/// What the attempts of one write have taken, to be given back when it is over: what was stored is held by then by the
/// Service itself.
final class Reservations: Sendable {
    private let allocator: ServiceAllocator
    private let taken = Mutex<[ServiceAllocator.Reservation]>([])

    init(_ allocator: ServiceAllocator) { self.allocator = allocator }

    func add(_ reservation: ServiceAllocator.Reservation?) {
        if let reservation { taken.withLock { $0.append(reservation) } }
    }

    func release() {
        let all = taken.withLock { taken in
            defer { taken = [] }
            return taken
        }
        for reservation in all { allocator.release(reservation) }
    }
}
