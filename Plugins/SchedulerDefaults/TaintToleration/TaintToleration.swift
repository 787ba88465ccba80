import ApusPluginKit
import CApusPlugin

/// Keeps Pods off nodes with taints that they do not tolerate, and prefers nodes with fewer such soft taints.
final class TaintToleration: FilterComponent, NormalizeComponent {
    static let name = "TaintToleration"

    init(host: Host, configuration: [UInt8]) {}

    func filter(_ call: FilterCall) {
        let taints = call.snapshot.taints
        if taints.isEmpty { return }
        let tolerations = Tolerations(call.pod)
        var reason: ReasonID?
        call.candidates.forEach { row in
            for taint in taints[row]
            where taint.effect == APUS_EFFECT_NO_SCHEDULE || taint.effect == APUS_EFFECT_NO_EXECUTE {
                if tolerations.tolerate(taint) { continue }
                let known = reason ?? call.reason("node(s) had untolerated taint(s)")
                reason = known
                call.reject(row, known, resolvable: false)
                return
            }
        }
    }

    /// The number of soft taints that are not tolerated.
    func score(_ call: ScoreCall) {
        let taints = call.snapshot.taints
        if taints.isEmpty { return }
        let tolerations = Tolerations(call.pod)
        call.candidates.forEach { row in
            var count: Int64 = 0
            for taint in taints[row] where taint.effect == APUS_EFFECT_PREFER_NO_SCHEDULE {
                // A toleration of another effect says nothing about soft taints.
                let tolerated = tolerations.tolerate(taint) {
                    $0.effect == APUS_EFFECT_ANY || $0.effect == APUS_EFFECT_PREFER_NO_SCHEDULE
                }
                if !tolerated { count += 1 }
            }
            call.scores[row] = count
        }
    }

    func normalize(_ call: ScoreCall) { call.normalizeByMaximum(reversed: true) }
}
