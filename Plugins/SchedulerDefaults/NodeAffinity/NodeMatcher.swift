import ApusPluginKit
import CApusPlugin

/// Compares a Pod's node selector terms with nodes (`component-helpers/scheduling/corev1/nodeaffinity`).
struct NodeMatcher {
    private let snapshot: Snapshot
    private let pod: PodColumns
    private let labels: RaggedColumn<apus_label_draft>
    private let names: UnsafeBufferPointer<UInt32>

    init(_ snapshot: Snapshot, _ pod: PodColumns) {
        self.snapshot = snapshot
        self.pod = pod
        labels = snapshot.labels
        names = snapshot.names
    }

    /// Whether the node selector holds, and one of the required terms where there are any.
    func matchesRequired(_ row: Int) -> Bool {
        if let selector = pod.nodeSelector, !matches(selector, row) { return false }
        let terms = pod.requiredTerms
        return terms.isEmpty || terms.contains { matches($0, row) }
    }

    /// Whether all requirements of a term hold; a term without any holds nowhere.
    func matches(_ term: apus_term_draft, _ row: Int) -> Bool {
        term.requirements.count > 0 && matches(term.requirements, row)
    }

    private func matches(_ range: apus_range_draft, _ row: Int) -> Bool {
        pod.requirements(range).allSatisfy { matches($0, row) }
    }

    private func matches(_ requirement: apus_requirement_draft, _ row: Int) -> Bool {
        let value =
            requirement.key == APUS_KEY_NODE_NAME
            ? (row < names.count ? names[row] : nil) : snapshot.label(requirement.key, of: row, in: labels)
        switch requirement.operation {
        case APUS_OPERATOR_IN: return value.map { pod.values(requirement.values).contains($0) } ?? false
        case APUS_OPERATOR_NOT_IN: return value.map { !pod.values(requirement.values).contains($0) } ?? true
        case APUS_OPERATOR_EXISTS: return value != nil
        case APUS_OPERATOR_DOES_NOT_EXIST: return value == nil
        case APUS_OPERATOR_GREATER: return number(value).map { $0 > requirement.number } ?? false
        case APUS_OPERATOR_LESS: return number(value).map { $0 < requirement.number } ?? false
        default: return false
        }
    }

    private func number(_ value: UInt32?) -> Int64? { value.flatMap { Int64(snapshot.string($0)) } }
}
