import ApusAPI
import ApusJSON

/// The quality of service class of a pod (`pkg/apis/core/helper/qos`).
enum PodQualityOfService {
    static func compute(_ spec: JSONValue) -> String {
        var requests: [String: Quantity] = [:]
        var limits: [String: Quantity] = [:]
        var isGuaranteed = true
        let level = spec["resources"]
        if level.object?.isEmpty == false {
            add(level["requests"], to: &requests)
            add(level["limits"], to: &limits)
            isGuaranteed = limits.count == 2
        } else {
            for container in spec["containers"].elements + spec["initContainers"].elements {
                add(container["resources"]["requests"], to: &requests)
                if add(container["resources"]["limits"], to: &limits) < 2 { isGuaranteed = false }
            }
        }
        if requests.isEmpty, limits.isEmpty { return "BestEffort" }
        if isGuaranteed, requests.count == limits.count, requests.allSatisfy({ limits[$0.key] == $0.value }) {
            return "Guaranteed"
        }
        return "Burstable"
    }

    /// Adds cpu and memory that are greater than zero, and says how many of them there were.
    @discardableResult
    private static func add(_ list: JSONValue, to sums: inout [String: Quantity]) -> Int {
        var found = 0
        for key in ["cpu", "memory"] {
            guard let text = list[key].string, let quantity = try? Quantity(parsing: text), quantity.sign > 0 else {
                continue
            }
            found += 1
            sums[key] = (sums[key] ?? .zero) + quantity
        }
        return found
    }
}
