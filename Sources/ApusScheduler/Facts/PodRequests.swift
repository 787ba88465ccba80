import ApusJSON

/// What a Pod takes from its node: its requests, and the same with defaults for scoring.
struct PodRequests: Sendable, Equatable {
    var amounts = ResourceAmounts()
    /// With 100m and 200Mi for each container that requests none (`scheduler/util/pod_resources.go`).
    var nonzeroMilliCPU: Int64 = 0
    var nonzeroMemory: Int64 = 0

    static let defaultMilliCPU: Int64 = 100
    static let defaultMemory: Int64 = 200 * 1024 * 1024

    init() {}

    /// Sums up a Pod's spec as `component-helpers/resource` does: containers and sidecars run together; an init
    /// container runs beside the sidecars before it; requests of the Pod as a whole replace the sum; overhead is added.
    init(spec: borrowing Cursor) {
        let whole = ResourceAmounts(spec["resources"]["requests"])
        let wholeHas = Presence(spec["resources"]["requests"])
        var real = Accumulated()
        var padded = Accumulated()

        spec["containers"].forEach { container in
            let requests = ResourceAmounts(container["resources"]["requests"])
            real.add(requests)
            padded.add(Self.padded(requests, Presence(container["resources"]["requests"]), wholeHas))
        }
        spec["initContainers"].forEach { container in
            let requests = ResourceAmounts(container["resources"]["requests"])
            let isSidecar = container["restartPolicy"].isString("Always")
            real.addInit(requests, isSidecar: isSidecar)
            padded.addInit(
                Self.padded(requests, Presence(container["resources"]["requests"]), wholeHas), isSidecar: isSidecar)
        }

        var total = real.total
        var paddedTotal = padded.total
        if wholeHas.cpu { (total.milliCPU, paddedTotal.milliCPU) = (whole.milliCPU, whole.milliCPU) }
        if wholeHas.memory { (total.memory, paddedTotal.memory) = (whole.memory, whole.memory) }
        for (name, value) in whole.extended where name.hasPrefix("hugepages-") { total.extended[name] = value }
        let overhead = ResourceAmounts(spec["overhead"])
        total += overhead
        paddedTotal += overhead
        amounts = total
        nonzeroMilliCPU = paddedTotal.milliCPU
        nonzeroMemory = paddedTotal.memory
    }

    /// Which of cpu and memory a list has.
    private struct Presence {
        var cpu: Bool
        var memory: Bool

        init(_ list: borrowing Cursor) {
            cpu = list["cpu"].hasValue
            memory = list["memory"].hasValue
        }
    }

    private static func padded(
        _ requests: ResourceAmounts, _ has: Presence, _ whole: Presence
    ) -> ResourceAmounts {
        var result = ResourceAmounts()
        result.milliCPU = has.cpu || whole.cpu ? requests.milliCPU : defaultMilliCPU
        result.memory = has.memory || whole.memory ? requests.memory : defaultMemory
        return result
    }

    /// The sum of what runs together, and the greatest need of any init container.
    private struct Accumulated {
        private var running = ResourceAmounts()
        private var sidecars = ResourceAmounts()
        private var starting = ResourceAmounts()

        mutating func add(_ requests: ResourceAmounts) { running += requests }

        mutating func addInit(_ requests: ResourceAmounts, isSidecar: Bool) {
            var needed = sidecars
            needed += requests
            starting.formMaximum(needed)
            if isSidecar {
                sidecars = needed
                running += requests
            }
        }

        var total: ResourceAmounts {
            var total = running
            total.formMaximum(starting)
            return total
        }
    }
}
