import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

struct ReplicaSetControllerTests {
    private func replicaSet(_ name: String = "web", replicas: Int64, minReady: Int64 = 0) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "ReplicaSet",
            "metadata": ["namespace": "default", "name": .string(name)],
            "spec": [
                "replicas": .int(replicas), "minReadySeconds": .int(minReady),
                "selector": ["matchLabels": ["app": .string(name)]],
                "template": [
                    "metadata": ["labels": ["app": .string(name)]],
                    "spec": ["containers": [["name": "c", "image": "i"]]],
                ],
            ],
        ]
    }

    private func running(_ harness: Harness, _ body: () async throws -> Void) async throws {
        try await harness.running(ReplicaSetController(.replicaSet, harness.context), body: body)
    }

    @Test func `missing Pods are made from the template and owned`() async throws {
        let harness = Harness()
        harness.api.add(Resources.replicaSets, replicaSet(replicas: 3))
        try await running(harness) {
            try await harness.api.eventually("the status") {
                $0.object(Resources.replicaSets, "default/web")?["status"]["replicas"].int == 3
            }
            let pods = harness.api.objects(Resources.pods)
            #expect(pods.count == 3)
            #expect(pods.allSatisfy { $0.name.hasPrefix("web-") && $0.labels == ["app": "web"] })
            let reference = pods[0].controllerReference
            #expect(reference?.kind == "ReplicaSet")
            #expect(reference?.blockOwnerDeletion == true)
            try await harness.api.eventually("the events") {
                $0.eventTexts.filter { $0.hasPrefix("SuccessfulCreate: Created pod: web-") }.count == 3
            }
        }
    }

    @Test func `readiness and availability are counted, the latter after minReadySeconds`() async throws {
        let harness = Harness()
        harness.api.add(Resources.replicaSets, replicaSet(replicas: 2, minReady: 10))
        try await running(harness) {
            try await harness.api.eventually("the Pods") { $0.objects(Resources.pods).count == 2 }
            harness.api.runAllPods()
            try await harness.api.eventually("readiness") {
                $0.object(Resources.replicaSets, "default/web")?["status"]["readyReplicas"].int == 2
            }
            #expect(harness.api.object(Resources.replicaSets, "default/web")?["status"]["availableReplicas"].int == nil)
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(11))
            try await harness.api.eventually("availability") {
                $0.object(Resources.replicaSets, "default/web")?["status"]["availableReplicas"].int == 2
            }
        }
    }

    @Test func `surplus Pods go, those that do not run first`() async throws {
        let harness = Harness()
        harness.api.add(Resources.replicaSets, replicaSet(replicas: 3))
        try await running(harness) {
            try await harness.api.eventually("the Pods") { $0.objects(Resources.pods).count == 3 }
            let names = harness.api.objects(Resources.pods).map(\.name)
            for name in names.prefix(2) {
                harness.api.edit(Resources.pods, "default/\(name)") { $0["spec"]["nodeName"] = "n" }
                harness.api.setPod("default/\(name)")
            }
            harness.api.edit(Resources.replicaSets, "default/web") { $0["spec"]["replicas"] = 2 }
            try await harness.api.eventually("the deletion") { $0.objects(Resources.pods).count == 2 }
            #expect(harness.api.objects(Resources.pods).map(\.name) == Array(names.prefix(2)))
            try await harness.api.eventually("the event") {
                $0.eventTexts.contains("SuccessfulDelete: Deleted pod: \(names[2])")
            }
        }
    }

    @Test func `a Pod that is gone is replaced, a finished one too`() async throws {
        let harness = Harness()
        harness.api.add(Resources.replicaSets, replicaSet(replicas: 1))
        try await running(harness) {
            try await harness.api.eventually("a Pod") { $0.objects(Resources.pods).count == 1 }
            let first = harness.api.objects(Resources.pods)[0]
            harness.api.remove(Resources.pods, first.key)
            try await harness.api.eventually("another") {
                $0.objects(Resources.pods).count == 1 && $0.objects(Resources.pods)[0].uid != first.uid
            }
            harness.api.setPod(harness.api.objects(Resources.pods)[0].key, phase: "Failed", ready: false)
            try await harness.api.eventually("a third") { $0.objects(Resources.pods).count == 2 }
        }
    }

    @Test func `orphans are adopted and Pods that no longer match are released`() async throws {
        let harness = Harness()
        harness.api.add(Resources.replicaSets, replicaSet(replicas: 1))
        harness.api.add(
            Resources.pods,
            [
                "metadata": ["namespace": "default", "name": "orphan", "labels": ["app": "web"]],
                "spec": [:], "status": ["phase": "Running"],
            ])
        try await running(harness) {
            try await harness.api.eventually("the adoption") {
                $0.object(Resources.pods, "default/orphan")?.controllerReference?.name == "web"
            }
            #expect(harness.api.objects(Resources.pods).count == 1)
            harness.api.edit(Resources.pods, "default/orphan") { $0["metadata"]["labels"]["app"] = "debug" }
            try await harness.api.eventually("the release") {
                $0.object(Resources.pods, "default/orphan")?.controllerReference == nil
                    && $0.objects(Resources.pods).count == 2
            }
        }
    }

    @Test func `refused Pods are reported once a batch, in the status too`() async throws {
        let harness = Harness()
        harness.api.addReactor { request throws(StatusError) in
            guard request.verb == .create, request.resource == Resources.pods else { return nil }
            throw StatusError(code: 403, reason: .forbidden, message: "exceeded quota")
        }
        harness.api.add(Resources.replicaSets, replicaSet(replicas: 50))
        try await running(harness) {
            try await harness.api.eventually("the condition") {
                $0.object(Resources.replicaSets, "default/web")?["status"]["conditions"][0]["reason"].string
                    == "FailedCreate"
            }
            // Once, and once more because the status changed; not fifty times.
            #expect(harness.api.writes.filter { $0.resource == Resources.pods }.count <= 2)
            try await harness.api.eventually("the event") {
                $0.eventTexts.contains("FailedCreate: Error creating: exceeded quota")
            }
        }
    }

    @Test func `a ReplicationController works the same with its simple selector`() async throws {
        let harness = Harness()
        var controller = replicaSet(replicas: 2)
        controller["kind"] = "ReplicationController"
        controller["spec"]["selector"] = ["app": "web"]
        harness.api.add(Resources.replicationControllers, controller)
        try await harness.running(ReplicaSetController(.replicationController, harness.context)) {
            try await harness.api.eventually("the status") {
                $0.object(Resources.replicationControllers, "default/web")?["status"]["replicas"].int == 2
            }
            #expect(harness.api.objects(Resources.pods)[0].controllerReference?.apiVersion == "v1")
        }
    }
}
