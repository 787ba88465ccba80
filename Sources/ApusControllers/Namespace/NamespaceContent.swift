import ApusAPI
import ApusClient
import ApusJSON

/// What is left in a namespace that is being deleted.
struct NamespaceContent {
    private(set) var remaining: [String: Int] = [:]
    private(set) var finalizers: [String: Int] = [:]
    var failures: [(resource: GroupVersionResource, error: StatusError)] = []
    /// Seconds until the rest is probably gone.
    private(set) var estimate: Int64 = 0

    var isEmpty: Bool { remaining.isEmpty && failures.isEmpty }

    mutating func note(_ items: [APIObject], of resource: GroupVersionResource) {
        guard !items.isEmpty else { return }
        remaining["\(resource.resource).\(resource.group)"] = items.count
        estimate = max(estimate, resource == Resources.pods ? 0 : 15)
        for item in items {
            let metadata = item.metadata
            for finalizer in metadata["finalizers"].elements.compactMap(\.string) {
                finalizers[finalizer, default: 0] += 1
            }
            if resource == Resources.pods {
                estimate = max(estimate, metadata["deletionGracePeriodSeconds"].int ?? 15)
            }
        }
    }

    /// The five conditions of a terminating namespace, in upstream's words; one that says the same keeps its time.
    func conditions(replacing old: [JSONValue], now: Timestamp) -> [JSONValue] {
        let all = [
            Condition(
                type: "NamespaceDeletionDiscoveryFailure", status: "False", reason: "ResourcesDiscovered",
                message: "All resources successfully discovered"),
            Condition(
                type: "NamespaceDeletionGroupVersionParsingFailure", status: "False", reason: "ParsedGroupVersions",
                message: "All legacy kube types successfully parsed"), failure, left, held,
        ]
        return all.map { condition in
            let known = old.condition(condition.type)
            if let known, known["status"].string == condition.status, known["message"].string == condition.message,
                known["reason"].string == condition.reason
            {
                return known
            }
            return condition.value(now: now, replacing: known)
        }
    }

    private var failure: Condition {
        guard let first = failures.first else {
            return Condition(
                type: "NamespaceDeletionContentFailure", status: "False", reason: "ContentDeleted",
                message: "All content successfully deleted, may be waiting on finalization")
        }
        return Condition(
            type: "NamespaceDeletionContentFailure", status: "True", reason: "ContentDeletionFailed",
            message: "Failed to delete all resource types, \(failures.count) remaining: \(first.error.message)")
    }

    private var left: Condition {
        guard !remaining.isEmpty else {
            return Condition(
                type: "NamespaceContentRemaining", status: "False", reason: "ContentRemoved",
                message: "All content successfully removed")
        }
        return Condition(
            type: "NamespaceContentRemaining", status: "True", reason: "SomeResourcesRemain",
            message: "Some resources are remaining: \(list(remaining) { "\($0) has \($1) resource instances" })")
    }

    private var held: Condition {
        guard !finalizers.isEmpty else {
            return Condition(
                type: "NamespaceFinalizersRemaining", status: "False", reason: "ContentHasNoFinalizers",
                message: "All content-preserving finalizers finished")
        }
        return Condition(
            type: "NamespaceFinalizersRemaining", status: "True", reason: "SomeFinalizersRemain",
            message: "Some content in the namespace has finalizers remaining: "
                + list(finalizers) { "\($0) in \($1) resource instances" })
    }

    private func list(_ counts: [String: Int], _ text: (String, Int) -> String) -> String {
        counts.sorted { $0.key < $1.key }.map { text($0.key, $0.value) }.joined(separator: ", ")
    }
}
