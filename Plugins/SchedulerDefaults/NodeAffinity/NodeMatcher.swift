import ApusPluginKit
import CApusPlugin

/// Compares a Pod's node selector terms with nodes (`component-helpers/scheduling/corev1/nodeaffinity`).
///
/// What the Pod asks for is looked up once, so that a row costs a look at its labels.
struct NodeMatcher {
    private struct Requirement {
        var key: UInt32
        var operation: UInt32
        var number: Int64
        var values: Slice<UnsafeBufferPointer<UInt32>>
    }

    private let snapshot: Snapshot
    private let labels: RaggedColumn<apus_label_draft>
    private let names: UnsafeBufferPointer<UInt32>
    private let selector: [Requirement]
    /// Each without requirements holds nowhere.
    private let terms: [[Requirement]]

    /// For the node selector and the required terms, or for `terms` alone.
    init(_ snapshot: Snapshot, _ pod: PodColumns, terms preferred: UnsafeBufferPointer<apus_term_draft>? = nil) {
        self.snapshot = snapshot
        labels = snapshot.labels
        names = snapshot.names
        func read(_ range: apus_range_draft) -> [Requirement] {
            pod.requirements(range).map {
                Requirement(key: $0.key, operation: $0.operation, number: $0.number, values: pod.values($0.values))
            }
        }
        selector = preferred == nil ? pod.nodeSelector.map { read($0) } ?? [] : []
        terms = (preferred ?? pod.requiredTerms).map { read($0.requirements) }
    }

    /// Whether the node selector holds, and one of the required terms where there are any.
    func matchesRequired(_ row: Int) -> Bool {
        guard matches(selector, row) else { return false }
        if terms.isEmpty { return true }
        for number in terms.indices where matches(term: number, row) { return true }
        return false
    }

    /// Whether all requirements of a term hold; a term without any holds nowhere.
    func matches(term number: Int, _ row: Int) -> Bool { !terms[number].isEmpty && matches(terms[number], row) }

    private func matches(_ requirements: [Requirement], _ row: Int) -> Bool {
        for requirement in requirements where !matches(requirement, row) { return false }
        return true
    }

    private func matches(_ requirement: Requirement, _ row: Int) -> Bool {
        let value =
            requirement.key == APUS_KEY_NODE_NAME
            ? (row < names.count ? names[row] : nil) : snapshot.label(requirement.key, of: row, in: labels)
        switch requirement.operation {
        case APUS_OPERATOR_IN: return value.map { requirement.values.contains($0) } ?? false
        case APUS_OPERATOR_NOT_IN: return value.map { !requirement.values.contains($0) } ?? true
        case APUS_OPERATOR_EXISTS: return value != nil
        case APUS_OPERATOR_DOES_NOT_EXIST: return value == nil
        case APUS_OPERATOR_GREATER: return number(value).map { $0 > requirement.number } ?? false
        case APUS_OPERATOR_LESS: return number(value).map { $0 < requirement.number } ?? false
        default: return false
        }
    }

    private func number(_ value: UInt32?) -> Int64? { value.flatMap { Int64(snapshot.string($0)) } }
}
