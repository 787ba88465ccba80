import ApusAPI
import ApusJSON
import ApusTestSupport
import Testing

@testable import ApusKubelet

@Suite(.timeLimit(.minutes(1)))
struct NodeTests {
    @Test("the node is registered, ready, with what it has")
    func registration() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            try await kubelet.until("the node is there") { $0.api.object(NodeReporter.nodes, "node-1") != nil }
            let node = try #require(kubelet.api.object(NodeReporter.nodes, "node-1"))
            let labels = node["metadata"]["labels"]
            #expect(labels["kubernetes.io/hostname"].string == "node-1")
            #expect(labels["kubernetes.io/os"].string == "linux")
            #expect(labels["beta.kubernetes.io/arch"] == labels["kubernetes.io/arch"])
            try await kubelet.until("the status") {
                $0.api.object(NodeReporter.nodes, "node-1")?["status"]["images"].elements.count == 1
            }
            let status = kubelet.api.object(NodeReporter.nodes, "node-1")?["status"] ?? .null
            #expect(status["capacity"]["pods"].string == "110")
            #expect(status["addresses"].elements.map { $0["type"].string } == ["InternalIP", "Hostname"])
            #expect(status["nodeInfo"]["containerRuntimeVersion"].string == "fake://1.0")
            let ready = status["conditions"].elements.first { $0["type"].string == "Ready" }
            #expect(ready?["status"].string == "True")
            #expect(ready?["reason"].string == "KubeletReady")
            #expect(ready?["message"].string == "kubelet is posting ready status")
        }
    }

    @Test("the lease is made, owned by the node, and renewed every ten seconds")
    func lease() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            let key = "kube-node-lease/node-1"
            try await kubelet.until("the lease is there") { $0.api.object(NodeLease.leases, key) != nil }
            let lease = kubelet.api.object(NodeLease.leases, key) ?? .null
            #expect(lease["spec"]["leaseDurationSeconds"].int == 40)
            #expect(lease["metadata"]["ownerReferences"][0]["kind"].string == "Node")
            let first = lease["spec"]["renewTime"].string
            for _ in 0..<3 {
                await kubelet.clock.waitForSleepers()
                kubelet.clock.advance(by: .seconds(10))
            }
            try await kubelet.until("it is renewed") {
                $0.api.object(NodeLease.leases, key)?["spec"]["renewTime"].string != first
            }
        }
    }

    @Test("a runtime that is not ready makes the node not ready")
    func notReady() async throws {
        try await Fixture.withKubelet(prepare: { kubelet async throws in
            kubelet.runtime.react { verb, _ throws(RuntimeError) in
                guard verb == "Status" else { return nil }
                return [
                    "status": [
                        "conditions": [
                            ["type": "NetworkReady", "status": false, "reason": "NoBridge", "message": "no bridge"]
                        ]
                    ]
                ]
            }
        }) { kubelet async throws in
            try await kubelet.until("not ready") { fixture in
                let conditions =
                    fixture.api.object(NodeReporter.nodes, "node-1")?["status"]["conditions"].elements ?? []
                let ready = conditions.first { $0["type"].string == "Ready" }
                return ready?["status"].string == "False"
                    && ready?["message"].string
                        == "[container runtime network not ready: NetworkReady=false reason:NoBridge message:no bridge]"
            }
        }
    }
}
