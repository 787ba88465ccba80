import ApusAPI
import ApusJSON

/// The ranges that cluster addresses come from: those of the ServiceCIDR objects that are ready.
///
/// Until the object of `--service-cluster-ip-range` is known, the flag itself stands for it.
struct ServiceRanges: Sendable {
    /// The ServiceCIDR of `--service-cluster-ip-range`.
    static let defaultName = "kubernetes"

    private struct Entry: Sendable {
        var ranges: [AddressRange]
        var isReady: Bool
    }

    private let configured: [AddressRange]
    private var entries: [String: Entry] = [:]

    init(_ configured: [AddressRange]) { self.configured = configured }

    /// What a ServiceCIDR says by now; nil: it is gone.
    mutating func update(_ name: String, _ object: JSONValue?) {
        guard let object else {
            entries[name] = nil
            return
        }
        let ready = object["status"]["conditions"].elements.first { $0["type"].string == "Ready" }
        entries[name] = Entry(
            ranges: object["spec"]["cidrs"].elements.compactMap { $0.string.flatMap { AddressRange($0) } },
            // Where nobody has looked at it yet it counts as ready, as for upstream's allocator.
            isReady: object["metadata"]["deletionTimestamp"].isNull && ready?["status"].string ?? "True" == "True")
    }

    /// The ranges of a family that give out addresses: those of the default object first, then by name.
    func ready(_ family: IPAddress.Family) -> [AddressRange] {
        let others = entries.filter { $0.key != Self.defaultName && $0.value.isReady }.sorted { $0.key < $1.key }
        let first = entries[Self.defaultName].map { $0.isReady ? $0.ranges : [] } ?? configured
        var seen: Set<AddressRange> = []
        return (first + others.flatMap(\.value.ranges)).filter { $0.family == family && seen.insert($0).inserted }
    }

    /// Whether any range, ready or not, has the address.
    func contain(_ address: IPAddress) -> Bool {
        let all = configured + entries.values.flatMap(\.ranges)
        return all.contains { $0.family == address.family && $0.usable.contains(address) }
    }
}
