import ApusPluginKit
import CApusPlugin

/// Keeps a Pod off nodes that have not enough left of what it requests, and prefers nodes with more left
/// (the LeastAllocated strategy over cpu and memory).
final class NodeResourcesFit: FilterComponent, ScoreComponent {
    static let name = "NodeResourcesFit"

    init(host: Host, configuration: [UInt8]) {}

    /// A resource that the Pod requests, in the snapshot.
    private struct Need {
        var request: Int64
        var allocatable: UnsafePointer<Int64>
        var requested: UnsafePointer<Int64>
        /// Its bit in the set of what is insufficient.
        var bit: UInt64
    }

    func filter(_ call: FilterCall) {
        let unknown = call.pod.unknownRequests
        if !unknown.isEmpty {
            // No node has any of it: no other Pod's leaving would help.
            let reason = call.reason(unknown.map { "Insufficient \($0)" })
            call.candidates.forEach { call.reject($0, reason, resolvable: false) }
            return
        }
        let needs = needs(call)
        var reasons: [UInt64: ReasonID] = [:]
        call.candidates.forEach { row in
            var lacking: UInt64 = 0
            var beyondNode = false
            for need in needs where need.request > need.allocatable[row] &- need.requested[row] {
                lacking |= need.bit
                // Too many Pods is never beyond the node, as upstream has it.
                if need.bit != 1 << UInt64(APUS_RESOURCE_PODS), need.request > need.allocatable[row] {
                    beyondNode = true
                }
            }
            if lacking == 0 { return }
            let reason = reasons[lacking] ?? self.reason(lacking, call)
            reasons[lacking] = reason
            call.reject(row, reason, resolvable: !beyondNode)
        }
    }

    private func needs(_ call: FilterCall) -> [Need] {
        // The set has 64 bits: more kinds of resources than that no Pod requests, so that the last bit may be shared.
        call.pod.requests.enumerated().compactMap { resource, request in
            guard request > 0, let allocatable = call.snapshot.allocatable(resource),
                let requested = call.snapshot.requested(resource)
            else { return nil }
            return Need(
                request: request, allocatable: allocatable, requested: requested, bit: 1 << UInt64(min(resource, 63)))
        }
    }

    private func reason(_ lacking: UInt64, _ call: FilterCall) -> ReasonID {
        let names = call.snapshot.resourceNames
        let texts = (0..<min(64, names.count)).filter { lacking & 1 << UInt64($0) != 0 }.map { resource in
            resource == Int(APUS_RESOURCE_PODS)
                ? "Too many pods" : "Insufficient \(call.snapshot.string(names[resource]))"
        }
        return call.reason(texts)
    }

    /// The mean over cpu and memory of what would be left, in percent.
    func score(_ call: ScoreCall) {
        let requests = call.pod.nonzeroRequests
        guard requests.count == 2,
            let cpu = call.snapshot.allocatable(Int(APUS_RESOURCE_CPU)),
            let memory = call.snapshot.allocatable(Int(APUS_RESOURCE_MEMORY)),
            let usedCPU = call.snapshot.nonzeroRequested(Int(APUS_RESOURCE_CPU)),
            let usedMemory = call.snapshot.nonzeroRequested(Int(APUS_RESOURCE_MEMORY))
        else { return }
        let (cpuRequest, memoryRequest) = (requests[0], requests[1])
        call.candidates.forEach { row in
            var sum: Int64 = 0
            var weights: Int64 = 0
            if cpu[row] != 0 {
                sum += Self.percentLeft(of: cpu[row], after: usedCPU[row] + cpuRequest)
                weights += 1
            }
            if memory[row] != 0 {
                sum += Self.percentLeft(of: memory[row], after: usedMemory[row] + memoryRequest)
                weights += 1
            }
            call.scores[row] = weights == 2 ? sum / 2 : sum
        }
    }

    @inline(__always)
    private static func percentLeft(of capacity: Int64, after requested: Int64) -> Int64 {
        requested > capacity ? 0 : (capacity - requested) * 100 / capacity
    }
}
