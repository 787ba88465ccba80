import ApusPluginKit
import CApusPlugin

/// Keeps Pods off nodes that are marked unschedulable, unless they tolerate that.
final class NodeUnschedulable: FilterComponent {
    static let name = "NodeUnschedulable"

    init(host: Host, configuration: [UInt8]) {}

    func filter(_ call: FilterCall) {
        let states = call.snapshot.states
        guard !states.isEmpty else { return }
        // Most clusters have no such node: look before asking about tolerations.
        var found = false
        call.candidates.forEach { found = found || states[$0] & UInt8(APUS_NODE_UNSCHEDULABLE) != 0 }
        guard found else { return }
        let mark = apus_taint_draft(
            key: APUS_STRING_UNSCHEDULABLE, value: APUS_STRING_EMPTY, effect: APUS_EFFECT_NO_SCHEDULE)
        if Tolerations(call.pod).tolerate(mark) { return }
        let reason = call.reason("node(s) were unschedulable")
        call.candidates.forEach { row in
            if states[row] & UInt8(APUS_NODE_UNSCHEDULABLE) != 0 { call.reject(row, reason, resolvable: false) }
        }
    }
}
