/// Why a Pod fits no node.
struct Diagnosis: Sendable, Equatable {
    var nodeCount: Int
    /// How many nodes each reason holds for; a node can have several.
    var reasons: [String: Int] = [:]
    /// What a plugin said about the Pod before any node was looked at.
    var preFilterMessage: String?
    /// Nodes where removing other Pods could help.
    var resolvableNodes = 0
    /// Plugins whose rejection a change in the cluster may lift.
    var plugins: Set<String> = []
    var neverPreempts = false

    /// The message of the event FailedScheduling and the condition PodScheduled, in upstream's wording
    /// (`framework.FitError`).
    var message: String {
        guard nodeCount > 0 else { return "no nodes available to schedule pods" }
        var message = "0/\(nodeCount) nodes are available:"
        if let preFilterMessage {
            message += " \(preFilterMessage)."
        } else if !reasons.isEmpty {
            message += " \(Self.histogram(reasons))."
        }
        return message + " no new claims to deallocate, preemption: \(preemption)"
    }

    private var preemption: String {
        if neverPreempts { return "not eligible due to preemptionPolicy=Never." }
        var reasons: [String: Int] = [:]
        if resolvableNodes > 0 { reasons["No preemption victims found for incoming pod"] = resolvableNodes }
        if resolvableNodes < nodeCount {
            reasons["Preemption is not helpful for scheduling"] = nodeCount - resolvableNodes
        }
        return "0/\(nodeCount) nodes are available: \(Self.histogram(reasons))."
    }

    private static func histogram(_ reasons: [String: Int]) -> String {
        reasons.map { "\($0.value) \($0.key)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .joined(separator: ", ")
    }
}
