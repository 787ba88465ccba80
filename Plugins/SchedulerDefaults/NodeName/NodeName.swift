import ApusPluginKit

/// Keeps a Pod that names a node to that node.
final class NodeName: FilterComponent {
    static let name = "NodeName"

    init(host: Host, configuration: [UInt8]) {}

    func filter(_ call: FilterCall) {
        guard let wanted = call.pod.nodeName else { return }
        let names = call.snapshot.names
        guard !names.isEmpty else { return }
        let reason = call.reason("node(s) didn't match the requested node name")
        call.candidates.forEach { row in
            if names[row] != wanted { call.reject(row, reason, resolvable: false) }
        }
    }
}
