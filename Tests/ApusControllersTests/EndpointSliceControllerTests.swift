import ApusAPI
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

struct EndpointSliceControllerTests {
    private let service: JSONValue = [
        "metadata": ["namespace": "default", "name": "web", "labels": ["team": "a"]],
        "spec": [
            "clusterIP": "10.0.0.1", "ipFamilies": ["IPv4"], "selector": ["app": "web"],
            "ports": [["name": "http", "port": 80, "targetPort": "www", "protocol": "TCP"]],
        ],
    ]

    private func pod(_ name: String, ip: String, ready: Bool = true, port: Int64 = 8080) -> JSONValue {
        [
            "metadata": ["namespace": "default", "name": .string(name), "labels": ["app": "web"]],
            "spec": [
                "nodeName": "n1",
                "containers": [
                    ["name": "c", "ports": [["name": "www", "containerPort": .int(port), "protocol": "TCP"]]]
                ],
            ],
            "status": [
                "phase": "Running", "podIP": .string(ip), "podIPs": [["ip": .string(ip)]],
                "conditions": [["type": "Ready", "status": ready ? "True" : "False"]],
            ],
        ]
    }

    private func running(_ harness: Harness, _ body: () async throws -> Void) async throws {
        try await harness.running(
            EndpointSliceController(harness.context), EndpointsController(harness.context), body: body)
    }

    private func slices(_ api: FakeAPI) -> [JSONValue] { api.objects(Resources.endpointSlices) }
    private func endpoints(_ api: FakeAPI) -> [JSONValue] { slices(api).flatMap { $0["endpoints"].elements } }

    @Test func `a Service's Pods are its endpoints, with port, node, zone and condition`() async throws {
        let harness = Harness()
        harness.api.add(
            Resources.nodes, ["metadata": ["name": "n1", "labels": ["topology.kubernetes.io/zone": "z1"]]])
        harness.api.add(Resources.services, service)
        harness.api.add(Resources.pods, pod("a", ip: "10.1.0.1"), pod("b", ip: "10.1.0.2", ready: false))
        try await running(harness) {
            try await harness.api.eventually("the slice") { endpoints($0).count == 2 }
            let slice = slices(harness.api)[0]
            #expect(slice.name.hasPrefix("web-"))
            #expect(
                slice.labels == [
                    "team": "a", "kubernetes.io/service-name": "web",
                    "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
                ])
            #expect(slice["addressType"].string == "IPv4")
            #expect(slice["ports"] == [["name": "http", "port": 8080, "protocol": "TCP"]])
            let endpoint = slice["endpoints"][0]
            #expect(endpoint["addresses"] == ["10.1.0.1"])
            #expect(endpoint["conditions"] == ["ready": true, "serving": true, "terminating": false])
            #expect(endpoint["nodeName"].string == "n1")
            #expect(endpoint["zone"].string == "z1")
            #expect(endpoint["targetRef"]["name"].string == "a")
            #expect(slice["endpoints"][1]["conditions"]["ready"].bool == false)

            try await harness.api.eventually("the older form") {
                $0.object(Resources.endpoints, "default/web")?["subsets"].elements.count == 1
            }
            let subset = harness.api.object(Resources.endpoints, "default/web")?["subsets"][0] ?? .null
            #expect(subset["addresses"][0]["ip"].string == "10.1.0.1")
            #expect(subset["notReadyAddresses"][0]["ip"].string == "10.1.0.2")
            #expect(subset["ports"][0]["port"].int == 8080)
        }
    }

    @Test func `a Pod that ends serves on but is not ready, and then is gone`() async throws {
        let harness = Harness()
        harness.api.add(Resources.services, service)
        harness.api.add(Resources.pods, pod("a", ip: "10.1.0.1"))
        try await running(harness) {
            try await harness.api.eventually("the slice") { endpoints($0).count == 1 }
            harness.api.edit(Resources.pods, "default/a") {
                $0["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:30Z"
            }
            try await harness.api.eventually("the end") {
                endpoints($0)[0]["conditions"] == ["ready": false, "serving": true, "terminating": true]
            }
            harness.api.remove(Resources.pods, "default/a")
            try await harness.api.eventually("nothing") { endpoints($0).isEmpty && slices($0).count == 1 }
        }
    }

    @Test func `slices hold a hundred, and one that changes disturbs no other`() async throws {
        let harness = Harness()
        harness.api.add(Resources.services, service)
        for number in 0..<250 {
            harness.api.add(Resources.pods, pod("p\(number)", ip: "10.1.\(number / 200).\(number % 200 + 1)"))
        }
        try await running(harness) {
            try await harness.api.eventually("the slices") { endpoints($0).count == 250 }
            #expect(slices(harness.api).map { $0["endpoints"].elements.count }.sorted() == [50, 100, 100])
            let before = harness.api.writes.count
            harness.api.remove(Resources.pods, "default/p7")
            try await harness.api.eventually("the removal") { endpoints($0).count == 249 }
            let writes = harness.api.writes.dropFirst(before).filter { $0.resource == Resources.endpointSlices }
            #expect(writes.count == 1)
        }
    }

    @Test func `Pods with other ports have a slice of their own`() async throws {
        let harness = Harness()
        harness.api.add(Resources.services, service)
        harness.api.add(Resources.pods, pod("a", ip: "10.1.0.1"), pod("b", ip: "10.1.0.2", port: 9090))
        try await running(harness) {
            try await harness.api.eventually("the slices") { slices($0).count == 2 && endpoints($0).count == 2 }
            #expect(Set(slices(harness.api).compactMap { $0["ports"][0]["port"].int }) == [8080, 9090])
        }
    }

    @Test func `a Service without a selector is left alone`() async throws {
        let harness = Harness()
        var other = service
        other["metadata"]["name"] = "manual"
        other["spec"].remove("selector")
        harness.api.add(Resources.services, other, service)
        try await running(harness) {
            try await harness.api.eventually("the other's") { slices($0).count == 1 }
            #expect(harness.api.object(Resources.endpoints, "default/manual") == nil)
        }
    }
}
