import ApusPluginKit
import CApusPlugin

/// Keeps a Pod off nodes where a host port that it asks for is taken.
final class NodePorts: PreFilterComponent, FilterComponent {
    static let name = "NodePorts"

    init(host: Host, configuration: [UInt8]) {}

    func preFilter(_ call: PrepareCall) -> Preparation { call.pod.hostPorts.isEmpty ? .skip : .proceed(nil) }

    func filter(_ call: FilterCall) {
        let wanted = call.pod.hostPorts
        let used = call.snapshot.ports
        if used.isEmpty { return }
        let reason = call.reason("node(s) didn't have free ports for the requested pod ports")
        call.candidates.forEach { row in
            for port in used[row] where wanted.contains(where: { Self.conflict($0, port) }) {
                call.reject(row, reason, resolvable: true)
                return
            }
        }
    }

    private static func conflict(_ a: apus_port_draft, _ b: apus_port_draft) -> Bool {
        a.port == b.port && a.protocol == b.protocol
            && (a.address == b.address || a.address == APUS_STRING_EMPTY || b.address == APUS_STRING_EMPTY)
    }
}
