/// Which endpoints get traffic of which policy.
///
/// Ready ones; where none is ready, those that still serve while they terminate. With hints for every ready endpoint, those
/// meant for this node or zone (kube-proxy's `CategorizeEndpoints`).
struct EndpointSelection: Equatable {
    /// For policy Cluster.
    var cluster: [Endpoint]
    /// For policy Local.
    var local: [Endpoint]
    /// Whether there are usable endpoints anywhere, whatever the policies.
    var hasAny: Bool

    init(_ all: [Endpoint], nodeName: String, zone: String?) {
        func usable(_ endpoints: [Endpoint]) -> [Endpoint] {
            let ready = endpoints.filter(\.ready)
            return ready.isEmpty ? endpoints.filter { $0.serving && $0.terminating } : ready
        }
        let sorted = Set(all).sorted { ($0.address, $0.port) < ($1.address, $1.port) }
        var seen: Set<String> = []
        // One address may be in two slices while it moves between them.
        let unique = sorted.filter { seen.insert("\($0.address) \($0.port)").inserted }
        let everywhere = usable(unique)
        local = usable(unique.filter(\.isLocal))
        hasAny = !everywhere.isEmpty || !local.isEmpty
        cluster = Self.hinted(everywhere, nodeName: nodeName, zone: zone) ?? everywhere
    }

    /// The endpoints meant for here; nil where hints do not apply: one endpoint has none, or none is for here.
    private static func hinted(_ endpoints: [Endpoint], nodeName: String, zone: String?) -> [Endpoint]? {
        let ready = endpoints.filter(\.ready)
        guard !ready.isEmpty else { return nil }
        if ready.allSatisfy({ !$0.nodeHints.isEmpty }) {
            let here = ready.filter { $0.nodeHints.contains(nodeName) }
            if !here.isEmpty { return here }
        }
        guard let zone, ready.allSatisfy({ !$0.zoneHints.isEmpty }) else { return nil }
        let here = ready.filter { $0.zoneHints.contains(zone) }
        return here.isEmpty ? nil : here
    }
}
