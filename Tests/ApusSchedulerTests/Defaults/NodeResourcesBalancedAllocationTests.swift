import ApusJSON
import Testing

@Suite struct NodeResourcesBalancedAllocationTests {
    @Test func `a Pod goes where it makes cpu and memory more alike`() async throws {
        let harness = PluginHarness(
            component: "NodeResourcesBalancedAllocation",
            nodes: [
                node("empty", cpu: "10", memory: "10000"), node("memory-used", cpu: "10", memory: "10000"),
                node("cpu-used", cpu: "10", memory: "10000"), node("no-memory", cpu: "10", memory: "0"),
            ],
            placed: [
                pod("m", memory: "5000", on: "memory-used"), pod("c", cpu: "5", on: "cpu-used"),
            ])
        // empty: 100 → 75; memory-used: 75 → 100; cpu-used: 75 → 50.
        let opinion = try await harness.ask(pod(cpu: "5"))
        #expect(opinion.scores == ["empty": 62, "memory-used": 87, "cpu-used": 62, "no-memory": 75])
    }

    @Test func `a Pod that requests nothing is left alone`() async throws {
        let harness = PluginHarness(component: "NodeResourcesBalancedAllocation", nodes: [node("a")])
        let opinion = try await harness.ask(pod())
        #expect(opinion.scores == [:])
    }
}
