public import ApusAPI
public import ApusJSON

/// What quotas count of the objects of one resource (`pkg/quota/v1/evaluator`).
public protocol QuotaEvaluator: Sendable {
    /// Those of `names`, the names of a quota's limits, that this resource uses.
    func matching(_ names: [String]) -> [String]

    /// What one object uses. `now`: a Pod whose time is over uses nothing but its place in the store.
    func usage(of object: JSONValue, now: Timestamp) -> ResourceAmounts

    /// Whether an object lies in a scope.
    func isIn(_ scope: QuotaScope, _ object: JSONValue) -> Bool

    /// What an object lacks that limits of `names` demand; nil: nothing.
    func problem(of object: JSONValue, limits names: [String]) -> String?

    /// Whether a write may change what is used.
    func concerns(isCreate: Bool, subresource: String) -> Bool
}

extension QuotaEvaluator {
    public func isIn(_ scope: QuotaScope, _ object: JSONValue) -> Bool { false }
    public func problem(of object: JSONValue, limits names: [String]) -> String? { nil }
    public func concerns(isCreate: Bool, subresource: String) -> Bool { isCreate && subresource.isEmpty }
}

/// The evaluators of all resources.
public enum QuotaEvaluators {
    /// Nil for what quotas never count: events.
    public static func evaluator(group: String, resource: String) -> (any QuotaEvaluator)? {
        switch (group, resource) {
        case ("", "events"), ("events.k8s.io", "events"): nil
        case ("", "pods"): PodQuotaEvaluator()
        case ("", "services"): ServiceQuotaEvaluator()
        case ("", "persistentvolumeclaims"): ClaimQuotaEvaluator()
        default: CountQuotaEvaluator(group: group, resource: resource)
        }
    }
}

/// Counts objects, which is all that most resources use.
public struct CountQuotaEvaluator: QuotaEvaluator {
    /// Resources that may be limited by their own name too.
    private static let aliases: Set<String> = ["configmaps", "resourcequotas", "replicationcontrollers", "secrets"]

    private let names: [String]

    public init(group: String, resource: String) {
        let count = CountQuotaEvaluator.countName(group: group, resource: resource)
        names = group.isEmpty && Self.aliases.contains(resource) ? [count, resource] : [count]
    }

    /// `count/deployments.apps`.
    static func countName(group: String, resource: String) -> String {
        "count/" + (group.isEmpty ? resource : "\(resource).\(group)")
    }

    public func matching(_ names: [String]) -> [String] { names.filter(self.names.contains) }

    public func usage(of object: JSONValue, now: Timestamp) -> ResourceAmounts {
        ResourceAmounts(Dictionary(uniqueKeysWithValues: names.map { ($0, Quantity(1)) }))
    }
}
