import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

struct JobControllerTests {
    private func job(_ spec: JSONValue = [:]) -> JSONValue {
        var value: JSONValue = [
            "apiVersion": "batch/v1", "kind": "Job", "metadata": ["namespace": "default", "name": "work"],
            "spec": [
                "completions": 1, "parallelism": 1, "backoffLimit": 6,
                "selector": ["matchLabels": ["job": "work"]],
                "template": [
                    "metadata": ["labels": ["job": "work"]],
                    "spec": ["restartPolicy": "Never", "containers": [["name": "c", "image": "i"]]],
                ],
            ],
        ]
        for member in spec.object?.members ?? [] {
            if member.value.isNull {
                value["spec"].remove(member.key)
            } else {
                value["spec"][member.key] = member.value
            }
        }
        return value
    }

    private func running(_ harness: Harness, _ body: () async throws -> Void) async throws {
        try await harness.running(
            JobController(harness.context), TTLAfterFinishedController(harness.context), body: body)
    }

    private func status(_ api: FakeAPI) -> JSONValue { api.object(Resources.jobs, "default/work")?["status"] ?? .null }
    private func condition(_ api: FakeAPI, _ type: String) -> JSONValue? {
        status(api)["conditions"].elements.condition(type)
    }
    private func active(_ api: FakeAPI) -> [JSONValue] { api.objects(Resources.pods).filter { PodState($0).isActive } }

    private func finish(_ harness: Harness, _ pod: JSONValue, _ phase: String) {
        let now = harness.context.time.now.rfc3339
        harness.api.edit(Resources.pods, pod.key) { value in
            value["status"]["phase"] = .string(phase)
            value["status"]["containerStatuses"] = [
                ["name": "c", "state": ["terminated": ["finishedAt": .string(now)]]]
            ]
        }
    }

    @Test func `a Job whose Pods succeed is complete`() async throws {
        let harness = Harness()
        harness.api.add(Resources.jobs, job(["completions": 3, "parallelism": 2]))
        try await running(harness) {
            try await harness.api.eventually("two Pods") { active($0).count == 2 && status($0)["active"].int == 2 }
            #expect(harness.api.objects(Resources.pods)[0].finalizers == ["batch.kubernetes.io/job-tracking"])
            #expect(status(harness.api)["startTime"].string == "2026-01-01T00:00:00Z")
            for pod in active(harness.api) { finish(harness, pod, "Succeeded") }
            try await harness.api.eventually("the third Pod") {
                active($0).count == 1 && status($0)["succeeded"].int == 2
            }
            for pod in active(harness.api) { finish(harness, pod, "Succeeded") }
            try await harness.api.eventually("the end") { condition($0, "Complete")?["status"].string == "True" }
            #expect(status(harness.api)["succeeded"].int == 3)
            #expect(status(harness.api)["completionTime"].string == "2026-01-01T00:00:00Z")
            #expect(condition(harness.api, "SuccessCriteriaMet")?["reason"].string == "CompletionsReached")
            #expect(status(harness.api)["uncountedTerminatedPods"] == [:])
            #expect(harness.api.objects(Resources.pods).allSatisfy { $0.finalizers.isEmpty })
            try await harness.api.eventually("the event") { $0.eventTexts.contains("Completed: Job completed") }
        }
    }

    @Test func `failures are retried with back-off until there are too many`() async throws {
        let harness = Harness()
        harness.api.add(Resources.jobs, job(["backoffLimit": 1]))
        try await running(harness) {
            try await harness.api.eventually("a Pod") { active($0).count == 1 }
            finish(harness, active(harness.api)[0], "Failed")
            try await harness.api.eventually("the count") { status($0)["failed"].int == 1 }
            #expect(active(harness.api).isEmpty)
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(10))
            try await harness.api.eventually("another Pod") { active($0).count == 1 }
            finish(harness, active(harness.api)[0], "Failed")
            try await harness.api.eventually("the end") { condition($0, "Failed")?["status"].string == "True" }
            #expect(status(harness.api)["failed"].int == 2)
            #expect(condition(harness.api, "Failed")?["reason"].string == "BackoffLimitExceeded")
            #expect(
                condition(harness.api, "Failed")?["message"].string == "Job has reached the specified backoff limit")
            try await harness.api.eventually("the event") {
                $0.eventTexts.contains("BackoffLimitExceeded: Job has reached the specified backoff limit")
            }
        }
    }

    @Test func `a Job that takes longer than it may fails and its Pods go`() async throws {
        let harness = Harness()
        harness.api.add(Resources.jobs, job(["activeDeadlineSeconds": 30]))
        try await running(harness) {
            try await harness.api.eventually("a Pod") { active($0).count == 1 && status($0)["active"].int == 1 }
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(30))
            try await harness.api.eventually("the end") {
                condition($0, "Failed")?["reason"].string == "DeadlineExceeded" && $0.objects(Resources.pods).isEmpty
            }
        }
    }

    @Test func `a suspended Job has no Pods and no start, and begins when resumed`() async throws {
        let harness = Harness()
        harness.api.add(Resources.jobs, job(["suspend": true]))
        try await running(harness) {
            try await harness.api.eventually("the suspension") {
                condition($0, "Suspended")?["status"].string == "True"
            }
            #expect(harness.api.objects(Resources.pods).isEmpty)
            #expect(status(harness.api)["startTime"].isNull)
            harness.api.edit(Resources.jobs, "default/work") { $0["spec"]["suspend"] = false }
            try await harness.api.eventually("a Pod") { active($0).count == 1 }
            try await harness.api.eventually("the condition") {
                condition($0, "Suspended")?["status"].string == "False"
            }
            harness.api.edit(Resources.jobs, "default/work") { $0["spec"]["suspend"] = true }
            try await harness.api.eventually("the second suspension") {
                condition($0, "Suspended")?["status"].string == "True" && $0.objects(Resources.pods).isEmpty
            }
            #expect(status(harness.api)["failed"].isNull)
        }
    }

    @Test func `an indexed Job has one Pod for each index`() async throws {
        let harness = Harness()
        harness.api.add(
            Resources.jobs, job(["completions": 4, "parallelism": 4, "completionMode": "Indexed"]))
        try await running(harness) {
            try await harness.api.eventually("the Pods") { active($0).count == 4 }
            let pods = active(harness.api).sorted {
                JobSync.index(of: PodState($0)) ?? 0 < JobSync.index(of: PodState($1)) ?? 0
            }
            #expect(pods.compactMap { JobSync.index(of: PodState($0)) } == [0, 1, 2, 3])
            #expect(pods[2]["spec"]["hostname"].string == "work-2")
            #expect(pods[2]["spec"]["containers"][0]["env"][0]["name"].string == "JOB_COMPLETION_INDEX")
            for index in [0, 1, 3] { finish(harness, pods[index], "Succeeded") }
            try await harness.api.eventually("the count") { status($0)["completedIndexes"].string == "0,1,3" }
            finish(harness, pods[2], "Succeeded")
            try await harness.api.eventually("the end") { condition($0, "Complete")?["status"].string == "True" }
            #expect(status(harness.api)["completedIndexes"].string == "0-3")
            #expect(status(harness.api)["succeeded"].int == 4)
        }
    }

    @Test func `without completions one success ends the Job when the others are done`() async throws {
        let harness = Harness()
        harness.api.add(Resources.jobs, job(["completions": nil, "parallelism": 2]))
        try await running(harness) {
            try await harness.api.eventually("the Pods") { active($0).count == 2 }
            let pods = active(harness.api)
            finish(harness, pods[0], "Succeeded")
            try await harness.api.eventually("the count") { status($0)["succeeded"].int == 1 }
            #expect(active(harness.api).count == 1)
            #expect(condition(harness.api, "Complete") == nil)
            finish(harness, pods[1], "Succeeded")
            try await harness.api.eventually("the end") { condition($0, "Complete")?["status"].string == "True" }
        }
    }

    @Test func `a finished Job is deleted when its time is over`() async throws {
        let harness = Harness()
        harness.api.add(Resources.jobs, job(["ttlSecondsAfterFinished": 100]))
        try await running(harness) {
            try await harness.api.eventually("a Pod") { active($0).count == 1 }
            finish(harness, active(harness.api)[0], "Succeeded")
            try await harness.api.eventually("the end") { condition($0, "Complete")?["status"].string == "True" }
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(100))
            try await harness.api.eventually("the deletion") {
                $0.object(Resources.jobs, "default/work")?.isBeingDeleted == true
            }
        }
    }

    @Test func `Pods of a Job that is gone lose the finalizer`() async throws {
        let harness = Harness()
        harness.api.add(Resources.jobs, job())
        try await running(harness) {
            try await harness.api.eventually("a Pod") { active($0).count == 1 }
            harness.api.remove(Resources.jobs, "default/work")
            try await harness.api.eventually("the release") {
                $0.objects(Resources.pods).allSatisfy { $0.finalizers.isEmpty }
            }
        }
    }
}
