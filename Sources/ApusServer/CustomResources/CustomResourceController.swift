import ApusAPI
import ApusJSON
import ApusStore
import Logging

/// Follows the CustomResourceDefinitions: gives them their names, serves what they define, and empties what goes.
///
/// One definition at a time, in the order of their changes; a definition is looked at again when its own write comes
/// back.
actor CustomResourceController {
    private let serving: CustomResourceServing
    private let definitions: ResourceCache?
    private let handlers: ResourceHandlers
    private let clock: @Sendable () -> Timestamp
    private let logger: Logger
    private var feed: CustomResourceFeed?
    private var task: Task<Void, Never>?
    private var emptying: [String: EmptyingWatcher] = [:]

    init(
        serving: CustomResourceServing, definitions: ResourceCache?, handlers: ResourceHandlers,
        clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.serving = serving
        self.definitions = definitions
        self.handlers = handlers
        self.clock = clock
        self.logger = logger
    }

    /// Serves what was established before, then follows the definitions.
    func start() async {
        guard let definitions, task == nil else { return }
        let feed = CustomResourceFeed()
        self.feed = feed
        var names: [String] = []
        definitions.watch(feed, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            let range = snapshot.objects.range(namespace: nil)
            names = ListItems(snapshot.objects, range: range, filter: nil).map(\.name)
        }
        for name in names {
            guard let definition = definitions.object(ObjectKey("", name))?.tree() else { continue }
            let status = DefinitionStatus(of: definition, now: clock())
            if status.isEstablished { await serve(definition, names: status.names) }
        }
        for name in names { feed.add(name) }
        task = Task { [weak self] in
            for await name in feed.names { await self?.sync(name) }
        }
    }

    func stop() {
        if let feed { definitions?.remove(feed) }
        feed?.end()
        task?.cancel()
    }

    // MARK: - One definition

    private func sync(_ name: String) async {
        guard let object = definitions?.object(ObjectKey("", name)) else { return await gone(name) }
        let definition = object.tree()
        do throws(StatusError) {
            if !definition["metadata"]["deletionTimestamp"].isNull,
                definition["metadata"]["finalizers"].elements.contains(.string(DefinitionStatus.finalizer))
            {
                return try await finalize(definition, name)
            }
            let status = DefinitionStatus(
                definition, taken: taken(in: definition["spec"]["group"].string ?? "", but: name), now: clock())
            // Served first: who sees it established may use it.
            if status.isEstablished { await serve(definition, names: status.names) }
            guard status.value != definition["status"] else { return }
            var changed = definition
            changed["status"] = status.value
            try await write(changed)
            if status.names != definition["status"]["acceptedNames"] { retryOthers(of: name) }
        } catch {
            // Somebody else was faster, and the definition comes again.
            guard error.reason != .conflict, error.reason != .notFound else { return }
            logger.error(
                "custom resource cannot be served", metadata: ["definition": "\(name)", "error": "\(error.message)"])
        }
    }

    private func serve(_ definition: JSONValue, names: JSONValue) async {
        do {
            try await serving.serve(definition, names: names)
        } catch {
            logger.error(
                "the objects of a custom resource cannot be read",
                metadata: ["definition": "\(definition["metadata"]["name"].string ?? "")", "error": "\(error)"])
        }
    }

    private func taken(in group: String, but name: String) -> DefinitionStatus.TakenNames {
        var taken = DefinitionStatus.TakenNames()
        for other in others(of: name) where other["spec"]["group"].string == group {
            taken.insert(other["status"]["acceptedNames"])
        }
        return taken
    }

    private func others(of name: String) -> [JSONValue] {
        guard let snapshot = definitions?.snapshot() else { return [] }
        let items = ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil)
        return items.filter { $0.name != name }.map { $0.tree() }
    }

    private func gone(_ name: String) async {
        emptying[name] = nil
        await serving.remove(name)
        retryOthers(of: name)
    }

    /// Names may have become free for the other definitions of the group.
    private func retryOthers(of name: String) {
        let group = name.split(separator: ".", maxSplits: 1).last.map(String.init)
        for other in others(of: name) where other["spec"]["group"].string == group {
            if !DefinitionStatus(of: other, now: clock()).isTrue("NamesAccepted") {
                feed?.add(other["metadata"]["name"].string ?? "")
            }
        }
    }

    // MARK: - The end of a definition

    /// Deletes the objects, waits for the last of them, and lets the definition go.
    private func finalize(_ definition: JSONValue, _ name: String) async throws(StatusError) {
        var definition = definition
        var status = DefinitionStatus(of: definition, now: clock())
        let wasEstablished = status.isEstablished
        if wasEstablished {
            await serve(definition, names: status.names)
            status.set(.terminating("True", "InstanceDeletionInProgress", "CustomResource deletion is in progress"))
            if status.value != definition["status"] {
                definition["status"] = status.value
                // It comes back with the new status.
                return try await write(definition)
            }
            guard try await isEmptied(name) else { return }
            status.set(.terminating("False", "InstanceDeletionCompleted", "removed all instances"))
        } else {
            status.set(.terminating("False", "NeverEstablished", "resource was never established"))
        }
        emptying[name] = nil
        // Not served any more when its end is seen.
        await serving.remove(name)
        definition["status"] = status.value
        definition["metadata"]["finalizers"] = .array(
            definition["metadata"]["finalizers"].elements.filter { $0.string != DefinitionStatus.finalizer })
        try await write(definition)
    }

    /// Asks all objects to go; false while some are held, after whose end the definition is looked at again.
    private func isEmptied(_ name: String) async throws(StatusError) -> Bool {
        guard let resource = await serving.stored(name), let cache = resource.cache else { return true }
        if let watcher = emptying[name] {
            watcher.isExpected = true
        } else if let feed {
            let watcher = EmptyingWatcher(name, feed)
            emptying[name] = watcher
            cache.watch(watcher, from: nil) { _ in }
        }
        guard cache.count > 0 else { return true }
        var request = APIRequest(.deletecollection, resource.gvr)
        request.namespace = nil
        _ = try await answer(request, resource) { [handlers] call, reply throws(StatusError) in
            try handlers.deleteCollection(call, reply)
        }
        return cache.count == 0
    }

    private func write(_ definition: JSONValue) async throws(StatusError) {
        let name = definition["metadata"]["name"].string
        guard let served = handlers.catalog.stored("apiextensions.k8s.io", "customresourcedefinitions") else { return }
        var request = APIRequest(.update, served.gvr, name: name, subresource: "status")
        request.body = .value(definition)
        _ = try await answer(request, served) { [handlers] call, reply throws(StatusError) in
            try handlers.update(call, reply)
        }
    }

    /// Does what a request asks for, as the server itself.
    private func answer(
        _ request: APIRequest, _ resource: ServedResource,
        _ handle: @escaping @Sendable (Call, @escaping Reply) throws(StatusError) -> Void
    ) async throws(StatusError) -> Answer {
        let context = RequestContext(
            user: Bootstrap.user, defaultFieldManager: "kube-apiserver", now: clock(), warnings: Warnings())
        let call = Call(request: request, resource: resource, context: context)
        let result: Result<Answer, StatusError> = await withCheckedContinuation { continuation in
            do throws(StatusError) {
                try handle(call) { continuation.resume(returning: $0) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }
}

extension DefinitionStatus.Condition {
    fileprivate static func terminating(_ status: String, _ reason: String, _ message: String) -> Self {
        Self(type: "Terminating", status: status, reason: reason, message: message)
    }
}
