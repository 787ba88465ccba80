import CApusPlugin

extension ClusterSnapshot {
    /// Counts a Pod in on a row, or out of it (`sign` -1).
    func count(_ pod: PodUsage, on row: Int, sign: Int64 = 1) {
        for name in pod.requests.amounts.extended.keys where resources[name] == nil { _ = resource(name) }
        let requested = arena.pointer(APUS_SNAPSHOT_REQUESTED, as: Int64.self) + row
        let amounts = pod.requests.amounts
        requested[Int(APUS_RESOURCE_CPU) * rows] += sign * amounts.milliCPU
        requested[Int(APUS_RESOURCE_MEMORY) * rows] += sign * amounts.memory
        requested[Int(APUS_RESOURCE_EPHEMERAL_STORAGE) * rows] += sign * amounts.ephemeralStorage
        requested[Int(APUS_RESOURCE_PODS) * rows] += sign
        for (name, value) in amounts.extended {
            if let number = resources[name] { requested[number * rows] += sign * value }
        }
        let nonzero = arena.pointer(APUS_SNAPSHOT_NONZERO_REQUESTED, as: Int64.self) + row
        nonzero[Int(APUS_RESOURCE_CPU) * rows] += sign * pod.requests.nonzeroMilliCPU
        nonzero[Int(APUS_RESOURCE_MEMORY) * rows] += sign * pod.requests.nonzeroMemory
        if !pod.hostPorts.isEmpty {
            for port in pod.hostPorts {
                if sign > 0 {
                    portsInUse[row, default: []].append(port)
                } else if let index = portsInUse[row]?.firstIndex(of: port) {
                    portsInUse[row]?.remove(at: index)
                }
            }
            writePorts(row)
        }
        changed(row)
    }

    func writePorts(_ row: Int) {
        let used = (portsInUse[row] ?? []).map {
            apus_port_draft(address: intern($0.address), port: $0.port, protocol: $0.protocolNumber)
        }
        ports.set(row, to: used, in: arena)
    }
}

/// What a Pod takes from its node.
struct PodUsage: Sendable, Equatable {
    var requests: PodRequests
    var hostPorts: [PodFacts.HostPort]

    init(_ pod: PodFacts) {
        requests = pod.requirements.requests
        hostPorts = pod.requirements.hostPorts
    }
}
