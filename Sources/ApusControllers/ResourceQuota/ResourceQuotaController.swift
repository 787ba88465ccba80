import ApusAPI
import ApusClient
import ApusJSON
import ApusResources

/// Counts what a namespace uses of its quotas: when a quota is made or changed, and when something goes that it counts.
/// What comes is counted by the API server's admission already. Custom resources are followed once a quota counts them.
struct ResourceQuotaController: Controller {
    /// How often a quota is counted anew though nothing was seen to go (`--resource-quota-sync-period`).
    static let period = Duration.seconds(300)

    private struct Counted: Sendable {
        let resource: GroupVersionResource
        let evaluator: any QuotaEvaluator

        /// Nil for what no quota counts.
        init?(_ managed: ManagedResource) {
            guard managed.isStored, managed.isNamespaced, managed.supports("create", "list", "watch", "delete"),
                let evaluator = QuotaEvaluators.evaluator(
                    group: managed.resource.group, resource: managed.resource.resource)
            else { return nil }
            resource = managed.resource
            self.evaluator = evaluator
        }
    }

    let context: ControllerContext
    let quotas: Informer
    let queue: WorkQueue<String>
    private let counted: [Counted]
    private let informers: [Informer]
    private let resources: ResourceSet
    private let custom: CustomInformers

    /// - Parameter resources: What may be counted and is always there; custom resources are found out.
    init(_ context: ControllerContext, resources: [ManagedResource]) {
        self.context = context
        quotas = context.informers.informer(Resources.resourceQuotas)
        queue = WorkQueue(time: context.time)
        counted = resources.compactMap(Counted.init)
        informers = counted.map { context.informers.informer($0.resource) }
        quotas.addHandler { [queue] change in
            switch change {
            case .deleted: return
            case .added(let quota, _): queue.add(quota.key)
            case .updated(_, let quota):
                // Its usage changes with each write that is charged to it; only new limits need a count.
                let tree = quota.tree
                if ResourceAmounts(tree["spec"]["hard"]) != ResourceAmounts(tree["status"]["hard"]) {
                    queue.add(quota.key)
                }
            }
        }
        self.resources = ResourceSet(context, fixed: resources)
        let replenish = { @Sendable [quotas, queue] (evaluator: any QuotaEvaluator) in
            ResourceQuotaController.replenishing(evaluator, quotas, queue, context.time)
        }
        for (counted, informer) in zip(counted, informers) { informer.addHandler(replenish(counted.evaluator)) }
        custom = CustomInformers { resource in
            let informer = Informer(
                InformerScope(resource.resource), transport: context.client.transport, time: context.time,
                logger: context.logger)
            if let counted = Counted(resource) { informer.addHandler(replenish(counted.evaluator)) }
            return informer
        }
    }

    func run() async {
        guard await context.synced(quotas) else { return }
        await resources.waitForSync()
        guard !Task.isCancelled else { return }
        resources.onChange { [quotas, queue, custom] change in
            switch change {
            case .added(let resource):
                guard let evaluator = Counted(resource)?.evaluator else { return }
                for quota in quotas.cache.all() where ResourceQuotaController.counts(quota, evaluator) {
                    queue.add(quota.key)
                }
            case .removed: custom.apply(change)
            }
        }
        defer { custom.stop() }
        await queue.run(workers: 5, logger: context.logger, sync)
    }

    private static func counts(_ quota: APIObject, _ evaluator: any QuotaEvaluator) -> Bool {
        !evaluator.matching(ResourceAmounts(quota.tree["spec"]["hard"]).names).isEmpty
    }

    /// Queues the quotas of a namespace when it may use less than before.
    private static func replenishing(
        _ evaluator: any QuotaEvaluator, _ quotas: Informer, _ queue: WorkQueue<String>, _ time: TimeSource
    ) -> Informer.Handler {
        { change in
            let namespace = change.object.namespace
            func queueAll(_ quotas: [APIObject]) {
                for quota in quotas where counts(quota, evaluator) { queue.add(quota.key) }
            }
            switch change {
            case .added: return
            case .deleted: queueAll(quotas.cache.inNamespace(namespace))
            case .updated(let old, let new):
                // What is only counted uses the same whatever it says.
                guard !(evaluator is CountQuotaEvaluator), old.revision != new.revision else { return }
                let quotas = quotas.cache.inNamespace(namespace)
                guard !quotas.isEmpty else { return }
                let now = time.now
                if evaluator.usage(of: old.tree, now: now) != evaluator.usage(of: new.tree, now: now) {
                    queueAll(quotas)
                }
            }
        }
    }

    // MARK: - Sync

    private func sync(_ key: String) async throws -> WorkResult {
        guard let known = quotas.cache[key] else { return .done }
        // Charges come between; each of them makes the count one of an older state.
        for _ in 0..<5 {
            let found = try await context.client.list(
                Resources.resourceQuotas, namespace: known.namespace, fieldSelector: "metadata.name=\(known.name)")
            guard let quota = found.items.first?.tree else { return .done }
            if try await count(quota) { return .again(after: Self.period) }
        }
        return .backOff
    }

    /// Counts and writes; false where the quota was written meanwhile.
    ///
    /// The objects are listed after the quota was read, and the write fails if the quota has changed: every object that
    /// is charged to this state of the quota is in the lists.
    private func count(_ quota: JSONValue) async throws(StatusError) -> Bool {
        let hard = ResourceAmounts(quota["spec"]["hard"])
        let before = ResourceAmounts(quota["status"]["used"])
        var used = before
        let scopes = QuotaScope.all(of: quota)
        let now = context.time.now
        for counted in counted + (await customCounted(hard)) {
            let names = counted.evaluator.matching(hard.names)
            guard !names.isEmpty else { continue }
            var sum = ResourceAmounts(Dictionary(uniqueKeysWithValues: names.map { ($0, Quantity.zero) }))
            for object in try await context.client.list(counted.resource, namespace: quota.namespace).items {
                let tree = object.tree
                guard scopes.allSatisfy({ counted.evaluator.isIn($0, tree) }) else { continue }
                sum = sum + counted.evaluator.usage(of: tree, now: now).only(names)
            }
            for name in names { used[name] = sum[name] }
        }
        used = used.only(hard.names)
        guard ResourceAmounts(quota["status"]["hard"]) != hard || used != before || quota["status"]["used"].isNull
        else {
            return true
        }
        var value = quota
        value["status"] = ["hard": hard.value, "used": used.value]
        do {
            try await context.client.updateStatus(Resources.resourceQuotas, value)
            return true
        } catch {
            switch error.reason {
            case .conflict: return false
            case .notFound: return true
            default: throw error
            }
        }
    }

    /// The custom resources of which `hard` says something. What goes of them from here on is seen.
    private func customCounted(_ hard: ResourceAmounts) async -> [Counted] {
        var result: [Counted] = []
        for resource in resources.custom {
            guard let counted = Counted(resource), !counted.evaluator.matching(hard.names).isEmpty else { continue }
            await custom.follow(resource)?.waitForSync()
            result.append(counted)
        }
        return result
    }
}
