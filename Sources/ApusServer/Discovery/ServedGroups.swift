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
        "flowcontrol.apiserver.k8s.io": 16_100, "resource.k8s.io": 16_200,
    ]
}
