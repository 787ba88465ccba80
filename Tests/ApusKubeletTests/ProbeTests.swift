import ApusAPI
import ApusJSON
import ApusTestSupport
import Synchronization
import Testing

@testable import ApusKubelet

@Suite(.timeLimit(.minutes(1)))
struct ProbeTests {
    /// Exit codes that commands give, by their first word.
    private final class Answers: Sendable {
        private let codes = Mutex<[String: Int64]>([:])

        subscript(command: String) -> Int64 {
            get { codes.withLock { $0[command] ?? 0 } }
            set { codes.withLock { $0[command] = newValue } }
        }

        func install(_ runtime: FakeRuntime) {
            runtime.react { [self] verb, request throws(RuntimeError) in
                guard verb == "ExecSync", let command = request["cmd"].elements.first?.string else { return nil }
                return [
                    "exitCode": .int(self[command]), "stdout": .string(Base64.encode(Array("no".utf8))), "stderr": "",
                ]
            }
        }
    }

    @Test("a pod is ready when its readiness probe says so, and not before startup")
    func readiness() async throws {
        let answers = Answers()
        answers["ready"] = 1
        answers["startup"] = 1
        try await Fixture.withKubelet(prepare: { answers.install($0.runtime) }) { kubelet async throws in
            _ = kubelet.pod("web") { pod in
                pod["spec"]["containers"][0]["readinessProbe"] = ["exec": ["command": ["ready"]], "periodSeconds": 5]
                pod["spec"]["containers"][0]["startupProbe"] = [
                    "exec": ["command": ["startup"]], "periodSeconds": 1, "failureThreshold": 30,
                ]
            }
            try await kubelet.until("web", "Running")
            #expect(kubelet.container("web")["started"].bool == false)
            #expect(kubelet.condition("web", "Ready") == "False")
            answers["startup"] = 0
            try await advance(kubelet, by: 1) { $0.container("web")["started"].bool == true }
            #expect(kubelet.container("web")["ready"].bool == false)
            answers["ready"] = 0
            try await advance(kubelet, by: 5) { $0.condition("web", "Ready") == "True" }
            answers["ready"] = 1
            try await advance(kubelet, by: 5) { $0.condition("web", "Ready") == "False" }
            try await kubelet.until("events") { $0.eventReasons.contains("Unhealthy") }
        }
    }

    @Test("a container whose liveness probe fails is restarted")
    func liveness() async throws {
        let answers = Answers()
        try await Fixture.withKubelet(prepare: { answers.install($0.runtime) }) { kubelet async throws in
            _ = kubelet.pod("web") { pod in
                pod["spec"]["containers"][0]["livenessProbe"] = [
                    "exec": ["command": ["alive"]], "periodSeconds": 2, "failureThreshold": 2,
                ]
            }
            try await kubelet.until("web", "Running")
            answers["alive"] = 1
            try await advance(kubelet, by: 2) { $0.container("web")["restartCount"].int == 1 }
            #expect(kubelet.runtime.requests("StopContainer").count == 1)
        }
    }

    @Test("hooks run when a container has started and before it is stopped")
    func hooks() async throws {
        let answers = Answers()
        try await Fixture.withKubelet(prepare: { answers.install($0.runtime) }) { kubelet async throws in
            _ = kubelet.pod("web") { pod in
                pod["spec"]["containers"][0]["lifecycle"] = [
                    "postStart": ["exec": ["command": ["hello"]]], "preStop": ["exec": ["command": ["bye"]]],
                ]
            }
            try await kubelet.until("web", "Running")
            #expect(kubelet.runtime.requests("ExecSync").map { $0["cmd"] } == [["hello"]])
            kubelet.api.edit(Kubelet.pods, "default/web") {
                $0["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:30Z"
                $0["metadata"]["deletionGracePeriodSeconds"] = 30
            }
            try await kubelet.until("the pod is gone") { $0.api.object(Kubelet.pods, "default/web") == nil }
            let verbs = kubelet.runtime.calls.map(\.verb)
            let hook = try #require(verbs.lastIndex(of: "ExecSync"))
            let stop = try #require(verbs.firstIndex(of: "StopContainer"))
            #expect(hook < stop)
        }
    }

    @Test("a postStart hook that fails stops the container")
    func failedHook() async throws {
        let answers = Answers()
        answers["hello"] = 1
        try await Fixture.withKubelet(prepare: { answers.install($0.runtime) }) { kubelet async throws in
            _ = kubelet.pod("web") { pod in
                pod["spec"]["containers"][0]["lifecycle"] = ["postStart": ["exec": ["command": ["hello"]]]]
            }
            try await kubelet.until("events") { $0.eventReasons.contains("FailedPostStartHook") }
            try await kubelet.until("stopped") { !$0.runtime.requests("StopContainer").isEmpty }
        }
    }

    /// Moves the clock in steps until the condition holds.
    private func advance(
        _ kubelet: Fixture, by seconds: Int, until condition: @escaping @Sendable (Fixture) -> Bool
    ) async throws {
        try await kubelet.until("the probe is heard") { fixture in
            if condition(fixture) { return true }
            fixture.clock.advance(by: .seconds(seconds))
            return false
        }
    }
}
