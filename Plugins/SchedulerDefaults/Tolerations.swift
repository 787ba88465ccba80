import ApusPluginKit
import CApusPlugin

/// The tolerations of a Pod (core/v1 `Toleration.ToleratesTaint`).
struct Tolerations {
    private let all: UnsafeBufferPointer<apus_toleration_draft>

    init(_ pod: PodColumns) { all = pod.tolerations }

    var isEmpty: Bool { all.isEmpty }

    /// Whether one tolerates `taint`, of those for which `isConsidered` holds.
    func tolerate(
        _ taint: apus_taint_draft, considering isConsidered: (apus_toleration_draft) -> Bool = { _ in true }
    ) -> Bool {
        for toleration in all where isConsidered(toleration) {
            if toleration.effect != APUS_EFFECT_ANY, toleration.effect != taint.effect { continue }
            if toleration.key != APUS_STRING_EMPTY, toleration.key != taint.key { continue }
            if toleration.operation == APUS_TOLERATION_EXISTS || toleration.value == taint.value { return true }
        }
        return false
    }
}
