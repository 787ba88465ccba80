import ApusPluginKit
import CApusPlugin

/// Prefers nodes where the Pod brings the used parts of cpu and memory nearer to each other.
final class NodeResourcesBalancedAllocation: PreScoreComponent, ScoreComponent {
    static let name = "NodeResourcesBalancedAllocation"

    init(host: Host, configuration: [UInt8]) {}

    /// A Pod that requests nothing changes no balance: it would pile up where the balance is best already.
    func preScore(_ call: PrepareCall) -> Preparation {
        let requests = call.pod.requests
        guard requests.count > Int(APUS_RESOURCE_MEMORY) else { return .skip }
        return requests[Int(APUS_RESOURCE_CPU)] == 0 && requests[Int(APUS_RESOURCE_MEMORY)] == 0 ? .skip : .proceed(nil)
    }

    /// From 50 (the worst change) over 75 (none) to 100 (the best).
    func score(_ call: ScoreCall) {
        let requests = call.pod.requests
        guard requests.count > Int(APUS_RESOURCE_MEMORY),
            let cpu = call.snapshot.allocatable(Int(APUS_RESOURCE_CPU)),
            let memory = call.snapshot.allocatable(Int(APUS_RESOURCE_MEMORY)),
            let usedCPU = call.snapshot.requested(Int(APUS_RESOURCE_CPU)),
            let usedMemory = call.snapshot.requested(Int(APUS_RESOURCE_MEMORY))
        else { return }
        let cpuRequest = requests[Int(APUS_RESOURCE_CPU)]
        let memoryRequest = requests[Int(APUS_RESOURCE_MEMORY)]
        call.candidates.forEach { row in
            let with = Self.balance(usedCPU[row] + cpuRequest, cpu[row], usedMemory[row] + memoryRequest, memory[row])
            let without = Self.balance(usedCPU[row], cpu[row], usedMemory[row], memory[row])
            call.scores[row] = 50 + (50 + with - without) / 2
        }
    }

    /// 100 where the used parts are equal, less by their standard deviation. A resource that the node has not is left
    /// out; one alone is always in balance.
    @inline(__always)
    private static func balance(_ cpu: Int64, _ allCPU: Int64, _ memory: Int64, _ allMemory: Int64) -> Int64 {
        if allCPU == 0 || allMemory == 0 { return 100 }
        let a = min(1, Double(cpu) / Double(allCPU))
        let b = min(1, Double(memory) / Double(allMemory))
        return Int64((1 - abs(a - b) / 2) * 100)
    }
}
