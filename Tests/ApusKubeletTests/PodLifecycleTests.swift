import ApusAPI
import ApusJSON
import ApusTestSupport
import Synchronization
import Testing

@testable import ApusKubelet

@Suite(.timeLimit(.minutes(1)))
struct PodLifecycleTests {
    @Test("a pod is run, and its status says where and what")
    func runs() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web")
            try await kubelet.until("web", "Running")
            let status = kubelet.status("web")
            #expect(status["podIP"].string == "10.0.0.1")
            #expect(status["podIPs"] == [["ip": "10.0.0.1"]])
            #expect(status["hostIP"].string == "192.0.2.1")
            #expect(status["qosClass"].string == "BestEffort")
            #expect(status["startTime"].string == "2026-01-01T00:00:00Z")
            for type in ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"] {
                #expect(kubelet.condition("web", type) == "True", "\(type)")
            }
            let container = kubelet.container("web")
            #expect(container["ready"].bool == true && container["started"].bool == true)
            #expect(container["restartCount"].int == 0)
            #expect(container["containerID"].string == "fake://container-2")
            #expect(container["imageID"].string == "sha256:busybox:1.36")
            #expect(container["state"]["running"]["startedAt"].string == "2026-01-01T00:00:00Z")
            try await kubelet.until("events") { $0.eventReasons.contains("Started") }
            #expect(Set(kubelet.eventReasons).isSuperset(of: ["Pulled", "Created", "Started"]))
        }
    }

    @Test("what somebody else writes over the kubelet's status does not last, but what they add does")
    func overwrittenStatus() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web")
            try await kubelet.until("web", "Running")
            try await kubelet.until("it is ready") { $0.condition("web", "Ready") == "True" }
            kubelet.api.edit(Kubelet.pods, "default/web") { pod in
                pod["status"]["conditions"] = .array(
                    pod["status"]["conditions"].elements.map { condition in
                        var condition = condition
                        if condition["type"].string == "Ready" { condition["status"] = "False" }
                        return condition
                    } + [["type": "Theirs", "status": "True"]])
                pod["status"]["nominatedNodeName"] = "other"
            }
            #expect(kubelet.condition("web", "Ready") == "False" || kubelet.condition("web", "Theirs") == "True")
            try await kubelet.until("it is ready again") { $0.condition("web", "Ready") == "True" }
            #expect(kubelet.condition("web", "Theirs") == "True")
        }
    }

    @Test("a deleted pod is stopped within its grace period, its object deleted last")
    func deletion() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            let pod = kubelet.pod("web")
            try await kubelet.until("web", "Running")
            kubelet.api.edit(Kubelet.pods, "default/web") {
                $0["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:10Z"
                $0["metadata"]["deletionGracePeriodSeconds"] = 10
            }
            try await kubelet.until("the pod is gone") { $0.api.object(Kubelet.pods, "default/web") == nil }
            #expect(kubelet.runtime.requests("StopContainer").map { $0["timeout"].int } == [10])
            #expect(kubelet.runtime.state.withLock { $0.sandboxes.isEmpty })
            let delete = try #require(kubelet.api.writes.last { $0.verb == .delete })
            #expect(delete.options.gracePeriodSeconds == 0)
            #expect(delete.options.preconditionUID == pod["metadata"]["uid"].string)
            #expect(!FileTree.exists("\(kubelet.root)/kubelet/pods/\(pod["metadata"]["uid"].string ?? "")"))
            try await kubelet.until("events") { $0.eventReasons.contains("Killing") }
        }
    }

    @Test("a pod that is deleted by force is removed without its object")
    func forcedDeletion() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web")
            try await kubelet.until("web", "Running")
            kubelet.api.remove(Kubelet.pods, "default/web")
            try await kubelet.until("the sandbox is gone") { $0.runtime.state.withLock { $0.sandboxes.isEmpty } }
            #expect(!kubelet.api.writes.contains { $0.verb == .delete })
        }
    }

    struct Ending: Sendable, CustomTestStringConvertible {
        var policy: String
        var exitCode: Int64
        var phase: String
        var reason: String
        var testDescription: String { "\(policy), exit \(exitCode)" }
    }

    @Test(
        "a pod whose containers are done has succeeded or failed by its restart policy",
        arguments: [
            Ending(policy: "Never", exitCode: 0, phase: "Succeeded", reason: "Completed"),
            Ending(policy: "Never", exitCode: 3, phase: "Failed", reason: "Error"),
            Ending(policy: "OnFailure", exitCode: 0, phase: "Succeeded", reason: "Completed"),
        ])
    func ending(_ ending: Ending) async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("job") { $0["spec"]["restartPolicy"] = .string(ending.policy) }
            try await kubelet.until("job", "Running")
            kubelet.runtime.finish("main", exitCode: ending.exitCode)
            try await kubelet.until("job", ending.phase)
            let terminated = kubelet.container("job")["state"]["terminated"]
            #expect(terminated["exitCode"].int == ending.exitCode)
            #expect(terminated["reason"].string == ending.reason)
            #expect(kubelet.condition("job", "Ready") == "False")
            // The sandbox gives its address back; the container stays for its log.
            try await kubelet.until("the sandbox stops") {
                $0.runtime.state.withLock { $0.sandboxes.first?.isReady == false }
            }
            #expect(kubelet.runtime.container("main") != nil)
        }
    }

    @Test("a container that ends is restarted, at once, then after 10 s, 20 s and so on")
    func crashLoop() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web")
            try await kubelet.until("web", "Running")
            kubelet.runtime.finish("main", exitCode: 1)
            try await kubelet.until("the first restart") { $0.container("web")["restartCount"].int == 1 }
            for (restarts, seconds) in [(2, 10), (3, 20), (4, 40)] {
                kubelet.runtime.finish("main", exitCode: 1)
                try await kubelet.until("it waits") {
                    $0.container("web")["state"]["waiting"]["reason"].string == "CrashLoopBackOff"
                }
                let waiting = kubelet.container("web")["state"]["waiting"]["message"].string ?? ""
                #expect(waiting.hasPrefix("back-off \(seconds)s restarting failed container=main pod=web_default("))
                #expect(kubelet.container("web")["lastState"]["terminated"]["exitCode"].int == 1)
                #expect(kubelet.status("web")["phase"].string == "Running")
                kubelet.clock.advance(by: .seconds(seconds) + .milliseconds(2))
                try await kubelet.until("restart \(restarts)") {
                    $0.container("web")["restartCount"].int == Int64(restarts)
                        && !$0.container("web")["state"]["running"].isNull
                }
            }
            // Only the last run but one is kept.
            #expect(kubelet.runtime.state.withLock { $0.containers.count } == 2)
        }
    }

    @Test("init containers run one after another, sidecars stay")
    func initContainers() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web") {
                $0["spec"]["initContainers"] = [
                    ["name": "first", "image": "busybox:1.36"],
                    ["name": "proxy", "image": "busybox:1.36", "restartPolicy": "Always"],
                    ["name": "second", "image": "busybox:1.36"],
                ]
            }
            try await kubelet.until("first runs") { !$0.container("web", "first")["state"]["running"].isNull }
            #expect(kubelet.container("web")["state"]["waiting"]["reason"].string == "PodInitializing")
            #expect(kubelet.condition("web", "Initialized") == "False")
            #expect(kubelet.runtime.container("proxy") == nil)
            kubelet.runtime.finish("first", exitCode: 0)
            try await kubelet.until("second runs") { !$0.container("web", "second")["state"]["running"].isNull }
            #expect(!kubelet.container("web", "proxy")["state"]["running"].isNull)
            #expect(kubelet.runtime.container("main") == nil)
            kubelet.runtime.finish("second", exitCode: 0)
            try await kubelet.until("web", "Running")
            try await kubelet.until("initialized") { $0.condition("web", "Initialized") == "True" }
            #expect(kubelet.container("web", "first")["ready"].bool == true)
        }
    }

    @Test("an init container that fails makes a pod that never restarts fail")
    func initFailure() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web") {
                $0["spec"]["restartPolicy"] = "Never"
                $0["spec"]["initContainers"] = [["name": "first", "image": "busybox:1.36"]]
            }
            try await kubelet.until("first runs") { !$0.container("web", "first")["state"]["running"].isNull }
            kubelet.runtime.finish("first", exitCode: 2)
            try await kubelet.until("web", "Failed")
            #expect(kubelet.runtime.container("main") == nil)
        }
    }

    @Test("a pod that is active for too long fails")
    func deadline() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web") { $0["spec"]["activeDeadlineSeconds"] = 60 }
            try await kubelet.until("web", "Running")
            kubelet.clock.advance(by: .seconds(61))
            try await kubelet.until("web", "Failed")
            #expect(kubelet.status("web")["reason"].string == "DeadlineExceeded")
        }
    }

    @Test("a container whose image is changed is made anew")
    func imageChange() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            kubelet.runtime.state.withLock { _ = $0.images.insert("busybox:1.37") }
            _ = kubelet.pod("web")
            try await kubelet.until("web", "Running")
            kubelet.api.edit(Kubelet.pods, "default/web") { pod in
                pod["spec"]["containers"][0]["image"] = "busybox:1.37"
            }
            try await kubelet.until("a restart") { $0.container("web")["restartCount"].int == 1 }
            #expect(kubelet.container("web")["image"].string == "busybox:1.37")
        }
    }

    @Test("containers that run when the kubelet starts are adopted; pods without an object are removed")
    func adoption() async throws {
        try await Fixture.withKubelet(prepare: { kubelet async throws in
            let pod = kubelet.pod("web")
            let labels = { (uid: JSONValue) -> JSONValue in [RuntimeLabel.podUID: uid] }
            for uid in [pod["metadata"]["uid"], "uid-of-nobody"] {
                let sandbox = try await kubelet.runtime.call(
                    "RunPodSandbox", ["config": ["metadata": ["uid": uid, "attempt": 0], "labels": labels(uid)]])
                let container = try await kubelet.runtime.call(
                    "CreateContainer",
                    [
                        "podSandboxId": sandbox["podSandboxId"],
                        "config": [
                            "metadata": ["name": "main", "attempt": 0],
                            "image": ["image": "sha256:busybox:1.36"],
                        ],
                    ])
                _ = try await kubelet.runtime.call("StartContainer", container)
            }
        }) { kubelet async throws in
            try await kubelet.until("web", "Running")
            #expect(kubelet.container("web")["containerID"].string == "fake://container-2")
            #expect(kubelet.runtime.requests("CreateContainer").count == 2)
            try await kubelet.until("the orphan is gone") { $0.runtime.state.withLock { $0.sandboxes.count == 1 } }
        }
    }
}
