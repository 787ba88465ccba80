import ApusJSON
import Testing

@Suite struct NodeResourcesFitTests {
    struct Case: Sendable {
        var pod: JSONValue
        var verdict: String
    }

    /// The node has 4 cores, 8 GiB and two GPUs, of which 3 cores, 4 GiB and one GPU are taken.
    @Test(arguments: [
        Case(pod: pod(), verdict: ""),
        Case(pod: pod(cpu: "1", memory: "4Gi"), verdict: ""),
        Case(pod: pod(cpu: "1001m"), verdict: "Insufficient cpu"),
        Case(pod: pod(memory: "5Gi"), verdict: "Insufficient memory"),
        Case(pod: pod(cpu: "2", memory: "5Gi"), verdict: "Insufficient cpu, Insufficient memory"),
        Case(pod: pod(cpu: "5"), verdict: "!Insufficient cpu"),
        Case(pod: pod(cpu: "2", memory: "9Gi"), verdict: "!Insufficient cpu, Insufficient memory"),
        Case(pod: pod(requests: ["example.com/gpu": "1"]), verdict: ""),
        Case(pod: pod(requests: ["example.com/gpu": "2"]), verdict: "Insufficient example.com/gpu"),
        Case(pod: pod(requests: ["example.com/gpu": "3"]), verdict: "!Insufficient example.com/gpu"),
        Case(pod: pod(requests: ["example.com/none": "1"]), verdict: "!Insufficient example.com/none"),
        Case(pod: pod(requests: ["ephemeral-storage": "1"]), verdict: "!Insufficient ephemeral-storage"),
        Case(
            pod: pod(spec: [
                "containers": [["name": "a", "image": "i", "resources": ["requests": ["cpu": "600m"]]]],
                "overhead": ["cpu": "500m"],
            ]), verdict: "Insufficient cpu"),
    ])
    func `a Pod fits into what is left`(test: Case) async throws {
        let harness = PluginHarness(
            component: "NodeResourcesFit", nodes: [node("a", extended: ["example.com/gpu": "2"])],
            placed: [pod("other", cpu: "3", memory: "4Gi", requests: ["example.com/gpu": "1"], on: "a")])
        let opinion = try await harness.ask(test.pod)
        #expect(opinion.verdicts == ["a": test.verdict])
    }

    @Test func `a node takes no more Pods than it allows`() async throws {
        let harness = PluginHarness(
            component: "NodeResourcesFit", nodes: [node("full", pods: "1"), node("none", pods: "0"), node("free")],
            placed: [pod("other", on: "full")])
        let opinion = try await harness.ask(pod())
        #expect(opinion.verdicts == ["full": "Too many pods", "none": "Too many pods", "free": ""])
    }

    @Test func `nodes with more left are better`() async throws {
        let harness = PluginHarness(
            component: "NodeResourcesFit",
            nodes: [
                node("empty", cpu: "4", memory: "10000"), node("half", cpu: "4", memory: "10000"),
                node("full", cpu: "4", memory: "10000"), node("nothing", cpu: "0", memory: "0"),
            ],
            placed: [
                pod("p", cpu: "1", memory: "2000", on: "half"), pod("q", cpu: "3500m", memory: "8000", on: "full"),
            ])
        // empty: (75 + 50) / 2; half: (50 + 30) / 2; full: cpu is overcommitted, memory too.
        let opinion = try await harness.ask(pod(cpu: "1", memory: "5000"))
        #expect(opinion.scores == ["empty": 62, "half": 40, "full": 0, "nothing": 0])
    }

    @Test func `a container that requests nothing counts 100m and 200Mi for scores`() async throws {
        let harness = PluginHarness(component: "NodeResourcesFit", nodes: [node("a", cpu: "1", memory: "1000Mi")])
        let opinion = try await harness.ask(pod())
        #expect(opinion.scores == ["a": 85])
    }
}
