import ApusAPI
import ApusJSON

/// The class by which a pod's containers rank when the node runs out of memory (core/v1 helper `qos.ComputePodQOS`).
enum QualityOfService: String, Sendable {
    case guaranteed = "Guaranteed"
    case burstable = "Burstable"
    case bestEffort = "BestEffort"

    init(_ pod: Pod) {
        var hasAny = false
        var isGuaranteed = true
        for container in pod.initContainers + pod.containers {
            let resources = container["resources"]
            for name in ["cpu", "memory"] {
                let request = Self.quantity(resources["requests"][name])
                let limit = Self.quantity(resources["limits"][name])
                if (request ?? .zero) != .zero || (limit ?? .zero) != .zero { hasAny = true }
                guard let limit, !limit.isZero, (request ?? limit) == limit else {
                    isGuaranteed = false
                    continue
                }
            }
        }
        self = !hasAny ? .bestEffort : isGuaranteed ? .guaranteed : .burstable
    }

    /// The adjustment of the kernel's score (`pkg/kubelet/qos/policy.go`).
    func outOfMemoryScore(_ container: JSONValue, nodeMemory: Int64) -> Int64 {
        switch self {
        case .guaranteed: return -997
        case .bestEffort: return 1000
        case .burstable:
            let request = Self.quantity(container["resources"]["requests"]["memory"])?.value ?? 0
            let score = 1000 - 1000 * request / max(1, nodeMemory)
            return min(max(score, 1000 - 997), 999)
        }
    }

    static func quantity(_ value: JSONValue) -> Quantity? {
        guard let text = value.string ?? value.int.map({ String($0) }) else { return nil }
        return try? Quantity(parsing: text)
    }
}
