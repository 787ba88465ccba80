import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import Testing

@testable import ApusServer

/// What a fresh cluster has as upstream's has it.
@Suite struct FirstObjectsTests {
    private static let schemas = GroupVersionResource("flowcontrol.apiserver.k8s.io", "v1", "flowschemas")
    private static let levels = GroupVersionResource(
        "flowcontrol.apiserver.k8s.io", "v1", "prioritylevelconfigurations")
    private static let apiServices = GroupVersionResource("apiregistration.k8s.io", "v1", "apiservices")
    private static let serviceCIDRs = GroupVersionResource("networking.k8s.io", "v1", "servicecidrs")

    private static func line(_ schema: JSONValue) -> String {
        let spec = schema["spec"]
        let name = schema["metadata"]["name"].string ?? "-"
        let level = spec["priorityLevelConfiguration"]["name"].string ?? "-"
        let flows = spec["distinguisherMethod"]["type"].string ?? "-"
        return "\(name) \(level) \(spec["matchingPrecedence"].int ?? 0) \(flows)"
    }

    @Test func flowSchemasAndPriorityLevels() async throws {
        try await TestServer.run { test in
            let levels = try await test.client.list(Self.levels)
            let names: [String] = [
                "catch-all", "exempt", "global-default", "leader-election", "node-high", "system", "workload-high",
                "workload-low",
            ]
            #expect(levels.items.map(\.name).sorted() == names)
            let schemas = try await test.client.list(Self.schemas)
            let found = schemas.items.map { Self.line($0.tree()) }.sorted()
            let expected: [String] = [
                "catch-all catch-all 10000 ByUser", "exempt exempt 1 -",
                "global-default global-default 9900 ByUser",
                "kube-controller-manager workload-high 800 ByNamespace",
                "kube-scheduler workload-high 800 ByNamespace",
                "kube-system-service-accounts workload-high 900 ByNamespace", "probes exempt 2 -",
                "service-accounts workload-low 9000 ByUser",
                "system-leader-election leader-election 100 ByUser",
                "system-node-high node-high 400 ByUser", "system-nodes system 500 ByUser",
            ]
            #expect(found == expected)
            for object in (schemas.items + levels.items).map({ $0.tree() }) {
                #expect(object["metadata"]["annotations"]["apf.kubernetes.io/autoupdate-spec"].string == "true")
            }
            for schema in schemas.items.map({ $0.tree() }) {
                let condition = schema["status"]["conditions"][0]
                #expect(condition["type"].string == "Dangling")
                #expect(condition["status"].string == "False")
            }
            let nodes = try await test.client.get(Self.schemas, name: "system-node-high").value()["spec"]["rules"][0]
            let subjects: JSONValue = [["kind": "Group", "group": ["name": "system:nodes"]]]
            #expect(nodes["subjects"] == subjects)
            let resources: JSONValue = ["nodes", "nodes/status"]
            #expect(nodes["resourceRules"][0]["resources"] == resources)
            #expect(nodes["resourceRules"][0]["clusterScope"].bool == true)
            #expect(nodes["resourceRules"][1]["clusterScope"].isNull)
            let low = try await test.client.get(Self.levels, name: "workload-low").value()["spec"]["limited"]
            #expect(low["nominalConcurrencyShares"].int == 100)
            #expect(low["lendablePercent"].int == 90)
            #expect(low["limitResponse"]["queuing"]["queues"].int == 128)
        }
    }

    @Test(
        arguments: [
            ("v1.", "", 18_000, 1), ("v1.apps", "apps", 17_800, 15), ("v2.autoscaling", "autoscaling", 17_500, 30),
            ("v1.flowcontrol.apiserver.k8s.io", "flowcontrol.apiserver.k8s.io", 16_100, 21),
        ] as [(String, String, Int64, Int64)])
    func servedGroupVersionsHaveAPIServices(
        _ name: String, _ group: String, _ groupPriority: Int64, _ versionPriority: Int64
    ) async throws {
        try await TestServer.run { test in
            let service = try await test.client.get(Self.apiServices, name: name).value()
            #expect((service["spec"]["group"].string ?? "") == group)
            #expect(service["spec"]["groupPriorityMinimum"].int == groupPriority)
            #expect(service["spec"]["versionPriority"].int == versionPriority)
            #expect(service["metadata"]["labels"]["kube-aggregator.kubernetes.io/automanaged"].string == "onstart")
            #expect(service["status"]["conditions"][0]["reason"].string == "Local")
            let all = try await test.client.list(Self.apiServices).items.map(\.name)
            #expect(!all.contains("v1.apiregistration.k8s.io"))
        }
    }

    @Test func theRangeOfClusterAddresses() async throws {
        try await TestServer.run { test in
            let range = try await test.client.get(Self.serviceCIDRs, name: "kubernetes").value()
            #expect(range["spec"]["cidrs"] == ["10.96.0.0/12"])
            #expect(range["status"]["conditions"][0]["type"].string == "Ready")
            #expect(range["status"]["conditions"][0]["status"].string == "True")
        }
    }

    @Test func aRestartChangesNothing() async throws {
        let store = try MemoryStore()
        var versions: [[String]] = []
        for _ in 0..<2 {
            try await TestServer.run(store: store) { test in
                var found: [String] = []
                for resource in [Self.schemas, Self.levels, Self.apiServices, Self.serviceCIDRs] {
                    found += try await test.client.list(resource).items.map { "\($0.name) \($0.resourceVersion)" }
                }
                versions.append(found)
            }
        }
        #expect(versions[0] == versions[1])
        #expect(versions[0].count == 41)
        await store.close()
    }
}
