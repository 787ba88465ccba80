import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

struct NodeControllersTests {
    private func node(_ name: String, ready: String? = "True", cidr: String? = nil) -> JSONValue {
        var value: JSONValue = ["metadata": ["name": .string(name)], "spec": [:]]
        if let ready {
            value["status"]["conditions"] = [
                [
                    "type": "Ready", "status": .string(ready), "reason": "KubeletReady",
                    "lastHeartbeatTime": "2026-01-01T00:00:00Z", "lastTransitionTime": "2026-01-01T00:00:00Z",
                ]
            ]
        }
        if let cidr { value["spec"]["podCIDR"] = .string(cidr) }
        return value
    }

    private func pod(_ name: String, on node: String, tolerations: [JSONValue] = []) -> JSONValue {
        [
            "metadata": ["namespace": "default", "name": .string(name)],
            "spec": [
                "nodeName": .string(node), "terminationGracePeriodSeconds": 0, "tolerations": .array(tolerations),
            ],
            "status": ["phase": "Running", "conditions": [["type": "Ready", "status": "True"]]],
        ]
    }

    private func lease(_ name: String, _ second: Int) -> JSONValue {
        [
            "metadata": ["namespace": "kube-node-lease", "name": .string(name)],
            "spec": ["renewTime": .string("2026-01-01T00:00:\(second).000000Z")],
        ]
    }

    private func taints(_ api: FakeAPI, _ name: String) -> Set<String> {
        Set(
            (api.object(Resources.nodes, name)?["spec"]["taints"].elements ?? []).map {
                "\($0["key"].string ?? ""):\($0["effect"].string ?? "")"
            })
    }

    private func ready(_ api: FakeAPI, _ name: String) -> JSONValue? {
        api.object(Resources.nodes, name)?["status"]["conditions"].elements.condition("Ready")
    }

    @Test func `a node without a sign of life for 40 s is unknown, tainted, and its Pods are not ready`() async throws {
        let harness = Harness()
        harness.api.add(Resources.nodes, node("dead"), node("alive"))
        harness.api.add(Resources.leases, lease("dead", 10), lease("alive", 10))
        harness.api.add(Resources.pods, pod("p", on: "dead"))
        let controller = NodeLifecycleController(harness.context, grace: .seconds(40))
        try await harness.running(controller) {
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(30))
            harness.api.edit(Resources.leases, "kube-node-lease/alive") {
                $0["spec"]["renewTime"] = "2026-01-01T00:00:40.000000Z"
            }
            try await yieldUntil("the renewal") {
                controller.leases.cache["kube-node-lease/alive"]?.tree["spec"]["renewTime"].string
                    == "2026-01-01T00:00:40.000000Z"
            }
            #expect(ready(harness.api, "dead")?["status"].string == "True")
            try await yieldUntil("the look at it") { controller.queue.count == 0 }
            harness.clock.advance(by: .seconds(10))
            try await harness.api.eventually("the taints") {
                taints($0, "dead") == [
                    "node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute",
                ]
            }
            #expect(ready(harness.api, "dead")?["reason"].string == "NodeStatusUnknown")
            #expect(ready(harness.api, "dead")?["message"].string == "Kubelet stopped posting node status.")
            #expect(ready(harness.api, "alive")?["status"].string == "True")
            #expect(
                harness.api.object(Resources.pods, "default/p")?["status"]["conditions"][0]["status"].string == "False")
            try await harness.api.eventually("the event") {
                $0.eventTexts.contains("NodeNotReady: Node dead status is now: NodeNotReady")
            }
            harness.api.edit(Resources.nodes, "dead") { value in
                value["status"]["conditions"] = [
                    [
                        "type": "Ready", "status": "True", "reason": "KubeletReady",
                        "lastHeartbeatTime": "2026-01-01T00:01:00Z",
                    ]
                ]
            }
            try await harness.api.eventually("the recovery") { taints($0, "dead").isEmpty }
        }
    }

    @Test func `when all nodes seem dead none is emptied`() async throws {
        let harness = Harness()
        harness.api.add(Resources.nodes, node("a", ready: "False"), node("b", ready: "False"))
        let controller = NodeLifecycleController(harness.context, grace: .seconds(40))
        try await harness.running(controller) {
            try await harness.api.eventually("the taints") {
                taints($0, "a") == ["node.kubernetes.io/not-ready:NoSchedule"]
                    && taints($0, "b") == ["node.kubernetes.io/not-ready:NoSchedule"]
            }
        }
    }

    @Test func `conditions and cordons become taints, and others' taints stay`() {
        var value = node("n", ready: "False")
        value["spec"]["unschedulable"] = true
        value["spec"]["taints"] = [
            ["key": "own", "effect": "NoSchedule"], ["key": "node.kubernetes.io/unreachable", "effect": "NoExecute"],
        ]
        value["status"]["conditions"].append(["type": "MemoryPressure", "status": "True"])
        let taints = NodeTaints.reconciled(value, evicting: true, now: FakeAPI.start)
        #expect(
            taints.map { "\($0["key"].string ?? ""):\($0["effect"].string ?? "")" } == [
                "own:NoSchedule", "node.kubernetes.io/not-ready:NoSchedule",
                "node.kubernetes.io/memory-pressure:NoSchedule", "node.kubernetes.io/unschedulable:NoSchedule",
                "node.kubernetes.io/not-ready:NoExecute",
            ])
    }

    @Test func `Pods leave a tainted node when their tolerance ends`() async throws {
        let harness = Harness()
        var tainted = node("n")
        tainted["spec"]["taints"] = [
            ["key": "node.kubernetes.io/unreachable", "effect": "NoExecute", "timeAdded": "2026-01-01T00:00:00Z"]
        ]
        func tolerate(_ seconds: Int64?) -> JSONValue {
            var value: JSONValue = [
                "key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute",
            ]
            if let seconds { value["tolerationSeconds"] = .int(seconds) }
            return value
        }
        harness.api.add(Resources.nodes, tainted)
        harness.api.add(
            Resources.pods, pod("none", on: "n"), pod("some", on: "n", tolerations: [tolerate(300)]),
            pod("ever", on: "n", tolerations: [tolerate(nil)]))
        try await harness.running(TaintEvictionController(harness.context)) {
            try await harness.api.eventually("the first") { $0.object(Resources.pods, "default/none") == nil }
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(299))
            #expect(harness.api.object(Resources.pods, "default/some") != nil)
            harness.clock.advance(by: .seconds(1))
            try await harness.api.eventually("the second") { $0.object(Resources.pods, "default/some") == nil }
            #expect(harness.api.object(Resources.pods, "default/ever") != nil)
            try await harness.api.eventually("the event") {
                $0.eventTexts.contains("TaintManagerEviction: Marking for deletion Pod default/some")
            }
        }
    }

    @Test func `a Pod stays when its node recovers in time`() async throws {
        let harness = Harness()
        var tainted = node("n")
        tainted["spec"]["taints"] = [["key": "k", "effect": "NoExecute", "timeAdded": "2026-01-01T00:00:00Z"]]
        harness.api.add(Resources.nodes, tainted)
        harness.api.add(
            Resources.pods, pod("p", on: "n", tolerations: [["operator": "Exists", "tolerationSeconds": 60]]))
        let controller = TaintEvictionController(harness.context)
        try await harness.running(controller) {
            await harness.clock.waitForSleepers()
            harness.api.edit(Resources.nodes, "n") { $0["spec"].remove("taints") }
            try await yieldUntil("the recovery") {
                controller.nodes.cache["n"]?.tree["spec"]["taints"].isNull == true
            }
            harness.clock.advance(by: .seconds(61))
            try await yieldUntil("the look at it") { controller.queue.delayedCount + controller.queue.count == 0 }
            #expect(harness.api.object(Resources.pods, "default/p") != nil)
        }
    }

    @Test func `each node gets a range of its own, also beside those that have one`() async throws {
        let harness = Harness()
        let ranges = try #require(NodeRanges(cidr: "10.244.0.0/16", maskSize: 24))
        harness.api.add(Resources.nodes, node("a", cidr: "10.244.0.0/24"), node("b"), node("c"))
        try await harness.running(NodeIPAMController(harness.context, ranges: ranges)) {
            try await harness.api.eventually("the ranges") {
                Set($0.objects(Resources.nodes).compactMap { $0["spec"]["podCIDR"].string })
                    == ["10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24"]
            }
            #expect(
                harness.api.objects(Resources.nodes).dropFirst().allSatisfy {
                    $0["spec"]["podCIDRs"][0] == $0["spec"]["podCIDR"]
                })
        }
    }

    @Test(arguments: ["", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/25", "fd00::/64", "10.0.0/16"])
    func `a range that cannot be divided is refused`(cidr: String) {
        #expect(NodeRanges(cidr: cidr, maskSize: 24) == nil)
    }
}
