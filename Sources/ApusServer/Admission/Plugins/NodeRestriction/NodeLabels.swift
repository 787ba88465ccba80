import ApusJSON

/// Which labels a node may give itself (`k8s.io/kubelet/pkg/apis`).
enum NodeLabels {
    private static let own: Set<String> = [
        "kubernetes.io/hostname", "kubernetes.io/arch", "kubernetes.io/os", "beta.kubernetes.io/arch",
        "beta.kubernetes.io/os", "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type",
        "topology.kubernetes.io/region", "topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone",
    ]
    private static let ownDomains = ["kubelet.kubernetes.io", "node.kubernetes.io"]
    private static let restricted = "node-restriction.kubernetes.io"

    /// The labels that differ and that a node may not touch, in order.
    static func refused(_ new: JSONValue, _ old: JSONValue) -> [String] {
        let keys = Set((new.object?.members ?? []).map(\.key) + (old.object?.members ?? []).map(\.key))
        return keys.filter { new[$0] != old[$0] && isRefused($0) }.sorted()
    }

    static func isRefused(_ label: String) -> Bool {
        guard let slash = label.firstIndex(of: "/") else { return false }
        let domain = label[..<slash]
        func isIn(_ other: String) -> Bool { domain == other || domain.hasSuffix("." + other) }
        if isIn(restricted) { return true }
        guard isIn("kubernetes.io") || isIn("k8s.io") else { return false }
        return !own.contains(label) && !ownDomains.contains(where: isIn)
    }
}
