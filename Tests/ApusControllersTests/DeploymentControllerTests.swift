import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

struct DeploymentControllerTests {
    private func deployment(replicas: Int64 = 3, image: String = "v1", strategy: JSONValue? = nil) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["namespace": "default", "name": "web"],
            "spec": [
                "replicas": .int(replicas), "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600,
                "selector": ["matchLabels": ["app": "web"]],
                "strategy": strategy
                    ?? ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": "25%", "maxUnavailable": "25%"]],
                "template": [
                    "metadata": ["labels": ["app": "web"]],
                    "spec": ["containers": [["name": "c", "image": .string(image)]]],
                ],
            ],
        ]
    }

    private func running(_ harness: Harness, _ body: () async throws -> Void) async throws {
        try await harness.running(
            DeploymentController(harness.context), ReplicaSetController(.replicaSet, harness.context), body: body)
    }

    /// Runs Pods as they come until the rollout is complete.
    private func rollOut(_ harness: Harness, _ generation: Int64) async throws {
        try await harness.api.eventually("the rollout") { api in
            api.runAllPods()
            guard let found = api.object(Resources.deployments, "default/web") else { return false }
            let status = found["status"]
            let wanted = found["spec"]["replicas"].int ?? 0
            return status["observedGeneration"].int == generation && status["updatedReplicas"].int ?? 0 == wanted
                && status["replicas"].int ?? 0 == wanted && status["availableReplicas"].int ?? 0 == wanted
                && status["conditions"].elements.condition("Progressing")?["reason"].string == "NewReplicaSetAvailable"
        }
    }

    private func sets(_ harness: Harness) -> [JSONValue] {
        harness.api.objects(Resources.replicaSets).sorted { ReplicaSet($0).revision < ReplicaSet($1).revision }
    }

    private func setImage(_ harness: Harness, _ image: String) {
        harness.api.edit(Resources.deployments, "default/web") { value in
            value["spec"]["template"]["spec"]["containers"] = [["name": "c", "image": .string(image)]]
            value["metadata"]["generation"] = .int(value.generation + 1)
        }
    }

    @Test func `a new Deployment gets one ReplicaSet with hash, revision and sizes`() async throws {
        let harness = Harness()
        harness.api.add(Resources.deployments, deployment())
        try await running(harness) {
            try await rollOut(harness, 1)
            let sets = sets(harness)
            #expect(sets.count == 1)
            let hash = sets[0].labels["pod-template-hash"] ?? ""
            #expect(sets[0].name == "web-\(hash)")
            #expect(sets[0]["spec"]["selector"]["matchLabels"]["pod-template-hash"].string == hash)
            #expect(sets[0]["spec"]["template"].labels["pod-template-hash"] == hash)
            #expect(sets[0].annotations["deployment.kubernetes.io/revision"] == "1")
            #expect(sets[0].annotations["deployment.kubernetes.io/desired-replicas"] == "3")
            #expect(sets[0].annotations["deployment.kubernetes.io/max-replicas"] == "4")
            let found = harness.api.object(Resources.deployments, "default/web") ?? .null
            #expect(found.annotations["deployment.kubernetes.io/revision"] == "1")
            let progress = found["status"]["conditions"].elements.condition("Progressing")
            #expect(progress?["message"].string == "ReplicaSet \"web-\(hash)\" has successfully progressed.")
            let available = found["status"]["conditions"].elements.condition("Available")
            #expect(available?["reason"].string == "MinimumReplicasAvailable")
            try await harness.api.eventually("the event") {
                $0.eventTexts.contains("ScalingReplicaSet: Scaled up replica set web-\(hash) from 0 to 3")
            }
        }
    }

    @Test func `a rolling update never leaves its bounds and ends with the new template`() async throws {
        let harness = Harness()
        harness.api.add(Resources.deployments, deployment(replicas: 4))
        try await running(harness) {
            try await rollOut(harness, 1)
            setImage(harness, "v2")
            try await harness.api.eventually("the rollout") { api in
                let pods = api.objects(Resources.pods)
                #expect(api.objects(Resources.replicaSets).map { ReplicaSet($0) }.totalSize <= 5)
                #expect(pods.filter { PodState($0).isReady }.count >= 3)
                api.runAllPods()
                let found = api.object(Resources.deployments, "default/web")
                return found?["status"]["observedGeneration"].int == 2 && found?["status"]["updatedReplicas"].int == 4
                    && found?["status"]["replicas"].int == 4
                    && found?["status"]["availableReplicas"].int == 4
            }
            let sets = sets(harness)
            #expect(sets.map { $0["spec"]["replicas"].int } == [0, 4])
            #expect(sets.map { ReplicaSet($0).revision } == [1, 2])
        }
    }

    @Test func `going back to an old template takes its ReplicaSet again, as a new revision`() async throws {
        let harness = Harness()
        harness.api.add(Resources.deployments, deployment(replicas: 2))
        try await running(harness) {
            try await rollOut(harness, 1)
            let first = sets(harness)[0]
            setImage(harness, "v2")
            try await rollOut(harness, 2)
            setImage(harness, "v1")
            try await rollOut(harness, 3)
            let sets = sets(harness)
            #expect(sets.count == 2)
            #expect(sets[1].name == first.name)
            #expect(ReplicaSet(sets[1]).revision == 3)
            #expect(sets[1].annotations["deployment.kubernetes.io/revision-history"] == "1")
        }
    }

    @Test func `Recreate waits until the old Pods are gone`() async throws {
        let harness = Harness()
        harness.api.add(Resources.deployments, deployment(replicas: 2, strategy: ["type": "Recreate"]))
        try await running(harness) {
            try await rollOut(harness, 1)
            for pod in harness.api.objects(Resources.pods) {
                harness.api.edit(Resources.pods, pod.key) { $0["spec"]["nodeName"] = "n" }
            }
            setImage(harness, "v2")
            try await harness.api.eventually("the old Pods stopping") {
                $0.objects(Resources.pods).allSatisfy(\.isBeingDeleted)
            }
            #expect(harness.api.objects(Resources.replicaSets).count == 1)
            for pod in harness.api.objects(Resources.pods) { harness.api.remove(Resources.pods, pod.key) }
            try await rollOut(harness, 2)
            #expect(sets(harness).map { $0["spec"]["replicas"].int } == [0, 2])
        }
    }

    @Test func `a paused Deployment scales but does not roll, and goes on when resumed`() async throws {
        let harness = Harness()
        harness.api.add(Resources.deployments, deployment(replicas: 2))
        try await running(harness) {
            try await rollOut(harness, 1)
            harness.api.edit(Resources.deployments, "default/web") { value in
                value["spec"]["paused"] = true
                value["spec"]["replicas"] = 3
                value["metadata"]["generation"] = 2
            }
            try await harness.api.eventually("the pause") {
                let found = $0.object(Resources.deployments, "default/web")
                return found?["status"]["conditions"].elements.condition("Progressing")?["reason"].string
                    == "DeploymentPaused" && found?["status"]["replicas"].int == 3
            }
            setImage(harness, "v2")
            try await harness.api.eventually("the look at it") {
                $0.object(Resources.deployments, "default/web")?["status"]["observedGeneration"].int == 3
            }
            #expect(harness.api.objects(Resources.replicaSets).count == 1)
            harness.api.edit(Resources.deployments, "default/web") { value in
                value["spec"].remove("paused")
                value["metadata"]["generation"] = 4
            }
            try await rollOut(harness, 4)
            #expect(harness.api.objects(Resources.replicaSets).count == 2)
        }
    }

    @Test func `no progress for the deadline is told`() async throws {
        let harness = Harness()
        harness.api.add(Resources.deployments, deployment(replicas: 1))
        try await running(harness) {
            try await harness.api.eventually("the Pod") {
                $0.object(Resources.deployments, "default/web")?["status"]["updatedReplicas"].int == 1
            }
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(602))
            try await harness.api.eventually("the condition") {
                let conditions = $0.object(Resources.deployments, "default/web")?["status"]["conditions"].elements ?? []
                let progress = conditions.condition("Progressing")
                return progress?["status"].string == "False" && progress?["reason"].string == "ProgressDeadlineExceeded"
                    && progress?["message"].string?.hasSuffix("has timed out progressing.") == true
            }
        }
    }

    @Test func `old ReplicaSets beyond the history limit are deleted`() async throws {
        let harness = Harness()
        var value = deployment(replicas: 1)
        value["spec"]["revisionHistoryLimit"] = 1
        harness.api.add(Resources.deployments, value)
        try await running(harness) {
            try await rollOut(harness, 1)
            for (index, image) in ["v2", "v3", "v4"].enumerated() {
                setImage(harness, image)
                try await rollOut(harness, Int64(index + 2))
            }
            try await harness.api.eventually("the cleaning") { $0.objects(Resources.replicaSets).count == 2 }
            #expect(sets(harness).map { ReplicaSet($0).revision } == [3, 4])
        }
    }

    @Test func `availability that a ReplicaSet is about to lose does not count`() {
        let set = ReplicaSet(["spec": ["replicas": 3], "status": ["replicas": 4, "availableReplicas": 4]])
        #expect(set.availableWithinSize == 3)
        #expect([set].totalAvailableWithinSize == 3)
    }

    @Test func `equal templates hash equal, whatever the order of their members`() {
        let a: JSONValue = ["spec": ["a": 1, "b": 2]]
        let b: JSONValue = ["spec": ["b": 2, "a": 1]]
        #expect(TemplateHash.compute(a, collisions: nil) == TemplateHash.compute(b, collisions: nil))
        #expect(TemplateHash.compute(a, collisions: nil) != TemplateHash.compute(a, collisions: 1))
        #expect(TemplateHash.compute(a, collisions: nil).allSatisfy { "bcdfghjklmnpqrstvwxz2456789".contains($0) })
    }

    /// replicas, maxSurge, maxUnavailable, sizes of (new, old) → size of new.
    @Test(
        arguments: [
            (10, "25%", "25%", 0, 10, 3), (10, "25%", "25%", 3, 8, 5), (4, "0", "1", 0, 3, 1), (1, "25%", "0", 0, 1, 1),
        ] as [(Int64, String, String, Int64, Int64, Int64)])
    func `the new ReplicaSet grows within the surge`(
        wanted: Int64, surge: String, unavailable: String, new: Int64, old: Int64, size: Int64
    ) {
        func number(_ text: String) -> JSONValue { Int64(text).map { .int($0) } ?? .string(text) }
        let numbers = RollingNumbers([
            "spec": [
                "replicas": .int(wanted),
                "strategy": [
                    "type": "RollingUpdate",
                    "rollingUpdate": ["maxSurge": number(surge), "maxUnavailable": number(unavailable)],
                ],
            ]
        ])
        let sets = [new, old].map { ReplicaSet(["spec": ["replicas": .int($0)]]) }
        #expect(numbers.newSize(new, all: sets) == size)
    }
}
