import ApusAPI
import ApusJSON

extension ResourceHandlers {
    /// How often a name is made where generated ones are taken.
    private static let nameAttempts = 8

    func create(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        let validation = try call.writeOptions("CreateOptions")
        var object = try call.takeObject()
        call.context.warnings.add(
            try call.resource.resource.decode(
                &object, validation: validation, duplicates: call.context.duplicateFields))
        SystemFields.wipe(&object["metadata"])
        removeDoubledOwners(&object, call, afterAdmission: false)
        guard let awaited = awaitedAccount(of: object, call) else {
            return try create(decoded: consume object, call, reply)
        }
        AwaitedAccount.wait(for: awaited.key, in: awaited.accounts) { [self, object] in
            do throws(StatusError) {
                try create(decoded: object, call, reply)
            } catch {
                reply(.failure(error))
            }
        }
    }

    /// Creates an object that was decoded and defaulted in the served version. One that an apply makes has its managed
    /// fields already.
    func create(
        decoded: consuming JSONValue, _ call: Call, isApplied: Bool = false, _ reply: @escaping Reply
    ) throws(StatusError) {
        let cache = try call.cache
        if call.resource.definition.custom?.isTerminating ?? false { throw .terminating(call) }
        var call = call
        var object = try call.resource.toStorage(consume decoded)
        let resource = call.resource.storage
        let isNamespaced = resource.definition.isNamespaced
        let namespace = call.request.namespace ?? object["metadata"]["namespace"].string ?? ""
        if isNamespaced { call.request.namespace = namespace }
        if let wanted = object["metadata"]["resourceVersion"].string, !wanted.isEmpty, wanted != "0" {
            throw .badRequest("resourceVersion should not be set on objects to be created")
        }
        let isGenerated = (object["metadata"]["name"].string ?? "").isEmpty
        if !isApplied { try own(&object, old: .null, call) }
        var request = call.admission(creating: object)
        try admission.admit(&object, request)
        removeDoubledOwners(&object, call, afterAdmission: true)
        var random = random.generator
        let context = call.strategyContext
        try resource.prepareForCreate(
            &object, namespace: namespace, uid: UniqueID.make(using: &random), context, random: &random)
        request.name = object["metadata"]["name"].string ?? ""
        let reservation = try reserve(&object, old: .null, resource.definition)
        let charge = try keeping(reservation) { () throws(StatusError) in
            call.context.warnings.add(try resource.validateCreate(object, context))
            try admission.validate(object, request)
            return try admission.charge(object, request)
        }
        resource.strategy.canonicalize(&object)
        guard !call.request.options.dryRun else {
            release(reservation)
            let made = resource.encode(object).at(0)
            if let taken = cache.object(ObjectKey(made)) {
                let base = object["metadata"]["generateName"].string ?? ""
                throw alreadyExists(taken, made.name, isGenerated: !base.isEmpty, call)
            }
            return reply(.success(.object(made, code: 201)))
        }
        store(object, call, cache, reservation, charge, attempt: isGenerated ? 1 : Self.nameAttempts, reply)
    }

    private func store(
        _ object: JSONValue, _ call: Call, _ cache: ResourceCache, _ reservation: ServiceAllocator.Reservation?,
        _ charge: QuotaCharge?, attempt: Int, _ reply: @escaping Reply
    ) {
        let made = call.resource.storage.encode(object)
        // The tree is kept only where it may be needed again.
        let base = object["metadata"]["generateName"].string ?? ""
        let isRenamable = !base.isEmpty && attempt < Self.nameAttempts
        let renamable: JSONValue? = isRenamable ? object : Optional.none
        store(made, cache, charge) { [self] result in
            if case .failure(let error) = result, error.reason == .alreadyExists, var renamed = renamable {
                var random = random.generator
                renamed["metadata"]["name"] = .string(GeneratedName.make(from: base, using: &random))
                return store(renamed, call, cache, reservation, charge, attempt: attempt + 1, reply)
            }
            release(reservation)
            reply(
                result.map { .object($0.object, code: 201) }.mapError { error in
                    guard error.reason == .alreadyExists else { return error }
                    let taken = cache.object(ObjectKey(made.namespace, made.name))
                    return alreadyExists(taken, made.name, isGenerated: !base.isEmpty, call)
                })
        }
    }

    /// The 409 for a name that is taken.
    private func alreadyExists(
        _ taken: APIObject?, _ name: String, isGenerated: Bool, _ call: Call
    ) -> StatusError {
        var error =
            isGenerated
            ? StatusError.generatedNameConflict(call.resource.gvr, name) : .alreadyExists(call.resource.gvr, name)
        if let taken, !taken.tree()["metadata"]["deletionTimestamp"].isNull {
            error.message = "object is being deleted: " + error.message
        }
        return error
    }

    private func store(
        _ object: EncodedObject, _ cache: ResourceCache, _ charge: QuotaCharge?, _ done: @escaping Committer.Done
    ) {
        withLease(cache) { [committer] lease in
            if let charge {
                committer.create(object, in: cache, lease: lease, charging: charge, done: done)
            } else {
                committer.create(object, in: cache, lease: lease, done: done)
            }
        }
    }

    // MARK: - Addresses of Services

    func reserve(
        _ object: inout JSONValue, old: JSONValue, _ definition: Definition
    ) throws(StatusError) -> ServiceAllocator.Reservation? {
        guard definition.resource == "services", definition.group.isEmpty else { return nil }
        return try services.allocate(&object, old: old, definition)
    }

    /// Validates what was allocated for already, as upstream does; where that fails it is given back.
    func keeping<Result>(
        _ reservation: ServiceAllocator.Reservation?, _ body: () throws(StatusError) -> Result
    ) throws(StatusError) -> Result {
        do throws(StatusError) {
            return try body()
        } catch {
            release(reservation)
            throw error
        }
    }

    func release(_ reservation: ServiceAllocator.Reservation?) {
        if let reservation { services.allocator.release(reservation) }
    }
}

extension StatusError {
    /// 403 for a new object of a kind whose CustomResourceDefinition is being deleted.
    fileprivate static func terminating(_ call: Call) -> StatusError {
        let reason = "create not allowed while custom resource definition is terminating"
        return .forbidden(call.resource.gvr, call.request.name ?? "", reason)
    }
}
