import ApusPluginKit
import CApusPlugin

/// Keeps a Pod to nodes that its node selector and required node affinity match, and prefers nodes by its preferred
/// node affinity.
final class NodeAffinity: PreFilterComponent, FilterComponent, PreScoreComponent, NormalizeComponent {
    static let name = "NodeAffinity"

    init(host: Host, configuration: [UInt8]) {}

    func preFilter(_ call: PrepareCall) -> Preparation {
        if call.pod.nodeSelector == nil, call.pod.requiredTerms.isEmpty { return .skip }
        // Terms that all name nodes leave only those to look at.
        var wanted: Set<UInt32> = []
        for term in call.pod.requiredTerms {
            var names: Set<UInt32>?
            for requirement in call.pod.requirements(term.requirements)
            where requirement.key == APUS_KEY_NODE_NAME && requirement.operation == APUS_OPERATOR_IN {
                let values = Set(call.pod.values(requirement.values))
                names = names?.intersection(values) ?? values
            }
            guard let names else { return .proceed(nil) }
            wanted.formUnion(names)
        }
        if call.pod.requiredTerms.isEmpty { return .proceed(nil) }
        if wanted.isEmpty { return .unschedulable(reason: "pod affinity terms conflict", resolvable: false) }
        let names = call.snapshot.names
        if !names.isEmpty { call.candidates.narrow { wanted.contains(names[$0]) } }
        return .proceed(nil)
    }

    func filter(_ call: FilterCall) {
        let matcher = NodeMatcher(call.snapshot, call.pod)
        let reason = call.reason("node(s) didn't match Pod's node affinity/selector")
        call.candidates.forEach { row in
            if !matcher.matchesRequired(row) { call.reject(row, reason, resolvable: false) }
        }
    }

    func preScore(_ call: PrepareCall) -> Preparation {
        call.pod.preferredTerms.isEmpty ? .skip : .proceed(nil)
    }

    /// The sum of the weights of the preferred terms that match.
    func score(_ call: ScoreCall) {
        let terms = call.pod.preferredTerms
        let matcher = NodeMatcher(call.snapshot, call.pod, terms: terms)
        call.candidates.forEach { row in
            for (number, term) in terms.enumerated() where matcher.matches(term: number, row) {
                call.scores[row] += Int64(term.weight)
            }
        }
    }

    func normalize(_ call: ScoreCall) { call.normalizeByMaximum() }
}
