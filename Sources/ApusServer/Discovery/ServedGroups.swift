import ApusAPI

/// What is served, as discovery shows it: groups in upstream's order, each with its versions, the preferred one first.
struct ServedGroups: Sendable {
    struct Group: Sendable {
        /// "" for the core group.
        var name: String
        var versions: [Version]
    }

    struct Version: Sendable {
        var name: String
        /// `apps/v1`, or `v1` for the core group.
        var groupVersion: String
        /// In the order of their names.
        var definitions: [Definition]
    }

    /// The core group, which lies under `/api`.
    let core: Group?
    /// The groups under `/apis`.
    let groups: [Group]

    init(_ definitions: [Definition]) {
        let groups = Dictionary(grouping: definitions, by: \.group).map { name, members in
            let versions = Dictionary(grouping: members, by: \.version).map { version, members in
                Version(
                    name: version, groupVersion: members[0].apiVersion,
                    definitions: members.sorted { $0.resource < $1.resource })
            }
            return Group(name: name, versions: versions.sorted { KubeVersion($0.name) > KubeVersion($1.name) })
        }
        core = groups.first { $0.name.isEmpty }
        self.groups = groups.filter { !$0.name.isEmpty }.sorted { a, b in
            let (first, second) = (ServedGroups.priority(a.name), ServedGroups.priority(b.name))
            return first == second ? a.name < b.name : first > second
        }
    }

    func group(_ name: String) -> Group? { name.isEmpty ? core : groups.first { $0.name == name } }

    func version(_ group: String, _ version: String) -> Version? {
        self.group(group)?.versions.first { $0.name == version }
    }

    /// The priority of a group's APIService in upstream's server (`groupPriorityMinimum`); custom groups have 1000.
    /// The aggregator shows its own group before all others.
    static func priority(_ group: String) -> Int { priorities[group] ?? 1000 }

    private static let priorities: [String: Int] = [
        "apiregistration.k8s.io": 18_000, "apps": 17_800, "events.k8s.io": 17_750, "authentication.k8s.io": 17_700,
        "authorization.k8s.io": 17_600, "autoscaling": 17_500, "batch": 17_400, "certificates.k8s.io": 17_300,
        "networking.k8s.io": 17_200, "policy": 17_100, "rbac.authorization.k8s.io": 17_000, "storage.k8s.io": 16_800,
        "apiextensions.k8s.io": 16_700, "admissionregistration.k8s.io": 16_700, "scheduling.k8s.io": 16_600,
        "coordination.k8s.io": 16_500, "node.k8s.io": 16_300, "discovery.k8s.io": 16_200,
        "flowcontrol.apiserver.k8s.io": 16_100, "resource.k8s.io": 15_900,
    ]
}

/// The order of version names: v2 > v1 > v1beta2 > v1beta1 > v1alpha1 > anything else by name
/// (apimachinery, `version.CompareKubeAwareVersionStrings`).
struct KubeVersion: Comparable {
    private let rank: (stability: Int, major: Int, minor: Int)
    private let name: String

    init(_ name: String) {
        self.name = name
        rank = KubeVersion.parse(name) ?? (0, 0, 0)
    }

    private static func parse(_ name: String) -> (Int, Int, Int)? {
        guard name.first == "v" else { return nil }
        let digits = name.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard let major = Int(digits) else { return nil }
        let rest = name.dropFirst(1 + digits.count)
        if rest.isEmpty { return (3, major, 0) }
        for (word, stability) in [("beta", 2), ("alpha", 1)] where rest.hasPrefix(word) {
            return Int(rest.dropFirst(word.count)).map { (stability, major, $0) }
        }
        return nil
    }

    static func == (a: KubeVersion, b: KubeVersion) -> Bool { a.name == b.name }

    static func < (a: KubeVersion, b: KubeVersion) -> Bool {
        if a.rank != b.rank { return a.rank < b.rank }
        // Unknown forms come in the order of their names, so the first is the greatest.
        return a.rank.stability == 0 && a.name > b.name
    }
}
