import ApusAPI
import ApusJSON

/// Amounts of resources in the units that scheduling counts in.
struct ResourceAmounts: Sendable, Equatable {
    var milliCPU: Int64 = 0
    var memory: Int64 = 0
    var ephemeralStorage: Int64 = 0
    /// Of a node: how many Pods it can run.
    var pods: Int64 = 0
    /// Extended resources, huge pages and attachable volumes.
    var extended: [String: Int64] = [:]

    init() {}

    /// Reads a resource list; quantities that do not parse count as 0, as the API server lets none through.
    init(_ list: borrowing Cursor) {
        list.forEachMember { name, value in
            guard let name = name.string, let text = value.string ?? value.int.map({ String($0) }),
                let quantity = try? Quantity(parsing: text)
            else { return }
            switch name {
            case "cpu": milliCPU = quantity.milliValue
            case "memory": memory = quantity.value
            case "ephemeral-storage": ephemeralStorage = quantity.value
            case "pods": pods = quantity.value
            default: if Self.isScalar(name) { extended[name] = quantity.value }
            }
        }
    }

    /// Whether the scheduler counts a resource of this name at all.
    private static func isScalar(_ name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: "/")) || name.hasPrefix("hugepages-") || name.hasPrefix("attachable-volumes-")
    }

    static func += (a: inout ResourceAmounts, b: ResourceAmounts) {
        a.milliCPU += b.milliCPU
        a.memory += b.memory
        a.ephemeralStorage += b.ephemeralStorage
        for (name, value) in b.extended { a.extended[name, default: 0] += value }
    }

    /// The greater of each.
    mutating func formMaximum(_ other: ResourceAmounts) {
        milliCPU = max(milliCPU, other.milliCPU)
        memory = max(memory, other.memory)
        ephemeralStorage = max(ephemeralStorage, other.ephemeralStorage)
        for (name, value) in other.extended { extended[name] = max(extended[name] ?? 0, value) }
    }
}
