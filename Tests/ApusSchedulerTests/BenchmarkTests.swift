import Testing

@testable import ApusScheduler

@Suite struct BenchmarkTests {
    @Test(arguments: [false, true])
    func `a small run places every Pod`(withNodeAffinity: Bool) async throws {
        var benchmark = SchedulingBenchmark()
        benchmark.nodes = 100
        benchmark.pods = 300
        benchmark.withNodeAffinity = withNodeAffinity
        let result = try await benchmark.run(plugins: PluginHarness.host())
        #expect(result.unschedulable == 0)
        #expect(result.podsPerSecond > 0)
    }
}
