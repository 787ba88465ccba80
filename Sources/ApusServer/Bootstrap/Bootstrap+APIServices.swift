import ApusAPI
import ApusJSON
import ApusResources

/// The APIService of each group version that the server serves itself (kube-aggregator's `autoregister`).
extension Bootstrap {
    static var apiServices: [APIRequest] {
        let served = ServedGroups(BuiltInResources.all.map(\.definition))
        let groups = [served.core].compactMap { $0 } + served.groups
        return groups.filter { $0.name != aggregator }.flatMap { group in
            group.versions.map { apiService(group.name, $0.name) }
        }
    }

    /// The group of APIServices themselves is the aggregator's own and has none.
    private static let aggregator = "apiregistration.k8s.io"

    private static func apiService(_ group: String, _ version: String) -> APIRequest {
        let name = "\(version).\(group)"
        var spec: JSONValue = ["version": .string(version)]
        if !group.isEmpty { spec["group"] = .string(group) }
        spec["groupPriorityMinimum"] = .int(group.isEmpty ? 18_000 : Int64(ServedGroups.priority(group)))
        spec["versionPriority"] = .int(versionPriority(group, version))
        var request = APIRequest(.create, GroupVersionResource(aggregator, "v1", "apiservices"))
        request.options.fieldManager = "kube-apiserver"
        request.body = .value([
            "kind": "APIService", "apiVersion": .string("\(aggregator)/v1"),
            "metadata": ["name": .string(name), "labels": ["kube-aggregator.kubernetes.io/automanaged": "onstart"]],
            "spec": spec,
        ])
        return request
    }

    /// The place of a version in its group: 15 for stable ones, but for what was numbered before that was the habit.
    private static func versionPriority(_ group: String, _ version: String) -> Int64 {
        switch (group, version) {
        case ("", _): 1
        case ("autoscaling", "v2"): 30
        case ("resource.k8s.io", "v1"): 20
        case ("flowcontrol.apiserver.k8s.io", "v1"): 21
        default: 15
        }
    }
}
