import ApusAPI
import ApusJSON
import ApusResources

/// Keeps what a namespace uses within its quotas. A write that uses more is charged to the quotas in the transaction that
/// stores it, so that neither many writes at once nor a crash bring the two apart; upstream charges before it stores.
final class ResourceQuotaAdmission: AdmissionPlugin {
    private let quotas: ResourceCache
    private let resource: Resource
    private let limited: [LimitedResource]

    init?(_ served: ServedResource?, limited: [LimitedResource]) {
        guard let served, let cache = served.cache else { return nil }
        quotas = cache
        resource = served.storage
        self.limited = limited
    }

    var name: String { "ResourceQuota" }
    var scope: AdmissionScope { .everything([.create, .update]) }

    /// Whether there is anything to keep to at all.
    var isInUse: Bool { !limited.isEmpty || quotas.count > 0 }

    /// What a write costs; nil: nothing. 403 where a quota does not allow it.
    func charge(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) -> QuotaCharge? {
        try charge(object, request, quotas: current(request.namespace))
    }

    /// The quotas of a namespace as they are now, in the order of their names.
    func current(_ namespace: String) -> [APIObject] {
        guard quotas.count > 0, !namespace.isEmpty else { return [] }
        let objects = quotas.snapshot().objects
        return Array(ListItems(objects, range: objects.range(namespace: namespace), filter: nil))
    }

    /// The same against quotas that are known to be as they are.
    ///
    /// The order of the checks is that of upstream's `resourcequota.CheckRequest`.
    func charge(
        _ object: JSONValue, _ request: AdmissionRequest, quotas: [APIObject]
    ) throws(StatusError) -> QuotaCharge? {
        guard !quotas.isEmpty || !limited.isEmpty, request.definition.isNamespaced, !request.namespace.isEmpty,
            let evaluator = QuotaEvaluators.evaluator(
                group: request.definition.group, resource: request.definition.resource),
            evaluator.concerns(isCreate: request.operation == .create, subresource: request.subresource)
        else { return nil }
        var interesting: [Quota] = []
        var restricted: Set<String> = []
        var covered: Set<String> = []
        for quota in quotas.lazy.map(Quota.init) {
            covered.formUnion(quota.scopes.filter { evaluator.isIn($0, object) }.map(\.name))
            let matching = evaluator.matching(quota.hard.names)
            guard !matching.isEmpty, quota.scopes.allSatisfy({ evaluator.isIn($0, object) }) else { continue }
            if let problem = evaluator.problem(of: object, limits: matching) {
                throw request.forbidden("failed quota: \(quota.name): \(problem)")
            }
            let unknown = matching.filter { quota.used[$0] == nil }
            guard unknown.isEmpty else {
                throw request.forbidden(
                    "status unknown for quota: \(quota.name), resources: \(matching.sorted().joined(separator: ","))")
            }
            restricted.formUnion(matching)
            interesting.append(quota)
        }
        let usage = evaluator.usage(of: object, now: request.now)
        guard usage.negatives.isEmpty else {
            throw request.forbidden(
                "quota usage is negative for resource(s): \(usage.negatives.joined(separator: ","))")
        }
        var increase = usage
        if request.operation == .update {
            increase = usage.excess(over: evaluator.usage(of: request.old, now: request.now))
        }
        let deltas = interesting.map { quota in
            // What a quota did not count before, it counts whole.
            let counted = request.operation == .update && quota.scopes.allSatisfy { evaluator.isIn($0, request.old) }
            return (quota: quota, delta: (counted ? increase : usage).withoutZeros)
        }.filter { !$0.delta.isEmpty }
        guard interesting.isEmpty ? !increase.withoutZeros.isEmpty : !deltas.isEmpty else { return nil }
        try checkLimited(object, request, evaluator, usage, restricted: restricted, covered: covered)
        var puts: [QuotaCharge.Put] = []
        for (quota, delta) in deltas {
            let requested = delta.only(quota.hard.names)
            let sum = quota.used + requested
            let exceeded = sum.only(requested.names).exceeding(quota.hard)
            guard exceeded.isEmpty || request.subresource == "status" else {
                throw request.forbidden(
                    "exceeded quota: \(quota.name), requested: \(requested.only(exceeded).text), "
                        + "used: \(quota.used.only(exceeded).text), limited: \(quota.hard.only(exceeded).text)")
            }
            guard !requested.isEmpty else { continue }
            var tree = quota.tree
            tree["status"]["used"] = sum.value
            puts.append(QuotaCharge.Put(quota: quota.object, new: resource.encode(tree)))
        }
        guard !puts.isEmpty else { return nil }
        return QuotaCharge(admission: self, cache: self.quotas, object: object, request: request, puts: puts)
    }

    /// What is limited by the server's configuration needs a quota that covers it.
    private func checkLimited(
        _ object: JSONValue, _ request: AdmissionRequest, _ evaluator: any QuotaEvaluator, _ usage: ResourceAmounts,
        restricted: Set<String>, covered: Set<String>
    ) throws(StatusError) {
        guard !limited.isEmpty else { return }
        let used = usage.names.filter { (usage[$0] ?? .zero).sign > 0 }
        let own = limited.filter {
            $0.group == request.definition.group && $0.resource == request.definition.resource
        }
        let uncovered = Set(own.flatMap { $0.limits(used) }).subtracting(restricted)
        guard uncovered.isEmpty else {
            throw request.forbidden("insufficient quota to consume: \(uncovered.sorted().joined(separator: ","))")
        }
        let scopes = own.flatMap(\.scopes).filter { evaluator.isIn($0, object) && !covered.contains($0.name) }
        guard scopes.isEmpty else {
            throw request.forbidden("insufficient quota to match these scopes: \(GoText.list(scopes.map(\.text)))")
        }
    }
}

/// A quota as the server's caches have it.
private struct Quota {
    let object: APIObject
    let tree: JSONValue
    let name: String
    let scopes: [QuotaScope]
    let hard: ResourceAmounts
    let used: ResourceAmounts

    init(_ object: APIObject) {
        self.object = object
        tree = object.tree()
        name = object.name
        scopes = QuotaScope.all(of: tree)
        hard = ResourceAmounts(tree["status"]["hard"])
        used = ResourceAmounts(tree["status"]["used"])
    }
}
