import ApusAPI
import ApusClient
import ApusJSON
import Logging

/// Deletes what its owners left behind, and lets owners go in the order that their deletion asks for: background,
/// foreground (dependents that block it first) or orphan (dependents stay).
struct GarbageCollector: Controller {
    let context: ControllerContext
    let resources: ResourceSet
    let graph = GarbageGraph()
    let deletions: WorkQueue<String>
    let orphans: WorkQueue<String>
    private let informers: [Informer]
    private let custom: CustomInformers

    /// - Parameter resources: Those that are always there; custom resources are found out.
    init(_ context: ControllerContext, resources: [ManagedResource]) {
        self.context = context
        // Events go by themselves, and are many.
        let watched = resources.filter {
            $0.isStored && $0.supports("list", "watch", "delete") && $0.resource.resource != "events"
        }
        self.resources = ResourceSet(context, fixed: resources)
        deletions = WorkQueue(time: context.time)
        orphans = WorkQueue(time: context.time)
        informers = watched.map { context.informers.informer($0.resource) }
        let follow = { @Sendable [graph, deletions, orphans] (resource: ManagedResource, informer: Informer) in
            let kind = GroupVersionKind(resource.resource.group, resource.resource.version, resource.kind)
            informer.addHandler { change in
                let effects =
                    switch change {
                    case .added(let object, _), .updated(_, let object): graph.observe(object, kind: kind)
                    case .deleted(let object): graph.remove(object.uid)
                    }
                for uid in effects.delete { deletions.add(uid) }
                for uid in effects.orphan { orphans.add(uid) }
            }
        }
        for (resource, informer) in zip(watched, informers) { follow(resource, informer) }
        custom = CustomInformers { resource in
            let informer = Informer(
                InformerScope(resource.resource), transport: context.client.transport, time: context.time,
                logger: context.logger)
            follow(resource, informer)
            return informer
        }
    }

    func run() async {
        for informer in informers { await informer.waitForSync() }
        await resources.waitForSync()
        guard !Task.isCancelled else { return }
        resources.onChange { [custom] in custom.apply($0) }
        defer { custom.stop() }
        await withTaskGroup { group in
            group.addTask { await deletions.run(workers: 20, logger: context.logger, attemptToDelete) }
            group.addTask { await orphans.run(workers: 20, logger: context.logger, attemptToOrphan) }
        }
    }

    // MARK: - Deleting

    private func attemptToDelete(_ uid: String) async throws -> WorkResult {
        guard let node = graph[uid] else { return .done }
        if node.isBeingDeleted, !node.isDeletingDependents { return .done }
        guard let live = try await find(node.identity) else {
            gone(uid)
            return .done
        }
        // There it is; its informer will show it.
        if node.isVirtual { return .backOff }
        if node.isDeletingDependents { return try await deleteDependents(of: node, live) }

        let owners = live.ownerReferences
        guard !owners.isEmpty else { return .done }
        var solid: [OwnerReference] = []
        var waiting: [OwnerReference] = []
        for owner in owners {
            switch try await state(of: owner, for: node) {
            case .solid: solid.append(owner)
            case .waiting: waiting.append(owner)
            case .absent: break
            }
        }
        if !solid.isEmpty {
            if solid.count < owners.count { try await write(owners: solid, of: live, node) }
            return .done
        }
        let dependents = graph.dependents(of: uid)
        if !waiting.isEmpty, !dependents.isEmpty {
            // Owners that wait in a circle would wait for ever.
            if dependents.contains(where: \.isDeletingDependents), owners.contains(where: \.blockOwnerDeletion) {
                try await write(owners: owners.map { $0.unblocking }, of: live, node)
            }
            try await delete(live, node, policy: "Foreground")
            return .done
        }
        let finalizers = live.finalizers
        let policy =
            finalizers.contains(GarbageGraph.orphanFinalizer)
            ? "Orphan" : finalizers.contains(GarbageGraph.foregroundFinalizer) ? "Foreground" : "Background"
        try await delete(live, node, policy: policy)
        return .done
    }

    /// Asks the dependents that block `node` to go; when there is none left, so may it.
    private func deleteDependents(of node: GarbageGraph.Node, _ live: JSONValue) async throws(StatusError) -> WorkResult
    {
        let uid = node.identity.uid
        let blocking = graph.dependents(of: uid).filter { dependent in
            dependent.owners.contains { $0.uid == uid && $0.blockOwnerDeletion }
        }
        if blocking.isEmpty {
            try await remove(GarbageGraph.foregroundFinalizer, from: live, node)
            return .done
        }
        for dependent in blocking where !dependent.isDeletingDependents { deletions.add(dependent.identity.uid) }
        return .done
    }

    private enum OwnerState { case solid, waiting, absent }

    private func state(of owner: OwnerReference, for node: GarbageGraph.Node) async throws -> OwnerState {
        if graph.isKnownAbsent(owner.uid) { return .absent }
        if let known = graph[owner.uid], !known.isVirtual {
            // An owner in another namespace is no owner.
            guard known.identity.namespace.isEmpty || known.identity.namespace == node.identity.namespace else {
                return .absent
            }
            return known.isDeletingDependents ? .waiting : .solid
        }
        let identity = ObjectIdentity(
            apiVersion: owner.apiVersion, kind: owner.kind, namespace: node.identity.namespace, name: owner.name,
            uid: owner.uid)
        guard let live = try await find(identity) else {
            graph.noteAbsent(owner.uid)
            return .absent
        }
        return live.isBeingDeleted && live.finalizers.contains(GarbageGraph.foregroundFinalizer) ? .waiting : .solid
    }

    private func gone(_ uid: String) {
        for dependent in graph.remove(uid).delete { deletions.add(dependent) }
    }

    private func delete(_ live: JSONValue, _ node: GarbageGraph.Node, policy: String) async throws(StatusError) {
        guard let resource = resource(of: node.identity) else { return }
        var options = APIOptions()
        options.propagationPolicy = policy
        options.preconditionUID = node.identity.uid
        options.preconditionResourceVersion = live["metadata"]["resourceVersion"].string
        context.logger.debug("deleting \(node.identity.kind) \(live.key), policy \(policy)")
        try await context.client.deleteIfPresent(
            resource.resource, namespace: namespace(node, resource), name: node.identity.name, options: options)
    }

    // MARK: - Orphaning

    private func attemptToOrphan(_ uid: String) async throws -> WorkResult {
        guard let owner = graph[uid] else { return .done }
        for dependent in graph.dependents(of: uid) {
            guard let live = try await find(dependent.identity) else { continue }
            let others = live.ownerReferences.filter { $0.uid != uid }
            if others.count < live.ownerReferences.count { try await write(owners: others, of: live, dependent) }
        }
        guard let live = try await find(owner.identity) else { return .done }
        try await remove(GarbageGraph.orphanFinalizer, from: live, owner)
        return .done
    }

    // MARK: - At the API

    private func resource(of identity: ObjectIdentity) -> ManagedResource? {
        let resources = resources.all
        return resources.first { $0.kind == identity.kind && $0.resource.apiVersion == identity.apiVersion }
            ?? resources.first {
                // Another version of the group has the same objects.
                let group = GroupVersionKind(apiVersion: identity.apiVersion, kind: identity.kind).group
                return $0.kind == identity.kind && $0.resource.group == group
            }
    }

    private func namespace(_ node: GarbageGraph.Node, _ resource: ManagedResource) -> String? {
        resource.isNamespaced ? node.identity.namespace : nil
    }

    /// The object as it is stored; nil where it is gone or another has its name.
    private func find(_ identity: ObjectIdentity) async throws -> JSONValue? {
        guard let resource = resource(of: identity) else {
            throw UnknownKind(apiVersion: identity.apiVersion, kind: identity.kind)
        }
        if resource.isNamespaced, identity.namespace.isEmpty {
            throw UnknownKind(apiVersion: identity.apiVersion, kind: "\(identity.kind) (of a cluster-scoped dependent)")
        }
        let object = try await context.client.getIfPresent(
            resource.resource, namespace: resource.isNamespaced ? identity.namespace : nil, name: identity.name)
        guard let object, object.uid == identity.uid else { return nil }
        return try object.decoded()
    }

    private func write(
        owners: [OwnerReference], of live: JSONValue, _ node: GarbageGraph.Node
    ) async throws(StatusError) {
        try await patch(live, node, "ownerReferences", owners.map(\.value))
    }

    private func remove(_ finalizer: String, from live: JSONValue, _ node: GarbageGraph.Node) async throws(StatusError)
    {
        let left = live.finalizers.filter { $0 != finalizer }
        guard left.count < live.finalizers.count else { return }
        try await patch(live, node, "finalizers", left.map { .string($0) })
    }

    /// Sets a list of `live`'s metadata, if nobody wrote it meanwhile.
    private func patch(
        _ live: JSONValue, _ node: GarbageGraph.Node, _ field: String, _ list: [JSONValue]
    ) async throws(StatusError) {
        guard let resource = resource(of: node.identity) else { return }
        let patch: JSONValue = [
            "metadata": [
                "resourceVersion": live["metadata"]["resourceVersion"], "uid": live["metadata"]["uid"],
                field: list.isEmpty ? .null : .array(list),
            ]
        ]
        do {
            try await context.client.patch(
                resource.resource, namespace: namespace(node, resource), name: node.identity.name, .merge, patch)
        } catch {
            if error.reason != .notFound { throw error }
        }
    }
}

/// An owner of a kind that nobody serves: whether it exists cannot be told.
struct UnknownKind: Error, CustomStringConvertible {
    var apiVersion: String
    var kind: String
    var description: String { "no matches for kind \"\(kind)\" in version \"\(apiVersion)\"" }
}

extension OwnerReference {
    /// The same, not blocking its owner's deletion.
    fileprivate var unblocking: OwnerReference {
        var result = self
        result.blockOwnerDeletion = false
        return result
    }
}
